"""Have something done for the target: refresh, syndicate, draw; beside the screen, one at a time."""

from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import TypeVar

from tessebs_core.errors import Cancelled, InputError
from tessebs_core.records.reporting import Report, Step
from tessebs_core.records.target_views import Refreshed
from tessebs_widgets.actions.background import Background
from tessebs_widgets.actions.long_work import LongWork, Outcome
from tessebs_widgets.actions.target_desk import TargetDesk
from tessebs_widgets.actions.target_showing import TargetShowing
from tessebs_widgets.state.guarding import guarded, words_for
from tessebs_widgets.state.notices import Kind, Notice
from tessebs_widgets.state.target import Failure, TargetState, Work, WorkKind

__all__ = ["TargetWorking"]

Result = TypeVar("Result")
Doing = Callable[[Report, Callable[[], bool]], Result]


class TargetWorking:
    """Start what takes a while, watch it, stop it; what fails can be tried again."""

    def __init__(
        self, state: TargetState, desk: TargetDesk, background: Background, showing: TargetShowing
    ) -> None:
        self._state = state
        self._desk = desk
        self._showing = showing
        self._work = LongWork(background)
        self._stopping = Event()

    def refresh(self) -> Refreshed | None:
        """Ask MAST and SIMBAD again; what changed is shown. None while that is under way."""
        tess_id = self._tess_id()

        def finish(found: Refreshed) -> str:
            if self._state.tess_id == tess_id:
                self._state.refreshed = found
            count = len(found.changes)
            changed = f"{count} thing{'s' * (count != 1)} changed" if count else "nothing has changed"
            return " ".join((f"asked MAST and SIMBAD, {changed}.", *found.warnings))

        return self._run(
            WorkKind.REFRESH,
            lambda report, stop: self._desk.refresh(tess_id, report=report, cancelled=stop),
            finish,
        )

    def syndicate(self) -> tuple[str, ...] | None:
        """Write the syndicated file anew; the products in it, or None while that is under way."""
        tess_id = self._tess_id()
        return self._run(
            WorkKind.SYNDICATE,
            lambda report, stop: self._desk.syndicate(tess_id, report=report, cancelled=stop),
            lambda names: f"light curves of {', '.join(names)} are written.",
        )

    def draw(self, *, force: bool = False) -> tuple[Path, ...] | None:
        """Draw the figures that are missing or out of date, or all; None while that is under way."""
        tess_id = self._tess_id()

        def finish(paths: tuple[Path, ...]) -> str:
            return f"{len(paths)} figures are drawn." if paths else "all figures are up to date."

        return self._run(
            WorkKind.FIGURES,
            lambda report, stop: self._desk.draw(tess_id, force=force, report=report, cancelled=stop),
            finish,
        )

    def again(self) -> None:
        """Try once more what failed."""
        failure = self._state.failure
        if failure is None:
            raise InputError("Nothing has failed.")
        {WorkKind.REFRESH: self.refresh, WorkKind.SYNDICATE: self.syndicate, WorkKind.FIGURES: self.draw}[
            failure.kind
        ]()

    def cancel(self) -> None:
        """Stop what is under way at its next safe place; the answer says what became of it."""
        work = self._state.work
        if work is not None:
            self._stopping.set()
            self._state.work = Work(
                work.kind,
                work.tess_id,
                Step(work.step.done, work.step.total, "stopping at the next safe place"),
            )

    def _tess_id(self) -> int:
        if self._state.view is None:
            raise InputError("No target is shown. Give its TIC number first.")
        return self._state.view.target.tess_id

    def _run(self, kind: WorkKind, work: Doing[Result], finish: Callable[[Result], str]) -> Result | None:
        """Do it, then read the target again and say what came of it."""
        state, answer, tess_id = self._state, [], self._tess_id()
        if self._work.key is not None:
            raise InputError("Something is under way for a target already; wait for it, or stop it.")

        def stepped(step: Step) -> None:
            if not self._stopping.is_set():
                state.work = Work(kind, tess_id, step)

        def then(result: Result) -> None:
            answer.append(result)
            state.work = None
            with guarded(state):  # it is done, whatever happens to the screen now
                self._look_again(tess_id)
                state.notice = Notice(Kind.INFO, f"TIC {tess_id}: {finish(result)}")

        def failed(error: BaseException) -> None:
            state.work = None
            words = words_for(error)
            with guarded(state):
                self._look_again(tess_id)
            if isinstance(error, Cancelled):
                state.notice = Notice(Kind.INFO, f"TIC {tess_id}: {words}")
            else:
                state.failure = Failure(kind, tess_id, words)
                state.notice = Notice(Kind.ERROR, words)

        self._stopping.clear()
        state.failure = None
        state.work = Work(kind, tess_id, Step(0, 1, "waiting for its turn"))
        outcome = Outcome(stepped, then, failed)
        self._work.start(tess_id, lambda report, _: work(report, self._stopping.is_set), outcome)
        return answer[0] if answer else None

    def _look_again(self, tess_id: int) -> None:
        if self._state.tess_id == tess_id:
            self._showing.read_again()
