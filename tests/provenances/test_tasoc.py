import numpy as np
import pytest

FILE = "hlsp_tasoc_tess_ffi_tic00261136679-s0001-cam4-ccd2-c1800_tess_v05_ens-lc.fits"


def test_a_made_file_gives_back_its_points(make):
    file = make("TASOC")
    light_curve = file.read()
    assert np.array_equal(light_curve.time, file.time)
    assert light_curve.flux == pytest.approx(file.flux, rel=1e-12)


def test_parts_per_million_around_zero_become_a_flux_around_one(make):
    file = make("TASOC")
    ppm = file.columns()["FLUX_CORR"]
    assert abs(np.nanmedian(ppm)) < 1.0
    assert np.nanmin(ppm) < -100_000
    assert file.read().flux.min() == pytest.approx(1 + 1e-6 * np.nanmin(ppm), rel=1e-9)
    assert file.read().flux_err == pytest.approx(np.full(480, 1e-3), rel=1e-12)


def test_corrected_jumps_are_good_data_and_bits_1_and_2_are_not(make):
    file = make("TASOC")
    assert ((file.read().quality & 24) > 0).sum() > 30

    def flag(data, header):
        data["QUALITY"][-1] |= 1
        data["QUALITY"][-2] |= 2
        data["QUALITY"][-3] |= 4
        data["QUALITY"][-4] |= 64

    file.change(1, flag)
    assert np.array_equal(file.read().time, file.time[:-2])


def test_the_spacecraft_bits_of_pixel_quality_are_not_a_second_mask(make):
    file = make("TASOC")
    file.change(1, lambda data, header: data["PIXEL_QUALITY"].fill(128))
    assert len(file.read()) == 480


def test_the_raw_flux_can_be_asked_for(make):
    file = make("TASOC")
    raw = file.read(flux="FLUX_RAW")
    assert np.median(raw.flux) == pytest.approx(1.0)
    assert raw.flux != pytest.approx(file.flux, rel=1e-4)


def test_a_real_file_reads_as_it_stands(real):
    file = real(FILE, "TASOC", 261136679, 1, 1800.0)
    columns = file.columns()
    good = (columns["QUALITY"] & 3 == 0) & np.isfinite(columns["FLUX_CORR"])
    flux = 1.0 + 1e-6 * columns["FLUX_CORR"][good]
    light_curve = file.read()
    assert len(light_curve) == 1267
    assert np.array_equal(light_curve.time, columns["TIME"][good])
    assert light_curve.flux == pytest.approx(flux / np.median(flux), rel=1e-12)
    assert light_curve.flux_err == pytest.approx(1e-6 * columns["FLUX_CORR_ERR"][good], rel=1e-6)
    assert np.ptp(light_curve.flux) < 0.02  # pi Men is quiet; a division by the median of ppm is not
