import numpy as np
import pytest

from tessebs_core.compute.eclipse_numbers import Which
from tessebs_core.compute.eclipse_times import EclipseTimes, eclipse_times
from tessebs_core.compute.phase_profiles import phase_profile
from tessebs_core.compute.timing_diagrams import Timed, timing_diagram
from tessebs_core.compute.two_gaussian import fit_two_gaussian
from tessebs_core.records import Ephemeris, FloatArray
from tests.support.eclipses import BJD0, box_shaped, gaussians, one_sector, trapezoid


def timed(
    time: FloatArray, flux: FloatArray, ephemeris: Ephemeris, which: Which = Which.PRIMARY
) -> EclipseTimes:
    model = fit_two_gaussian(phase_profile(time, flux, ephemeris))
    return eclipse_times(time, flux, ephemeris, model, which=which)


def kwee_van_woerden(time: FloatArray, flux: FloatArray, guess: float, half: float) -> tuple[float, float]:
    """Kwee & van Woerden 1956: the time about which an eclipse mirrors itself best."""
    grid = np.linspace(-half, half, 121)
    step = grid[1] - grid[0]

    def sums(middle: float) -> float:
        light = np.interp(middle + grid, time, flux)
        return float(((light - light[::-1]) ** 2).sum() / 2)

    trials = guess + np.arange(-20, 21) * step
    best = trials[int(np.argmin([sums(each) for each in trials]))]
    shifts = best + np.array([-1, 0, 1]) * 3 * step
    a, b, _ = np.polyfit(shifts - best, [sums(each) for each in shifts], 2)
    return best - b / (2 * a), a


def test_moved_eclipses_are_found_where_they_are() -> None:
    time, ephemeris = one_sector(120.0), Ephemeris(BJD0, 1.9)
    cycle = np.floor((time - BJD0) / 1.9 + 0.5)
    moved = 0.004 * np.sin(2 * np.pi * cycle / 9)
    flux = 1 - trapezoid((time - BJD0 - moved) / 1.9 - cycle, 0.08, 0.2)
    flux += np.random.default_rng(1).normal(0, 0.002, time.size)
    found = timed(time, flux, ephemeris)
    assert len(found.times) >= 12
    for each in found.times:
        truth = 0.004 * np.sin(2 * np.pi * each.cycle / 9)
        assert each.o_minus_c == pytest.approx(truth, abs=max(5 * each.time_unc, 4e-4))
        assert each.time_unc < 2e-4


def test_two_thirds_of_the_times_lie_within_their_uncertainty() -> None:
    reduced = []
    for seed in range(80):
        rng = np.random.default_rng(seed)
        cadence = float(rng.choice([120.0, 600.0, 1800.0]))
        time, ephemeris = one_sector(cadence), Ephemeris(BJD0, float(rng.uniform(0.6, 4)))
        width, depth = float(rng.uniform(0.06, 0.12)), float(rng.uniform(0.05, 0.3))
        flux = box_shaped(time, ephemeris, width, depth, exposure=cadence / 86400)
        flux += rng.normal(0, rng.choice([0.001, 0.003, 0.01]), time.size)
        times = [each for each in timed(time, flux, ephemeris).times if not each.outlier]
        if len(times) < 5:
            continue
        away = np.array([each.o_minus_c for each in times])
        unc = np.array([each.time_unc for each in times])
        common = np.average(away, weights=unc**-2)  # of the template, the same for all
        reduced += list((away - common) / unc * np.sqrt(len(times) / (len(times) - 1)))
    assert len(reduced) > 800
    assert np.mean(np.abs(reduced) < 1) == pytest.approx(0.68, abs=0.05)
    assert np.mean(np.abs(reduced) < 2) == pytest.approx(0.95, abs=0.04)


def test_correlated_noise_raises_the_uncertainties() -> None:
    rng = np.random.default_rng(2)
    time, ephemeris = one_sector(120.0), Ephemeris(BJD0, 1.3)
    flux = box_shaped(time, ephemeris, 0.1, 0.1) + rng.normal(0, 0.001, time.size)
    slow = np.convolve(rng.normal(0, 1, time.size), np.ones(20) / np.sqrt(20), mode="same")
    quiet, loud = timed(time, flux, ephemeris), timed(time, flux + 0.002 * slow, ephemeris)
    assert quiet.red_noise < 1.3
    assert loud.red_noise > 2
    away = np.array([each.o_minus_c for each in loud.times if not each.outlier])
    unc = np.array([each.time_unc for each in loud.times if not each.outlier])
    assert 0.5 < np.std(away) / np.median(unc) < 1.6


def test_it_agrees_with_kwee_and_van_woerden() -> None:
    time, ephemeris = one_sector(120.0), Ephemeris(BJD0, 1.7)
    cycle = np.floor((time - BJD0) / 1.7 + 0.5)
    moved = 0.003 * np.cos(cycle)
    flux = 1 - trapezoid((time - BJD0 - moved) / 1.7 - cycle, 0.1, 0.3, slope=0.5)
    flux += np.random.default_rng(3).normal(0, 5e-4, time.size)
    differences = []
    for each in timed(time, flux, ephemeris).times:
        if not each.outlier:
            middle, _ = kwee_van_woerden(time, flux, each.computed, 0.06 * 1.7)
            differences.append(each.time - middle)
    assert len(differences) > 8
    assert np.max(np.abs(differences)) < 3e-4
    assert abs(np.mean(differences)) < 1e-4


def test_secondaries_are_timed_at_their_own_phase() -> None:
    time, ephemeris = one_sector(600.0), Ephemeris(BJD0, 2.1)
    flux = gaussians(time, 2.1, (0.0, 0.3, 0.06), (0.42, 0.2, 0.06))
    flux += np.random.default_rng(4).normal(0, 0.002, time.size)
    found = timed(time, flux, ephemeris, Which.SECONDARY)
    assert found.phase == pytest.approx(0.42, abs=1e-3)
    assert len(found.times) > 8
    for each in found.times:
        assert (each.time - BJD0) / 2.1 - each.cycle == pytest.approx(0.42, abs=2e-3)


def test_a_half_seen_and_a_displaced_eclipse_are_marked() -> None:
    time, ephemeris = one_sector(120.0), Ephemeris(BJD0, 1.5)
    cycle = np.floor((time - BJD0) / 1.5 + 0.5)
    moved = np.where(cycle == 3, 0.02, 0.0)
    flux = 1 - trapezoid((time - BJD0 - moved) / 1.5 - cycle, 0.1, 0.2)
    flux += np.random.default_rng(5).normal(0, 0.001, time.size)
    kept = ~((cycle == 6) & (time > BJD0 + 6 * 1.5 + 0.01))
    found = {each.cycle: each for each in timed(time[kept], flux[kept], ephemeris).times}
    assert found[3].outlier
    assert "off the line" in found[3].remark
    assert found[3].o_minus_c == pytest.approx(0.02, abs=1e-3)
    assert found[6].outlier
    assert "half seen" in found[6].remark
    assert sum(each.outlier for each in found.values()) == 2


def test_wild_points_do_not_move_an_eclipse() -> None:
    rng = np.random.default_rng(6)
    time, ephemeris = one_sector(120.0), Ephemeris(BJD0, 1.5)
    flux = box_shaped(time, ephemeris, 0.1, 0.2) + rng.normal(0, 0.001, time.size)
    flux[rng.choice(time.size, 150, replace=False)] += 0.05
    for each in timed(time, flux, ephemeris).times:
        if not each.outlier:
            assert abs(each.o_minus_c) < 6e-4


def test_without_eclipses_there_are_no_times() -> None:
    time = one_sector(600.0)
    flux = 1 + np.random.default_rng(7).normal(0, 0.001, time.size)
    assert timed(time, flux, Ephemeris(BJD0, 1.5)).times == ()


def test_one_eclipse_in_all_is_timed() -> None:
    time, ephemeris = one_sector(600.0), Ephemeris(1330.0, 60.0)
    flux = box_shaped(time, ephemeris, 0.01, 0.1) + np.random.default_rng(8).normal(0, 0.001, time.size)
    found = timed(time, flux, ephemeris)
    assert len(found.times) == 1
    assert found.times[0].time == pytest.approx(1330.0, abs=0.01)


def with_flare(height: float, minutes: float, after: float) -> tuple[FloatArray, FloatArray, Ephemeris]:
    """Eclipses of 20 %, one with a flare, ``after`` days from its middle, that falls off within minutes."""
    time, ephemeris = one_sector(120.0), Ephemeris(BJD0, 1.5)
    flux = box_shaped(time, ephemeris, 0.1, 0.2) + np.random.default_rng(9).normal(0, 0.001, time.size)
    since = (time - (BJD0 + 4 * 1.5 + after)) * 1440
    return time, flux + np.where(since >= 0, height * np.exp(-np.maximum(since, 0) / minutes), 0), ephemeris


@pytest.mark.parametrize("after", [-0.06, -0.01, 0.02])
@pytest.mark.parametrize("minutes", [30.0, 60.0])
def test_an_eclipse_with_a_long_flare_is_left_out_with_a_reason_and_no_other(minutes, after) -> None:
    columns = with_flare(0.06, minutes, after)
    found = timing_diagram(Timed(1, "SPOC", (1,)), columns[2], [timed(*columns)])
    out = {each.cycle: each.remark for each in found.eclipses if not each.used}
    assert list(out) == [4]
    assert out[4]


def test_a_flare_that_leaves_most_of_an_eclipse_is_named() -> None:
    found = {each.cycle: each.remark for each in timed(*with_flare(0.2, 30.0, -0.01)).times}
    assert "points stand out: a flare or a jump" in found[4]
    assert not any(remark for cycle, remark in found.items() if cycle != 4)


@pytest.mark.parametrize("after", [-0.06, -0.01, 0.02])
def test_a_flare_of_minutes_is_taken_out_of_an_eclipse_that_stays(after) -> None:
    found = {each.cycle: each for each in timed(*with_flare(0.06, 4.0, after)).times}
    assert not any(each.outlier for each in found.values())
    assert abs(found[4].o_minus_c) < 0.2 / 1440  # days; the eclipse lasts 3.6 hours


@pytest.mark.parametrize(
    ("height", "minutes", "after"),
    [(0.15, 8.0, -0.06), (0.15, 12.0, 0.04), (0.15, 16.0, 0.04)],
)
def test_a_flare_in_between_is_left_out_or_does_not_move_its_eclipse(height, minutes, after) -> None:
    found = {each.cycle: each for each in timed(*with_flare(height, minutes, after)).times}
    assert found[4].outlier or abs(found[4].o_minus_c) < 0.25 / 1440  # not by a minute
    assert not any(each.outlier for cycle, each in found.items() if cycle != 4)
