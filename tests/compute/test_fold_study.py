import pytest

from tessebs_core.compute.fold_study import FoldStudy
from tessebs_core.compute.search_points import binned, search_points
from tessebs_core.records import Ephemeris
from tests.support.folded import START, Dip, light_curve


def study(*dips: Dip, period: float = 2.7, sectors: int = 1) -> FoldStudy:
    curve = light_curve(Ephemeris(START + 0.7, period), dips, noise=2e-3, sectors=sectors)
    return FoldStudy(binned(search_points(curve)), 0.13, period)


UNLIKE = study((0.0, 0.2, 0.2), (0.5, 0.1, 0.2))
LIKE = study((0.0, 0.2, 0.2), (0.5, 0.2, 0.2))


def test_half_the_period_loses_where_eclipses_are_unlike() -> None:
    assert UNLIKE.compare(1.35, 2.7).is_significant


def test_half_the_period_loses_nothing_where_they_are_alike() -> None:
    assert not LIKE.compare(1.35, 2.7).is_significant


def test_twice_the_period_gains_nothing() -> None:
    assert not UNLIKE.compare(2.7, 5.4).is_significant


def test_odd_and_even_differ_at_half_the_period_alone() -> None:
    assert abs(UNLIKE.look(1.35).odd_even.sigma) > 10
    assert abs(UNLIKE.look(2.7).odd_even.sigma) < 4


def test_odd_and_even_times_tell_an_eccentric_orbit() -> None:
    eccentric = study((0.0, 0.2, 0.2), (0.51, 0.2, 0.2), sectors=2)
    late = eccentric.odd_even_time(eccentric.look(1.35))
    assert late is not None
    assert abs(late.sigma) > 6
    assert abs(late.difference) == pytest.approx(0.02 * 1.35, rel=0.3)


def test_minima_in_gaps_are_not_counted() -> None:
    """27 d of 2.7 d make ten cycles; the gap between the orbits takes one or none."""
    assert UNLIKE.eclipses(UNLIKE.look(2.7)) in (9, 10)
