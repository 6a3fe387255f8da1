import numpy as np
import pytest

from tessebs_core.compute.phase_profiles import phase_profile
from tessebs_core.compute.signal_removal import (
    Removal,
    outside_eclipses,
    remainder,
    share_in_eclipse,
    without_signal,
)
from tessebs_core.compute.two_gaussian import TwoGaussianFit, fit_two_gaussian
from tessebs_core.records import Ephemeris, FloatArray
from tests.support.eclipses import BJD0, gaussians, one_sector

FIRST = Ephemeris(BJD0, 2.4)


def first_binary(scatter: float = 0.001) -> tuple[FloatArray, FloatArray, TwoGaussianFit]:
    time = one_sector(600.0)
    flux = gaussians(time, 2.4, (0.0, 0.2, 0.06), (0.5, 0.1, 0.06))
    flux += np.random.default_rng(1).normal(0, scatter, time.size)
    return time, flux, fit_two_gaussian(phase_profile(time, flux, FIRST))


def test_masks_cover_both_eclipses_and_no_more() -> None:
    time, flux, eclipses = first_binary()
    outside = outside_eclipses(time, FIRST, eclipses)
    assert share_in_eclipse(eclipses) == pytest.approx(0.12, abs=0.01)
    assert 1 - outside.mean() == pytest.approx(0.132, abs=0.02)
    assert flux[outside].min() > 0.98


def test_subtraction_leaves_the_noise() -> None:
    time, flux, _ = first_binary()
    assert np.std(without_signal(time, flux, FIRST)) < 0.00115


def test_a_drift_is_not_printed_onto_the_folded_curve() -> None:
    time, flux, _ = first_binary()
    sampled = time - time[0]
    steps = np.where(sampled > 13, 0.02, 0.0) + 0.001 * sampled
    left = without_signal(time, flux + steps, FIRST)
    inside = np.abs(sampled - 13) > 1.5
    assert np.std(left[inside]) < 0.0012


def test_the_ends_of_orbits_are_left_out() -> None:
    time, flux, eclipses = first_binary()
    left = remainder(time, flux, FIRST, eclipses, None, Removal.SUBTRACT)
    assert left.time[0] - time[0] > 0.3
    assert time[-1] - left.time[-1] > 0.3
    gap = int(np.argmax(np.diff(left.time)))
    assert left.time[gap] < 1325 + 12.5 - 0.3
    assert left.time[gap + 1] > 1325 + 13.7 + 0.3


def test_errors_are_the_noise_and_larger_where_the_subtraction_is_bad() -> None:
    time, flux, eclipses = first_binary()
    changing = gaussians(time, 2.4, (0.0, 0.02, 0.06)) - 1
    flux += changing * np.sin(time)
    left = remainder(time, flux, FIRST, eclipses, None, Removal.SUBTRACT)
    phase = (left.time - BJD0) / 2.4
    near = np.abs(phase - np.round(phase)) < 0.01
    assert np.median(left.error) == pytest.approx(0.001, rel=0.2)
    assert np.median(left.error[near]) > 3 * np.median(left.error)
