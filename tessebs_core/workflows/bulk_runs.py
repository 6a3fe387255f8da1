"""A run of bulk work: sends shares to workers, a few at a time, until nothing of a batch is left.

It holds no list of targets: workers take them from the queue themselves. So several runs may work on one
batch, as the members of a SLURM array do, and a run that is killed is taken up by any other.
"""

import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from tessebs_core.database.stores.tasks import hand_back_run
from tessebs_core.records.bulk import BulkPace, BulkProgress, Share
from tessebs_core.vocabulary import TaskState, WorkKind
from tessebs_core.workflows.bulk import bulk_progress
from tessebs_core.workflows.bulk_cluster import Cluster, surroundings_here
from tessebs_core.workflows.workspace import Workspace

if TYPE_CHECKING:
    from distributed import Future

__all__ = ["run_batch"]

_SHARES_EACH = 2  # one under way and one that waits, so that no worker does
_BETWEEN_COUNTS = 1.0  # seconds
_WHEN_EMPTY = 2.0  # seconds until a queue that others work on is looked at again


def run_batch(
    workspace: Workspace,
    cluster: Cluster,
    kind: WorkKind,
    batch_id: int,
    *,
    pace: BulkPace | None = None,
    stopping: threading.Event | None = None,
    progress: Callable[[BulkProgress], None] = lambda _: None,
) -> BulkProgress:
    """Have a batch worked on until nothing of it is left, or told to stop; what is under way is given back.

    Parameters
    ----------
    cluster : Cluster
        See `tessebs_core.workflows.bulk_cluster.open_cluster`.
    stopping : Event, optional
        Set it to stop at the next safe place.
    progress : callable, optional
        Told about once a second.

    Returns
    -------
    BulkProgress
        As it is at the end.

    Raises
    ------
    ClusterUnavailable, DatabaseUnavailable
        The work cannot go on; what is done is stored.
    """
    run = _Run(workspace, cluster, kind, batch_id, pace or BulkPace())
    stopping = stopping or threading.Event()
    try:
        while not stopping.is_set():
            found = run.look()
            progress(found)
            if not found.left:
                return found
            run.fill()
            stopping.wait(run.pace.look)
        run.drain()
    finally:
        run.end()
    return run.look()


class _Run:
    """One run: the shares it has sent, and why it waits."""

    def __init__(
        self, workspace: Workspace, cluster: Cluster, kind: WorkKind, batch_id: int, pace: BulkPace
    ) -> None:
        self.pace = pace
        self._workspace, self._cluster = workspace, cluster
        self._share = Share(batch_id, kind, uuid.uuid4().hex[:16], pace, surroundings_here())
        self._under_way: set[Future] = set()
        self._began, self._ended_before = time.monotonic(), 0
        self._waits_until, self._words, self._setbacks = 0.0, "", 0
        self._found: BulkProgress | None = None
        self._looked = 0.0

    def look(self) -> BulkProgress:
        """Hear of shares that have ended, and count how far the batch is, at most once a second."""
        is_empty = self._settle()
        now = time.monotonic()
        if self._found is None or is_empty or now - self._looked >= _BETWEEN_COUNTS:
            counted = bulk_progress(self._workspace, self._share.batch_id)
            if self._found is None:
                self._ended_before = counted.ended
            done = counted.ended - self._ended_before
            self._looked = now
            self._found = replace(
                counted,
                rate=done / (now - self._began) if done else None,
                workers=self._cluster.workers(),
                words=self._why(counted),
            )
            if not self._found.workers:
                self._found = replace(self._found, words="no worker is there; one is waited for")
        return self._found

    def fill(self) -> None:
        """Send shares, so that each worker has one and the next one waits."""
        if time.monotonic() < self._waits_until:
            return
        workers = self._cluster.workers() if self._found is None else self._found.workers
        left = self._found.left if self._found is not None else workers
        for _ in range(min(_SHARES_EACH * workers, left) - len(self._under_way)):
            self._under_way.add(self._cluster.submit(self._share))

    def drain(self) -> None:
        """Tell workers to stop, and wait until they have."""
        self._cluster.stop(self._share.run)
        while self._under_way and self._cluster.workers():
            self._settle()
            time.sleep(self.pace.look / 5)

    def end(self) -> None:
        """Leave nothing on lease, however the run ends."""
        self._cluster.stop(self._share.run)
        self._workspace.database.write(
            lambda session: hand_back_run(session, self._share.run), repeatable=True
        )

    def _settle(self) -> bool:
        """Hear of shares that have ended; True if one found the queue empty."""
        is_empty = False
        for future in [each for each in self._under_way if each.done()]:
            self._under_way.remove(future)
            report = self._cluster.outcome(future)
            if report is None:
                continue
            if report.held_up and time.monotonic() < self._waits_until:
                continue  # another has met the same
            if report.held_up:
                pause = min(self.pace.pause * 2.0**self._setbacks, self.pace.longest_pause)
                self._setbacks += 1
                self._waits_until, self._words = time.monotonic() + pause, report.held_up
            elif report.begun:
                self._setbacks, self._words = 0, ""
            else:
                is_empty = True
                self._waits_until = max(self._waits_until, time.monotonic() + _WHEN_EMPTY)
        return is_empty

    def _why(self, counted: BulkProgress) -> str:
        wait = self._waits_until - time.monotonic()
        if self._words and wait > 0:
            return f"waits {wait:.0f} s: {self._words}"
        if counted.left and not counted.counts.get(TaskState.WANTED):
            return f"the last {counted.left} are under way"
        return ""
