import numpy as np
import pytest

from tessebs_core.compute.period_candidates import (
    families,
    longest_period,
    refined,
    search_candidates,
    time_resolution,
)
from tessebs_core.compute.search_points import binned, search_points
from tessebs_core.errors import BadLightCurve
from tessebs_core.records import Ephemeris, LightCurve
from tests.support.folded import START, light_curve

TWINS = light_curve(Ephemeris(START + 0.8, 2.6), [(0.0, 0.2, 0.2), (0.5, 0.2, 0.2)], sectors=2)


def test_the_orbit_is_in_the_family_of_what_is_found() -> None:
    points = binned(search_points(TWINS))
    found = search_candidates(points)
    members = families(found.periods, points.baseline)
    assert np.abs(members / 2.6 - 1).min() < 1e-4


def test_a_proposal_is_a_candidate_like_any_other() -> None:
    found = search_candidates(binned(search_points(TWINS)), [Ephemeris(1400.0, 7.7777)])
    assert "proposal" in found.sources
    place = found.sources.index("proposal")
    assert found.periods[place] == pytest.approx(7.7777, rel=0.05)


def test_no_candidate_is_a_small_multiple_of_one_before_it() -> None:
    points = binned(search_points(TWINS))
    periods = search_candidates(points).periods
    for place, later in enumerate(periods):
        for earlier in periods[:place]:
            apart = [abs(1 / later - 1 / (earlier * each)) * points.baseline for each in (0.5, 1.0, 2.0)]
            assert min(apart) >= 0.2


def test_refining_finds_the_period_to_a_small_part_of_an_eclipse() -> None:
    points = binned(search_points(TWINS))
    period = refined(points, 2.6 * (1 + 0.2 * 2.6 / points.baseline), 0.02)
    assert abs(period - 2.6) / 2.6 * points.baseline < 0.01


def test_members_are_within_the_range_and_apart() -> None:
    members = families([2.0, 2.0001, 4.0], 27.0, 0.02)
    assert members.min() >= 0.12
    assert members.max() <= longest_period(27.0)
    assert (np.abs(np.diff(1 / members)) > 0.1 / 27.0).all()


def test_a_wrong_count_of_cycles_does_not_hide_a_multiple_of_the_right_one() -> None:
    one, other = (
        1 / 1.1836562,
        1 / 1.1846089,
    )  # a cycle apart over 1475 days; at 3P a third
    assert one - other == pytest.approx(1 / 1475, rel=0.01)
    members = families([1 / one, 1 / other], 1498.3)
    assert np.abs(members / 3.5538267 - 1).min() < 1e-6


def test_eclipses_are_resolved_by_several_bins() -> None:
    assert time_resolution(0.18, 1 / 144, 3.0) == pytest.approx(0.02)
    assert time_resolution(0.2, 1 / 144, 0.24) <= 0.24 / 16


def test_hours_of_data_are_refused() -> None:
    few = LightCurve(1, "SPOC", *(getattr(TWINS, name)[:35] for name in (
        "time", "flux", "flux_err", "sector", "cadence", "quality")))  # fmt: skip
    with pytest.raises(BadLightCurve, match="too short"):
        search_candidates(binned(search_points(few), 1e-4))
