import dataclasses
import math
import tracemalloc

import numpy as np
import pytest

from tessebs_core.compute import box_trials
from tessebs_core.compute.box_grids import shortest_duration
from tessebs_core.compute.box_least_squares import BoxSearch, box_least_squares
from tessebs_core.errors import BadLightCurve

NOISE = 1e-3


def sectors(*numbers: int, cadence: float = 600.0) -> np.ndarray:
    """Times of TESS sectors of 26 d with their gap in the middle."""
    step = cadence / 86400
    orbits = [np.arange(0, 12.5, step), np.arange(13.5, 26, step)]
    return np.concatenate([1325 + 27.4 * number + orbit for number in numbers for orbit in orbits])


def boxes(time: np.ndarray, period: float, bjd0: float, duration: float, depth: float) -> np.ndarray:
    inside = np.abs((time - bjd0 + period / 2) % period - period / 2) < duration / 2
    return 1 - depth * inside + np.random.default_rng(11).normal(0, NOISE, time.size)


def check_box(
    found: BoxSearch, time: np.ndarray, *, period: float, bjd0: float, duration: float, depth: float
) -> None:
    """Period within its resolution, time within a bin, depth within five of its uncertainties."""
    assert found.period is not None
    assert found.bjd0 is not None
    assert found.depth is not None
    drift = abs(found.period - period) / period * (time[-1] - time[0])  # days, from end to end
    assert drift < 0.3 * duration
    late = (found.bjd0 - bjd0 + period / 2) % period - period / 2
    assert abs(late) < 0.25 * shortest_duration(period)
    # Points of the edges may stand on either side of the box: 4 % of the depth.
    assert found.depth == pytest.approx(depth, abs=5 * (found.depth_unc or 0) + 0.04 * depth)


@pytest.mark.parametrize(
    ("period", "duration"), [(0.31, 0.05), (1.37, 0.08), (3.456, 0.12), (9.1, 0.3)], ids=str
)
def test_an_injected_box_is_found(period: float, duration: float) -> None:
    time = sectors(0)
    found = box_least_squares(time, boxes(time, period, 1325.21, duration, 5e-3), np.full(time.size, NOISE))
    check_box(found, time, period=period, bjd0=1325.21, duration=duration, depth=5e-3)
    assert found.duration == pytest.approx(duration, rel=0.15)
    assert found.max_power == pytest.approx((found.depth or 0) / (found.depth_unc or 1))
    assert found.bls_logp == pytest.approx(0.5 * (found.max_power or 0) ** 2)


def test_an_eclipse_on_the_first_point_is_found_as_well_as_any() -> None:
    time = sectors(0)
    found = box_least_squares(time, boxes(time, 2.5, float(time[0]), 0.2, 5e-3), np.full(time.size, NOISE))
    check_box(found, time, period=2.5, bjd0=float(time[0]), duration=0.2, depth=5e-3)


def test_the_power_at_the_peak_is_nearly_that_of_the_true_box() -> None:
    time = sectors(0)
    flux = boxes(time, 3.456, 1325.21, 0.12, 4e-3)
    inside = np.abs((time - 1325.21 + 1.728) % 3.456 - 1.728) < 0.06
    n_in, n_out = inside.sum(), (~inside).sum()
    truth = (flux[~inside].mean() - flux[inside].mean()) / (NOISE * math.sqrt(1 / n_in + 1 / n_out))
    found = box_least_squares(time, flux, np.full(time.size, NOISE))
    assert found.periodogram.power.max() > 0.92 * truth
    assert (found.max_power or 0) > 0.97 * truth


@pytest.mark.parametrize("seed", range(12))
def test_binning_costs_no_more_than_stated(seed: int) -> None:
    rng = np.random.default_rng(seed)
    period = 10 ** rng.uniform(-0.5, 1)
    duration = min(shortest_duration(period) * 10 ** rng.uniform(0, 0.7), 0.19 * period)
    middle = 1325 + rng.uniform(0, period)
    time = sectors(0)
    flux = boxes(time, period, middle, duration, 2e-2)
    inside = np.abs((time - middle + period / 2) % period - period / 2) < duration / 2
    truth = (flux[~inside].mean() - flux[inside].mean()) / (NOISE * math.hypot(
        inside.sum() ** -0.5, (~inside).sum() ** -0.5))  # fmt: skip
    found = box_least_squares(
        time, flux, np.full(time.size, NOISE), minimum_period=0.9 * period, maximum_period=1.1 * period
    )
    assert found.periodogram.power.max() > 0.83 * truth
    assert (found.max_power or 0) > 0.89 * truth


def test_white_noise_has_no_favourite_among_the_shortest_periods() -> None:
    time = sectors(0, cadence=1800)
    highest = []
    for seed in range(12):
        flux = 1 + np.random.default_rng(seed).normal(0, NOISE, time.size)
        found = box_least_squares(time, flux, np.full(time.size, NOISE), minimum_period=0.1)
        highest.append(1 / found.periodogram.frequency[np.argmax(found.periodogram.power)])
        assert found.periodogram.power.max() < 7  # the best of ten thousand Gaussian trials
    assert np.sum(np.array(highest) < 0.11) <= 3
    assert max(highest) > 0.3


def test_unlike_eclipses_folded_at_half_their_period_differ_between_odd_and_even() -> None:
    time = sectors(0)
    flux = boxes(time, 3.0, 1325.4, 0.15, 8e-3) + boxes(time, 3.0, 1326.9, 0.15, 5e-3) - 1
    found = box_least_squares(time, flux, np.full(time.size, 1.4 * NOISE), maximum_period=2.0)
    assert found.period == pytest.approx(1.5, rel=1e-3)
    depths = sorted([found.depth_odd or 0, found.depth_even or 0])
    assert depths == pytest.approx([5e-3, 8e-3], rel=0.1)
    sigma = math.hypot(found.depth_odd_unc or 0, found.depth_even_unc or 0)
    assert depths[1] - depths[0] > 10 * sigma


def test_like_eclipses_do_not_differ() -> None:
    time = sectors(0)
    found = box_least_squares(time, boxes(time, 1.5, 1325.4, 0.15, 8e-3), np.full(time.size, NOISE))
    sigma = math.hypot(found.depth_odd_unc or 0, found.depth_even_unc or 0)
    assert abs((found.depth_odd or 0) - (found.depth_even or 0)) < 5 * sigma
    assert found.depth_half == pytest.approx(0.5 * (found.depth or 0), rel=0.1)


@pytest.mark.parametrize("quick", [True, False])
def test_eclipses_of_sectors_years_apart_are_found_quickly_and_thoroughly(quick: bool) -> None:
    time = sectors(0, 1, 28, cadence=1800)
    flux = boxes(time, 2.345, 1325.7, 0.13, 5e-3)
    found = box_least_squares(time, flux, np.full(time.size, NOISE), quick=quick)
    check_box(found, time, period=2.345, bjd0=1325.7, duration=0.13, depth=5e-3)
    assert (found.periodogram.frequency.size < 100_000) == quick  # all trials on all data are 370 000
    assert (np.diff(found.periodogram.frequency) > 0).all()


def test_a_short_baseline_is_searched_whole_when_asked_to_be_quick() -> None:
    time = sectors(0, cadence=1800)
    flux = boxes(time, 2.345, 1325.7, 0.13, 5e-3)
    np.testing.assert_array_equal(
        box_least_squares(time, flux, quick=True).periodogram.power,
        box_least_squares(time, flux).periodogram.power,
    )


def test_the_numbers_do_not_depend_on_how_many_cores_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    time = sectors(0, 3, cadence=1800)
    flux = boxes(time, 2.345, 1325.7, 0.13, 5e-3)
    found = []
    for cores in (1, 5):
        monkeypatch.setattr(box_trials, "_cores", lambda cores=cores: cores)
        found.append(box_least_squares(time, flux))
    np.testing.assert_allclose(found[0].periodogram.power, found[1].periodogram.power, rtol=1e-5)
    assert found[0].peaks[0] == found[1].peaks[0]


def test_brightenings_are_sought_when_asked_for() -> None:
    time = sectors(0)
    flux = 2 - boxes(time, 3.456, 1325.21, 0.12, 5e-3)
    found = box_least_squares(time, flux, np.full(time.size, NOISE), rising=True)
    check_box(found, time, period=3.456, bjd0=1325.21, duration=0.12, depth=5e-3)
    assert found.rising
    assert (box_least_squares(time, flux, np.full(time.size, NOISE)).max_power or 0) < 0.5 * (
        found.max_power or 0
    )


def test_the_best_boxes_are_two_binaries_and_their_multiples() -> None:
    time = sectors(0)
    flux = boxes(time, 3.456, 1325.21, 0.12, 8e-3) + boxes(time, 0.7713, 1325.6, 0.05, 4e-3) - 1
    found = box_least_squares(time, flux, np.full(time.size, 1.4 * NOISE), boxes=8)
    assert len(found.peaks) == 8
    best = found.peaks[0]
    assert (best.period, best.bjd0, best.duration) == (found.period, found.bjd0, found.duration)
    assert (best.power, best.depth, best.eclipses) == (found.max_power, found.depth, found.eclipses)
    assert [each.power for each in found.peaks] == sorted((each.power for each in found.peaks), reverse=True)
    of_its_own = [each.period for each in found.peaks if each.harmonic is None]
    assert sorted(of_its_own[:2]) == pytest.approx([0.7713, 3.456], rel=1e-3)
    for each in found.peaks:
        if each.harmonic is not None:
            stronger = found.peaks[each.harmonic.of]
            ratio = each.harmonic.numerator / each.harmonic.denominator
            assert each.power <= stronger.power
            assert each.period == pytest.approx(ratio * stronger.period, rel=0.5 * each.period / 26)


def test_as_many_boxes_are_given_as_are_asked_for() -> None:
    time = sectors(0)
    flux = boxes(time, 3.456, 1325.21, 0.12, 8e-3)
    assert [len(box_least_squares(time, flux, boxes=count).peaks) for count in (1, 3)] == [1, 3]


def test_memory_follows_the_points_and_not_the_years_between_them() -> None:
    time = np.concatenate([sectors(0, cadence=1800), sectors(0, cadence=1800) + 4_000])
    flux = boxes(time, 2.345, 1325.7, 0.13, 5e-3)
    box_least_squares(time[:1000], flux[:1000])  # compile
    tracemalloc.start()
    box_least_squares(time, flux, minimum_period=5.0)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 30e6


@pytest.mark.parametrize("minimum_eclipses", [2, 3, 4])
def test_so_many_eclipses_must_be_seen(minimum_eclipses: int) -> None:
    time = sectors(0)
    flux = boxes(time, 11.0, 1327.0, 0.3, 2e-2)  # at 1327, 1338 (in the gap) and 1349
    found = box_least_squares(time, flux, np.full(time.size, NOISE), minimum_eclipses=minimum_eclipses)
    assert found.maximum_period <= 26 / (minimum_eclipses - 1)
    if found.period is not None:
        assert found.eclipses >= minimum_eclipses


def test_a_given_duration_is_the_width_of_the_box() -> None:
    time = sectors(0)
    flux = boxes(time, 3.456, 1325.21, 0.12, 5e-3)
    found = box_least_squares(time, flux, np.full(time.size, NOISE), duration=0.12)
    assert found.duration == pytest.approx(0.12)
    assert found.minimum_period == pytest.approx(0.6)
    assert found.period == pytest.approx(3.456, rel=1e-3)


@pytest.mark.parametrize("level", [1.0, 0.1, 7777.7])
def test_a_constant_flux_has_no_box_and_no_numbers_that_are_not_finite(level: float) -> None:
    found = box_least_squares(sectors(0), np.full(sectors(0).size, level))
    assert found.period is None
    assert found.depth is None
    assert np.isfinite(found.periodogram.power).all()


@pytest.mark.parametrize("errors", [None, np.nan, 0.0])
def test_without_usable_errors_the_scatter_serves(errors: float | None) -> None:
    time = sectors(0)
    flux = boxes(time, 1.37, 1325.21, 0.08, 5e-3)
    found = box_least_squares(time, flux, None if errors is None else np.full(time.size, errors))
    stated = box_least_squares(time, flux, np.full(time.size, NOISE))
    assert found.max_power == pytest.approx(stated.max_power, rel=0.05)
    for field in dataclasses.fields(found):
        value = getattr(found, field.name)
        assert field.name in {"periodogram", "peaks"} or math.isfinite(value)


def test_one_wild_time_is_refused_before_memory_is_taken() -> None:
    time = sectors(0)
    time[-1] = 2457000.0 + 1325.0
    with pytest.raises(BadLightCurve, match="Remove a wild time"):
        box_least_squares(time, np.ones(time.size))


@pytest.mark.parametrize(
    "changes",
    [{"minimum_period": 30.0}, {"duration": 9.0}, {"duration": -1.0}, {"minimum_period": 0.0},
     {"minimum_eclipses": 0}, {"minimum_eclipses": 1000}],
    ids=str,
)  # fmt: skip
def test_a_search_of_nothing_is_refused(changes: dict[str, float]) -> None:
    with pytest.raises(BadLightCurve):
        box_least_squares(sectors(0), np.ones(sectors(0).size), **changes)  # type: ignore[arg-type]


def test_few_points_and_unequal_errors_are_refused() -> None:
    with pytest.raises(BadLightCurve, match="too few"):
        box_least_squares(np.arange(10.0), np.ones(10))
    with pytest.raises(BadLightCurve, match="3 errors"):
        box_least_squares(sectors(0), np.ones(sectors(0).size), np.ones(3))
