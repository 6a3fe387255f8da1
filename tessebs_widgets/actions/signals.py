"""Signals on the screen: take them out of the light, search again, promote, accept, swap, withdraw."""

from collections.abc import Callable
from uuid import uuid4

from tessebs_core.errors import InputError
from tessebs_core.records import Ephemeris, FoundSignal, LightCurve
from tessebs_core.records.reporting import Report, Step
from tessebs_core.vocabulary import PeriodMultiple
from tessebs_widgets.actions.background import Background
from tessebs_widgets.actions.editing import Editing
from tessebs_widgets.actions.fetching import Fetching
from tessebs_widgets.actions.long_work import LongWork, Outcome
from tessebs_widgets.actions.opening import Opening
from tessebs_widgets.actions.signal_desk import SignalDesk
from tessebs_widgets.state.folds import Fold
from tessebs_widgets.state.guarding import guarded, words_for
from tessebs_widgets.state.notices import Kind, Notice
from tessebs_widgets.state.signals import FOLD, Method, Removed
from tessebs_widgets.state.triage import TriageState

__all__ = ["Signals"]


class Signals:
    """The residual light on the screen, and the search in it."""

    def __init__(  # noqa: PLR0917 -- the other actions that it works with
        self,
        state: TriageState,
        desk: SignalDesk,
        background: Background,
        opening: Opening,
        editing: Editing,
        fetching: Fetching,
    ) -> None:
        self._state = state
        self._desk = desk
        self._background = background
        self._opening = opening
        self._editing = editing
        self._fetching = fetching
        self._search = LongWork(background)
        self._target: int | None = None
        self._whole: LightCurve | None = None
        self._residual: LightCurve | None = None
        state.observe(self._leave, names=["candidate"])
        state.observe(self._look, names=["light_curve"])

    def take_out(self, number: int, method: Method | None) -> None:
        """Mask or subtract a signal in light curve, periodogram and phase plot; None puts it back.

        Parameters
        ----------
        number : int
            Of a signal in the catalogue, or `FOLD` for the ephemeris on the screen.

        Raises
        ------
        InputError
            There is no such signal with an ephemeris.
        """
        removed = {key: each for key, each in self._state.removed.items() if key != number}
        if method is not None:
            removed[number] = Removed(number, self._ephemeris(number), method)
        self._state.removed = dict(sorted(removed.items()))
        self._show()

    def step_through(self) -> None:
        """All signals as seen, then all masked, then all subtracted, then as seen again."""
        following: dict[Method | None, Method | None] = {
            None: Method.MASK, Method.MASK: Method.SUBTRACT, Method.SUBTRACT: None,
        }  # fmt: skip
        now = next(iter(self._state.removed.values()), None)
        method = following[None if now is None else now.method]
        numbers = self._numbers() if method is not None else []
        self._state.removed = {
            each: Removed(each, self._ephemeris(each), method) for each in numbers if method is not None
        }
        self._show()

    def search(self) -> FoundSignal | None:
        """Search what is left when signals are taken out: those chosen, or else all in the catalogue.

        Returns
        -------
        FoundSignal or None
            None while the search is under way beside the screen; ``state.found`` has it when it is done.

        Raises
        ------
        InputError
            There is no light curve, or nothing to take out.
        """
        state = self._state
        whole = self._whole
        if state.candidate is None or whole is None:
            raise InputError("There is no light curve to search.")
        removed = list(state.removed.values())
        methods = {each.method for each in removed}
        method = methods.pop() if len(methods) == 1 else None  # else by the width of each signal's eclipses
        signals = [each.ephemeris for each in removed] or [self._ephemeris(each) for each in self._numbers()]
        tess_id, provenance = whole.tess_id, whole.provenance

        def work(report: Report, cancelled: Callable[[], bool]) -> FoundSignal:
            return self._desk.search_further(
                tess_id, provenance, signals, method, report=report, cancelled=cancelled
            )  # fmt: skip

        def then(found: FoundSignal) -> None:
            with state.hold_trait_notifications():
                state.found, state.search_step = found, None

        def failed(error: BaseException) -> None:
            state.search_step = None
            state.notice = Notice(Kind.ERROR, words_for(error))

        state.found = None
        state.search_step = Step(0, 1, "waiting for its turn")
        outcome = Outcome(lambda step: setattr(state, "search_step", step), then, failed)
        self._search.start((tess_id, provenance), work, outcome)
        return state.found

    def cancel_search(self) -> None:
        """Stop the search that is under way."""
        self._search.stop()
        self._state.search_step = None

    def fold_on_found(self) -> None:
        """Fold on what the search found.

        Raises
        ------
        InputError
            It found nothing.
        """
        self._editing.set_fold(Fold.on(self._found_ephemeris()))

    def promote(self, *, request_id: str | None = None) -> int:
        """Propose what the search found and select it; returns its ephemeris id.

        Raises
        ------
        InputError
            The search found nothing.
        """
        state = self._state
        self._found_ephemeris()
        found = state.found
        if state.candidate is None or found is None:
            raise InputError("There is no target to propose anything for.")
        ephemeris_id = self._desk.promote(
            state.candidate.target.tess_id, found, request_id=request_id or str(uuid4())
        )
        self._opening.refresh()
        self._editing.select(ephemeris_id, PeriodMultiple.PERIOD)
        self._fetching.make_thumbnails()
        added = state.proposal.date_added if state.proposal else None
        state.notice = Notice(Kind.SAVED, "promoted to a proposal; a verdict is now on it", added)
        return ephemeris_id

    def swap_fold(self) -> None:
        """Move phase 0 of the fold to the secondary eclipse, where it is measured.

        Raises
        ------
        InputError
            No second eclipse is found in this fold.
        """
        light_curve, fold = self._state.light_curve, self._state.fold
        if light_curve is None or fold is None:
            raise InputError("There is no fold to swap: open a target with a light curve and set a period.")
        phase = self._desk.secondary_phase(light_curve, fold.ephemeris)
        if phase is None:
            raise InputError(
                "No second eclipse is significant in this fold, so there is nothing to swap with. "
                "½P moves t₀ by half a period."
            )
        self._editing.shift_t0(phase)

    def _leave(self, _change: object = None) -> None:
        """Nothing is taken out of another target's light."""
        candidate = self._state.candidate
        tess_id = None if candidate is None else candidate.target.tess_id
        if tess_id != self._target:
            self._target = tess_id
            self.cancel_search()
            self._state.found = None
            self._state.removed = {}

    def _look(self, _change: object = None) -> None:
        """Another light curve is on the screen: what was taken out of the one before is taken out of it."""
        light_curve = self._state.light_curve
        if light_curve is self._residual and light_curve is not None:
            return
        self._whole, self._residual = light_curve, None
        if light_curve is not None and self._state.removed:
            self._show()

    def _show(self) -> None:
        state, whole, removed = self._state, self._whole, dict(self._state.removed)
        if whole is None:
            return
        if not removed:
            self._residual = None
            self._fetching.show(whole)
            return

        def then(light_curve: LightCurve) -> None:
            if self._whole is whole and state.removed == removed:
                self._residual = light_curve
                with guarded(state):
                    self._fetching.show(light_curve)

        def failed(error: BaseException) -> None:
            if self._whole is whole and state.removed == removed:
                state.removed = {}
                state.notice = Notice(Kind.ERROR, words_for(error))

        self._background.run(lambda: self._desk.take_out(whole, list(removed.values())), then, failed)

    def _numbers(self) -> list[int]:
        """The signals in the catalogue, or the ephemeris on the screen before there is any."""
        return [each.signal_id for each in self._state.board.signals if each.in_catalog] or [FOLD]

    def _ephemeris(self, number: int) -> Ephemeris:
        if number == FOLD:
            if self._state.fold is None:
                raise InputError("There is no ephemeris on the screen to take out.")
            return self._state.fold.ephemeris
        for each in self._state.board.signals:
            if each.signal_id == number and each.ephemeris is not None:
                return each.ephemeris
        raise InputError(f"This target has no signal {number} with an ephemeris in the catalogue.")

    def _found_ephemeris(self) -> Ephemeris:
        found = self._state.found
        if found is None or found.ephemeris is None:
            raise InputError("The search has found nothing yet: search again first.")
        return found.ephemeris
