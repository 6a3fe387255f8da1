import numpy as np
import pytest

from tessebs_core.compute.cleaning import within
from tessebs_core.compute.lomb_scargle import (
    MOST_FREQUENCIES,
    frequency_grid,
    light_curve_periodogram,
    lomb_scargle,
)
from tessebs_core.compute.peaks import find_peaks
from tessebs_core.errors import BadLightCurve
from tessebs_core.records import LightCurve
from tessebs_core.vocabulary import PeriodogramMethod


def slow_lomb_scargle(
    time: np.ndarray, flux: np.ndarray, errors: np.ndarray, frequency: np.ndarray
) -> np.ndarray:
    """Fit a mean and a sinusoid by least squares at each frequency: the definition."""
    root_weight = 1 / errors
    mean = np.average(flux, weights=root_weight**2)
    chi2_mean = np.sum((root_weight * (flux - mean)) ** 2)
    power = []
    for each in frequency:
        angle = 2 * np.pi * each * time
        design = np.stack([np.ones_like(time), np.sin(angle), np.cos(angle)], axis=1)
        fit, *_ = np.linalg.lstsq(root_weight[:, None] * design, root_weight * flux, rcond=None)
        chi2 = np.sum((root_weight * (flux - design @ fit)) ** 2)
        power.append(1 - chi2 / chi2_mean)
    return np.array(power)


def observed(period: float, noise: float = 1e-3, seed: int = 1) -> tuple[np.ndarray, ...]:
    """A sinusoid of two sectors with a gap, uneven in time, with uneven errors."""
    rng = np.random.default_rng(seed)
    time = 1325 + np.sort(np.concatenate([rng.uniform(0, 25, 300), rng.uniform(700, 725, 300)]))
    errors = noise * rng.uniform(0.5, 2, time.size)
    flux = 1 + 3e-3 * np.sin(2 * np.pi * time / period) + rng.normal(0, errors)
    return time, flux, errors


@pytest.mark.parametrize("weighted", [True, False])
def test_power_equals_that_of_direct_sums(weighted: bool) -> None:
    time, flux, errors = observed(1.7)
    found = lomb_scargle(time, flux, errors if weighted else None, minimum_period=0.5, oversampling=2)
    some = slice(None, None, 37)
    direct = slow_lomb_scargle(
        time - 1700, flux, errors if weighted else np.ones_like(flux), found.frequency[some]
    )
    np.testing.assert_allclose(found.power[some], direct, rtol=0, atol=1e-8)
    assert found.method is PeriodogramMethod.LOMB_SCARGLE


@pytest.mark.parametrize("period", [0.1234567, 0.77, 3.3, 11.0])
def test_an_injected_period_is_the_highest_peak(period: float) -> None:
    time, flux, errors = observed(period, noise=1e-4)
    peak = find_peaks(lomb_scargle(time, flux, errors), 1, time=time)[0]
    # A tenth of the width of a peak, P^2 / T.
    assert peak.period == pytest.approx(period, abs=0.1 * period**2 / (time[-1] - time[0]))


def test_the_grid_follows_the_baseline_and_holds_both_ends() -> None:
    frequency = frequency_grid(27.0, minimum_period=0.1, maximum_period=9.0, oversampling=5)
    np.testing.assert_allclose(np.diff(frequency), 1 / (5 * 27.0))
    assert frequency[0] == 1 / 9
    assert 10 <= frequency[-1] < 10 + 1 / (5 * 27.0)
    assert frequency_grid(27.0)[0] == 2 / 27  # two cycles


def test_missing_errors_mean_equal_weights() -> None:
    time, flux, errors = observed(1.7)
    errors[5] = np.nan
    np.testing.assert_array_equal(lomb_scargle(time, flux, errors).power, lomb_scargle(time, flux).power)


@pytest.mark.parametrize("level", [1.0, 0.1, 12345.678])
def test_a_constant_flux_has_no_power(level: float) -> None:
    found = lomb_scargle(np.arange(0, 27, 0.02), np.full(1350, level))
    assert not found.power.any()
    assert find_peaks(found) == ()


def test_one_wild_time_is_refused_before_memory_is_taken() -> None:
    time, flux, _ = observed(1.7)
    time[-1] = 2457000.0 + 1325.0
    with pytest.raises(BadLightCurve, match=f"at most {MOST_FREQUENCIES}.*Remove a wild time"):
        lomb_scargle(time, flux)


@pytest.mark.parametrize(
    "changes",
    [{"minimum_period": 20.0}, {"minimum_period": -1.0}, {"maximum_period": 0.05}, {"oversampling": 0.0},
     {"maximum_period": np.inf}, {"minimum_period": np.nan}],
    ids=str,
)  # fmt: skip
def test_a_range_without_periods_is_refused(changes: dict[str, float]) -> None:
    with pytest.raises(BadLightCurve):
        lomb_scargle(np.arange(0, 27, 0.02), np.ones(1350), **changes)


def test_errors_of_another_length_are_refused() -> None:
    with pytest.raises(BadLightCurve, match="3 errors"):
        lomb_scargle(np.arange(0, 27, 0.02), np.arange(1350.0), np.ones(3))


def test_the_arrays_given_are_not_changed() -> None:
    time, flux, errors = observed(1.7)
    before = [each.copy() for each in (time, flux, errors)]
    lomb_scargle(time, flux, errors)
    for each, copy in zip((time, flux, errors), before, strict=True):
        np.testing.assert_array_equal(each, copy)


def two_sectors() -> LightCurve:
    """A period of 0.7 d in sector 1, of 1.9 d in sector 2, and a drift through both."""
    time = np.concatenate([np.arange(1325, 1350, 0.02), np.arange(1354, 1379, 0.02)])
    sector = np.where(time < 1352, 1, 2)
    flux = 1 + 0.01 * np.sin(2 * np.pi * time / np.where(sector == 1, 0.7, 1.9)) + 2e-3 * (time - 1350)
    same = np.full(time.size, 1e-3)
    return LightCurve(1, "QLP", time, flux, same, sector, 1728e3 * same, sector)


def test_the_points_of_a_range_of_time_alone_count() -> None:
    light_curve = two_sectors()
    for start, end, period in ((None, 1352.0, 0.7), (1352.0, None, 1.9)):
        found = light_curve_periodogram(light_curve, start=start, end=end, maximum_period=5.0)
        assert find_peaks(found, 1)[0].period == pytest.approx(period, abs=0.1 * period**2 / 25)
    whole = light_curve_periodogram(light_curve)
    expected = lomb_scargle(light_curve.time, light_curve.flux, light_curve.flux_err)
    np.testing.assert_array_equal(whole.power, expected.power)
    with pytest.raises(BadLightCurve, match="too few"):
        light_curve_periodogram(light_curve, start=1400.0)


def test_in_differences_a_drift_vanishes() -> None:
    light_curve = within(two_sectors(), end=1352.0)
    assert light_curve_periodogram(light_curve).power.max() < 0.3
    highest = find_peaks(light_curve_periodogram(light_curve, differences=True), 1)[0]
    assert highest.period == pytest.approx(0.7, abs=0.1 * 0.7**2 / 25)
    assert highest.power > 0.99
