"""Neighbours that show a signal of the target on the screen: searched for beside it."""

from collections.abc import Callable

from tessebs_core.errors import Cancelled, InputError
from tessebs_core.records.blends import BlendSearch
from tessebs_core.records.reporting import Report, Step
from tessebs_widgets.actions.background import Background
from tessebs_widgets.actions.long_work import LongWork, Outcome
from tessebs_widgets.actions.timing_desk import TimingDesk
from tessebs_widgets.state.guarding import words_for
from tessebs_widgets.state.loading import Loading
from tessebs_widgets.state.target import Section, TargetState

__all__ = ["TargetSharing"]


class TargetSharing:
    """Keep ``state.shared`` that of the target, once its section has been looked at."""

    def __init__(self, state: TargetState, desk: TimingDesk, background: Background) -> None:
        self._state = state
        self._desk = desk
        self._background = background
        self._work = LongWork(background)
        self._about: int | None = None
        state.observe(self._look, names=["view", "section"])

    def search(self) -> BlendSearch | None:
        """Search the neighbours for the target's signals; None while that is under way.

        Raises
        ------
        InputError
            No target is shown.
        """
        state = self._state
        if state.view is None:
            raise InputError("No target is shown. Give its TIC number first.")
        tess_id = state.view.target.tess_id
        with state.hold_trait_notifications():
            state.shared = state.shared_step = None
            state.shared_message, state.shared_loading = "", Loading.WAITING

        def work(report: Report, cancelled: Callable[[], bool]) -> BlendSearch:
            return self._desk.shared_signals(tess_id, report=report, cancelled=cancelled)

        self._work.start(tess_id, work, Outcome(self._stepped, self._then, self._failed))
        return state.shared

    def cancel(self) -> None:
        """Stop the search."""
        if self._work.key is not None:
            self._work.stop()
            self._none("Stopped; nothing was changed.")

    def _look(self, _change: object = None) -> None:
        state = self._state
        about = None if state.view is None else state.view.target.tess_id
        if about != self._about:
            self._about = about
            self._work.stop()
            self._none("")
        fresh = state.shared is None and self._work.key is None and not state.shared_message
        if about is not None and fresh and state.section is Section.SHARED and self._background.beside:
            self.search()

    def _stepped(self, step: Step) -> None:
        self._state.shared_step = step

    def _then(self, found: BlendSearch) -> None:
        with self._state.hold_trait_notifications():
            self._state.shared, self._state.shared_step = found, None
            self._state.shared_loading = Loading.READY

    def _failed(self, error: BaseException) -> None:
        self._none("Stopped; nothing was changed." if isinstance(error, Cancelled) else words_for(error))

    def _none(self, words: str) -> None:
        with self._state.hold_trait_notifications():
            self._state.shared = self._state.shared_step = None
            self._state.shared_message, self._state.shared_loading = words, Loading.NONE
