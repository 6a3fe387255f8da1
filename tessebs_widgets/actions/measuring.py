"""The ruler: take a stretch of the light curve, divide it by a number of cycles, fold on the result."""

import math

from tessebs_core.errors import InputError
from tessebs_widgets.actions.editing import Editing
from tessebs_widgets.state.folds import Fold
from tessebs_widgets.state.rulers import Ruler
from tessebs_widgets.state.triage import TriageState

__all__ = ["Measuring"]

_STEPS = 500  # of the range in view: a step of a ruler's end


class Measuring:
    """Lay the ruler and move its ends; the fold follows at once, with its zero point at the start."""

    def __init__(self, state: TriageState, editing: Editing) -> None:
        self._state = state
        self._editing = editing
        state.observe(self._put_away, names=["candidate"])

    def measure(self, start: float, end: float, cycles: int | None = None) -> float:
        """Fold on a range of time divided by a number of cycles; returns the period, days.

        Parameters
        ----------
        start, end : float
            BTJD, days, in any order; the earlier becomes phase 0.
        cycles : int, optional
            How many cycles lie between them; what fits the present period best if left out.

        Raises
        ------
        InputError
            The times are the same, or the cycles are not 1 to 10 000.
        """
        if self._state.candidate is None:
            raise InputError("There is no light curve to measure.")
        period = self._state.fold.period if self._state.fold else None
        self._lay(Ruler.between(start, end, period, cycles))
        return self._state.ruler.period

    def toggle(self) -> None:
        """Take the ruler, laid between the predicted minima in view where there are two; or put it away."""
        state = self._state
        if state.measuring:
            self._put_away()
            return
        if state.light_curve is None:
            raise InputError("There is no light curve to measure.")
        state.measuring = True
        first, last = self._minima_in_view()
        if last > first and state.fold is not None:
            fold = state.fold
            state.ruler = Ruler(fold.shifted(first).bjd0, fold.shifted(last).bjd0, last - first)

    def click(self, time: float) -> None:
        """The first click is one end, the second the other."""
        if not self._state.measuring:
            return
        if self._state.ruler_start is None:
            self._state.ruler_start = time
            return
        start, self._state.ruler_start = self._state.ruler_start, None
        self.measure(start, time)

    def drag(self, start: float, end: float) -> None:
        """A range was drawn with the ruler in hand."""
        if self._state.measuring:
            self._state.ruler_start = None
            self.measure(start, end)

    def set_cycles(self, cycles: int) -> None:
        """Divide the same range by another number of cycles."""
        ruler = self._ruler()
        self._lay(Ruler(ruler.start, ruler.end, cycles))

    def set_ends(self, start: float | None = None, end: float | None = None) -> None:
        """Put an end of the ruler somewhere else, BTJD."""
        ruler = self._ruler()
        self._lay(
            Ruler(ruler.start if start is None else start, ruler.end if end is None else end, ruler.cycles)
        )

    def step(self, *, start: float = 0.0, end: float = 0.0, cycles: int = 0) -> None:
        """Move the ends by steps of a part of the range in view, and count more or fewer cycles."""
        ruler, view = self._ruler(), self._state.time_view
        size = ((view[1] - view[0]) if view else (ruler.end - ruler.start)) / _STEPS
        self._lay(Ruler(ruler.start + start * size, ruler.end + end * size, max(1, ruler.cycles + cycles)))

    def _lay(self, ruler: Ruler) -> None:
        self._state.measuring = True
        self._state.ruler = ruler
        self._editing.set_fold(Fold(ruler.start, ruler.period))

    def _put_away(self, change: object = None) -> None:
        state = self._state
        if isinstance(change, dict) and _same_target(change.get("old"), change.get("new")):
            return
        state.measuring = False
        state.ruler = state.ruler_start = None

    def _ruler(self) -> Ruler:
        if self._state.ruler is None:
            raise InputError("Lay the ruler first: draw a range on the light curve, or click its two ends.")
        return self._state.ruler

    def _minima_in_view(self) -> tuple[int, int]:
        fold, view = self._state.fold, self._state.time_view
        if fold is None or view is None:
            return 0, 0
        first = math.ceil((view[0] - fold.bjd0) / fold.period)
        return first, math.floor((view[1] - fold.bjd0) / fold.period)


def _same_target(old: object, new: object) -> bool:
    """Whether a candidate was only read again."""
    before, after = getattr(old, "target", None), getattr(new, "target", None)
    return before is not None and after is not None and before.tess_id == after.tess_id
