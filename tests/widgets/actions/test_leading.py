"""The group's screen without a browser, over a real database."""

from pathlib import Path

import pytest

from tessebs_core.database.connection import Database
from tessebs_core.database.stores.users import set_role
from tessebs_core.errors import BadVote, NotPermitted, StaleForm
from tessebs_core.records import Judgement
from tessebs_core.vocabulary import Role, Verdict
from tessebs_core.workflows.adjudication import decide
from tessebs_core.workflows.judging import cast_group_vote, cast_vote
from tessebs_core.workflows.triage import load_candidate
from tessebs_core.workflows.workspace import Workspace
from tessebs_widgets.actions.background import Immediate
from tessebs_widgets.actions.group_desk import GroupDesk
from tessebs_widgets.dashboards.group import Group
from tessebs_widgets.state import Kind
from tests.support.judged import group_of_five, workspace_with
from tests.widgets.fakes import parts_of, send

EB, NOT_EB = Judgement(Verdict.EB), Judgement(Verdict.NOT_EB)
HOSTILE = "<img src=x onerror=alert(1)> said 'no'"


@pytest.fixture
def workspace(tmp_path: Path, migrated_sqlite_url: str) -> Workspace:
    """One target whose group divides ada and ben from cleo; lea and ana are leads."""
    database = Database.open(migrated_sqlite_url)
    made = workspace_with(tmp_path, database, {1001: group_of_five()})
    for name in ("lea", "ana"):
        database.write(lambda session, name=name: set_role(session, name, Role.LEAD))
    key = load_candidate(made, "lea", 1001).proposals[0].ephemeris_id
    for name, said in {"ada": EB, "ben": EB, "cleo": NOT_EB}.items():
        cast_group_vote(made, name, key, said, request_id=name)
    yield made
    database.dispose()


def opened(workspace: Workspace, username: str = "lea") -> Group:
    screen = Group(GroupDesk(username, workspace), Immediate())
    screen.refresh()
    return screen


def test_a_lead_sees_conflicts_agreement_progress_and_both_sides(workspace):
    screen = opened(workspace)
    assert len(screen.state.conflicts) == 4
    assert [each.username for each in screen.state.agreement.people] == ["ada", "ben", "cleo"]
    assert screen.state.standpoint.is_lead
    shown = parts_of(screen).GroupBoard.shown
    assert [side["position"] for side in shown["chosen"]["sides"]] == ["eb period", "not-eb"]
    assert shown["chosen"]["sides"][1]["votes"] == ["cleo: not-eb, P"]


def test_one_decision_settles_the_whole_group(workspace):
    screen = opened(workspace)
    stored = screen.decide("eb", HOSTILE)
    assert stored.note == HOSTILE
    assert screen.state.conflicts == ()
    assert len(screen.state.decided) == 4
    assert screen.state.notice.kind is Kind.SAVED
    assert HOSTILE in str(parts_of(screen).GroupBoard.shown["decided"]) or screen.state.decided


def test_one_proposal_alone_can_be_decided(workspace):
    screen = opened(workspace)
    screen.decide("eb", "its own signal", group=False)
    assert len(screen.state.conflicts) == 3


def test_a_decision_without_reason_or_right_is_refused(workspace):
    with pytest.raises(BadVote, match="reason"):
        opened(workspace).decide("eb", " ")
    with pytest.raises(NotPermitted, match="ada is no lead"):
        opened(workspace, "ada").decide("eb", "I know better")


def test_a_conflict_decided_elsewhere_meanwhile_is_refused_and_then_shown(workspace):
    screen = opened(workspace)
    key = screen.state.chosen
    decide(workspace, "ana", key, NOT_EB, "a blend", request_id="elsewhere")
    with pytest.raises(StaleForm, match="a blend"):
        screen.decide("eb", "an eclipse")
    assert screen.state.conflict.decision.username == "ana"


def test_the_browser_decides_as_python_does_and_is_checked_again(workspace):
    screen = opened(workspace)
    board = parts_of(screen).GroupBoard
    fields = {"ephemeris": screen.state.chosen, "multiple": "double", "group": True, "request_id": "a" * 32}
    send(board, "decide", verdict="perhaps", note="why", **fields)
    assert screen.state.notice.kind is Kind.ERROR
    send(board, "decide", verdict="eb", note="both minima differ", **fields)
    assert screen.state.decided[0].decision.judgement.words in {"eb, double", "duplicate, of 1"}
    assert board.shown["answered"] == "a" * 32


def test_the_multiple_chosen_for_one_conflict_is_not_that_of_the_next(workspace):
    screen = opened(workspace)
    board, first, second = parts_of(screen).GroupBoard, *screen.state.conflicts[:2]
    send(board, "multiple", multiple="double")
    assert board.shown["multiple"] == "double"
    send(board, "choose", ephemeris=second.ephemeris_id)
    assert board.shown["multiple"] == "period"
    send(board, "multiple", multiple="half")
    send(board, "decide", ephemeris=second.ephemeris_id, verdict="eb", multiple="half", note="one minimum",
         group=False, request_id="b" * 32)  # fmt: skip
    assert screen.state.chosen == first.ephemeris_id
    assert board.shown["multiple"] == "period"


def test_a_lead_reads_every_history_and_a_member_their_own(workspace):
    lead = opened(workspace)
    lead.show_history("cleo")
    assert [(each.tess_id, each.stands) for each in lead.state.history] == [(1001, True)] * 4
    member = opened(workspace, "ada")
    assert len(member.state.history) == 4
    with pytest.raises(NotPermitted, match="Only leads"):
        member.show_history("cleo")


def test_a_superseded_vote_stays_in_the_history(workspace):
    key = load_candidate(workspace, "ada", 1001).proposals[0].ephemeris_id
    cast_vote(workspace, "ada", key, NOT_EB, request_id="changed")
    found = opened(workspace, "ada").state.history
    assert [each.stands for each in found if each.vote.ephemeris_id == key] == [True, False]


def test_the_blind_first_look_is_switched_by_a_lead_alone(workspace):
    screen = opened(workspace)
    screen.set_blind(False)
    assert not screen.state.standpoint.blind
    with pytest.raises(NotPermitted):
        opened(workspace, "ada").set_blind(True)


def test_somebody_new_sees_an_empty_screen(workspace):
    screen = opened(workspace, "zoe")
    assert (screen.state.conflicts, screen.state.history) == ((), ())
