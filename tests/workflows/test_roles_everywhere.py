"""Every workflow that writes for a person asks for their role; none is left out."""

import ast
import inspect
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

import tessebs_core.workflows
from tessebs_core.compute.target_lists import read_targets
from tessebs_core.database.base import Base
from tessebs_core.database.connection import Database
from tessebs_core.database.schema import Ephemeris as EphemerisRow
from tessebs_core.database.stores.signals import enter_signal
from tessebs_core.errors import NotPermitted
from tessebs_core.records import Draft, Ephemeris
from tessebs_core.records.bulk import PeriodWork
from tessebs_core.vocabulary import Verdict, WorkKind
from tessebs_core.workflows import (
    adjudication,
    administration,
    batches,
    bulk,
    judging,
    known_answers,
    queue,
    target_work,
    targets,
    triage,
)
from tessebs_core.workflows.accepting import accept
from tessebs_core.workflows.catalogue import store_eclipses
from tessebs_core.workflows.contact_sheet import next_places
from tessebs_core.workflows.further import FoundSignal, promote
from tessebs_core.workflows.import_legacy import import_legacy
from tessebs_core.workflows.releases import make_release
from tessebs_core.workflows.swapping import swap_eclipses
from tessebs_core.workflows.withdrawing import withdraw_entry
from tessebs_core.workflows.workspace import Workspace
from tests.support.legacy import legacy_fixture
from tests.support.settled import BINARY, FIRST, TESS_ID, settled, settled_workspace

Call = Callable[[Workspace, str], object]
LEGACY = str(legacy_fixture("legacy_fixture.sqlite3"))
LISTED = read_targets("9000000123", author="vera")
FOUND = FoundSignal(TESS_ID, "SPOC", "", (), (), "mask", Ephemeris(1300.0, 1.0), True, 0.1, 0.1, "")

FOR_MEMBERS: dict[str, Call] = {
    "accept": lambda w, who: accept(w, who, 1, request_id="r"),
    "cancel_batch": lambda w, who: batches.cancel_batch(w, who, 1),
    "retry_batch": lambda w, who: batches.retry_batch(w, who, 1),
    "start_batch": lambda w, who: batches.start_batch(w, who, LISTED),
    "try_now": batches.try_now,
    "start_bulk": lambda w, who: bulk.start_bulk(w, who, WorkKind.PERIODS, LISTED, PeriodWork(), label="x"),
    "require_worker": lambda w, who: bulk.require_worker(w, who, WorkKind.INGEST, 1),
    "want_all_again": lambda w, who: bulk.want_all_again(w, who, WorkKind.INGEST, 1),
    "store_eclipses": lambda w, who: store_eclipses(w, 1, None, who, "SPOC"),  # type: ignore[arg-type]
    "promote": lambda w, who: promote(w, who, TESS_ID, FOUND, request_id="r"),
    "cast_vote": lambda w, who: judging.cast_vote(w, who, 1, BINARY, request_id="r"),
    "cast_group_vote": lambda w, who: judging.cast_group_vote(w, who, 1, BINARY, request_id="r"),
    "undo": lambda w, who: judging.undo(w, who, request_id="r"),
    "claim": lambda w, who: queue.claim(w, who, TESS_ID),
    "snooze": lambda w, who: queue.snooze(w, who, TESS_ID),
    "swap_eclipses": lambda w, who: swap_eclipses(w, who, 1, request_id="r"),
    "draw_figures": lambda w, who: target_work.draw_figures(w, who, TESS_ID),
    "refresh_metadata": lambda w, who: target_work.refresh_metadata(w, who, TESS_ID),
    "syndicate_anew": lambda w, who: target_work.syndicate_anew(w, who, TESS_ID),
    "refresh_target": lambda w, who: targets.refresh_target(w, TESS_ID, username=who),
    "add_comment": lambda w, who: triage.add_comment(w, who, TESS_ID, "words", request_id="r"),
    "propose_ephemeris": lambda w, who: triage.propose_ephemeris(w, who, TESS_ID, FIRST),
    "save_draft": lambda w, who: triage.save_draft(w, who, TESS_ID, Draft(comment="words")),
    "withdraw_entry": lambda w, who: withdraw_entry(w, who, 1, request_id="r"),
    "import_legacy": lambda w, who: import_legacy(w, who, LEGACY),
}
FOR_LEADS: dict[str, Call] = {
    "decide": lambda w, who: adjudication.decide(w, who, 1, BINARY, "seen", request_id="r"),
    "set_first_look_blind": lambda w, who: adjudication.set_first_look_blind(w, who, blind=False),
    "add_known_answer": lambda w, who: known_answers.add_known_answer(w, who, 1, Verdict.EB),
    "remove_known_answer": lambda w, who: known_answers.remove_known_answer(w, who, 1),
    "set_gold_share": lambda w, who: known_answers.set_gold_share(w, who, 0.1),
    "assign": lambda w, who: queue.assign(w, who, "rita", [TESS_ID]),
    "unassign": lambda w, who: queue.unassign(w, who, "rita", [TESS_ID]),
    "make_release": lambda w, who: make_release(w, "one", who),
}
REMOVING: Call = lambda w, who: withdraw_entry(w, who, 1, remove=True, request_id="r")  # noqa: E731
FOR_ADMINS: dict[str, Call] = {
    "create_row": lambda w, who: administration.create_row(w, who, "Origin", {"name": "x"}, request_id="r"),
    "update_row": lambda w, who: administration.update_row(
        w, who, "TIC", "1", {"Tmag": 1.0}, seen={}, request_id="r"
    ),
    "delete_row": lambda w, who: administration.delete_row(w, who, "TIC", "1", seen=(), request_id="r"),
}
ONES_OWN = {  # how one's own screens look
    "choose_eclipse", "save_preference", "save_search", "forget_search", "set_order", "set_settled_shown",
}  # fmt: skip
CHANGE_NOTHING_FOR_VIEWERS: dict[str, Call] = {
    "look_at": lambda w, who: queue.look_at(w, who, TESS_ID, leaving=TESS_ID),
    "release": lambda w, who: queue.release(w, who, TESS_ID),
    "next_candidate": queue.next_candidate,
    "next_places": next_places,
    "places": queue.places,
    "progress": queue.progress,
}
ASKS_OTHERWISE = {
    "change_password",  # asks for the old one
    "end_sessions",  # one's own
    "lock_out",
    "set_password",  # like set_role
    "set_role",  # for admins once there is one, as its tests say; the first has to be made by somebody
    "restore",  # fills an empty catalogue, where nobody has a role; replacing is for admins, as its tests say
}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory, _migrated_file: Path) -> Iterator[Workspace]:
    """One for all tests, since nothing in them may write.

    Proposal 1 is settled and is entry 1; "vera" is a viewer, "rita" a member, "lena" a lead.
    """
    folder = tmp_path_factory.mktemp("roles")
    copy = shutil.copy(_migrated_file, folder / "tessebs.sqlite3")
    database = Database.open(f"sqlite:///{copy}")
    made = settled_workspace(folder, database)
    proposal = settled(made, FIRST)

    def enter(session: Session) -> None:
        enter_signal(session, session.get_one(EphemerisRow, proposal), 1).in_catalog = True

    database.write(enter)
    batches.start_batch(made, "otto", LISTED)
    yield made
    database.dispose()


def rows(workspace: Workspace) -> dict[str, int]:
    """How many rows each table has."""
    return workspace.database.read(
        lambda session: {
            name: session.scalar(select(func.count()).select_from(table)) or 0
            for name, table in Base.metadata.tables.items()
        }
    )


def refused(workspace: Workspace, call: Call, username: str) -> None:
    before = rows(workspace)
    with pytest.raises(NotPermitted):
        call(workspace, username)
    assert rows(workspace) == before


@pytest.mark.parametrize("name", [*FOR_MEMBERS, *FOR_LEADS, *FOR_ADMINS])
def test_a_viewer_is_refused_and_nothing_is_written(workspace: Workspace, name: str) -> None:
    refused(workspace, (FOR_MEMBERS | FOR_LEADS | FOR_ADMINS)[name], "vera")


@pytest.mark.parametrize("name", [*FOR_LEADS, *FOR_ADMINS])
def test_a_member_is_refused_what_leads_and_admins_do(workspace: Workspace, name: str) -> None:
    refused(workspace, (FOR_LEADS | FOR_ADMINS)[name], "rita")


def test_a_member_removes_no_entry_and_a_lead_changes_no_table(workspace: Workspace) -> None:
    refused(workspace, REMOVING, "rita")
    for call in FOR_ADMINS.values():
        refused(workspace, call, "lena")


def test_looking_changes_nothing_for_a_viewer(workspace: Workspace) -> None:
    queue.keep_up(workspace)
    before = rows(workspace)
    for call in CHANGE_NOTHING_FOR_VIEWERS.values():
        call(workspace, "vera")
    assert rows(workspace) == before


def test_no_workflow_that_writes_for_a_person_is_left_out() -> None:
    asked = {*FOR_MEMBERS, *FOR_LEADS, *FOR_ADMINS, *ONES_OWN, *CHANGE_NOTHING_FOR_VIEWERS, *ASKS_OTHERWISE}
    assert set(_writing_for_a_person()) == asked


def _writing_for_a_person() -> Iterator[str]:
    """Public workflows that reach `Database.write` within their module and take a person's name."""
    folder = Path(inspect.getfile(tessebs_core.workflows)).parent
    for path in folder.glob("*.py"):
        body = ast.parse(path.read_text(encoding="utf-8")).body
        functions = {each.name: each for each in body if isinstance(each, ast.FunctionDef)}
        called = {name: _called(each) for name, each in functions.items()}
        writing = {"write", "write_with_figures", "keep_up"}
        while more := {name for name, names in called.items() if names & writing} - writing:
            writing |= more
        for name in writing & set(functions):
            arguments = functions[name].args
            names = {each.arg for each in (*arguments.args, *arguments.kwonlyargs)}
            if not name.startswith("_") and names & {"username", "lead"}:
                yield name


def _called(function: ast.FunctionDef) -> set[str]:
    calls = (each.func for each in ast.walk(function) if isinstance(each, ast.Call))
    return {each.attr if isinstance(each, ast.Attribute) else getattr(each, "id", "") for each in calls}
