"""Checks of newer sectors from the light curve to the queue, on both engines."""

from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import func, select

from tessebs_core.archive.client import ArchiveEndpoints
from tessebs_core.database.connection import Database
from tessebs_core.database.schema import EB, Run, SectorCheck
from tessebs_core.database.stores.targets import save_target
from tessebs_core.database.stores.users import ensure_user, set_role
from tessebs_core.errors import Cancelled
from tessebs_core.export.syndicated import write_syndicated
from tessebs_core.records import Ephemeris, Judgement, Proposal, Source, TargetMetadata
from tessebs_core.vocabulary import CheckOutcome, Role, SignalFlag, Verdict
from tessebs_core.workflows import adjudication, queue, triage
from tessebs_core.workflows.acceptance_plans import load_signals
from tessebs_core.workflows.catalogue import CatalogueEntry, enter_binary
from tessebs_core.workflows.contact_sheet import next_places, sheet_entries
from tessebs_core.workflows.judging import Seen, undo
from tessebs_core.workflows.sector_checks import check_new_sectors
from tessebs_core.workflows.workspace import Workspace
from tests.support.sky import workspace_in
from tests.widgets.fakes import synthetic_light_curve

STEADY, DRIFTING = 21, 22
PERIOD = 2.345678
OFF = 0.005  # days; 0.06 d from one sector to the next, of a width of 0.26 d


@pytest.fixture
def workspace(tmp_path: Path, database: Database) -> Workspace:
    """Two catalogued binaries of three sectors; what is accepted of one has a period that is wrong."""
    made = workspace_in(tmp_path, database, ArchiveEndpoints("http://127.0.0.1:9"))
    for tess_id, period in ((STEADY, PERIOD), (DRIFTING, PERIOD - OFF)):
        database.write(lambda session, tess_id=tess_id: save_target(session, TargetMetadata(tess_id)))
        _observe(made, tess_id, sectors=(1, 2))
        entry = CatalogueEntry(
            tess_id, Ephemeris(1326.1, period, 1e-4, 1e-5), Source("QATS"), flags={SignalFlag.INSUFFICIENT}
        )
        number = enter_binary(made, entry)
        database.write(lambda session, number=number: _measured(session.get(EB, number)))
    database.write(lambda session: set_role(session, "lea", Role.LEAD))
    for name in ("ada", "ben", "cy"):
        database.write(lambda session, name=name: ensure_user(session, name) and None)
    return made


def _measured(entry: EB | None) -> None:
    assert entry is not None
    entry.prim_width_2g, entry.prim_depth_2g, entry.insufficient = 5.6 * 0.02, 0.25, False


def _observe(workspace: Workspace, tess_id: int, sectors: tuple[int, ...]) -> None:
    curve = synthetic_light_curve(tess_id, "SPOC", period=PERIOD, sectors=sectors)
    write_syndicated(workspace.folder.syndicated(tess_id), [curve])


def _queue(workspace: Workspace, username: str) -> list[int]:
    return [each.tess_id for each in queue.places(workspace, username)]


def _vote(workspace: Workspace, username: str, request: str, seen: Seen = "any") -> None:
    number = triage.load_candidate(workspace, username, DRIFTING).proposals[0].ephemeris_id
    triage.cast_vote(workspace, username, number, Judgement(Verdict.EB), request_id=request, seen=seen)


def test_only_what_drifts_comes_back_and_says_why(workspace: Workspace) -> None:
    assert _queue(workspace, "ada") == []
    done = check_new_sectors(workspace)
    outcomes = {each.tess_id: each.result.outcome for each in done.checked}
    assert outcomes == {STEADY: CheckOutcome.AGREES, DRIFTING: CheckOutcome.DRIFTS}
    assert _queue(workspace, "ada") == [DRIFTING]
    assert queue.next_candidate(workspace, "ada") == DRIFTING
    assert "come early or late" in queue.look_at(workspace, "ada", DRIFTING).returned
    assert queue.look_at(workspace, "ada", STEADY).returned == ""


def test_a_check_has_its_run_and_is_not_repeated_without_newer_data(workspace: Workspace) -> None:
    check_new_sectors(workspace)
    again = check_new_sectors(workspace)
    assert (again.checked, again.up_to_date) == ((), 2)
    rows = workspace.database.read(lambda session: list(session.scalars(select(SectorCheck))))
    assert [row.newest_sector for row in rows] == [2, 2]
    run = workspace.database.read(lambda session: session.get(Run, rows[1].run_id))
    assert run is not None
    assert run.light_curve_hash is not None
    _observe(workspace, STEADY, sectors=(1, 2, 3))
    [newer] = check_new_sectors(workspace).checked
    assert (newer.tess_id, newer.newest_sector) == (STEADY, 3)


def test_each_member_judges_it_once_more_and_three_settle_it(workspace: Workspace) -> None:
    _vote(workspace, "ada", "before-check")
    check_new_sectors(workspace)
    assert _queue(workspace, "ada") == [DRIFTING]
    _vote(workspace, "ada", "after-check")
    assert _queue(workspace, "ada") == []
    assert _queue(workspace, "ben") == [DRIFTING]
    _vote(workspace, "ben", "after-check-ben")
    _vote(workspace, "cy", "after-check-cy")
    assert _queue(workspace, "lea") == []


def test_the_contact_sheet_asks_again_what_came_back(workspace: Workspace) -> None:
    _vote(workspace, "ada", "before-check")
    assert not sheet_entries(workspace, "ada", [DRIFTING])[0].is_back
    check_new_sectors(workspace)
    assert [each.tess_id for each in next_places(workspace, "ada")] == [DRIFTING]
    [before] = sheet_entries(workspace, "ada", [DRIFTING])
    assert before.is_back
    assert before.own_vote is not None
    assert not sheet_entries(workspace, "ben", [DRIFTING])[0].is_back
    _vote(workspace, "ada", "after-check")
    [after] = sheet_entries(workspace, "ada", [DRIFTING])
    assert not after.is_back
    assert after.own_vote != before.own_vote


def test_triage_asks_again_what_came_back_and_counts_no_vote_from_before(workspace: Workspace) -> None:
    def seen(username: str) -> Proposal:
        return triage.load_candidate(workspace, username, DRIFTING).proposals[0]

    _vote(workspace, "ada", "before-check")
    assert not seen("ada").is_back
    check_new_sectors(workspace)
    assert _queue(workspace, "ada") == [DRIFTING]
    assert seen("ada").is_back
    assert seen("ada").own_vote is not None
    assert seen("ada").counted_vote is None
    assert seen("ben").is_back
    before = seen("ada").own_vote
    assert before is not None
    _vote(workspace, "ada", "after-check", seen=before.vote_id)  # the same verdict, on more data
    assert not seen("ada").is_back
    assert seen("ada").counted_vote is not None
    assert seen("ada").counted_vote != before
    undo(workspace, "ada", request_id="undo-after-check")
    assert seen("ada").is_back  # the vote of before is not cast again as one on the newer data
    assert _queue(workspace, "ada") == [DRIFTING]


def test_why_it_came_back_is_told_before_ones_vote_and_what_the_catalogue_holds_is_not(
    workspace: Workspace,
) -> None:
    check_new_sectors(workspace)
    assert queue.next_candidate(workspace, "ada") == DRIFTING
    assert "come early or late" in queue.look_at(workspace, "ada", DRIFTING).returned
    assert load_signals(workspace, "ada", DRIFTING).signals == ()
    _vote(workspace, "ada", "after-check")
    assert [each.signal_id for each in load_signals(workspace, "ada", DRIFTING).signals] == [1]


def test_a_lead_closes_it(workspace: Workspace) -> None:
    check_new_sectors(workspace)
    number = triage.load_candidate(workspace, "lea", DRIFTING).proposals[0].ephemeris_id
    adjudication.decide(
        workspace, "lea", number, Judgement(Verdict.EB), "light-time effect, stays", request_id="close-22"
    )
    assert _queue(workspace, "ada") == []


def test_a_round_that_is_stopped_keeps_what_is_done(workspace: Workspace) -> None:
    asked = iter([False, True])
    with pytest.raises(Cancelled, match="1 of 2"):
        check_new_sectors(workspace, cancelled=lambda: next(asked))
    count = workspace.database.read(lambda session: session.scalar(select(func.count(SectorCheck.id))))
    assert count == 1


def test_an_entry_whose_eclipse_is_not_known_is_measured_first(workspace: Workspace) -> None:
    def forget(session) -> None:
        for entry in session.scalars(select(EB)):
            entry.prim_width_2g = entry.prim_depth_2g = None

    workspace.database.write(forget)
    [found] = check_new_sectors(workspace, [STEADY]).checked
    assert found.result.outcome is CheckOutcome.AGREES
    assert np.isclose(found.result.depth, 1.0, atol=0.1)
