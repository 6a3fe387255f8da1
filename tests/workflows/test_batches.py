"""Batches from the list to the light curves, on both engines, against an archive with faults."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from tessebs_core.archive.client import Archive, ArchiveEndpoints
from tessebs_core.database.connection import Database
from tessebs_core.database.schema import TIC, Batch, Ephemeris, Task
from tessebs_core.database.schema import Report as ReportRow
from tessebs_core.database.stores import runners, tasks, users
from tessebs_core.database.types import utc_now
from tessebs_core.demonstration.local_archive import Answer, Fault, LocalArchive, Request
from tessebs_core.errors import InputError, NotPermitted
from tessebs_core.private_files import write_private
from tessebs_core.records.work import BatchChoices, TargetTask
from tessebs_core.vocabulary import Role, TaskState, WorkKind
from tessebs_core.workflows import batches, runner
from tessebs_core.workflows.runner import RunnerPace, run_tasks
from tessebs_core.workflows.runner_process import ensure_runner
from tessebs_core.workflows.workspace import Workspace
from tests.support.sky import HASTY, TARGET, holdings_of, targets_of, workspace_in, write_file

OTHER, UNKNOWN = TARGET + 1, 424242
QUICK = RunnerPace(beat=0.02, pause=0.0, attempts=2)
BARE = BatchChoices(periodograms=False)


@pytest.fixture
def sky(tmp_path: Path, database: Database) -> Iterator[tuple[Workspace, LocalArchive]]:
    """Two targets of one file each, of which one has another, and a workspace that asks for them."""
    folder = tmp_path / "shelves"
    folder.mkdir()
    with LocalArchive(
        holdings_of([*targets_of(folder, TARGET, OTHER), write_file(folder, "QLP", 1)])
    ) as archive:
        yield workspace_in(tmp_path, database, archive.endpoints), archive


def start(workspace: Workspace, text: str, choices: BatchChoices = BARE) -> int:
    found = batches.preview_list(workspace, "ada", text)
    return batches.start_batch(workspace, "ada", found.listed, choices).batch_id


def states(workspace: Workspace, batch_id: int) -> dict[int, TaskState]:
    return {each.tess_id: each.state for each in batches.list_tasks(workspace, batch_id)}


def task_of(workspace: Workspace, batch_id: int, tess_id: int) -> TargetTask:
    return next(each for each in batches.list_tasks(workspace, batch_id) if each.tess_id == tess_id)


def count(workspace: Workspace, table: type) -> int | None:
    return workspace.database.read(lambda session: session.scalar(select(func.count()).select_from(table)))


def no_downloads(request: Request) -> Fault | None:
    return Fault(answer=Answer(404, b"")) if request.is_download else None


def no_qlp(request: Request) -> Fault | None:
    return no_downloads(request) if "qlp" in request.form.get("uri", "") else None


def wait_until(is_so: Callable[[], bool]) -> None:
    give_up = time.monotonic() + 30
    while not is_so():
        assert time.monotonic() < give_up
        time.sleep(0.02)


def test_good_and_unknown_targets_each_get_their_own_end(sky: tuple[Workspace, LocalArchive]) -> None:
    workspace, _ = sky
    batch = start(workspace, f"{TARGET}\n{UNKNOWN}\n{OTHER}\n{TARGET}")
    assert run_tasks(workspace, pace=QUICK)
    assert states(workspace, batch) == {
        TARGET: TaskState.DONE, UNKNOWN: TaskState.FAILED, OTHER: TaskState.DONE,
    }  # fmt: skip
    assert task_of(workspace, batch, TARGET).result == "2 files held: SPOC, QLP"
    assert "TESS Input Catalog" in task_of(workspace, batch, UNKNOWN).error
    assert batches.runner_status(workspace).alive is None
    assert [each.state for each in batches.files_of(workspace, OTHER)] == ["held"]


def test_the_same_list_again_adds_nothing(sky: tuple[Workspace, LocalArchive]) -> None:
    workspace, _ = sky
    first = start(workspace, f"{TARGET} {OTHER}")
    found = batches.preview_list(workspace, "ben", f"TIC {OTHER}, TIC {TARGET}, {OTHER}")
    again = batches.start_batch(workspace, "ben", found.listed, BARE)
    assert (again.batch_id, again.is_new) == (first, False)
    assert (count(workspace, Batch), count(workspace, Task)) == (1, 2)


def test_a_list_that_has_ended_is_fetched_anew_with_what_the_archive_has_since(
    sky: tuple[Workspace, LocalArchive],
) -> None:
    workspace, archive = sky
    first = start(workspace, f"{TARGET}")
    run_tasks(workspace, pace=QUICK)
    second = start(workspace, f"TIC {TARGET}")
    assert start(workspace, f"{TARGET}") == second != first  # under way now
    asked = len([each for each in archive.requests if each.is_download])
    run_tasks(workspace, pace=QUICK)
    assert states(workspace, second) == {TARGET: TaskState.DONE}
    assert len([each for each in archive.requests if each.is_download]) == asked  # files are here already
    assert start(workspace, f"{TARGET}") not in (first, second)
    assert states(workspace, first) == {TARGET: TaskState.DONE}


def test_a_target_without_one_of_its_files_is_incomplete_without_all_failed_and_a_retry_mends_it(
    sky: tuple[Workspace, LocalArchive],
) -> None:
    workspace, archive = sky
    archive.fault = no_downloads
    batch = start(workspace, f"{TARGET}")
    run_tasks(workspace, pace=QUICK)
    assert states(workspace, batch) == {TARGET: TaskState.FAILED}
    archive.fault = no_qlp
    assert batches.retry_batch(workspace, "ada", batch) == 1
    run_tasks(workspace, pace=QUICK)
    assert states(workspace, batch) == {TARGET: TaskState.INCOMPLETE}
    assert "404" in task_of(workspace, batch, TARGET).error
    archive.fault = None
    assert batches.retry_batch(workspace, "ada", batch) == 1
    run_tasks(workspace, pace=QUICK)
    assert states(workspace, batch) == {TARGET: TaskState.DONE}
    assert task_of(workspace, batch, TARGET).error == ""


def test_proposals_and_report_come_with_the_end_and_once(sky: tuple[Workspace, LocalArchive]) -> None:
    workspace, _ = sky
    table = f"TIC,bjd0,period,source\n{TARGET},2458326.1,2.345,QATS\n"
    batch = start(workspace, table, replace(BARE, reports=True))
    run_tasks(workspace, pace=QUICK)
    assert "1 ephemeris proposed" in task_of(workspace, batch, TARGET).result
    rows = workspace.database.read(lambda session: session.scalars(select(Ephemeris)).all())
    assert [(round(row.bjd0, 6), row.period) for row in rows] == [(1326.1, 2.345)]
    assert count(workspace, ReportRow) == 1
    start(workspace, table)  # other choices: another batch, and no other proposal
    run_tasks(workspace, pace=QUICK)
    assert (count(workspace, Batch), count(workspace, Ephemeris)) == (2, 1)


def test_an_archive_that_is_down_holds_everything_up_and_says_why(
    sky: tuple[Workspace, LocalArchive],
) -> None:
    workspace, _ = sky
    nobody = replace(workspace, archive=Archive(ArchiveEndpoints("http://127.0.0.1:9", None), HASTY))
    batch, stopping = start(workspace, f"{TARGET} {OTHER}"), threading.Event()
    seen = []

    def look() -> None:
        status = batches.runner_status(workspace)
        if status.paused_until is not None:
            seen.append(status)
            stopping.set()

    assert run_tasks(nobody, pace=replace(QUICK, pause=600.0), stopping=stopping, progress=look)
    assert seen[0].alive
    assert "MAST cannot be had now" in seen[0].words
    assert set(states(workspace, batch).values()) == {TaskState.WANTED}
    run_tasks(workspace, pace=QUICK, stopping=_after_looks(3))
    assert TaskState.WANTED in states(workspace, batch).values()  # put off until the pause is over
    batches.try_now(workspace, "ada")
    run_tasks(workspace, pace=QUICK)
    assert set(states(workspace, batch).values()) == {TaskState.DONE}


def _after_looks(number: int) -> threading.Event:
    class Counting(threading.Event):
        looks = 0

        def is_set(self) -> bool:
            Counting.looks += 1
            return Counting.looks > number or super().is_set()

    return Counting()


def test_what_fails_again_and_again_is_given_up_with_its_reason(
    sky: tuple[Workspace, LocalArchive],
) -> None:
    workspace, _ = sky
    nobody = replace(workspace, archive=Archive(ArchiveEndpoints("http://127.0.0.1:9", None), HASTY))
    batch = start(workspace, f"{TARGET}")
    run_tasks(nobody, pace=QUICK)
    task = task_of(workspace, batch, TARGET)
    assert (task.state, task.attempts) == (TaskState.FAILED, 2)
    assert "MAST cannot be had now" in task.error


def test_a_batch_is_cancelled_between_files_and_can_be_wanted_again(
    sky: tuple[Workspace, LocalArchive],
) -> None:
    workspace, archive = sky
    batch = start(workspace, f"{TARGET} {OTHER}")

    def cancel_then_serve(request: Request) -> Fault | None:
        if request.is_download:
            batches.cancel_batch(workspace, "ada", batch)
        return None

    archive.fault = cancel_then_serve
    run_tasks(workspace, pace=replace(QUICK, targets=1))
    assert set(states(workspace, batch).values()) == {TaskState.CANCELLED}
    archive.fault = None
    batches.retry_batch(workspace, "ada", batch)
    run_tasks(workspace, pace=QUICK)
    assert set(states(workspace, batch).values()) == {TaskState.DONE}


def test_whoever_may_only_look_starts_nothing_and_others_cancel_nothing(
    sky: tuple[Workspace, LocalArchive],
) -> None:
    workspace, _ = sky
    batch = start(workspace, f"{TARGET}")
    workspace.database.write(lambda session: users.set_role(session, "vera", Role.VIEWER))
    found = batches.preview_list(workspace, "vera", "1")
    with pytest.raises(NotPermitted):
        batches.start_batch(workspace, "vera", found.listed)
    with pytest.raises(NotPermitted, match="ada's"):
        batches.cancel_batch(workspace, "ben", batch)
    workspace.database.write(lambda session: users.set_role(session, "lea", Role.LEAD))
    assert batches.cancel_batch(workspace, "lea", batch) == 1
    with pytest.raises(InputError, match="no batch 99"):
        batches.retry_batch(workspace, "ada", 99)


def test_the_preview_says_what_is_here_already(sky: tuple[Workspace, LocalArchive]) -> None:
    workspace, _ = sky
    start(workspace, f"{TARGET}")
    run_tasks(workspace, pace=QUICK)
    found = batches.preview_list(workspace, "ada", f"{OTHER}\n{TARGET}\nRY Ind\n{OTHER}")
    assert found.held == (TARGET,)
    assert found.words == "2 targets, 1 line not understood, 1 named again, 1 already here"
    assert count(workspace, TIC) == 1


def test_of_two_runners_one_works(sky: tuple[Workspace, LocalArchive]) -> None:
    workspace, _ = sky
    start(workspace, f"{TARGET}")
    second: list[bool] = []
    run_tasks(workspace, pace=QUICK, progress=lambda: second.append(run_tasks(workspace, pace=QUICK)))
    assert set(second) == {False}


def test_a_killed_runner_is_seen_dead_and_its_targets_are_taken_up_at_once(
    sky: tuple[Workspace, LocalArchive],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    workspace, archive = sky
    archive.fault = lambda request: Fault(stalls=True) if request.is_download else None
    batch = start(workspace, f"{TARGET} {OTHER}")
    settings = tmp_path / "of-an-app.toml"  # which ends, and takes its settings with it
    write_private(settings, 'database_url = "sqlite:////nowhere/else.sqlite3"')
    monkeypatch.setenv("TESSEBS_CONFIG", str(settings))
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "9f3b-secret")
    ensure_runner(workspace)
    settings.unlink()
    wait_until(lambda: set(states(workspace, batch).values()) == {TaskState.RUNNING})
    assert not ensure_runner(workspace)
    pid = batches.runner_status(workspace).pid
    assert pid is not None
    seen = b"".join(Path(f"/proc/{pid}/{name}").read_bytes() for name in ("environ", "cmdline"))
    assert b"runner_process" in seen
    assert not any(each in seen for each in (b"9f3b-secret", b"TESSEBS_CONFIG", b"sqlite:", b"mysql"))
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: batches.runner_status(workspace).alive is False)
    left = batches.list_tasks(workspace, batch, [TaskState.WANTED])
    assert [each.abandoned for each in left] == [True, True]  # nothing is under way any more
    assert batches.list_batches(workspace)[0].counts == {TaskState.WANTED: 2}
    archive.fault = None
    assert run_tasks(workspace, pace=QUICK)
    assert set(states(workspace, batch).values()) == {TaskState.DONE}
    assert {each.attempts for each in batches.list_tasks(workspace, batch)} == {2}


def test_a_lease_that_has_expired_is_taken_again_until_it_is_poison(database: Database) -> None:
    workspace = workspace_in(Path("unused"), database, ArchiveEndpoints("http://127.0.0.1:9"))
    batch = start(workspace, "11 22")
    now = utc_now()

    def take() -> int | None:
        found = database.write(
            lambda session: tasks.take_task(
                session, WorkKind.INGEST, "w", now.replace(year=2001), now=now, most_attempts=2
            )
        )
        return None if found is None else found.tess_id

    assert [take() for _ in range(5)] == [11, 11, 22, 22, None]
    assert set(states(workspace, batch).values()) == {TaskState.FAILED}
    assert "died 2 times" in task_of(workspace, batch, 11).error


def test_whoever_has_lost_the_lease_ends_nothing(database: Database) -> None:
    workspace = workspace_in(Path("unused"), database, ArchiveEndpoints("http://127.0.0.1:9"))
    batch = start(workspace, "11")
    now = utc_now()
    taken = database.write(
        lambda session: tasks.take_task(session, WorkKind.INGEST, "w", now, now=now, most_attempts=2)
    )
    assert taken is not None
    batches.cancel_batch(workspace, "ada", batch)
    finished = database.write(lambda session: tasks.finish_task(session, taken.task_id, "w", TaskState.DONE))
    assert not finished
    assert states(workspace, batch) == {11: TaskState.CANCELLED}


def test_small_lists_do_not_wait_for_the_end_of_long_ones(database: Database) -> None:
    workspace = workspace_in(Path("unused"), database, ArchiveEndpoints("http://127.0.0.1:9"))
    start(workspace, "11 22 33")
    start(workspace, "44")
    now = utc_now()
    taken = [
        database.write(
            lambda session: tasks.take_task(
                session, WorkKind.INGEST, "w", now.replace(year=2100), now=now, most_attempts=2
            )
        )
        for _ in range(3)
    ]
    assert [each and each.tess_id for each in taken] == [11, 44, 22]


def test_a_runner_that_was_replaced_is_told(database: Database) -> None:
    workspace = workspace_in(Path("unused"), database, ArchiveEndpoints("http://127.0.0.1:9"))
    name, now = runner.runner_name(workspace), utc_now()
    old, new = (runners.RunnerMark(each, "elsewhere", 1, 0.0) for each in ("old", "new"))
    past = now.replace(year=2001)
    assert database.write(lambda session: runners.claim_runner(session, name, old, past, now=past, dead=None))
    assert batches.runner_status(workspace).alive is False
    assert database.write(
        lambda session: runners.claim_runner(session, name, new, now.replace(year=2100), now=now, dead=None)
    )
    assert not database.write(lambda session: runners.hear_runner(session, name, "old", now, now=now))
    assert batches.runner_status(workspace).alive is True
