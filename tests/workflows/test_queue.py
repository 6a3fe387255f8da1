"""Whose turn is which target, on both engines, end to end."""

import random
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from tessebs_core.compute.queue_order import sort_key
from tessebs_core.database.connection import Database
from tessebs_core.database.schema import Claim
from tessebs_core.database.stores.reports import save_report
from tessebs_core.database.stores.runs import save_run
from tessebs_core.database.stores.targets import find_target, set_sectors
from tessebs_core.database.stores.users import ensure_user, set_role
from tessebs_core.database.types import utc_now
from tessebs_core.errors import InputError, NotPermitted, UnknownTarget
from tessebs_core.records import Ephemeris, Judgement, Source
from tessebs_core.records.periods import PeriodReport
from tessebs_core.vocabulary import PeriodGrade, QueueOrder, Role, Verdict
from tessebs_core.workflows import adjudication, known_answers, queue, triage
from tessebs_core.workflows.workspace import Workspace
from tests.support.judged import workspace_with

EB, NO = Judgement(Verdict.EB), Judgement(Verdict.NOT_EB)
NUMBERS = (11, 12, 13, 14, 15)


@pytest.fixture
def workspace(tmp_path: Path, database: Database) -> Workspace:
    """Five targets of one proposal, a lead "lea" and members."""
    proposed = [(Ephemeris(1400.0, 3.0), Source("QATS"))]
    made = workspace_with(tmp_path, database, dict.fromkeys(NUMBERS, proposed))
    database.write(lambda session: set_role(session, "lea", Role.LEAD))
    for name in ("ada", "ben", "cy", "dot"):
        database.write(lambda session, name=name: ensure_user(session, name) and None)
    return made


def _proposal(workspace: Workspace, tess_id: int) -> int:
    return triage.load_candidate(workspace, "nobody", tess_id).proposals[0].ephemeris_id


def _vote(workspace: Workspace, username: str, tess_id: int, judgement: Judgement = EB) -> None:
    number = _proposal(workspace, tess_id)
    triage.cast_vote(
        workspace, username, number, judgement, request_id=f"{username}-{tess_id}-{judgement.verdict}"
    )


def _grade(workspace: Workspace, tess_id: int, grade: PeriodGrade) -> None:
    report = PeriodReport(tess_id, "SPOC", (1,), grade, None, None, ())
    workspace.database.write(
        lambda session: (
            save_report(session, report, save_run(session, code="test", version="1", parameters={})) and None
        )
    )


def _queue(workspace: Workspace, username: str, order: QueueOrder | None = None) -> list[int]:
    return [each.tess_id for each in queue.places(workspace, username, order)]


def test_what_others_disagree_on_comes_first_then_what_needs_one_more_vote(workspace: Workspace) -> None:
    _vote(workspace, "ben", 13)
    _vote(workspace, "cy", 13, NO)
    _vote(workspace, "ben", 15)
    _vote(workspace, "cy", 15)
    assert _queue(workspace, "ada")[:2] == [13, 15]
    assert queue.next_candidate(workspace, "ada") == 13
    assert _queue(workspace, "ada", QueueOrder.NUMBER) == list(NUMBERS)


def test_a_settled_target_leaves_everybodys_queue_unless_it_is_wanted(workspace: Workspace) -> None:
    for name in ("ben", "cy", "dot"):
        _vote(workspace, name, 11)
    assert 11 not in _queue(workspace, "ada")
    assert queue.progress(workspace, "ada").left == 4
    for tess_id in NUMBERS[1:]:
        _vote(workspace, "ada", tess_id)
    assert queue.next_candidate(workspace, "ada") is None
    queue.set_settled_shown(workspace, "ada", shown=True)
    assert queue.next_candidate(workspace, "ada") == 11


def test_a_leads_decision_settles_for_the_queue_too(workspace: Workspace) -> None:
    adjudication.decide(
        workspace, "lea", _proposal(workspace, 11), EB, "clear in the long run", request_id="decision-1"
    )
    assert 11 not in _queue(workspace, "ada")


def test_a_new_proposal_brings_a_settled_target_back(workspace: Workspace) -> None:
    for name in ("ben", "cy", "dot"):
        _vote(workspace, name, 11)
    assert 11 not in _queue(workspace, "ada")
    triage.propose_ephemeris(workspace, "ben", 11, Ephemeris(1401.0, 4.4))
    assert _queue(workspace, "ada", QueueOrder.NEW)[0] == 11


def test_hard_and_easy_go_by_the_grade_of_the_report(workspace: Workspace) -> None:
    _grade(workspace, 12, PeriodGrade.CERTAIN)
    _grade(workspace, 14, PeriodGrade.AMBIGUOUS)
    assert _queue(workspace, "ada", QueueOrder.HARD)[:2] == [14, 12]
    assert _queue(workspace, "ada", QueueOrder.EASY)[:2] == [12, 14]
    _grade(workspace, 12, PeriodGrade.AMBIGUOUS)
    assert _queue(workspace, "ada", QueueOrder.HARD)[:2] == [12, 14]


@pytest.mark.parametrize("order", list(QueueOrder))
def test_the_database_sorts_as_the_pure_key_does(workspace: Workspace, order: QueueOrder) -> None:
    chance = random.Random(7)
    for tess_id in NUMBERS:
        for name in ("ben", "cy"):
            if chance.random() < 0.6:
                _vote(workspace, name, tess_id, chance.choice([EB, NO]))
        if chance.random() < 0.7:
            _grade(workspace, tess_id, chance.choice(list(PeriodGrade)))
    queue.assign(workspace, "lea", "ada", [14])
    found = queue.places(workspace, "ada", order)
    assert len(found) == len(NUMBERS)
    assert found == sorted(found, key=lambda place: sort_key(order, place))


def test_an_assigned_target_comes_first_and_says_who_asked(workspace: Workspace) -> None:
    assert queue.assign(workspace, "lea", "ada", [15, 14]) == 2
    assert queue.assign(workspace, "lea", "ada", [15]) == 0
    assert _queue(workspace, "ada")[:2] == [14, 15]
    assert queue.look_at(workspace, "ada", 15).assigned_by == "lea"
    queue.unassign(workspace, "lea", "ada", [14, 15])
    assert _queue(workspace, "ada")[0] == 11


def test_only_a_lead_assigns(workspace: Workspace) -> None:
    with pytest.raises(NotPermitted, match="ben"):
        queue.assign(workspace, "ben", "ada", [15])
    with pytest.raises(UnknownTarget):
        queue.assign(workspace, "lea", "ada", [15, 99])


def test_two_people_do_not_meet_by_chance(workspace: Workspace) -> None:
    assert queue.look_at(workspace, "ben", 11).claimed_by is None
    assert queue.next_candidate(workspace, "ada") == 12
    seen = queue.look_at(workspace, "ada", 11)
    assert seen.claimed_by == "ben"
    assert queue.next_candidate(workspace, "ben") == 11
    queue.look_at(workspace, "ben", 12, leaving=11)
    assert queue.next_candidate(workspace, "ada") == 11


def test_a_claim_ends_by_itself_and_another_may_take_it(workspace: Workspace) -> None:
    queue.look_at(workspace, "ben", 11)
    past = utc_now() - timedelta(minutes=1)
    workspace.database.write(lambda session: session.execute(update(Claim).values(until=past)) and None)
    assert queue.claim(workspace, "ada", 11)
    assert queue.look_at(workspace, "ben", 11).claimed_by == "ada"
    assert not queue.claim(workspace, "ben", 11)


def test_a_snoozed_target_comes_back_when_its_time_is_over(workspace: Workspace) -> None:
    queue.snooze(workspace, "ada", 11, days=1)
    assert _queue(workspace, "ada")[0] == 12
    assert _queue(workspace, "ben")[0] == 11
    assert queue.look_at(workspace, "ada", 11).snoozed_until is not None
    queue.snooze(workspace, "ada", 11, days=1e-9)
    assert _queue(workspace, "ada")[0] == 11
    with pytest.raises(InputError, match="at most"):
        queue.snooze(workspace, "ada", 11, days=0)


def test_a_target_put_off_until_new_data_comes_back_with_another_sector(workspace: Workspace) -> None:
    queue.snooze(workspace, "ada", 11)
    assert _queue(workspace, "ada")[0] == 12
    workspace.database.write(lambda session: set_sectors(session, find_target(session, 11), [1]))
    assert _queue(workspace, "ada")[0] == 11


def test_what_was_seen_a_moment_ago_comes_last(workspace: Workspace) -> None:
    assert queue.next_candidate(workspace, "ada", after=11, skip=[11, 12]) == 13
    assert queue.next_candidate(workspace, "ada", after=15, skip=NUMBERS) == 11


def test_known_answers_come_silently_and_measure(workspace: Workspace) -> None:
    number = _proposal(workspace, 13)
    known_answers.add_known_answer(workspace, "lea", number, Verdict.EB, reference="2018AJ....155...39K")
    known_answers.set_gold_share(workspace, "lea", 0.5)
    assert 13 not in _queue(workspace, "ada")
    given = [queue.next_candidate(workspace, "ada", after=after) for after in range(200)]
    assert 0.35 < given.count(13) / 200 < 0.65
    _vote(workspace, "ada", 13, NO)
    _vote(workspace, "ada", 13, EB)
    assert 13 not in [queue.next_candidate(workspace, "ada", after=after) for after in range(50)]
    [own] = known_answers.recalls(workspace, "ada")
    assert (own.username, own.recall.count, own.recall.of) == ("ada", 0, 1)
    assert [each.username for each in known_answers.recalls(workspace, "lea")] == ["ada"]
    assert known_answers.recalls(workspace, "ben") == []


def test_only_a_lead_knows_the_answers(workspace: Workspace) -> None:
    with pytest.raises(NotPermitted):
        known_answers.known_answers_of(workspace, "ada")
    with pytest.raises(NotPermitted):
        known_answers.add_known_answer(workspace, "ada", _proposal(workspace, 11), Verdict.EB)


def test_the_order_chosen_is_kept(workspace: Workspace) -> None:
    assert queue.order_of(workspace, "ada") is QueueOrder.PRIORITY
    queue.set_order(workspace, "ada", QueueOrder.NEW)
    assert queue.order_of(workspace, "ada") is QueueOrder.NEW
    assert queue.order_of(workspace, "ben") is QueueOrder.PRIORITY
