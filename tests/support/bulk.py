"""Bulk work for tests: a batch of many targets, and what is done with each without computing anything."""

import os
import signal
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from tessebs_core.archive.client import ArchiveEndpoints
from tessebs_core.database.connection import Database
from tessebs_core.database.schema import Run
from tessebs_core.database.stores.runs import save_run
from tessebs_core.database.stores.tasks import finish_task
from tessebs_core.errors import Cancelled
from tessebs_core.records.bulk import BulkPace, PeriodWork, Share, Surroundings
from tessebs_core.records.work import Choices, ListedTarget, TargetList
from tessebs_core.vocabulary import TaskState, WorkKind
from tessebs_core.workflows import bulk
from tessebs_core.workflows.bulk_work import work_share
from tessebs_core.workflows.ingest_targets import LeasedTask
from tessebs_core.workflows.workspace import Workspace
from tests.support.sky import workspace_in

QUICK = BulkPace(lease=1.0, beat=0.1, attempts=2, share=30.0, look=0.02, pause=0.0)
CODE = "tests.bulk"


@dataclass(frozen=True)
class Deadly:
    """Targets that kill who works on them: always, or the first time when all is written but the end."""

    always: frozenset[int] = frozenset()
    first_time: frozenset[int] = frozenset()

    def __call__(self, workspace: Workspace, leased: LeasedTask, _: Choices) -> None:
        """Store a run and the end of the task in one transaction."""
        task = leased.task
        if task.tess_id in self.always:
            os.kill(os.getpid(), signal.SIGKILL)

        def work(session: Session) -> None:
            save_run(session, code=CODE, version="1", parameters={"tess_id": task.tess_id})
            if not finish_task(session, task.task_id, leased.owner, TaskState.DONE):
                raise Cancelled("the lease is lost")
            if task.tess_id in self.first_time and task.attempt == 1:
                os.kill(os.getpid(), signal.SIGKILL)

        workspace.database.write(work)


def wanted(workspace: Workspace, *tess_ids: int, kind: WorkKind = WorkKind.PERIODS) -> int:
    """Make a batch of these targets; returns its number."""
    listed = TargetList(tuple(ListedTarget(each, line) for line, each in enumerate(tess_ids, start=1)))
    return bulk.start_bulk(workspace, "ada", kind, listed, PeriodWork(), label="test").batch_id


def share_of(batch_id: int, pace: BulkPace = QUICK, kind: WorkKind = WorkKind.PERIODS) -> Share:
    """A share as a run would send it."""
    return Share(batch_id, kind, "0123456789abcdef", pace, Surroundings("", "", "", "", ""))


def runs_stored(workspace: Workspace) -> list[int]:
    """The targets of which a run was stored, each as often as it was."""
    rows = workspace.database.read(
        lambda session: session.scalars(select(Run.parameters).where(Run.code == CODE)).all()
    )
    return sorted(each["tess_id"] for each in rows)


def work_to_the_end(url: str, folder: str, batch_id: int, deadly: Deadly) -> None:
    """A worker's process: take shares until nothing of the batch is left, unless killed before."""
    workspace = workspace_in(Path(folder), Database.open(url), ArchiveEndpoints("http://127.0.0.1:9"))
    while bulk.bulk_progress(workspace, batch_id).left:
        work_share(workspace, share_of(batch_id), perform=deadly)
