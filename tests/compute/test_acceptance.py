from datetime import UTC, datetime, timedelta

import pytest

from tessebs_core.compute.acceptance import FLAG_OF_REASON, SettledBinary, settled_binary
from tessebs_core.compute.consensus import said_of_signals, standings
from tessebs_core.records import Judgement, StoredDecision, StoredVote
from tessebs_core.vocabulary import REASONS_OF, PeriodMultiple, Reason, SignalFlag, Verdict

START = datetime(2026, 3, 1, tzinfo=UTC)
NAMES = ("ada", "ben", "cleo", "dora")
EB = Judgement(Verdict.EB)


def votes(*judgements: Judgement) -> list[StoredVote]:
    return [
        StoredVote(number, 7, name, judgement, START + timedelta(minutes=number), f"r{number}")
        for number, (name, judgement) in enumerate(zip(NAMES, judgements, strict=False))
    ]


def settle(cast: list[StoredVote], decision: Judgement | None = None) -> SettledBinary | None:
    made = [] if decision is None else [StoredDecision(1, 7, "lena", decision, "seen", START, "d1")]
    standing = standings(cast, made).get(7)
    assert standing is not None
    return settled_binary(standing, [each for each in said_of_signals(cast) if each.ephemeris_id == 7])


def test_every_reason_of_eb_is_a_flag() -> None:
    assert set(FLAG_OF_REASON) == set(REASONS_OF[Verdict.EB])


def test_open_votes_settle_nothing() -> None:
    assert settle(votes(EB, EB)) is None


def test_agreement_on_something_else_is_no_binary() -> None:
    assert settle(votes(*[Judgement(Verdict.NOT_EB)] * 3)) is None


def test_three_people_settle_the_multiple() -> None:
    double = Judgement(Verdict.EB, period_multiple=PeriodMultiple.DOUBLE)
    found = settle(votes(double, double, double))
    assert found is not None
    assert (found.multiple, found.by_decision) == (PeriodMultiple.DOUBLE, False)


@pytest.mark.parametrize(("said", "expected"), [(1, False), (2, True), (3, True)])
def test_a_flag_needs_half_of_those_who_agree(said: int, expected: bool) -> None:
    cast = [Judgement(Verdict.EB, Reason.AMBIGUOUS)] * said + [EB] * (3 - said)
    found = settle(votes(*cast))
    assert found is not None
    assert (SignalFlag.AMBIGUOUS in found.flags) is expected


def test_a_flag_and_the_reason_for_it_count_together() -> None:
    by_flag = Judgement(Verdict.EB, flags=frozenset({SignalFlag.INSUFFICIENT}))
    by_reason = Judgement(Verdict.EB, Reason.INSUFFICIENT_CYCLES)
    found = settle(votes(by_flag, by_reason, EB))
    assert found is not None
    assert found.flags == {SignalFlag.INSUFFICIENT}


def test_those_who_disagree_give_no_flag() -> None:
    half = Judgement(Verdict.EB, Reason.HEARTBEAT, PeriodMultiple.HALF)
    five = [*votes(EB, EB, EB, half), StoredVote(9, 7, "emil", EB, START, "r9")]
    found = settle(five)
    assert found is not None
    assert found.flags == frozenset()


def test_a_duplicate_counts_as_what_its_voter_says_of_the_other() -> None:
    same = Judgement(Verdict.DUPLICATE, duplicate_of=8)
    on_other = StoredVote(9, 8, "cleo", Judgement(Verdict.EB, Reason.HEARTBEAT), START, "r9")
    heartbeat = Judgement(Verdict.EB, Reason.HEARTBEAT)
    found = settle([*votes(heartbeat, EB, same), on_other])
    assert found is not None
    assert found.flags == {SignalFlag.HEARTBEAT}


def test_a_decision_outweighs_every_vote() -> None:
    decision = Judgement(Verdict.EB, Reason.SINGLE_ECLIPSE, PeriodMultiple.HALF)
    found = settle(votes(EB, EB, EB), decision)
    assert found is not None
    assert (found.multiple, found.flags, found.by_decision) == (
        PeriodMultiple.HALF, {SignalFlag.SINGLE}, True,
    )  # fmt: skip
    assert settle(votes(EB, EB, EB), Judgement(Verdict.NOT_EB)) is None
