from pathlib import Path

import pytest
from sqlalchemy import func, select

from tessebs_core.database.connection import Database
from tessebs_core.database.schema import Vote
from tessebs_core.database.stores.users import ensure_user
from tessebs_core.database.stores.votes import votes_on
from tessebs_core.errors import BadVote, NotPermitted, StaleForm
from tessebs_core.records import Ephemeris, Judgement, Source
from tessebs_core.vocabulary import PeriodMultiple, Role, Verdict
from tessebs_core.workflows import triage
from tessebs_core.workflows.judging import cast_group_vote, cast_vote, undo
from tessebs_core.workflows.workspace import Workspace
from tests.support.judged import P, group_of_five, workspace_with

EB = Judgement(Verdict.EB)
NOT_EB = Judgement(Verdict.NOT_EB)


@pytest.fixture
def workspace(tmp_path: Path, database: Database) -> Workspace:
    """One target: three proposals at P, one at P/2, one of something else."""
    return workspace_with(tmp_path, database, {11: group_of_five()})


@pytest.fixture
def keys(workspace: Workspace) -> list[int]:
    return [each.ephemeris_id for each in triage.load_candidate(workspace, "ada", 11).proposals]


def said(workspace: Workspace, keys: list[int], username: str = "ada") -> list[str]:
    current = workspace.database.read(lambda session: votes_on(session, keys))
    mine = {each.ephemeris_id: each.judgement for each in current if each.username == username}
    return [f"{mine[key].verdict} {mine[key].period_multiple}" if key in mine else "" for key in keys]


def count(workspace: Workspace) -> int:
    return workspace.database.read(lambda session: session.scalar(select(func.count(Vote.id)))) or 0


def test_a_candidate_says_how_many_sources_mean_one_signal(workspace: Workspace, keys: list[int]) -> None:
    candidate = triage.load_candidate(workspace, "ada", 11)
    assert [each.words for each in candidate.groups] == ["3 sources at P, 1 at P/2", "1 source at P"]


def test_a_group_is_judged_in_one_action(workspace: Workspace, keys: list[int]) -> None:
    double = Judgement(Verdict.EB, period_multiple=PeriodMultiple.DOUBLE)
    made = cast_group_vote(workspace, "ada", keys[1], double, request_id="r1")
    assert said(workspace, keys) == [
        "duplicate period",
        "eb double",
        "duplicate period",
        "duplicate period",
        "",
    ]
    assert {each.action for each in (made.vote, *made.duplicates)} == {"r1"}
    assert {each.judgement.duplicate_of for each in made.duplicates} == {keys[1]}
    assert made.left == ()


def test_a_repeated_click_on_a_group_changes_nothing(workspace: Workspace, keys: list[int]) -> None:
    first = cast_group_vote(workspace, "ada", keys[0], EB, request_id="r1")
    assert cast_group_vote(workspace, "ada", keys[0], EB, request_id="r1") == first
    assert count(workspace) == 4


def test_the_same_verdict_pressed_twice_is_one_vote_and_one_undo_takes_it_back(
    workspace: Workspace, keys: list[int]
) -> None:
    first = cast_group_vote(workspace, "ada", keys[0], EB, request_id="r1", seen=None).vote
    again = cast_group_vote(workspace, "ada", keys[0], EB, request_id="r2", seen=first.vote_id)
    assert (again.vote, again.duplicates) == (first, ())
    assert count(workspace) == 4
    undo(workspace, "ada", request_id="u1")
    assert said(workspace, keys) == [""] * 5


def test_the_same_verdict_with_another_reason_multiple_or_from_elsewhere_is_a_vote(
    workspace: Workspace, keys: list[int]
) -> None:
    first = cast_vote(workspace, "ada", keys[0], EB, request_id="r1", seen=None)
    double = Judgement(Verdict.EB, period_multiple=PeriodMultiple.DOUBLE)
    assert cast_vote(workspace, "ada", keys[0], double, request_id="r2", seen=first.vote_id) != first
    with pytest.raises(StaleForm):
        cast_vote(workspace, "ada", keys[0], EB, request_id="r3", seen=first.vote_id)


def test_a_repeated_click_after_an_undo_brings_nothing_back(workspace: Workspace, keys: list[int]) -> None:
    cast_group_vote(workspace, "ada", keys[0], EB, request_id="r1")
    undo(workspace, "ada", request_id="u1")
    cast_group_vote(workspace, "ada", keys[0], EB, request_id="r1")
    assert said(workspace, keys) == [""] * 5


def test_what_was_judged_otherwise_stays_unless_asked(workspace: Workspace, keys: list[int]) -> None:
    cast_vote(workspace, "ada", keys[2], NOT_EB, request_id="r1")
    made = cast_group_vote(workspace, "ada", keys[0], EB, request_id="r2")
    assert made.left == (keys[2],)
    assert said(workspace, keys)[2] == "not-eb period"
    cast_group_vote(workspace, "ada", keys[0], EB, request_id="r3", replace=True)
    assert said(workspace, keys)[2] == "duplicate period"


def test_others_votes_do_not_keep_a_group_from_being_marked(workspace: Workspace, keys: list[int]) -> None:
    cast_vote(workspace, "ben", keys[2], NOT_EB, request_id="r1")
    assert len(cast_group_vote(workspace, "ada", keys[0], EB, request_id="r2").duplicates) == 3


def test_a_duplicate_is_judged_alone(workspace: Workspace, keys: list[int]) -> None:
    duplicate = Judgement(Verdict.DUPLICATE, duplicate_of=keys[1])
    assert cast_group_vote(workspace, "ada", keys[0], duplicate, request_id="r1").duplicates == ()


def test_a_group_vote_that_is_refused_stores_nothing(workspace: Workspace, keys: list[int]) -> None:
    cast_vote(workspace, "ada", keys[0], EB, request_id="r1")
    with pytest.raises(StaleForm):
        cast_group_vote(workspace, "ada", keys[0], NOT_EB, request_id="r2", seen=None)
    assert count(workspace) == 1


def test_undo_takes_a_group_back_whole(workspace: Workspace, keys: list[int]) -> None:
    cast_vote(workspace, "ada", keys[0], NOT_EB, request_id="r1")
    cast_group_vote(workspace, "ada", keys[0], EB, request_id="r2")
    undone = undo(workspace, "ada", request_id="u1")
    assert undone is not None
    assert undone.tess_id == 11
    assert dict(undone.now) == {keys[0]: NOT_EB, keys[1]: None, keys[2]: None, keys[3]: None}
    assert said(workspace, keys) == ["not-eb period", "", "", "", ""]


def test_undo_again_goes_one_click_further_back(workspace: Workspace, keys: list[int]) -> None:
    cast_vote(workspace, "ada", keys[0], NOT_EB, request_id="r1")
    cast_vote(workspace, "ada", keys[0], EB, request_id="r2")
    cast_vote(workspace, "ada", keys[4], EB, request_id="r3")
    seen = []
    for number in range(3):
        undo(workspace, "ada", request_id=f"u{number}")
        now = said(workspace, keys)
        seen.append((now[0], now[4]))
    assert seen == [("eb period", ""), ("not-eb period", ""), ("", "")]
    assert undo(workspace, "ada", request_id="u9") is None


def test_a_vote_after_an_undo_can_be_undone_too(workspace: Workspace, keys: list[int]) -> None:
    cast_vote(workspace, "ada", keys[0], EB, request_id="r1")
    undo(workspace, "ada", request_id="u1")
    cast_vote(workspace, "ada", keys[0], NOT_EB, request_id="r2")
    undo(workspace, "ada", request_id="u2")
    assert said(workspace, keys)[0] == ""


def test_a_repeated_undo_undoes_once(workspace: Workspace, keys: list[int]) -> None:
    cast_vote(workspace, "ada", keys[0], NOT_EB, request_id="r1")
    cast_vote(workspace, "ada", keys[0], EB, request_id="r2")
    first = undo(workspace, "ada", request_id="u1")
    assert undo(workspace, "ada", request_id="u1") == first
    assert said(workspace, keys)[0] == "not-eb period"


def test_nothing_is_lost_by_an_undo(workspace: Workspace, keys: list[int]) -> None:
    stored = cast_vote(workspace, "ada", keys[0], EB, request_id="r1")
    undo(workspace, "ada", request_id="u1")
    rows = workspace.database.read(lambda session: list(session.scalars(select(Vote).order_by(Vote.id))))
    assert [(row.id, row.withdrawn) for row in rows] == [(stored.vote_id, False), (rows[1].id, True)]


def test_a_named_action_is_undone_and_not_twice(workspace: Workspace, keys: list[int]) -> None:
    first = cast_vote(workspace, "ada", keys[0], EB, request_id="r1")
    cast_vote(workspace, "ada", keys[4], EB, request_id="r2")
    undo(workspace, "ada", request_id="u1", action=first.action)
    now = said(workspace, keys)
    assert (now[0], now[4]) == ("", "eb period")
    with pytest.raises(BadVote, match="undone already"):
        undo(workspace, "ada", request_id="u2", action=first.action)


def test_an_earlier_click_under_a_later_one_is_not_undone(workspace: Workspace, keys: list[int]) -> None:
    first = cast_vote(workspace, "ada", keys[0], EB, request_id="r1")
    cast_vote(workspace, "ada", keys[0], NOT_EB, request_id="r2")
    with pytest.raises(StaleForm, match="judged it again since"):
        undo(workspace, "ada", request_id="u1", action=first.action)
    assert said(workspace, keys)[0] == "not-eb period"


def test_nobody_undoes_the_vote_of_somebody_else(workspace: Workspace, keys: list[int]) -> None:
    stored = cast_vote(workspace, "ada", keys[0], EB, request_id="r1")
    with pytest.raises(NotPermitted, match="Only who has cast"):
        undo(workspace, "ben", request_id="u1", action=stored.action)
    assert undo(workspace, "ben", request_id="u2") is None
    assert said(workspace, keys)[0] == "eb period"


def test_a_vote_of_before_actions_had_names_can_be_undone(workspace: Workspace, keys: list[int]) -> None:
    from tessebs_core.database.stores import votes

    def cast(session):
        ensure_user(session, "ada")
        return votes.cast_vote(session, keys[0], "ada", EB, request_id="old", rule_version="1")

    workspace.database.write(cast)
    undo(workspace, "ada", request_id="u1")
    assert said(workspace, keys)[0] == ""
    assert undo(workspace, "ada", request_id="u2") is None


def test_a_form_that_shows_another_vote_than_is_stored_is_refused_with_both(
    workspace: Workspace, keys: list[int]
) -> None:
    stored = cast_vote(workspace, "ada", keys[0], EB, request_id="r1", seen=None)
    with pytest.raises(StaleForm, match=r"'eb, period'.*'not-eb'") as refused:
        cast_vote(workspace, "ada", keys[0], NOT_EB, request_id="r2", seen=None)
    assert (refused.value.stored, refused.value.wanted) == (stored, NOT_EB)
    cast_vote(workspace, "ada", keys[0], NOT_EB, request_id="r3", seen=stored.vote_id)
    assert said(workspace, keys)[0] == "not-eb period"


def test_a_form_that_shows_a_vote_taken_back_elsewhere_is_refused(
    workspace: Workspace, keys: list[int]
) -> None:
    stored = cast_vote(workspace, "ada", keys[0], EB, request_id="r1")
    undo(workspace, "ada", request_id="u1")
    with pytest.raises(StaleForm, match="taken back"):
        cast_vote(workspace, "ada", keys[0], NOT_EB, request_id="r2", seen=stored.vote_id)
    cast_vote(workspace, "ada", keys[0], NOT_EB, request_id="r3", seen=None)


def test_a_repeated_click_is_no_stale_form(workspace: Workspace, keys: list[int]) -> None:
    stored = cast_vote(workspace, "ada", keys[0], EB, request_id="r1", seen=None)
    assert cast_vote(workspace, "ada", keys[0], EB, request_id="r1", seen=None) == stored


def test_a_viewer_undoes_and_marks_nothing(workspace: Workspace, keys: list[int]) -> None:
    workspace.database.write(lambda session: ensure_user(session, "guest", role=Role.VIEWER))
    with pytest.raises(NotPermitted):
        cast_group_vote(workspace, "guest", keys[0], EB, request_id="r1")
    with pytest.raises(NotPermitted):
        undo(workspace, "guest", request_id="u1")


def test_a_proposal_that_comes_later_joins_its_group(workspace: Workspace, keys: list[int]) -> None:
    triage.add_to_triage(workspace, 11, Ephemeris(1400.0, 2 * P), Source("late"))
    candidate = triage.load_candidate(workspace, "ada", 11)
    assert candidate.groups[0].words == "3 sources at P, 1 at P/2, 1 at 2P"
