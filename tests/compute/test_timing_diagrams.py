"""Times of eclipses that were made by a known law."""

import numpy as np
import pytest

from tessebs_core.compute.eclipse_numbers import Which
from tessebs_core.compute.eclipse_times import EclipseTime, EclipseTimes
from tessebs_core.compute.timing_diagrams import Timed, timing_diagram
from tessebs_core.records import Ephemeris
from tessebs_core.records.timing_diagrams import SECONDS_PER_YEAR, TimingDiagram

EPHEMERIS = Ephemeris(1325.3, 1.7, 0.001, 1e-4)
ERROR = 3e-4
CYCLES = np.concatenate([np.arange(0, 60), np.arange(215, 290), np.arange(430, 505)])


def times(
    law, cycles=CYCLES, *, which=Which.PRIMARY, phase=0.0, seed=1, remarks=None, wild=None
) -> EclipseTimes:
    """Times that deviate by ``law`` (cycle to days) and noise."""
    rng = np.random.default_rng(seed)
    made = []
    for cycle in cycles:
        computed = EPHEMERIS.bjd0 + (cycle + phase) * EPHEMERIS.period
        off = law(cycle) + ERROR * rng.standard_normal() + (wild or {}).get(int(cycle), 0.0)
        remark = (remarks or {}).get(int(cycle), "")
        made.append(EclipseTime(int(cycle), computed + off, ERROR, computed, 1.0, 50, bool(remark), remark))
    return EclipseTimes(which, phase, tuple(made), 1e-3, 1.0)


def diagram(*kinds: EclipseTimes, **choices) -> TimingDiagram:
    return timing_diagram(Timed(1, "SPOC", (1,), 1), EPHEMERIS, kinds, **choices)


def test_a_wrong_period_is_a_line_and_the_right_one_comes_back() -> None:
    found = diagram(times(lambda cycle: 0.002 + 3e-6 * cycle))
    assert found.preferred == 1
    assert found.linear is not None
    assert found.linear.ephemeris.period_uncert is not None
    assert found.linear.ephemeris.period == pytest.approx(
        1.7 + 3e-6, abs=3 * found.linear.ephemeris.period_uncert
    )
    assert found.linear.ephemeris.period_uncert < 3e-7
    assert found.linear.reduced_chi_squared == pytest.approx(1.0, abs=0.3)
    assert found.structure is None
    assert found.gaps == ()
    assert found.by_chance is not None
    assert found.by_chance > 1e-3


def test_a_changing_period_comes_back_in_days_per_day_and_seconds_per_year() -> None:
    change = 2e-7  # d/d
    found = diagram(times(lambda cycle: 0.5 * change * EPHEMERIS.period * cycle**2))
    assert found.preferred == 2
    assert found.quadratic is not None
    assert found.quadratic.change is not None
    assert found.quadratic.change.value == pytest.approx(change, abs=3 * found.quadratic.change.uncertainty)
    assert found.quadratic.change_per_year is not None
    assert found.quadratic.change_per_year.value == pytest.approx(change * SECONDS_PER_YEAR, rel=0.05)
    assert found.quadratic_sigma is not None
    assert found.quadratic_sigma > 20
    assert found.by_chance is not None
    assert found.by_chance < 1e-10


def test_a_parabola_through_two_stretches_is_told_to_rest_on_their_slopes() -> None:
    law = lambda cycle: 2e-8 * cycle**2 - 1e-5 * cycle  # noqa: E731
    two = diagram(times(law, np.concatenate([np.arange(0, 60), np.arange(430, 505)])))
    assert two.preferred == 2
    assert any("two short stretches" in each for each in two.remarks)
    three = diagram(times(law))
    assert three.preferred == 2
    assert not any("stretches" in each for each in three.remarks)


def test_uncertainties_cover_the_truth_two_times_in_three() -> None:
    within = 0
    for seed in range(120):
        fit = diagram(times(lambda cycle: 3e-6 * cycle, CYCLES[::6], seed=seed)).linear
        assert fit is not None
        assert fit.ephemeris.period_uncert is not None
        within += abs(fit.ephemeris.period - 1.7 - 3e-6) < fit.ephemeris.period_uncert
    assert within / 120 == pytest.approx(0.68, abs=0.13)  # three sigma of 120 trials


def test_a_light_travel_time_is_told_as_neither_line_nor_parabola() -> None:
    period = 310.0  # days, of the third body
    found = diagram(times(lambda cycle: 0.003 * np.sin(2 * np.pi * cycle * EPHEMERIS.period / period)))
    assert any("neither a line nor a parabola" in each for each in found.remarks)
    assert found.structure is not None
    assert found.structure.period == pytest.approx(period, rel=0.08)
    assert found.structure.amplitude == pytest.approx(0.003, rel=0.2)
    assert sum(not each.used for each in found.eclipses) <= 2


def test_secondaries_keep_an_offset_of_their_own() -> None:
    first = times(lambda cycle: 3e-6 * cycle)
    second = times(lambda cycle: 3e-6 * cycle + 0.004, which=Which.SECONDARY, phase=0.43, seed=2)
    found = diagram(first, second)
    assert found.secondary_phase == 0.43
    assert found.linear is not None
    assert found.linear.secondary_offset is not None
    assert found.linear.secondary_offset.value == pytest.approx(0.004, abs=2e-4)
    assert found.linear.reduced_chi_squared == pytest.approx(1.0, abs=0.3)
    assert found.remarks == ()


def test_secondaries_that_drift_the_other_way_are_told() -> None:
    first = times(lambda cycle: 3e-6 * cycle)
    second = times(lambda cycle: -3e-6 * cycle, which=Which.SECONDARY, phase=0.43, seed=2)
    assert any("apsides" in each for each in diagram(first, second).remarks)


def test_wild_times_are_marked_with_the_reason_and_stay_in_the_list() -> None:
    found = diagram(times(lambda cycle: 3e-6 * cycle, wild={30: 0.02, 250: -0.01}, remarks={40: "half seen"}))
    out = {each.cycle: each.remark for each in found.eclipses if not each.used}
    assert set(out) == {30, 40, 250}
    assert out[40] == "half seen"
    assert "sigma from the trend" in out[30]
    assert len(found.eclipses) == CYCLES.size


def test_many_wild_times_are_all_marked() -> None:
    wild = {int(cycle): 0.02 for cycle in CYCLES[::7]}
    found = diagram(times(lambda cycle: 3e-6 * cycle, wild=wild))
    assert {each.cycle for each in found.eclipses if not each.used} == set(wild)


def test_a_person_may_put_one_back_and_take_another_out() -> None:
    made = times(lambda cycle: 0.0, wild={30: 0.02})
    found = diagram(made, include=["primary 30"], exclude=["primary 31"])
    chosen = {each.cycle: each.used for each in found.eclipses if each.chosen}
    assert chosen == {30: True, 31: False}
    assert "sigma" in next(each.remark for each in found.eclipses if each.cycle == 30)
    assert found.linear is not None
    assert found.linear.reduced_chi_squared > 5


def test_a_gap_too_wide_for_the_period_is_told() -> None:
    cycles = np.array([0, 1, 2, 3, 4, 5, 2000, 2001, 2002, 2003, 2004])
    found = timing_diagram(Timed(1, "SPOC", (1,)), Ephemeris(1325.3, 1.7), [times(lambda cycle: 0.0, cycles)])
    sure = diagram(times(lambda cycle: 0.0))
    assert sure.gaps == ()
    assert found.gaps == ()  # 0.0001 d for each cycle over 2000: a tenth of a cycle
    far = np.array([0, 1, 20000, 20001])
    lost = timing_diagram(Timed(1, "SPOC", (1,)), Ephemeris(1325.3, 1.7), [times(lambda cycle: 0.0, far)])
    assert [round(each.uncertainty) >= 1 for each in lost.gaps] == [True]
    assert any("miscounted" in each for each in lost.remarks)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_few_times_give_what_they_can(count: int) -> None:
    found = diagram(times(lambda cycle: 0.0, np.arange(count)))
    assert (found.linear is not None) is (count == 2)
    assert found.quadratic is None
    assert (found.preferred is None) is (count < 2)
