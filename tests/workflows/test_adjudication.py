from pathlib import Path

import pytest

from tessebs_core.database.connection import Database
from tessebs_core.database.stores.users import ensure_user
from tessebs_core.errors import BadVote, NotPermitted, StaleForm
from tessebs_core.records import Ephemeris, Judgement, Source
from tessebs_core.vocabulary import EphemerisStatus, PeriodMultiple, Role, Verdict
from tessebs_core.workflows import triage
from tessebs_core.workflows.adjudication import (
    conflicts,
    decide,
    is_first_look_blind,
    set_first_look_blind,
)
from tessebs_core.workflows.judging import cast_group_vote, cast_vote
from tessebs_core.workflows.workspace import Workspace
from tests.support.judged import group_of_five, workspace_with

EB = Judgement(Verdict.EB)
NOT_EB = Judgement(Verdict.NOT_EB)
WHY = "the secondary is in the neighbour's light curve <b>too</b>"


@pytest.fixture
def workspace(tmp_path: Path, database: Database) -> Workspace:
    """Two targets, a lead "lea", a former lead "leo" and an admin "ana"."""
    made = workspace_with(
        tmp_path, database, {11: group_of_five(), 12: [(Ephemeris(1400.0, 2.0), Source("QATS"))]}
    )
    for name, role in (("lea", Role.LEAD), ("ana", Role.ADMIN), ("leo", Role.LEAD)):
        database.write(lambda session, name=name, role=role: ensure_user(session, name, role=role))
    return made


def key_of(workspace: Workspace, tess_id: int = 12) -> int:
    return triage.load_candidate(workspace, "lea", tess_id).proposals[0].ephemeris_id


def vote(workspace: Workspace, key: int, **said: Judgement) -> None:
    for name, judgement in said.items():
        cast_vote(workspace, name, key, judgement, request_id=f"{name} {key}")


def test_what_people_disagree_on_waits_for_a_lead_with_both_sides(workspace: Workspace) -> None:
    key = key_of(workspace)
    vote(workspace, key, ada=EB, ben=EB, cleo=NOT_EB)
    (found,) = conflicts(workspace, "lea")
    assert (found.tess_id, found.ephemeris_id, found.source.model) == (12, key, "QATS")
    assert [(each.username, each.judgement) for each in found.votes] == [
        ("ada", EB), ("ben", EB), ("cleo", NOT_EB),
    ]  # fmt: skip


def test_a_decision_settles_a_conflict_and_says_on_what(workspace: Workspace) -> None:
    key = key_of(workspace)
    vote(workspace, key, ada=EB, ben=EB, cleo=NOT_EB)
    stored = decide(workspace, "lea", key, NOT_EB, f"  {WHY} ", request_id="d1")
    assert stored.note == WHY
    assert conflicts(workspace, "lea") == ()
    assert [each.decision for each in conflicts(workspace, "lea", decided=True)] == [stored]
    standing = triage.load_candidate(workspace, "ada", 12).proposals[0].standing
    assert standing is not None
    assert (standing.status, standing.position) == (EphemerisStatus.SETTLED, (Verdict.NOT_EB, None))
    assert standing.decision == stored


def test_what_was_decided_stays_settled_when_more_dissent(workspace: Workspace) -> None:
    key = key_of(workspace)
    vote(workspace, key, ada=EB, ben=EB, cleo=NOT_EB)
    decide(workspace, "lea", key, NOT_EB, WHY, request_id="d1")
    vote(workspace, key, dora=EB)
    assert conflicts(workspace, "lea") == ()


def test_a_decision_can_be_superseded_and_the_earlier_one_stays(workspace: Workspace) -> None:
    key = key_of(workspace)
    first = decide(workspace, "lea", key, NOT_EB, WHY, request_id="d1", seen=None)
    second = decide(workspace, "ana", key, EB, "new sectors", request_id="d2", seen=first.decision_id)
    (found,) = conflicts(workspace, "lea", decided=True)
    assert found.decision == second


def test_a_repeated_decision_is_one(workspace: Workspace) -> None:
    key = key_of(workspace)
    first = decide(workspace, "lea", key, EB, WHY, request_id="d1", seen=None)
    assert decide(workspace, "lea", key, EB, WHY, request_id="d1", seen=None) == first


def test_a_decision_on_what_somebody_decided_meanwhile_is_refused_with_both(workspace: Workspace) -> None:
    key = key_of(workspace)
    first = decide(workspace, "ana", key, NOT_EB, "a blend", request_id="d1", seen=None)
    with pytest.raises(StaleForm, match=r"'not-eb' by ana \(a blend\).*'eb, period'") as refused:
        decide(workspace, "lea", key, EB, WHY, request_id="d2", seen=None)
    assert (refused.value.stored, refused.value.wanted) == (first, EB)


@pytest.mark.parametrize("username", ["ada", "guest", "nobody"])
def test_only_leads_and_admins_decide(workspace: Workspace, username: str) -> None:
    workspace.database.write(lambda session: ensure_user(session, "guest", role=Role.VIEWER))
    key = key_of(workspace)
    vote(workspace, key, ada=EB)
    with pytest.raises(NotPermitted, match=username):
        decide(workspace, username, key, EB, WHY, request_id="d1")


@pytest.mark.parametrize("note", ["", "  \n", "x" * 10_001])
def test_a_decision_needs_its_reason_in_words(workspace: Workspace, note: str) -> None:
    with pytest.raises(BadVote, match="reason"):
        decide(workspace, "lea", key_of(workspace), EB, note, request_id="d1")


def test_a_decision_on_nothing_is_refused(workspace: Workspace) -> None:
    with pytest.raises(BadVote, match="no ephemeris 999999"):
        decide(workspace, "lea", 999_999, EB, WHY, request_id="d1")


def test_a_member_sees_only_conflicts_that_they_have_voted_on(workspace: Workspace) -> None:
    vote(workspace, key_of(workspace), ada=EB, ben=EB, cleo=NOT_EB)
    vote(workspace, key_of(workspace, 11), dora=EB, ben=EB, cleo=NOT_EB)
    assert [each.tess_id for each in conflicts(workspace, "ada")] == [12]
    assert [each.tess_id for each in conflicts(workspace, "lea")] == [11, 12]


def test_people_who_judged_different_members_of_a_group_alike_do_not_disagree(workspace: Workspace) -> None:
    first, half, *_ = (each.ephemeris_id for each in triage.load_candidate(workspace, "lea", 11).proposals)
    double = Judgement(Verdict.EB, period_multiple=PeriodMultiple.DOUBLE)
    for name, key, judgement in (("ada", first, EB), ("ben", half, double), ("cleo", first, EB)):
        cast_group_vote(workspace, name, key, judgement, request_id=name)
    assert conflicts(workspace, "lea") == ()
    proposals = triage.load_candidate(workspace, "ada", 11).proposals
    assert [each.standing and each.standing.position for each in proposals[:2]] == [
        (Verdict.EB, PeriodMultiple.PERIOD), (Verdict.DUPLICATE, None),
    ]  # fmt: skip


def test_the_first_look_is_blind_until_a_lead_switches_that_off_for_all(workspace: Workspace) -> None:
    vote(workspace, key_of(workspace), ada=EB)
    assert is_first_look_blind(workspace)
    assert triage.load_candidate(workspace, "ben", 12).proposals[0].others == ()
    set_first_look_blind(workspace, "lea", blind=False)
    seen = triage.load_candidate(workspace, "ben", 12).proposals[0]
    assert [each.username for each in seen.others] == ["ada"]
    assert seen.status is EphemerisStatus.OPEN
    set_first_look_blind(workspace, "ana", blind=True)
    assert is_first_look_blind(workspace)


def test_a_member_cannot_switch_the_blind_first_look_off(workspace: Workspace) -> None:
    vote(workspace, key_of(workspace), ada=EB)
    with pytest.raises(NotPermitted, match="ada is no lead"):
        set_first_look_blind(workspace, "ada", blind=False)


def test_the_switch_of_a_lead_who_is_none_any_more_does_not_count(workspace: Workspace) -> None:
    set_first_look_blind(workspace, "leo", blind=False)

    def demote(session) -> None:
        ensure_user(session, "leo").role = Role.MEMBER

    workspace.database.write(demote)
    assert is_first_look_blind(workspace)


def test_a_lead_settles_a_whole_group_and_leaves_what_was_decided_before(workspace: Workspace) -> None:
    first, half, third, fourth, other = (
        each.ephemeris_id for each in triage.load_candidate(workspace, "lea", 11).proposals
    )
    decide(workspace, "ana", third, NOT_EB, "its zero point is wrong", request_id="d0")
    for _ in range(2):
        decide(workspace, "lea", first, EB, WHY, request_id="d1", seen=None, group=True)
    decided = {each.ephemeris_id: each.decision for each in conflicts(workspace, "lea", decided=True)}
    assert {key: each.judgement.words for key, each in decided.items() if each} == {
        first: "eb, period", half: f"duplicate, of {first}",
        third: "not-eb", fourth: f"duplicate, of {first}",
    }  # fmt: skip
    assert other not in decided
