from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tessebs_core.compute.consensus import (
    DEFAULT_RULE,
    RULES,
    ConsensusRule,
    agreed_position,
    standing_of,
    standings,
)
from tessebs_core.records import Judgement, StoredDecision, StoredVote
from tessebs_core.vocabulary import EphemerisStatus, PeriodMultiple, Reason, SignalFlag, Verdict

EB = Judgement(Verdict.EB)
EB_DOUBLE = Judgement(Verdict.EB, period_multiple=PeriodMultiple.DOUBLE)
NO = Judgement(Verdict.NOT_EB)
START = datetime(2026, 1, 1, tzinfo=UTC)


def vote(person: int, judgement: Judgement, minutes: int = 0, number: int = 1) -> StoredVote:
    when = START + timedelta(minutes=minutes)
    return StoredVote(number, 7, f"member{person}", judgement, when, f"{person}-{minutes}-{number}")


def status_of(cast: list[StoredVote], *others: list[StoredDecision]) -> EphemerisStatus:
    return standing_of(cast, *others).status


def votes(*counts: tuple[Judgement, int]) -> list[StoredVote]:
    judgements = [judgement for judgement, count in counts for _ in range(count)]
    return [vote(person, judgement) for person, judgement in enumerate(judgements)]


@pytest.mark.parametrize(
    ("cast", "status"),
    [
        (votes(), EphemerisStatus.OPEN),
        (votes((EB, 2)), EphemerisStatus.OPEN),
        (votes((EB, 1), (NO, 1)), EphemerisStatus.OPEN),
        (votes((EB, 3)), EphemerisStatus.SETTLED),
        (votes((NO, 3)), EphemerisStatus.SETTLED),
        (votes((EB, 2), (NO, 1)), EphemerisStatus.CONFLICT),
        (votes((EB, 3), (NO, 1)), EphemerisStatus.CONFLICT),
        (votes((EB, 4), (NO, 1)), EphemerisStatus.SETTLED),
        (votes((EB, 4), (NO, 2)), EphemerisStatus.CONFLICT),
        (votes((EB, 1), (NO, 1), (EB_DOUBLE, 1)), EphemerisStatus.CONFLICT),
    ],
    ids=["none", "2:0", "1:1", "3:0", "3 no", "2:1", "3:1", "4:1", "4:2", "1:1:1"],
)
def test_three_agreeing_votes_with_no_dissent_within_two_settle_it(
    cast: list[StoredVote], status: EphemerisStatus
) -> None:
    assert status_of(cast) is status


def test_an_eb_at_another_multiple_does_not_agree() -> None:
    assert status_of(votes((EB, 2), (EB_DOUBLE, 1))) is EphemerisStatus.CONFLICT
    assert agreed_position(votes((EB_DOUBLE, 3))) == (Verdict.EB, PeriodMultiple.DOUBLE)


def test_reasons_flags_and_the_multiple_of_what_is_no_eb_do_not_divide() -> None:
    pulsator = Judgement(Verdict.NOT_EB, Reason.PULSATOR, PeriodMultiple.HALF)
    spots = Judgement(Verdict.NOT_EB, Reason.SPOTS, flags=frozenset({SignalFlag.MULTI}))
    assert status_of(votes((pulsator, 1), (spots, 1), (NO, 1))) is EphemerisStatus.SETTLED


def test_the_newest_vote_of_a_person_counts_and_the_later_number_on_the_same_minute() -> None:
    changed = [*votes((EB, 3)), vote(2, NO, minutes=5)]
    assert status_of(changed) is EphemerisStatus.CONFLICT
    assert status_of([*changed, vote(2, EB, minutes=5, number=2)]) is EphemerisStatus.SETTLED


def test_nobody_votes_twice() -> None:
    assert status_of([vote(1, EB, minutes=each) for each in range(9)]) is EphemerisStatus.OPEN


def decision(judgement: Judgement, minutes: int = 0, number: int = 1) -> StoredDecision:
    when = START + timedelta(minutes=minutes)
    return StoredDecision(number, 7, "lead", judgement, "seen in the other product", when, f"d{number}")


def test_a_leads_decision_settles_it_whatever_the_votes_say() -> None:
    assert status_of(votes((EB, 2), (NO, 2)), [decision(NO)]) is EphemerisStatus.SETTLED
    assert standing_of([], [decision(EB)]).position == (Verdict.EB, PeriodMultiple.PERIOD)


def test_the_newest_decision_counts() -> None:
    newer = decision(NO, minutes=3, number=2)
    standing = standing_of(votes((EB, 3)), [newer, decision(EB)])
    assert standing.position == (Verdict.NOT_EB, None)
    assert standing.decision == newer


def test_it_is_said_what_a_proposal_is_settled_on_and_nothing_while_it_is_not() -> None:
    assert standing_of(votes((EB_DOUBLE, 3))).position == (Verdict.EB, PeriodMultiple.DOUBLE)
    assert standing_of(votes((EB, 2), (NO, 1))).position is None


def test_another_rule_is_another_version() -> None:
    pair = ConsensusRule(version="pair", needed=2, margin=1)
    assert standing_of(votes((EB, 2)), rule=pair).status is EphemerisStatus.SETTLED
    assert list(RULES) == [each.version for each in RULES.values()]
    assert RULES[DEFAULT_RULE.version] is DEFAULT_RULE


P, HALF = 1, 2  # two proposals of one signal, the second at half the period


def said(person: str, **judgements: Judgement) -> list[StoredVote]:
    keys = {"p": P, "half": HALF}
    return [
        StoredVote(keys[name], keys[name], person, each, START, f"{person} {name}")
        for name, each in judgements.items()
    ]


BY_P = {"p": EB, "half": Judgement(Verdict.DUPLICATE, None, PeriodMultiple.DOUBLE, duplicate_of=P)}
BY_HALF = {
    "half": EB_DOUBLE,
    "p": Judgement(Verdict.DUPLICATE, None, PeriodMultiple.PERIOD, duplicate_of=HALF),
}


def test_people_who_mean_one_orbit_agree_whichever_proposal_they_judged() -> None:
    cast = said("ada", **BY_P) + said("ben", **BY_HALF) + said("cleo", **BY_P)
    found = standings(cast)
    assert found[P].position == (Verdict.EB, PeriodMultiple.PERIOD)
    assert (found[HALF].position, found[HALF].duplicate_of) == ((Verdict.DUPLICATE, None), P)
    by_first = standings(cast, rule=RULES["1"])
    assert by_first[P].status is EphemerisStatus.CONFLICT


def test_of_one_orbit_what_a_lead_decided_stands() -> None:
    cast = said("ada", **BY_P) + said("ben", **BY_P) + said("cleo", **BY_P)
    decided = StoredDecision(1, HALF, "lea", EB_DOUBLE, "the better zero point", START, "d1")
    found = standings(cast, [decided])
    assert found[HALF].position == (Verdict.EB, PeriodMultiple.DOUBLE)
    assert (found[P].position, found[P].duplicate_of) == ((Verdict.DUPLICATE, None), HALF)


def test_what_a_lead_calls_a_duplicate_has_the_signals_position_of_its_own() -> None:
    decided = [
        replace(decision(EB), ephemeris_id=P),
        replace(decision(BY_P["half"], number=2), ephemeris_id=HALF),
    ]
    own = standings([], decided, merged=False)
    assert own[HALF].position == (Verdict.EB, PeriodMultiple.DOUBLE)
    assert standings([], decided)[HALF].position == (Verdict.DUPLICATE, None)


def test_a_duplicate_with_another_multiple_still_disagrees() -> None:
    wrong = {"p": EB, "half": Judgement(Verdict.DUPLICATE, None, PeriodMultiple.PERIOD, duplicate_of=P)}
    cast = said("ada", half=EB_DOUBLE) + said("ben", half=EB_DOUBLE) + said("cleo", **wrong)
    assert standings(cast)[HALF].status is EphemerisStatus.CONFLICT


def test_one_person_alone_cannot_make_two_binaries_one() -> None:
    both = {"p": EB, "half": EB}
    cast = [vote for name in ("ada", "ben", "cleo", "dora") for vote in said(name, **both)]
    cast += said("eve", p=EB, half=Judgement(Verdict.DUPLICATE, duplicate_of=P))
    found = standings(cast)
    assert [found[each].position for each in (P, HALF)] == [(Verdict.EB, PeriodMultiple.PERIOD)] * 2


def test_duplicates_of_each_other_stay_duplicates() -> None:
    circle = {"p": Judgement(Verdict.DUPLICATE, duplicate_of=HALF),
              "half": Judgement(Verdict.DUPLICATE, duplicate_of=P)}  # fmt: skip
    cast = [vote for name in ("ada", "ben", "cleo") for vote in said(name, **circle)]
    assert [each.position for each in standings(cast).values()] == [(Verdict.DUPLICATE, None)] * 2


def test_votes_on_two_ephemerides_cannot_be_counted_together() -> None:
    other = StoredVote(9, 8, "member9", EB, START, "x")
    with pytest.raises(ValueError, match="several ephemerides"):
        status_of([vote(1, EB), other])


CAST = st.lists(
    st.builds(
        vote,
        st.integers(0, 4),
        st.sampled_from([EB, EB_DOUBLE, NO]),
        st.integers(0, 3),
        st.integers(1, 10**6),
    ),
    max_size=12,
    unique_by=lambda each: each.vote_id,
)


@given(cast=CAST, data=st.data())
def test_the_order_of_votes_does_not_matter(cast: list[StoredVote], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(cast))
    assert status_of(shuffled) is status_of(cast)
    assert agreed_position(shuffled) == agreed_position(cast)


@given(cast=CAST)
def test_one_more_agreeing_person_never_unsettles(cast: list[StoredVote]) -> None:
    agreed = agreed_position(cast)
    if agreed is None:
        return
    more = Judgement(agreed[0], period_multiple=agreed[1] or PeriodMultiple.PERIOD)
    assert agreed_position([*cast, vote(99, more, number=10**7)]) == agreed
