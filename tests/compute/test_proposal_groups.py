import pytest

from tessebs_core.compute.proposal_groups import baseline_of, proposal_groups, repeats_of
from tessebs_core.records import Ephemeris, Judgement
from tessebs_core.vocabulary import PeriodMultiple, Verdict

P = 3.0
PROPOSED = {
    1: Ephemeris(1400.0, P / 2),
    2: Ephemeris(1403.0, P),
    3: Ephemeris(1397.0, P),
    4: Ephemeris(1402.2, 7.7),
    5: Ephemeris(1400.0, P * 1.00001),
}


def test_the_words_count_sources_at_each_multiple_of_the_commonest_period() -> None:
    first, second = proposal_groups(PROPOSED, baseline=27.0)
    assert first.words == "3 sources at P, 1 at P/2"
    assert first.ephemeris_ids == (1, 2, 3, 5)
    assert first.period == P
    assert second.words == "1 source at P"


def test_a_zero_point_between_the_minima_is_told_apart() -> None:
    proposed = {1: Ephemeris(1400.0, P), 2: Ephemeris(1400.0 + 0.45 * P, P), 3: Ephemeris(1403.0, P)}
    (group,) = proposal_groups(proposed)
    assert group.words == "2 sources at P, 1 at P from another minimum"


def test_the_minimum_that_most_share_is_the_groups_own() -> None:
    proposed = {1: Ephemeris(1400.0 + 0.45 * P, P), 2: Ephemeris(1400.0, P), 3: Ephemeris(1403.0, P)}
    (group,) = proposal_groups(proposed)
    assert [each.same_minimum for each in group.members] == [False, True, True]


def test_no_proposals_make_no_groups() -> None:
    assert proposal_groups({}) == ()


@pytest.mark.parametrize(
    ("judged", "multiple", "others"),
    [
        (2, PeriodMultiple.PERIOD, {1: "double", 3: "period", 5: "period"}),
        (2, PeriodMultiple.HALF, {1: "period", 3: "half", 5: "half"}),
        (2, PeriodMultiple.DOUBLE, {1: "other", 3: "double", 5: "double"}),
        (1, PeriodMultiple.DOUBLE, {2: "period", 3: "period", 5: "period"}),
    ],
)
def test_the_others_become_duplicates_that_mean_the_same_orbit(
    judged: int, multiple: PeriodMultiple, others: dict[int, str]
) -> None:
    found = repeats_of(judged, Judgement(Verdict.EB, period_multiple=multiple), PROPOSED, baseline=27.0)
    assert {key: str(each.period_multiple) for key, each in found.items()} == others
    assert {each.duplicate_of for each in found.values()} == {judged}


def test_another_minimum_of_the_same_period_is_not_called_a_duplicate() -> None:
    proposed = {1: Ephemeris(1400.0, P), 2: Ephemeris(1400.0 + 0.45 * P, P)}
    assert repeats_of(1, Judgement(Verdict.EB), proposed) == {}


def test_what_repeats_another_has_no_duplicates_of_its_own() -> None:
    assert repeats_of(2, Judgement(Verdict.DUPLICATE, duplicate_of=3), PROPOSED) == {}


def test_the_baseline_spans_from_the_first_sector_to_the_last() -> None:
    assert baseline_of((3, 1)) == pytest.approx(3 * 27.4)
    assert baseline_of(()) is None
