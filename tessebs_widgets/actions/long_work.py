"""Work of seconds that the person can watch and stop; of one kind, one piece at a time."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Event
from typing import Generic, TypeVar

from tessebs_core.errors import Cancelled
from tessebs_core.records.reporting import Report, Step
from tessebs_widgets.actions.background import Background

__all__ = ["LongWork", "Outcome"]

Result = TypeVar("Result")


@dataclass(frozen=True)
class Outcome(Generic[Result]):
    """Where the work tells its steps, its result and its failure; each on the thread of the screen."""

    stepped: Callable[[Step], None]
    then: Callable[[Result], None]
    failed: Callable[[BaseException], None]


@dataclass(eq=False)
class _Job:
    key: Hashable
    stopped: Event = field(default_factory=Event)


class LongWork:
    """At most one piece of work: what begins anew stops what was there, and nothing is heard of it again."""

    def __init__(self, background: Background) -> None:
        self._background = background
        self._job: _Job | None = None

    @property
    def key(self) -> Hashable:
        """What is at hand; None while nothing is."""
        return None if self._job is None else self._job.key

    def start(
        self,
        key: Hashable,
        work: Callable[[Report, Callable[[], bool]], Result],
        outcome: Outcome[Result],
        *,
        delay: float = 0.0,
    ) -> None:
        """Begin a piece of work in place of the one at hand.

        Parameters
        ----------
        key : hashable
            What it is about.
        work : callable
            Takes whom to tell of each step, and whether to stop.
        delay : float
            Seconds to wait first; work that is stopped by then never begins.
        """
        self.stop()
        job = self._job = _Job(key)

        def run() -> Result:
            if job.stopped.wait(delay) if delay > 0 else job.stopped.is_set():
                raise Cancelled("The work was stopped before it began.")
            return work(tell, job.stopped.is_set)

        def tell(step: Step) -> None:
            self._background.soon(lambda: outcome.stepped(step) if self._job is job else None)

        def then(result: Result) -> None:
            if self._job is job:
                self._job = None
                outcome.then(result)

        def failed(error: BaseException) -> None:
            if self._job is job:
                self._job = None
                outcome.failed(error)

        self._background.run_long(run, then, failed)

    def stop(self) -> None:
        """Stop what is at hand at its next safe place."""
        if self._job is not None:
            self._job.stopped.set()
            self._job = None
