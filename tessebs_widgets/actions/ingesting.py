"""Read lists, start batches, look how they do, retry, cancel, resume."""

import time
from pathlib import Path

from tessebs_core.errors import InputError
from tessebs_core.records.work import BatchChoices, Preview, Started
from tessebs_core.vocabulary import TaskState
from tessebs_widgets.actions.background import Background
from tessebs_widgets.actions.ingest_desk import IngestDesk
from tessebs_widgets.state.guarding import guarded, words_for
from tessebs_widgets.state.ingest import TASKS_A_PAGE, IngestState, Look
from tessebs_widgets.state.notices import Kind, Notice
from tessebs_widgets.state.triage import Phase

__all__ = ["Ingesting"]

_STARTING = 20.0  # seconds in which a runner that was started is heard of, or is not coming


class Ingesting:
    """What the ingest screen does; each change is in the database when its method returns."""

    def __init__(self, state: IngestState, desk: IngestDesk, background: Background) -> None:
        self._state = state
        self._desk = desk
        self._background = background
        self._looking = False
        self._started_at = 0.0

    def refresh(self) -> None:
        """Read everything again, now."""
        asked = self._asked()
        self._looked(self._desk.look(*asked), asked)

    def look(self) -> None:
        """Read everything again beside the screen; one look at a time."""
        if self._looking:
            return
        self._looking = True
        asked = self._asked()
        self._background.run(
            lambda: self._desk.look(*asked), lambda found: self._looked(found, asked), self._look_failed
        )

    def read(self, text: str, label: str = "list") -> None:
        """Preview a list beside the screen."""
        self._state.reading, self._state.preview = True, None
        self._background.run(
            lambda: self._desk.preview(text, label), lambda found: self._previewed(found, label), self._failed
        )

    def preview(self, text: str, label: str = "list") -> Preview:
        """Preview a list and wait for it.

        Raises
        ------
        InputError
            It is too large.
        """
        found = self._desk.preview(text, label)
        self._previewed(found, label)
        return found

    def preview_file(self, path: Path) -> Preview:
        """Preview the list of a file.

        Raises
        ------
        InputError
            It cannot be read, is too large, or no text.
        """
        found = self._desk.preview_file(path)
        self._previewed(found, path.name)
        return found

    def forget(self) -> None:
        """Put the preview away."""
        self._state.preview = None

    def choose(self, choices: BatchChoices) -> None:
        """Choose what is done with each target."""
        self._state.choices = choices

    def start(self) -> Started:
        """Want the list that was previewed, and see that a runner is at work.

        Raises
        ------
        InputError
            Nothing was previewed, or it names no target.
        NotPermitted
            A viewer may only look.
        """
        started = self._desk.start(self._wanted(), self._state.choices, self._state.label)
        self._started(started)
        return started

    def begin(self) -> None:
        """Do the same beside the screen: a list of 10^5 targets takes seconds to store.

        Raises
        ------
        InputError
            Nothing was previewed.
        """
        preview, choices, label = self._wanted(), self._state.choices, self._state.label
        self._state.storing = True
        self._background.run(lambda: self._desk.start(preview, choices, label), self._started, self._failed)

    def _wanted(self) -> Preview:
        if self._state.preview is None:
            raise InputError("Preview a list first.")
        return self._state.preview

    def _started(self, started: Started) -> None:
        state = self._state
        with state.hold_trait_notifications():
            state.storing = False
            state.chosen, state.wanted_state, state.first, state.opened = started.batch_id, None, 0, None
            state.preview = None if started.is_new else state.preview
        words = f"Batch {started.batch_id} is in the database and goes on without this page."
        kind = Kind.INFO
        if not started.is_new:
            kind = Kind.WARNING
            words = (
                f"The same list with the same choices is batch {started.batch_id}, which is under way: "
                "nothing was added. What has failed there can be retried."
            )
        with guarded(state):  # it is stored, whatever happens to the screen now
            state.notice = Notice(kind, words)
            self._after()

    def show(self, batch_id: int, state: TaskState | None = None, first: int = 0) -> None:
        """Show the targets of a batch, of one state if named, from a place on.

        Raises
        ------
        InputError
            There is no such batch on the screen.
        """
        if batch_id not in {each.batch_id for each in self._state.batches}:
            raise InputError(f"There is no batch {batch_id} on this screen. Refresh it.")
        with self._state.hold_trait_notifications():
            self._state.chosen, self._state.wanted_state, self._state.first = batch_id, state, first
            self._state.opened, self._state.files = None, ()
        self.refresh()

    def turn(self, step: int) -> None:
        """Show the next hundred targets, or those before."""
        state, batch = self._state, self._state.batch
        if batch is None:
            return
        total = batch.total if state.wanted_state is None else batch.counts.get(state.wanted_state, 0)
        last = max(0, (total - 1) // TASKS_A_PAGE * TASKS_A_PAGE)
        self.show(batch.batch_id, state.wanted_state, min(max(0, state.first + step * TASKS_A_PAGE), last))

    def open(self, task_id: int | None) -> None:
        """Show the files of a target; those of none for None."""
        with self._state.hold_trait_notifications():
            self._state.opened, self._state.files = task_id, ()
        self.refresh()

    def retry(self, batch_id: int, task_ids: tuple[int, ...] | None = None) -> int:
        """Want again what failed or was cancelled of a batch, or some targets of it; returns how many."""
        count = self._desk.retry(batch_id, task_ids)
        self._after(f"{_targets(count)} wanted again")
        return count

    def cancel(self, batch_id: int, task_ids: tuple[int, ...] | None = None) -> int:
        """Cancel what is left of a batch, or some targets of it; returns how many."""
        count = self._desk.cancel(batch_id, task_ids)
        self.refresh()
        self._state.notice = Notice(
            Kind.INFO, f"{_targets(count)} cancelled; files that have arrived are kept."
        )
        return count

    def resume(self) -> None:
        """See that a runner is at work, and let what was put off be tried at once.

        Raises
        ------
        NotPermitted
            A viewer may only look.
        StorageError
            No runner can be started.
        """
        self._desk.try_now()
        self._after("going on")

    def _after(self, words: str = "") -> None:
        """Something is wanted: see that a runner is at work, and show it."""
        state = self._state
        try:
            if self._desk.ensure_runner():
                state.starting, self._started_at = True, time.monotonic()
        finally:
            with guarded(state):  # it is stored, whatever happens to the screen now
                self.refresh()
        if words:
            state.notice = Notice(Kind.INFO, f"{words[0].upper()}{words[1:]}.")

    def _asked(self) -> tuple[int | None, TaskState | None, int, int | None]:
        """Which batch, state, page and target the screen shows."""
        state = self._state
        return state.chosen, state.wanted_state, state.first, state.task.tess_id if state.task else None

    def _looked(self, found: Look, asked: tuple[int | None, TaskState | None, int, int | None]) -> None:
        """Show what was found, unless the screen has turned to something else meanwhile."""
        state, self._looking = self._state, False
        if asked != self._asked():
            return
        with state.hold_trait_notifications():
            state.batches, state.tasks, state.files, state.runner = (
                found.batches, found.tasks, found.files, found.runner,
            )  # fmt: skip
            state.may_change, state.leads = found.may_change, found.leads
            if state.chosen is None and found.batches:
                state.chosen = found.batches[0].batch_id
            heard = bool(found.runner.alive) or not found.runner.waiting
            state.starting = state.starting and not heard and time.monotonic() - self._started_at < _STARTING
            state.phase = Phase.READY

    def _look_failed(self, error: BaseException) -> None:
        self._looking = False
        self._state.notice = Notice(Kind.ERROR, words_for(error))

    def _previewed(self, found: Preview, label: str) -> None:
        with self._state.hold_trait_notifications():
            self._state.preview, self._state.label, self._state.reading = found, label, False

    def _failed(self, error: BaseException) -> None:
        self._state.reading = self._state.storing = False
        self._state.notice = Notice(Kind.ERROR, words_for(error))


def _targets(count: int) -> str:
    return f"{count} target{'' if count == 1 else 's'}"
