"""Times of eclipses of the target on the screen: timed beside it, chosen from, another signal."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from tessebs_core.errors import Cancelled, InputError
from tessebs_core.records.reporting import Report, Step
from tessebs_core.records.timing_diagrams import TimingDiagram
from tessebs_widgets.actions.background import Background
from tessebs_widgets.actions.long_work import LongWork, Outcome
from tessebs_widgets.actions.timing_desk import TimingDesk
from tessebs_widgets.state.guarding import words_for
from tessebs_widgets.state.loading import Loading
from tessebs_widgets.state.target import Section, TargetState

if TYPE_CHECKING:
    from tessebs_core.workflows.timing import TimedSignal

__all__ = ["TargetTiming"]

_NO_SIGNAL = "No signal of this target has an accepted ephemeris; accept a proposal first."
_NOT_YET = "Not timed yet."


class TargetTiming:
    """Keep ``state.diagram`` that of the signal chosen, once its section has been looked at."""

    def __init__(self, state: TargetState, desk: TimingDesk, background: Background) -> None:
        self._state = state
        self._desk = desk
        self._background = background
        self._work = LongWork(background)
        self._found: TimedSignal | None = None
        self._about: tuple[int | None, tuple[int, ...]] | None = None
        state.observe(self._look, names=["view", "section"])

    def time(self, signal: int | None = None) -> TimingDiagram | None:
        """Time the eclipses of a signal, the one chosen if none is named; None while that is under way.

        Raises
        ------
        InputError
            The target has no such signal.
        """
        state, wanted = self._state, signal if signal is not None else self._state.timed_signal
        if state.view is None or wanted not in _numbers(state):
            raise InputError(_NO_SIGNAL if signal is None else f"This target has no signal {signal} to time.")
        tess_id = state.view.target.tess_id
        held = state.view.light_curves
        provenance = state.provenance if state.provenance in held else None
        with state.hold_trait_notifications():
            state.timed_signal, state.diagram, state.timing_message = wanted, None, ""
            state.timing_step, state.timing_loading = None, Loading.WAITING

        def work(report: Report, cancelled: Callable[[], bool]) -> "tuple[TimedSignal, TimingDiagram]":
            return self._desk.time_signal(tess_id, wanted, provenance, report=report, cancelled=cancelled)

        self._work.start((tess_id, wanted), work, Outcome(self._stepped, self._then, self._failed))
        return state.diagram

    def choose(self, name: str, used: bool | None) -> None:
        """Use an eclipse or leave it out, whatever is said of it; None leaves it to the program again.

        Raises
        ------
        InputError
            Nothing was timed yet, or no eclipse has this name.
        """
        if self._found is None or self._state.diagram is None:
            raise InputError("Time the eclipses first.")
        self._state.diagram = self._desk.choose_eclipse(self._found, name, used)

    def cancel(self) -> None:
        """Stop timing."""
        if self._work.key is not None:
            self._work.stop()
            self._none("Stopped; nothing was changed.")

    def _look(self, _change: object = None) -> None:
        state = self._state
        about = (None if state.view is None else state.view.target.tess_id, _numbers(state))
        if about != self._about:
            self._about, self._found = about, None
            self._work.stop()
            state.timed_signal = about[1][0] if about[1] else None
            self._none(_NOT_YET if about[1] else _NO_SIGNAL if about[0] else "")
        fresh = state.diagram is None and self._work.key is None and state.timing_message == _NOT_YET
        if fresh and state.section is Section.TIMING and self._background.beside:
            self.time()

    def _stepped(self, step: Step) -> None:
        self._state.timing_step = step

    def _then(self, result: "tuple[TimedSignal, TimingDiagram]") -> None:
        self._found, diagram = result
        with self._state.hold_trait_notifications():
            self._state.diagram, self._state.timing_step = diagram, None
            self._state.timing_loading = Loading.READY

    def _failed(self, error: BaseException) -> None:
        self._none("Stopped; nothing was changed." if isinstance(error, Cancelled) else words_for(error))

    def _none(self, words: str) -> None:
        with self._state.hold_trait_notifications():
            self._state.diagram = self._state.timing_step = None
            self._state.timing_message, self._state.timing_loading = words, Loading.NONE


def _numbers(state: TargetState) -> tuple[int, ...]:
    """Numbers of the signals that can be timed."""
    if state.view is None:
        return ()
    return tuple(each.signal_id for each in state.view.signals if each.ephemeris is not None)
