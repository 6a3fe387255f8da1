from fractions import Fraction

import pytest

from tessebs_core.compute.alias_groups import alias_groups, alias_ratio, times_coincide
from tessebs_core.records import Ephemeris, Source

KNOWN = Ephemeris(1400.0, 3.0, 0.001, 1e-4)


@pytest.mark.parametrize(("period", "ratio"), [
    (3.0, (1, 1)), (1.5, (1, 2)), (6.0, (2, 1)), (1.0, (1, 3)), (9.0, (3, 1)), (4.5, (3, 2)), (2.0, (2, 3)),
])  # fmt: skip
def test_small_ratios_are_recognised(period: float, ratio: tuple[int, int]) -> None:
    assert alias_ratio(Ephemeris(1400.0, period), KNOWN) == Fraction(*ratio)


def test_other_periods_are_another_signal() -> None:
    assert alias_ratio(Ephemeris(1400.0, 3.7), KNOWN) is None


def test_a_long_baseline_tells_near_periods_apart() -> None:
    near = Ephemeris(1400.0, 3.01)
    precise = Ephemeris(1400.0, 3.0, 0.001, 1e-6)
    assert alias_ratio(near, precise) == 1
    assert alias_ratio(near, precise, baseline=1000.0) is None


def test_stated_uncertainty_is_allowed_for() -> None:
    rough = Ephemeris(1400.0, 3.01, None, 0.01)
    assert alias_ratio(rough, KNOWN, baseline=1000.0) == 1


def test_minima_at_half_the_period_are_among_those_of_the_finer_grid() -> None:
    assert times_coincide(Ephemeris(1401.5, 1.5), KNOWN, Fraction(1, 2))
    assert not times_coincide(Ephemeris(1400.75, 1.5), KNOWN, Fraction(1, 2))


def test_the_period_error_is_propagated_to_a_far_epoch() -> None:
    far = Ephemeris(1400.0 + 3000 * 3.0 + 0.6, 3.0)
    assert times_coincide(far, KNOWN, Fraction(1))  # 3000 cycles times 1e-4 d make 0.3 d
    exact = Ephemeris(1400.0, 3.0, 0.001, 1e-6)
    assert not times_coincide(far, exact, Fraction(1))


def test_the_screen_can_say_three_sources_at_p_and_one_at_half() -> None:
    proposals = [
        (Ephemeris(1400.0, 1.5), Source("QATS")),
        (Ephemeris(1403.0, 3.0), Source("ECLIPSR")),
        (Ephemeris(1397.0, 3.0), Source("BLS")),
        (Ephemeris(1402.2, 7.7), Source("other")),
        (Ephemeris(1400.0, 3.0001), Source("person")),
    ]
    first, second = alias_groups(proposals, reference=KNOWN, baseline=27.0)
    assert first.ephemeris is KNOWN
    assert [member.ratio for member in first.members] == [(1, 2), (1, 1), (1, 1), (1, 1)]
    assert all(member.same_minimum for member in first.members)
    assert [member.source and member.source.model for member in second.members] == ["other"]


def test_without_a_reference_the_larger_group_comes_first() -> None:
    proposals = [(Ephemeris(1400.0, each), None) for each in (7.7, 3.0, 1.5)]
    groups = alias_groups(proposals)
    assert [len(group.members) for group in groups] == [2, 1]


def test_no_proposals_make_no_groups() -> None:
    assert alias_groups([], reference=KNOWN) == ()
