"""Bulk work: which targets, one end for each, nothing twice, whatever goes wrong with one of them."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import func, select

from tessebs_core.archive.client import ArchiveEndpoints
from tessebs_core.database.connection import Database
from tessebs_core.database.schema import Batch, BLSRun, Report, Run, Task
from tessebs_core.database.stores.targets import save_target
from tessebs_core.errors import ArchiveUnavailable, BadSearch, InputError
from tessebs_core.export.syndicated import write_syndicated
from tessebs_core.records import TargetMetadata
from tessebs_core.records.bulk import FigureWork, PeriodWork
from tessebs_core.records.searching import Search
from tessebs_core.records.work import Choices, ListedTarget, TargetList, TargetTask
from tessebs_core.vocabulary import TaskState, WorkKind
from tessebs_core.workflows import batches, bulk, bulk_targets
from tessebs_core.workflows.bulk_work import work_share
from tessebs_core.workflows.ingest_targets import LeasedTask
from tessebs_core.workflows.saved_searches import save_search
from tessebs_core.workflows.workspace import Workspace
from tests.support.bulk import Deadly, runs_stored, share_of, wanted
from tests.support.sky import workspace_in
from tests.widgets.fakes import synthetic_light_curve

HELD, BARE = 1001, 1002


@pytest.fixture
def workspace(tmp_path: Path, database: Database) -> Workspace:
    """A target with a light curve and one without."""
    made = workspace_in(tmp_path, database, ArchiveEndpoints("http://127.0.0.1:9"))
    for tess_id in (HELD, BARE):
        database.write(lambda session, tess_id=tess_id: save_target(session, TargetMetadata(tess_id)))
    curve = synthetic_light_curve(HELD, "SPOC", period=2.345678, sectors=(1,), cadence=1800.0)
    write_syndicated(made.folder.syndicated(HELD), [curve])
    return made


def tasks(workspace: Workspace, batch_id: int) -> Sequence[TargetTask]:
    return batches.list_tasks(workspace, batch_id)


def counts(workspace: Workspace, *tables: type) -> list[int | None]:
    return workspace.database.read(
        lambda session: [session.scalar(select(func.count()).select_from(each)) for each in tables]
    )


def test_periods_are_stored_once_however_often_they_are_wanted(workspace: Workspace) -> None:
    listed = TargetList((ListedTarget(HELD, 1), ListedTarget(BARE, 2)))
    choices = PeriodWork(box_search=True)
    started = bulk.start_bulk(workspace, "ada", WorkKind.PERIODS, listed, choices, label="x")
    assert work_share(workspace, share_of(started.batch_id)).begun == 2
    done, failed = tasks(workspace, started.batch_id)
    assert (done.state, failed.state) == (TaskState.DONE, TaskState.FAILED)
    assert "tessebs tic add 1002" in failed.error
    before = counts(workspace, Batch, Task, Report, Run, BLSRun)
    assert before == [1, 2, 1, 2, 1]
    again = bulk.start_bulk(workspace, "ben", WorkKind.PERIODS, listed, choices, label="y")
    assert (again.batch_id, again.is_new) == (started.batch_id, False)
    assert bulk.want_all_again(workspace, "ben", WorkKind.PERIODS, again.batch_id) == 2
    work_share(workspace, share_of(started.batch_id))
    assert "still holds" in tasks(workspace, started.batch_id)[0].result
    assert counts(workspace, Batch, Task, Report, Run, BLSRun) == before


def test_figures_are_drawn_once(workspace: Workspace) -> None:
    listed = TargetList((ListedTarget(HELD, 1),))
    batch = bulk.start_bulk(workspace, "ada", WorkKind.FIGURES, listed, FigureWork(), label="x").batch_id
    work_share(workspace, share_of(batch, kind=WorkKind.FIGURES))
    assert tasks(workspace, batch)[0].result == "3 files written"
    assert workspace.folder.light_curve_figure(HELD, "SPOC").exists()
    bulk.want_all_again(workspace, "ada", WorkKind.FIGURES, batch)
    work_share(workspace, share_of(batch, kind=WorkKind.FIGURES))
    assert tasks(workspace, batch)[0].result == "0 files written"


def test_what_always_raises_fails_with_its_reason_and_blocks_nobody(workspace: Workspace) -> None:
    def perform(place: Workspace, leased: LeasedTask, choices: Choices) -> None:
        if leased.task.tess_id == 1:
            raise ZeroDivisionError("of nothing")
        Deadly()(place, leased, choices)

    batch = wanted(workspace, 1, 2, 3)
    assert work_share(workspace, share_of(batch), perform=perform).begun == 4
    assert [each.state for each in tasks(workspace, batch)] == ["failed", "done", "done"]
    failed = tasks(workspace, batch)[0]
    assert "ZeroDivisionError: of nothing\nBegun 2 times." in failed.error
    assert runs_stored(workspace) == [2, 3]


def test_an_archive_that_is_away_ends_the_share_and_the_target_waits(workspace: Workspace) -> None:
    def perform(place: Workspace, leased: LeasedTask, choices: Choices) -> None:
        raise ArchiveUnavailable("MAST is away")

    batch = wanted(workspace, 1, 2)
    report = work_share(workspace, share_of(batch), perform=perform)
    assert (report.begun, report.held_up) == (1, "MAST is away")
    assert [each.state for each in tasks(workspace, batch)] == ["wanted", "wanted"]


def test_who_is_stopped_gives_back_what_is_under_way_and_it_does_not_count(workspace: Workspace) -> None:
    batch, told = wanted(workspace, 1, 2), iter([False, True])

    def until_stopped(place: Workspace, leased: LeasedTask, choices: Choices) -> None:
        while not leased.stopping():
            pass
        leased.tell(place, None)  # type: ignore[arg-type]

    share = share_of(batch)
    assert work_share(workspace, share, lambda: next(told, True), perform=until_stopped).begun == 1
    assert [(each.state, each.attempts) for each in tasks(workspace, batch)] == [("wanted", 0)] * 2


def test_a_task_that_is_cancelled_meanwhile_stores_nothing(workspace: Workspace) -> None:
    batch = wanted(workspace, 1)

    def cancelled_meanwhile(place: Workspace, leased: LeasedTask, choices: Choices) -> None:
        batches.cancel_batch(place, "ada", batch)
        Deadly()(place, leased, choices)

    work_share(workspace, share_of(batch), perform=cancelled_meanwhile)
    assert [each.state for each in tasks(workspace, batch)] == ["cancelled"]
    assert runs_stored(workspace) == []


def test_a_batch_of_another_kind_is_refused(workspace: Workspace) -> None:
    batch = wanted(workspace, 1)
    with pytest.raises(InputError, match="tessebs bulk periods"):
        bulk.require_worker(workspace, "ada", WorkKind.FIGURES, batch)


def test_a_search_is_an_address_a_saved_one_or_a_name(workspace: Workspace) -> None:
    def meant(words: str) -> Search:
        return bulk_targets.search_meant(workspace, "ada", words)

    short = Search().with_range("period", 1.0, 2.0)
    assert meant("period_min=1&period_max=2") == short
    assert meant("http://127.0.0.1:8866/voila/render/catalogue.ipynb?period_min=1&period_max=2") == short
    save_search(workspace, "ada", "Short ones", short)
    assert meant("short  ones") == short
    assert meant("TIC 1001") == Search(text="TIC 1001")
    for nonsense in ("", "nothing=1", "what is this", "period_min=short"):
        with pytest.raises(BadSearch):
            meant(nonsense)
