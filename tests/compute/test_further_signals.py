from fractions import Fraction

import numpy as np
import pytest

from tessebs_core.compute.further_signals import THRESHOLD, FurtherSignal, search_further_signal
from tessebs_core.compute.phase_profiles import phase_profile
from tessebs_core.compute.signal_removal import Removal
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


def test_twice_the_first_period_is_shown_but_not_called_a_further_signal() -> None:
    time, flux = first_binary()
    every_other = box_shaped(time, Ephemeris(BJD0 + 0.6, 4.8), 0.05, 0.02)
    found = searched(time, flux + every_other - 1)
    assert not found.significant
    assert found.ratio == Fraction(2)
    assert "first signal" in found.remark


def test_tides_of_the_first_binary_are_no_further_signal_when_its_eclipses_are_masked() -> None:
    time = one_sector(600.0)
    flux = gaussians(time, 2.4, (0.0, 0.2, 0.06), (0.5, 0.1, 0.06), ellipsoidal=0.02)
    flux += np.random.default_rng(3).normal(0, 0.0005, time.size)
    found = searched(time, flux)
    assert found.removal is Removal.MASK
    assert found.significance is not None
    assert found.significance.value < THRESHOLD


def test_spots_that_change_are_no_further_signal() -> None:
    time, flux = first_binary()
    spots = 0.006 * np.sin(2 * np.pi * time / 2.47) * np.cos(2 * np.pi * time / 40)
    assert not searched(time, flux + spots).significant


def test_a_pulsation_is_found_and_called_a_wave() -> None:
    time, flux = first_binary()
    found = searched(time, flux + 0.004 * np.sin(2 * np.pi * time / 0.31))
    assert not found.significant
    assert found.is_wave
    assert "pulsation" in found.remark


def test_dips_at_the_ends_of_orbits_are_no_further_signal() -> None:
    time, flux = first_binary()
    for begin in (1325.0, 1338.7):
        flux -= np.where(time >= begin, 0.01 * np.exp(-(time - begin) / 0.15), 0.0)
    assert not searched(time, flux).significant


def test_two_troughs_of_which_one_is_barely_there_are_no_further_signal() -> None:
    time, flux = first_binary()
    for middle, depth in ((1329.1, 0.01), (1341.9, 0.0006)):
        flux -= depth * (np.abs(time - middle) < 0.1)
    assert not searched(time, flux).significant


def test_a_pair_of_dips_is_not_enough_where_eclipses_were_subtracted() -> None:
    time, flux = first_binary()
    pair = box_shaped(time, Ephemeris(1328.0, 13.37), 0.015, 0.02) - 1
    masked, subtracted = (searched(time, flux + pair, each) for each in Removal)
    assert masked.significant
    assert masked.search.period == pytest.approx(13.37, rel=0.01)
    assert not subtracted.significant
    assert "only 2 eclipses" in subtracted.remark
