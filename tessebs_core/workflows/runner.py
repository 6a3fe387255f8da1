"""The runner: one process for a data folder that works on what is wanted, some targets at a time.

It holds a lease on each target it works on and renews it; when it is killed the leases expire, and the next
runner takes the same targets up again. Files that have arrived are not asked for twice.
"""

import hashlib
import logging
import os
import socket
import threading
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

import psutil
from sqlalchemy.orm import Session

from tessebs_core.database.schema import Runner as RunnerRow
from tessebs_core.database.stores import runners, tasks
from tessebs_core.database.stores.runners import RunnerMark
from tessebs_core.database.stores.tasks import TakenTask
from tessebs_core.database.types import utc_now
from tessebs_core.errors import ArchiveUnavailable, Cancelled, StorageError, TessebsError
from tessebs_core.vocabulary import TaskState, WorkKind
from tessebs_core.workflows.ingest_targets import LeasedTask, ingest_task
from tessebs_core.workflows.workspace import Workspace

__all__ = ["RunnerPace", "is_dead", "run_tasks", "runner_name"]

logger = logging.getLogger("tessebs_core.runner")

T = TypeVar("T")

_KIND = WorkKind.INGEST
_HELD_UP = (ArchiveUnavailable, StorageError)  # the next target would meet the same


@dataclass(frozen=True)
class RunnerPace:
    """How a runner goes about its work; all times in seconds.

    Parameters
    ----------
    targets : int
        At a time.
    lease : float
        After which a runner that is not heard of counts as dead.
    beat : float
        Between two signs of life.
    attempts : int
        Times that a target is begun before it counts as failed.
    pause : float
        After the archive could not be had, or the disk refused; doubled each time.
    longest_pause : float
        Of one pause.
    """

    targets: int = 2
    lease: float = 60.0
    beat: float = 2.0
    attempts: int = 3
    pause: float = 30.0
    longest_pause: float = 600.0


def runner_name(workspace: Workspace) -> str:
    """What the one runner of a data folder is called."""
    folder = str(workspace.folder.root.expanduser().resolve())
    return f"{_KIND}-{hashlib.sha256(folder.encode()).hexdigest()[:32]}"


def is_dead(row: RunnerRow, now: datetime) -> bool:
    """Whether a runner has not been heard of for too long, or was a process of this machine that is gone."""
    if row.until < now:
        return True
    if row.host != socket.gethostname():
        return False
    try:
        return bool(abs(psutil.Process(row.pid).create_time() - row.born) > 1.0)
    except psutil.NoSuchProcess:
        return True


def run_tasks(
    workspace: Workspace,
    *,
    pace: RunnerPace | None = None,
    stopping: threading.Event | None = None,
    progress: Callable[[], None] = lambda: None,
) -> bool:
    """Work until nothing is left, or until told to stop; what is under way is then given back.

    Parameters
    ----------
    stopping : Event, optional
        Set it to stop at the next safe place.
    progress : callable, optional
        Called after each sign of life.

    Returns
    -------
    bool
        False when another runner is alive, and nothing was done.
    """
    runner = _Runner(workspace, pace or RunnerPace(), stopping or threading.Event())
    if not runner.claim():
        return False
    with runner.ending(), ThreadPoolExecutor(runner.pace.targets, thread_name_prefix="ingest") as pool:
        try:
            while not runner.stopping.is_set() and runner.go_on(pool):
                progress()
        finally:
            runner.stopping.set()  # workers stop at their next step
    return True


class _Runner:
    """One run: its name, what is under way, and why it waits."""

    def __init__(self, workspace: Workspace, pace: RunnerPace, stopping: threading.Event) -> None:
        self.workspace = workspace
        self.pace = pace
        self.stopping = stopping
        self._name = runner_name(workspace)
        born = psutil.Process().create_time()
        self._mark = RunnerMark(uuid.uuid4().hex, socket.gethostname(), os.getpid(), born)
        self._under_way: dict[Future[None], TakenTask] = {}
        self._setbacks = 0

    def claim(self) -> bool:
        """Become the runner, if no other is alive."""

        def work(session: Session) -> bool:
            now = utc_now()
            row = runners.lock_runner(session, self._name)
            dead = row.owner if row is not None and is_dead(row, now) else None
            return runners.claim_runner(session, self._name, self._mark, self._until(now), now=now, dead=dead)

        return self._write(work)

    @contextmanager
    def ending(self) -> Iterator[None]:
        """Give back what is under way at the end, however it comes."""
        try:
            yield
        finally:

            def work(session: Session) -> None:
                tasks.hand_back(session, self._mark.owner, counted=False)
                runners.release_runner(session, self._name, self._mark.owner)

            self._write(work)

    def go_on(self, pool: ThreadPoolExecutor) -> bool:
        """One sign of life, what can be begun now, and what has ended since; False when nothing is left."""
        paused_until = self._beat()
        if paused_until is None:
            while len(self._under_way) < self.pace.targets and (task := self._take()) is not None:
                leased = LeasedTask(task, self._mark.owner, self.stopping.is_set)
                self._under_way[pool.submit(ingest_task, self.workspace, leased)] = task
        if self._under_way:
            ended, _ = wait(self._under_way, timeout=self.pace.beat, return_when=FIRST_COMPLETED)
            for future in ended:
                self._settle(self._under_way.pop(future), future.exception())
            return True
        if self._release_if_empty():
            return False
        self.stopping.wait(self.pace.beat)
        return True

    def _beat(self) -> datetime | None:
        """Renew the leases; return until when to begin nothing new.

        A runner that was taken for dead, as after the machine slept, stops.
        """

        def work(session: Session) -> tuple[bool, datetime | None]:
            now = utc_now()
            heard = runners.hear_runner(session, self._name, self._mark.owner, self._until(now), now=now)
            tasks.renew_leases(session, self._mark.owner, self._until(now))
            row = runners.find_runner(session, self._name)
            paused = row.paused_until if row is not None else None
            if paused is not None and paused <= now:
                paused = None
            return heard, paused

        heard, paused_until = self._write(work)
        if not heard:
            logger.warning("another runner has taken the place of this one")
            self.stopping.set()
        return paused_until

    def _take(self) -> TakenTask | None:
        def work(session: Session) -> TakenTask | None:
            now = utc_now()
            return tasks.take_task(
                session, _KIND, self._mark.owner, self._until(now), now=now, most_attempts=self.pace.attempts
            )

        return None if self.stopping.is_set() else self._write(work)

    def _settle(self, task: TakenTask, error: BaseException | None) -> None:
        """Store what went wrong with a target; what went well, its worker has stored."""
        owner = self._mark.owner
        if error is None:
            if self._setbacks:
                self._write(lambda session: runners.wake_runner(session, self._name))
            self._setbacks = 0
        elif isinstance(error, Cancelled):
            logger.info("TIC %d: %s", task.tess_id, error, extra={"target": task.tess_id})
        elif isinstance(error, _HELD_UP):
            self._hold_up(task, error)
        else:
            words = str(error)
            if not isinstance(error, TessebsError):
                known = {"target": task.tess_id}
                logger.error("TIC %d: unexpected", task.tess_id, exc_info=error, extra=known)
                words = (
                    f"Something went wrong on our side ({type(error).__name__}); runner.log has the details."
                )
            self._write(
                lambda session: tasks.finish_task(session, task.task_id, owner, TaskState.FAILED, error=words)
            )

    def _hold_up(self, task: TakenTask, error: TessebsError) -> None:
        """Let a target wait, and everything with it: nobody else would fare better now."""
        owner, words = self._mark.owner, str(error)
        pause = min(self.pace.pause * 2.0**self._setbacks, self.pace.longest_pause)
        self._setbacks += 1
        until = utc_now() + timedelta(seconds=pause)

        def work(session: Session) -> None:
            if task.attempt >= self.pace.attempts:
                tasks.finish_task(session, task.task_id, owner, TaskState.FAILED, error=words)
            else:
                tasks.put_off(session, task.task_id, owner, words, until)
            runners.pause_runner(session, self._name, owner, words, until)

        self._write(work)

    def _release_if_empty(self) -> bool:
        """End, in one transaction with the look that nothing is left: who adds more waits for it."""

        def work(session: Session) -> bool:
            runners.lock_runner(session, self._name)
            if tasks.count_open(session, _KIND):
                return False
            runners.release_runner(session, self._name, self._mark.owner)
            return True

        return self._write(work)

    def _until(self, now: datetime) -> datetime:
        return now + timedelta(seconds=self.pace.lease)

    def _write(self, work: Callable[[Session], T]) -> T:
        return self.workspace.database.write(work, repeatable=True)
