import numpy as np
import pytest

from tessebs_core.errors import InputError


def noisy(sigma, size=960):
    return 1.0 + np.random.default_rng(1).normal(0.0, sigma, size)


def test_a_made_file_gives_back_its_points(make):
    file = make("PATHOS")
    light_curve = file.read()
    assert np.array_equal(light_curve.time, file.time)
    assert light_curve.flux == pytest.approx(file.flux, rel=1e-12)


@pytest.mark.parametrize("sigma", [1e-4, 1e-3, 1e-2])
def test_the_error_is_estimated_from_the_scatter_of_neighbours(make, sigma):
    file = make("PATHOS", days=20.0, flux=noisy(sigma))
    assert file.read().flux_err == pytest.approx(np.full(960, sigma), rel=0.1)  # 960 points: 5 %


def test_slow_variation_and_eclipses_do_not_raise_the_error(make):
    flux = noisy(1e-3)
    time = 1500.0 + np.arange(960) / 48.0
    flux += 0.05 * np.sin(2 * np.pi * time / 10.0) - 0.3 * (time % 2.7 < 0.1)
    assert make("PATHOS", time=time, flux=flux).read().flux_err[0] == pytest.approx(1e-3, rel=0.5)


def test_a_gap_is_no_scatter(make):
    time = 1500.0 + np.repeat(np.arange(200) * 0.2, 2) + np.tile([0.0, 1 / 48], 200)
    flux = 1.0 + 0.1 * np.repeat(np.arange(200) % 2, 2) + np.random.default_rng(2).normal(0, 1e-4, 400)
    assert make("PATHOS", time=time, flux=flux).read().flux_err[0] == pytest.approx(1e-4, rel=0.2)


def test_too_few_neighbours_give_no_error(make):
    assert np.isnan(make("PATHOS", days=3 / 48).read().flux_err).all()


def test_sky_is_not_the_error(make):
    file = make("PATHOS")
    assert "SKY_LOCAL" in file.columns()
    with pytest.raises(InputError, match="PSF_FLUX_COR"):
        file.read(flux="SKY_LOCAL")


@pytest.mark.parametrize("aperture", ["AP1", "AP2", "AP3", "AP4"])
def test_an_aperture_can_be_asked_for(make, aperture):
    file = make("PATHOS")
    file.change(1, lambda data, header: data["PSF_FLUX_COR"].fill(np.nan))
    assert file.read(flux=f"{aperture}_FLUX_COR").flux == pytest.approx(file.flux, rel=1e-12)


def test_flagged_points_are_dropped(make):
    words = np.zeros(480, dtype=np.int64)
    words[5], words[6] = 128, 32
    assert len(make("PATHOS", quality=words).read()) == 478
