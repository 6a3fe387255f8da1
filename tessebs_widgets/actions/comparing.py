"""The same fold of every product: compared while its card is on top."""

from collections.abc import Callable

from tessebs_core.errors import InputError
from tessebs_core.records.product_folds import ProductComparison
from tessebs_core.records.reporting import Report, Step
from tessebs_widgets.actions.background import Background
from tessebs_widgets.actions.long_work import LongWork, Outcome
from tessebs_widgets.actions.triage import Desk
from tessebs_widgets.state.folds import Fold
from tessebs_widgets.state.guarding import words_for
from tessebs_widgets.state.loading import Loading
from tessebs_widgets.state.tabs import Tab
from tessebs_widgets.state.triage import TriageState

__all__ = ["Comparing"]

_REST = 0.6  # seconds that the fold must stay as it is
_NOTHING = "There is nothing to compare: a target with light curves and a fold are needed."


class Comparing:
    """Keep ``state.comparison`` that of the fold on the screen, while the card of products is on top."""

    def __init__(self, state: TriageState, desk: Desk, background: Background) -> None:
        self._state = state
        self._desk = desk
        self._background = background
        self._work = LongWork(background)
        self._shown: tuple[int, Fold] | None = None
        state.observe(self._look, names=["tab", "candidate", "fold"])

    def compare(self) -> ProductComparison | None:
        """Compare the products on the fold; returns the comparison where it is done at once.

        Raises
        ------
        InputError
            There is no fold, or no light curve.
        """
        state = self._state
        if state.candidate is None or state.fold is None or not state.candidate.provenances:
            raise InputError(_NOTHING)
        self._start(state.candidate.target.tess_id, state.fold)
        return state.comparison

    def _look(self, _change: object = None) -> None:
        state, candidate = self._state, self._state.candidate
        tess_id = candidate.target.tess_id if candidate else None
        key = None if tess_id is None or state.fold is None else (tess_id, state.fold)
        if self._work.key is not None and self._work.key == key:
            return
        if state.comparison is not None and self._shown == key:
            return
        self._work.stop()
        self._none("")
        if key is None or candidate is None or not candidate.provenances:
            self._none(_NOTHING)
        elif state.tab is Tab.PRODUCTS and self._background.beside:
            self._start(*key, delay=_REST)

    def _start(self, tess_id: int, fold: Fold, *, delay: float = 0.0) -> None:
        state = self._state
        with state.hold_trait_notifications():
            state.comparison = state.comparison_step = None
            state.comparison_loading = Loading.WAITING

        def work(report: Report, cancelled: Callable[[], bool]) -> ProductComparison:
            return self._desk.compare_products(tess_id, fold.ephemeris, report=report, cancelled=cancelled)

        def stepped(step: Step) -> None:
            state.comparison_step = step

        def then(found: ProductComparison) -> None:
            self._shown = (tess_id, fold)
            with state.hold_trait_notifications():
                state.comparison = found
                state.comparison_step = None
                state.comparison_loading = Loading.READY

        def failed(error: BaseException) -> None:
            self._none(words_for(error))

        self._work.start((tess_id, fold), work, Outcome(stepped, then, failed), delay=delay)

    def _none(self, words: str) -> None:
        with self._state.hold_trait_notifications():
            self._state.comparison = self._state.comparison_step = None
            self._state.comparison_message = words
            self._state.comparison_loading = Loading.NONE
