"""Whose turn is what: choose the order, put a target off, let others know who is here."""

import atexit
import time
from contextlib import suppress

from tessebs_core.errors import InputError, TessebsError
from tessebs_core.records.queue import Attention
from tessebs_core.vocabulary import QueueOrder
from tessebs_widgets.actions.background import Background
from tessebs_widgets.actions.opening import Opening
from tessebs_widgets.actions.triage import Desk
from tessebs_widgets.state.guarding import words_for
from tessebs_widgets.state.loading import Loading
from tessebs_widgets.state.notices import Kind, Notice
from tessebs_widgets.state.triage import TriageState

__all__ = ["Queueing"]

_RENEWED_AFTER = 120.0  # seconds; a claim lasts longer, and is not written anew with every key


class Queueing:
    """Keep the claim on the target shown, and do what the order selector and "Snooze" do.

    Parameters
    ----------
    is_here : bool
        Whether somebody looks at the screen; one that is made ready ahead claims nothing until `arrive`.
    """

    def __init__(
        self, state: TriageState, desk: Desk, opening: Opening, background: Background, *, is_here: bool
    ) -> None:
        self._state = state
        self._desk = desk
        self._opening = opening
        self._background = background
        self._is_here = is_here
        self._claimed: int | None = None
        self._renewed = 0.0
        # Not before the light curve is there: what is waited for comes first.
        watched = ["candidate", "light_curve_loading", "selected", "fold", "sector", "provenance", "comment"]
        state.observe(self._look, names=watched)
        atexit.register(self._end)

    def arrive(self) -> None:
        """Somebody looks at the screen now."""
        self._is_here = True
        self._look()

    def leave(self) -> None:
        """Let others have the target."""
        if self._claimed is not None:
            left, self._claimed = self._claimed, None
            self._desk.release(left)

    def _end(self) -> None:
        """The kernel ends; a claim that cannot be given up ends by itself."""
        with suppress(TessebsError):
            self.leave()

    def snooze(self, days: float | None = None) -> None:
        """Put the target shown off, for some days or until it has another sector, and show the next.

        Raises
        ------
        InputError
            There is no target, or not such a time.
        """
        if self._state.candidate is None:
            raise InputError("There is no target to put off.")
        tess_id = self._state.candidate.target.tess_id
        self._desk.snooze(tess_id, days=days)
        self._opening.open_next()
        how_long = "until it has another sector" if days is None else f"for {days:g} d"
        self._state.notice = Notice(Kind.INFO, f"TIC {tess_id} is put off {how_long}.")

    def set_order(self, order: QueueOrder) -> None:
        """Choose which targets come first; the one shown stays."""
        self._desk.set_order(order)
        self._state.order = order

    def _look(self, _change: object = None) -> None:
        """Another target is shown, or something was done on this one."""
        candidate = self._state.candidate
        if not self._is_here:
            return
        tess_id = None if candidate is None else candidate.target.tess_id
        if tess_id is None:
            self._state.attention = None
            self._background.run(self.leave, lambda _: None, words_for)
        elif self._state.light_curve_loading is Loading.WAITING:
            return
        elif tess_id != self._claimed or time.monotonic() - self._renewed > _RENEWED_AFTER:
            self._claim(tess_id)

    def _claim(self, tess_id: int) -> None:
        left = self._claimed
        if left != tess_id:
            self._state.attention = None
        self._claimed, self._renewed = tess_id, time.monotonic()

        def work() -> tuple[Attention, QueueOrder]:
            return self._desk.look_at(tess_id, leaving=left), self._desk.queue_order()

        def then(found: tuple[Attention, QueueOrder]) -> None:
            if self._claimed == tess_id:
                self._state.attention, self._state.order = found

        self._background.run(work, then, words_for)
