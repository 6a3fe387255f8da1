import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tessebs_core.compute import folding
from tessebs_core.compute.folding import binned_mean, flux_range, phase_raster
from tessebs_core.compute.phases import orbital_phase
from tessebs_core.errors import BadLightCurve
from tessebs_core.records import Ephemeris

EPHEMERIS = Ephemeris(1325.3, 1.7)


def curve(points: int = 3000) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(3)
    time = np.sort(rng.uniform(1325, 1350, points))
    return (
        time,
        1 + 0.1 * np.cos(2 * np.pi * time / 1.7) + rng.normal(0, 0.01, points),
        rng.uniform(1, 3, points),
    )


@pytest.fixture(params=["numpy", "numba"])
def either_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folding, "_MANY", 0 if request.param == "numba" else 10**9)


@pytest.mark.usefixtures("either_way")
def test_means_and_deviations_are_those_of_each_bin_by_itself() -> None:
    time, flux, errors = curve()
    found = binned_mean(time, flux, EPHEMERIS, errors, bins=25)
    place = np.floor((orbital_phase(time, EPHEMERIS) + 0.5) * 25).astype(int)
    for each in range(25):
        here = place == each
        weight = errors[here] ** -2
        mean = np.average(flux[here], weights=weight)
        std = np.sqrt(np.average((flux[here] - mean) ** 2, weights=weight))
        assert found.count[each] == here.sum()
        assert found.mean[each] == pytest.approx(mean, rel=1e-12)
        assert found.std[each] == pytest.approx(std, rel=1e-9)
    np.testing.assert_allclose(found.phase, np.linspace(-0.48, 0.48, 25))


@pytest.mark.usefixtures("either_way")
def test_the_raster_is_the_two_dimensional_histogram() -> None:
    time, flux, _ = curve()
    found = phase_raster(time, flux, EPHEMERIS, phase_bins=40, flux_bins=30, limits=(0.95, 1.08))
    expected, _, _ = np.histogram2d(
        flux, orbital_phase(time, EPHEMERIS), bins=(30, 40), range=((0.95, 1.08), (-0.5, 0.5))
    )
    np.testing.assert_array_equal(found.counts, expected)
    assert (found.lowest, found.highest) == (0.95, 1.08)


@pytest.mark.usefixtures("either_way")
def test_empty_bins_are_nan_and_one_point_has_no_deviation() -> None:
    found = binned_mean(np.array([1325.3]), np.array([0.7]), EPHEMERIS, bins=4)
    np.testing.assert_array_equal(found.count, [0, 0, 1, 0])
    np.testing.assert_array_equal(found.mean, [np.nan, np.nan, 0.7, np.nan])
    assert np.isnan(found.std).all()
    nothing = binned_mean(np.array([]), np.array([]), EPHEMERIS, bins=4)
    assert np.isnan(nothing.mean).all()
    assert phase_raster(np.array([]), np.array([]), EPHEMERIS).counts.sum() == 0


@given(bjd0=st.floats(1000, 3000), period=st.floats(1e-3, 1e3), bins=st.integers(1, 700), many=st.booleans())
def test_no_point_is_lost_or_put_outside(bjd0: float, period: float, bins: int, many: bool) -> None:
    ephemeris = Ephemeris(bjd0, period)
    time = bjd0 + period * np.array([-2.5, -1.5, -0.5, 0.0, 0.49999999999999994, 0.5, 1.5, 1e4 + 0.5])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(folding, "_MANY", 0 if many else 10**9)
        assert binned_mean(time, np.ones(8), ephemeris, bins=bins).count.sum() == 8
        assert phase_raster(time, np.ones(8), ephemeris, phase_bins=bins, flux_bins=3).counts.sum() == 8


def test_a_tiny_scatter_about_a_large_flux_keeps_its_digits() -> None:
    flux = 1e6 + np.tile([-1e-3, 1e-3], 500)
    found = binned_mean(np.linspace(1325, 1326, 1000), flux, EPHEMERIS, bins=1)
    assert found.std[0] == pytest.approx(1e-3, rel=1e-5)


def test_single_wild_points_do_not_set_the_range_and_eclipses_do() -> None:
    flux = np.ones(1000)
    flux[[100, 900]] = [40.0, -3.0]
    flux[500:503] = 0.5
    low, high = flux_range(flux, margin=0.1)
    assert (low, high) == pytest.approx((0.45, 1.05))


@pytest.mark.parametrize("flux", [[], [1.0], [1.0, 1.0, 1.0], [0.0, 0.0]])
def test_there_is_always_a_range(flux: list[float]) -> None:
    low, high = flux_range(np.array(flux))
    assert low < high


def test_no_bins_and_no_range_are_refused() -> None:
    time, flux, _ = curve(10)
    with pytest.raises(BadLightCurve):
        binned_mean(time, flux, EPHEMERIS, bins=0)
    with pytest.raises(BadLightCurve):
        phase_raster(time, flux, EPHEMERIS, flux_bins=-1)
    with pytest.raises(BadLightCurve):
        phase_raster(time, flux, EPHEMERIS, limits=(1.0, 1.0))
