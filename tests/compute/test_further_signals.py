from fractions import Fraction

import numpy as np
import pytest

from tessebs_core.compute.further_signals import (
    FurtherSignal,
    Removal,
    outside_eclipses,
    search_further_signal,
    without_signal,
)
from tessebs_core.compute.phase_profiles import phase_profile
from tessebs_core.compute.two_gaussian import fit_two_gaussian
from tessebs_core.records import Ephemeris, FloatArray
from tests.support.eclipses import BJD0, box_shaped, gaussians, one_sector

FIRST = Ephemeris(BJD0, 2.4)


def searched(time: FloatArray, flux: FloatArray, removal: Removal | None = None) -> FurtherSignal:
    eclipses = fit_two_gaussian(phase_profile(time, flux, FIRST))
    return search_further_signal(time, flux, FIRST, eclipses, removal=removal)


def first_binary(scatter: float = 0.001) -> tuple[FloatArray, FloatArray]:
    time = one_sector(600.0)
    flux = gaussians(time, 2.4, (0.0, 0.2, 0.06), (0.5, 0.1, 0.06))
    return time, flux + np.random.default_rng(1).normal(0, scatter, time.size)


@pytest.mark.parametrize("removal", list(Removal))
def test_a_second_binary_is_found_under_the_first(removal: Removal) -> None:
    time, flux = first_binary()
    flux += box_shaped(time, Ephemeris(1327.0, 3.77), 0.04, 0.01) - 1
    found = searched(time, flux, removal)
    assert found.significant
    assert found.search.period == pytest.approx(3.77, rel=0.01)


@pytest.mark.parametrize("removal", list(Removal))
def test_a_single_binary_leaves_nothing_significant(removal: Removal) -> None:
    assert not searched(*first_binary(), removal).significant


def test_a_contact_binary_is_subtracted_not_masked() -> None:
    time = one_sector(600.0)
    flux = gaussians(time, 2.4, (0.0, 0.2, 0.3), (0.5, 0.2, 0.3), ellipsoidal=0.1)
    flux += np.random.default_rng(2).normal(0, 0.001, time.size)
    flux += box_shaped(time, Ephemeris(1327.0, 3.77), 0.04, 0.02) - 1
    found = searched(time, flux)
    assert found.removal is Removal.SUBTRACT
    assert found.search.period == pytest.approx(3.77, rel=0.01)


def test_what_is_left_of_the_first_signal_is_called_that() -> None:
    time, flux = first_binary()
    wide = box_shaped(time, FIRST, 0.2, 0.02)
    found = searched(time, flux + wide - 1, Removal.MASK)
    assert not found.significant
    assert found.ratio in (Fraction(1), Fraction(1, 2), Fraction(2))
    assert "first signal" in found.remark


def test_masks_cover_both_eclipses_and_no_more() -> None:
    time, flux = first_binary()
    outside = outside_eclipses(time, FIRST, fit_two_gaussian(phase_profile(time, flux, FIRST)))
    assert 1 - outside.mean() == pytest.approx(0.132, abs=0.02)
    assert flux[outside].min() > 0.98


def test_subtraction_leaves_the_noise() -> None:
    time, flux = first_binary()
    left = without_signal(time, flux, FIRST)
    assert np.std(left) < 0.00115


def test_spots_that_change_are_no_further_signal() -> None:
    time, flux = first_binary()
    spots = 0.006 * np.sin(2 * np.pi * time / 2.47) * np.cos(2 * np.pi * time / 40)
    assert not searched(time, flux + spots).significant
