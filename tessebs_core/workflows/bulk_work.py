"""What a worker does with its share: one target of the queue after the other, each on lease.

The target is worked on in a thread of its own, so that the worker can renew the lease meanwhile, and so that
whatever goes wrong with one target ends that target alone. A worker that is killed says nothing any more: its
lease runs out, and the next one takes the target up; see `tessebs_core.database.stores.tasks`.
"""

import logging
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from datetime import datetime, timedelta

from tessebs_core.database.stores import tasks
from tessebs_core.database.stores.tasks import TakenTask
from tessebs_core.database.types import utc_now
from tessebs_core.errors import (
    ArchiveUnavailable,
    Cancelled,
    DatabaseUnavailable,
    StorageError,
    TessebsError,
)
from tessebs_core.records.bulk import Share, ShareReport
from tessebs_core.records.work import Choices
from tessebs_core.vocabulary import TaskState
from tessebs_core.workflows.bulk_kinds import choices_of_batch, perform_task
from tessebs_core.workflows.ingest_targets import LeasedTask
from tessebs_core.workflows.workspace import Workspace

__all__ = ["Perform", "work_share"]

logger = logging.getLogger("tessebs_core.bulk")

Perform = Callable[[Workspace, LeasedTask, Choices], None]

_HELD_UP = (ArchiveUnavailable, StorageError)  # the next target would meet the same


def work_share(
    workspace: Workspace,
    share: Share,
    should_stop: Callable[[], bool] = lambda: False,
    *,
    perform: Perform = perform_task,
) -> ShareReport:
    """Do targets of the queue until there is none, the share's time is over, or told to stop.

    Parameters
    ----------
    should_stop : callable
        Asked every ``share.pace.look`` seconds; what is under way is then given back.
    perform : callable
        What is done with a target.

    Raises
    ------
    DatabaseUnavailable
        The database is away; what the worker had on lease comes back when that has run out.
    """
    worker = _Worker(workspace, share, should_stop, perform)
    end, begun = time.monotonic() + share.pace.share, 0
    with worker.giving_back(), ThreadPoolExecutor(1, thread_name_prefix="target") as pool:
        while time.monotonic() < end and not worker.told_to_stop() and (task := worker.take()) is not None:
            begun += 1
            if held_up := worker.do(pool, task):
                return ShareReport(begun, held_up)
    return ShareReport(begun)


class _Worker:
    """One worker with one share: the owner of its leases."""

    def __init__(
        self, workspace: Workspace, share: Share, should_stop: Callable[[], bool], perform: Perform
    ) -> None:
        self._workspace, self._share, self._perform = workspace, share, perform
        self._choices = choices_of_batch(workspace, share.batch_id)
        self._owner = f"{share.run}-{uuid.uuid4().hex}"
        self._should_stop, self._stopping = should_stop, threading.Event()

    def told_to_stop(self) -> bool:
        """Ask whether to stop, and tell the thread that works on a target."""
        if self._should_stop():
            self._stopping.set()
        return self._stopping.is_set()

    @contextmanager
    def giving_back(self) -> Iterator[None]:
        """Give back at the end what is under way, however that comes; it does not count as an attempt."""
        try:
            yield
        finally:
            self._stopping.set()
            self._workspace.database.write(
                lambda session: tasks.hand_back(session, self._owner, counted=False), repeatable=True
            )

    def take(self) -> TakenTask | None:
        """Take the next target on lease."""
        share, now = self._share, utc_now()
        return self._workspace.database.write(
            lambda session: tasks.take_task(
                session, share.kind, self._owner, self._until(now), now=now,
                most_attempts=share.pace.attempts, batch_id=share.batch_id,
            ),
            repeatable=True,
        )  # fmt: skip

    def do(self, pool: ThreadPoolExecutor, task: TakenTask) -> str:
        """Work on a target and store its end; returns what would hold up any other, empty if nothing."""
        leased = LeasedTask(task, self._owner, self._stopping.is_set)
        future = pool.submit(self._perform, self._workspace, leased, self._choices)
        heard = time.monotonic()
        try:
            while not wait((future,), timeout=self._share.pace.look).done:
                self.told_to_stop()
                if time.monotonic() - heard >= self._share.pace.beat:
                    self._renew()
                    heard = time.monotonic()
        except TessebsError:
            self._stopping.set()  # nobody waits for the target's thread longer than needed
            raise
        return self._settle(task, future)

    def _renew(self) -> None:
        until = self._until(utc_now())
        self._workspace.database.write(
            lambda session: tasks.renew_leases(session, self._owner, until), repeatable=True
        )

    def _settle(self, task: TakenTask, future: Future[None]) -> str:
        """Store what went wrong with a target; what went well, is stored."""
        error, tess_id = future.exception(), task.tess_id
        if error is None:
            return ""
        if isinstance(error, DatabaseUnavailable):
            raise error
        known = {"target": tess_id}
        if isinstance(error, Cancelled):
            logger.info("TIC %d: %s", tess_id, error, extra=known)
            return ""
        if isinstance(error, _HELD_UP):
            pace = self._share.pace
            pause = min(pace.pause * 2.0 ** (task.attempt - 1), pace.longest_pause)
            self._put_off_or_fail(task, str(error), pause)
            return str(error)
        if isinstance(error, TessebsError):
            self._fail(task, str(error))
            return ""
        logger.error("TIC %d: unexpected", tess_id, exc_info=error, extra=known)
        words = f"Something went wrong on our side: {type(error).__name__}: {error}"[:500]
        self._put_off_or_fail(task, words, 0.0)
        return ""

    def _put_off_or_fail(self, task: TakenTask, words: str, pause: float) -> None:
        """Let another attempt be made after some seconds, unless there were enough."""
        if task.attempt >= self._share.pace.attempts:
            self._fail(task, f"{words}\nBegun {task.attempt} times.")
            return
        until = utc_now() + timedelta(seconds=pause)
        self._workspace.database.write(
            lambda session: tasks.put_off(session, task.task_id, self._owner, words, until), repeatable=True
        )

    def _fail(self, task: TakenTask, words: str) -> None:
        self._workspace.database.write(
            lambda session: tasks.finish_task(
                session, task.task_id, self._owner, TaskState.FAILED, error=words
            ),
            repeatable=True,
        )

    def _until(self, now: datetime) -> datetime:
        return now + timedelta(seconds=self._share.pace.lease)
