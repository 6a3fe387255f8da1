"""Bulk work with workers killed, and against one target after the other: ``python -m benchmarks.bulk``.

Periods of 4 000 small light curves by 8 worker processes. Each of them is killed by SIGKILL once on the way,
one target kills whoever works on it, and at the end everything is wanted again. Before that the old way, one
target after the other, and the new way with threads and with processes, on the same targets.
"""

import argparse
import os
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from distributed import WorkerPlugin
from sqlalchemy import func, insert, select

from benchmarks.large_catalogue import on_mariadb
from tessebs_core.database.connection import Database
from tessebs_core.database.migrations import upgrade
from tessebs_core.database.schema import TIC, Provenance, Report, Run, Sector, Task
from tessebs_core.export.syndicated import write_syndicated
from tessebs_core.records.bulk import BulkPace, BulkProgress, FigureWork, PeriodWork
from tessebs_core.records.work import Choices, ListedTarget, TargetList
from tessebs_core.vocabulary import TaskState, WorkKind
from tessebs_core.workflows import bulk, bulk_kinds
from tessebs_core.workflows.bulk_cluster import Cluster, Where, open_cluster
from tessebs_core.workflows.bulk_runs import run_batch
from tessebs_core.workflows.figures import create_static_files
from tessebs_core.workflows.report_batches import store_reports
from tessebs_core.workflows.workspace import Workspace, open_workspace
from tests.widgets.fakes import synthetic_light_curve

FIRST = 9_100_000_001  # numbers that no real TIC has
POINTS = 150  # three days at half an hour: the queue is measured, not the search
WORKERS = 8
PACE = BulkPace(lease=20.0, beat=4.0)


class Poison(WorkerPlugin):
    """A target whose light curve kills the process that reads it, in each worker, restarted ones too."""

    def __init__(self, tess_id: int) -> None:
        self.tess_id = tess_id

    def setup(self, worker: Any) -> None:
        """Stand in the way of one target."""
        known = bulk_kinds.stored_report

        def deadly(workspace: Workspace, tess_id: int, provenance: str | None) -> Any:
            if tess_id == self.tess_id:
                os.kill(os.getpid(), signal.SIGKILL)
            return known(workspace, tess_id, provenance)

        bulk_kinds.stored_report = deadly


@contextmanager
def catalogue(url: str, folder: Path, count: int) -> Iterator[Workspace]:
    """A catalogue of so many targets with one small light curve each, which the environment names."""
    os.environ |= {"TESSEBS_DATABASE_URL": url, "TESSEBS_DATA_DIR": str(folder)}
    database = Database.open(url)
    upgrade(database)
    tess_ids = range(FIRST, FIRST + count)
    database.write(
        lambda session: [
            session.execute(insert(TIC), [{"tess_id": each} for each in tess_ids]),
            session.add_all([Provenance(name="SPOC"), Sector(sector_id=1)]),
        ]
    )
    database.dispose()
    workspace = open_workspace()
    curve = synthetic_light_curve(FIRST, "SPOC", period=1.3, sectors=(1,), cadence=1800.0)
    columns = ("time", "flux", "flux_err", "sector", "cadence", "quality")
    curve = replace(curve, **{name: getattr(curve, name)[:POINTS] for name in columns})
    first = workspace.folder.syndicated(FIRST)
    write_syndicated(first, [curve])
    content = first.read_bytes()  # the number of the target stands in its header and in nothing else
    for each in tess_ids[1:]:
        workspace.folder.syndicated(each).write_bytes(content.replace(b"%d" % FIRST, b"%d" % each))
    yield workspace
    workspace.database.dispose()


def batch_of(workspace: Workspace, kind: WorkKind, choices: Choices, count: int) -> int:
    """Want something of the first targets."""
    listed = TargetList(tuple(ListedTarget(FIRST + number, number + 1) for number in range(count)))
    return bulk.start_bulk(workspace, "ada", kind, listed, choices, label="benchmark").batch_id


def rows(workspace: Workspace) -> dict[str, int]:
    """How many rows the tables have that bulk work writes."""
    return workspace.database.read(
        lambda session: {
            each.__tablename__: session.scalar(select(func.count()).select_from(each)) or 0
            for each in (Task, Report, Run)
        }
    )


@dataclass
class Killer:
    """Kills each of the first workers once, at even distances of the progress."""

    cluster: Cluster
    total: int
    killed: int = 0

    def __call__(self, found: BulkProgress) -> None:
        """Kill the next one if it is time."""
        if self.killed < WORKERS and found.ended >= (self.killed + 1) * self.total // (WORKERS + 2):
            nanny = self.cluster.client.cluster.workers[self.killed]
            if nanny.process is not None and nanny.process.pid is not None:
                os.kill(nanny.process.pid, signal.SIGKILL)
                self.killed += 1


def with_kills(workspace: Workspace, count: int) -> None:
    """All once, the poison marked, nothing twice."""
    poison = FIRST + count // 3
    batch = batch_of(workspace, WorkKind.PERIODS, PeriodWork(), count)
    with open_cluster(Where(WORKERS, processes=True)) as cluster:
        cluster.client.register_plugin(Poison(poison))
        killer = Killer(cluster, count)
        began = time.perf_counter()
        run_batch(workspace, cluster, WorkKind.PERIODS, batch, pace=PACE, progress=killer)
        seconds = time.perf_counter() - began
        first = rows(workspace)
        found = bulk.bulk_progress(workspace, batch)
        print(f"{count} targets, {killer.killed} of {WORKERS} workers killed: {seconds:.0f} s, {first}")
        failed = [(each.tess_id, each.attempts, each.error) for each in bulk.bulk_failures(workspace, batch)]
        print(f"  { ({str(state): number for state, number in found.counts.items()}) }; failed: {failed}")
        bulk.want_all_again(workspace, "ada", WorkKind.PERIODS, batch)
        began = time.perf_counter()
        run_batch(workspace, cluster, WorkKind.PERIODS, batch, pace=PACE)
        print(f"  wanted again: {time.perf_counter() - began:.0f} s, {rows(workspace)}")
    assert killer.killed == WORKERS
    assert found.counts == {TaskState.DONE: count - 1, TaskState.FAILED: 1}
    assert [each[:2] for each in failed] == [(poison, PACE.attempts)]
    assert rows(workspace) == first == {"Task": count, "Report": count - 1, "Run": count - 1}


def compared(count: int) -> None:
    """One target after the other, and over Dask, on the same targets."""
    tess_ids = range(FIRST, FIRST + count)

    def drawn(workspace: Workspace) -> None:
        for each in tess_ids:
            create_static_files(workspace, each)

    old_ways: dict[WorkKind, tuple[Callable[[Workspace], object], Choices]] = {
        WorkKind.PERIODS: (lambda workspace: store_reports(workspace, tess_ids), PeriodWork()),
        WorkKind.FIGURES: (drawn, FigureWork()),
    }
    cores = os.cpu_count() or 1
    with emptied(1) as workspace:
        store_reports(workspace, [FIRST])  # compiles the searches where that was not done yet
    for kind, (old_way, choices) in old_ways.items():
        with emptied(count) as workspace:
            old = seconds_of(lambda: old_way(workspace))  # noqa: B023
        print(f"{kind} of {count} targets, one after the other: {old:.1f} s")
        for where in (Where(cores), Where(cores, processes=True)):
            with emptied(count) as workspace, open_cluster(where) as cluster:
                batch = batch_of(workspace, kind, choices, count)
                new = seconds_of(lambda: run_batch(workspace, cluster, kind, batch))  # noqa: B023
            way = "processes" if where.processes else "threads"
            print(f"  {cores} {way}: {new:.1f} s, {old / new:.2f} times as fast")


@contextmanager
def emptied(count: int) -> Iterator[Workspace]:
    """A catalogue of its own on SQLite."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with catalogue(f"sqlite:///{folder / 'tessebs.sqlite3'}", folder, count) as workspace:
            yield workspace


def seconds_of(work: Callable[[], object]) -> float:
    """How long it takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def main() -> None:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--targets", type=int, default=4000)
    parser.add_argument("--compared", type=int, default=100)
    parser.add_argument("--mariadb", action="store_true", help="the killed workers on MariaDB")
    asked = parser.parse_args()
    if asked.compared:
        compared(asked.compared)
    if asked.targets:
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            url = f"sqlite:///{folder / 'tessebs.sqlite3'}"
            if asked.mariadb:
                url = stack.enter_context(on_mariadb())
            with_kills(stack.enter_context(catalogue(url, folder, asked.targets)), asked.targets)


if __name__ == "__main__":
    main()
