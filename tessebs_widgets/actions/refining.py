"""Fit the fold in hand to all eclipses."""

from typing import TYPE_CHECKING

from tessebs_core.errors import InputError
from tessebs_widgets.actions.background import Background
from tessebs_widgets.actions.editing import Editing
from tessebs_widgets.actions.triage import Desk
from tessebs_widgets.state.folds import Fold
from tessebs_widgets.state.guarding import guarded, words_for
from tessebs_widgets.state.notices import Kind, Notice
from tessebs_widgets.state.triage import TriageState

if TYPE_CHECKING:
    from tessebs_core.compute.refinement import Refinement

__all__ = ["Refining"]


class Refining:
    """Replace the fold by the ephemeris that fits all eclipses best, with its uncertainties."""

    def __init__(self, state: TriageState, desk: Desk, background: Background, editing: Editing) -> None:
        self._state = state
        self._desk = desk
        self._background = background
        self._editing = editing

    def refine(self) -> None:
        """Begin the fit; the fold changes when it is done, unless it was changed meanwhile.

        Raises
        ------
        InputError
            There is no light curve or no fold, or a fit is under way.
        """
        state = self._state
        light_curve, fold = state.light_curve, state.fold
        if light_curve is None or fold is None:
            raise InputError("There is nothing to fit: it takes a light curve and a fold near the true one.")
        if state.fitting:
            raise InputError("A fit is under way.")
        state.fitting = True

        def then(found: "Refinement") -> None:
            state.fitting = False
            if state.light_curve is light_curve and state.fold == fold:
                with guarded(state):
                    self._editing.set_fold(Fold.on(found.ephemeris))
                    state.notice = _described(found)

        def failed(error: BaseException) -> None:
            state.fitting = False
            words = words_for(error)
            if state.light_curve is light_curve:
                state.notice = Notice(Kind.WARNING, words)

        def work() -> "Refinement":
            return self._desk.refine(light_curve.tess_id, light_curve.provenance, fold.ephemeris)

        self._background.run(work, then, failed)


def _described(found: "Refinement") -> Notice:
    words = f"Fitted to {found.cycle.size} eclipses."
    if found.scatter > 1.5:
        words += (
            f" Their times scatter {found.scatter:.1f} times more than their noise; the errors allow for it."
        )
    return Notice(Kind.INFO, f"{words} Propose it to keep it with its uncertainties.")
