"""Truth known: unchanged, drifting, vanished and newly sufficient binaries."""

import numpy as np
import pytest

from tessebs_core.compute.sector_checks import check_sectors
from tessebs_core.errors import BadLightCurve
from tessebs_core.records import Ephemeris
from tessebs_core.vocabulary import CheckOutcome
from tests.support.eclipses import BJD0, gaussians, one_sector

PERIOD, DEPTH, PHASE_WIDTH = 2.3456, 0.1, 0.06
WIDTH = PHASE_WIDTH * PERIOD
UNCERTAIN = 2e-5
LATER = 730.0


def _check(seed=0, *, ephemeris=None, period=PERIOD, new_depth=DEPTH, noise=0.005, later=LATER, **known):
    """One old sector, and one that many cycles later follows the true period."""
    random = np.random.default_rng(seed)
    sector = one_sector(1800.0)
    time = np.concatenate([sector, sector + later])
    new = time > sector[-1] + 1
    dips = [(0.0, DEPTH, PHASE_WIDTH), (0.5, 0.4 * DEPTH, PHASE_WIDTH)]
    flux = gaussians(time, period, *dips)
    flux[new] = 1 + (flux[new] - 1) * new_depth / DEPTH
    flux += random.normal(0, noise, time.size)
    stated = ephemeris or Ephemeris(BJD0, PERIOD, 5e-4, UNCERTAIN)
    return check_sectors(time, flux, stated, width=WIDTH, depth=DEPTH, new=new, **known)


def test_an_unchanged_ephemeris_agrees_and_no_more_than_one_in_a_hundred_is_a_false_alarm() -> None:
    chance = np.random.default_rng(11)
    outcomes = []
    for seed in range(150):
        stated = Ephemeris(
            BJD0 + chance.normal(0, 5e-4), PERIOD + chance.normal(0, UNCERTAIN), 5e-4, UNCERTAIN
        )
        outcomes.append(_check(seed, ephemeris=stated).outcome)
    assert sum(each is not CheckOutcome.AGREES for each in outcomes) <= 1


def test_the_offset_and_its_uncertainty_are_right() -> None:
    late = [_check(seed, period=PERIOD + 1e-5) for seed in range(60)]
    truth = 1e-5 * 740 / PERIOD
    away = np.array([each.offset - truth for each in late])
    error = np.array([each.offset_uncert for each in late])
    assert np.std(away / error) == pytest.approx(1.0, abs=0.35)
    assert abs(away.mean()) < 5e-4


@pytest.mark.parametrize("sigmas", [-6, 6, 12])
def test_a_period_off_by_more_than_its_uncertainty_drifts(sigmas: int) -> None:
    found = _check(period=PERIOD + sigmas * UNCERTAIN)
    assert found.outcome is CheckOutcome.DRIFTS
    assert np.sign(found.offset) == np.sign(sigmas)


def test_an_offset_within_a_tenth_of_the_width_is_tolerated_however_sure() -> None:
    sure = Ephemeris(BJD0, PERIOD, 1e-5, 1e-7)
    small = 0.06 * WIDTH / (LATER / PERIOD)
    found = _check(ephemeris=sure, period=PERIOD + small, noise=0.001)
    assert found.outcome is CheckOutcome.AGREES
    assert abs(found.offset) > 10 * found.offset_uncert


@pytest.mark.parametrize("seed", range(5))
def test_eclipses_that_vanished_are_missed(seed: int) -> None:
    found = _check(seed, new_depth=0.0)
    assert found.outcome is CheckOutcome.MISSED
    assert found.predicted >= 8
    assert found.offset is None


def test_where_noise_hides_them_nothing_is_said_to_be_missed() -> None:
    assert _check(new_depth=DEPTH, noise=0.5).outcome is CheckOutcome.AGREES


def test_shallower_eclipses_are_not_missed() -> None:
    found = _check(new_depth=0.6 * DEPTH)
    assert found.outcome is CheckOutcome.AGREES
    assert found.depth == pytest.approx(0.6, abs=0.05)


def test_two_more_sectors_make_a_long_period_sufficient() -> None:
    sector = one_sector(1800.0)
    period = 30.0
    time = np.concatenate([sector, sector + 27.4, sector + 54.8])
    flux = gaussians(time, period, (0.0, DEPTH, 0.02)) + np.random.default_rng(1).normal(0, 0.003, time.size)
    ephemeris, new = Ephemeris(BJD0, period), time > sector[-1] + 0.5
    known = {"width": 0.02 * period, "depth": DEPTH, "insufficient": True}
    both = time < sector[-1] + 28
    one_more = check_sectors(time[both], flux[both], ephemeris, new=new[both], **known)
    two_more = check_sectors(time, flux, ephemeris, new=new, **known)
    assert one_more.outcome is CheckOutcome.AGREES
    assert two_more.outcome is CheckOutcome.SUFFICIENT
    assert two_more.cycles >= 3


def test_where_no_eclipse_falls_on_new_data_there_is_none() -> None:
    time = np.concatenate([one_sector(), BJD0 + 100 + np.arange(0, 1, 0.01)])
    ephemeris = Ephemeris(BJD0, 27.0)
    found = check_sectors(time, np.ones_like(time), ephemeris, width=0.3, depth=0.1, new=time > BJD0 + 99)
    assert found.outcome is CheckOutcome.NO_ECLIPSE


def test_an_eclipse_without_width_is_refused() -> None:
    time = one_sector()
    with pytest.raises(BadLightCurve):
        check_sectors(time, time, Ephemeris(BJD0, 2.0), width=0.0, depth=0.1, new=time > 0)
