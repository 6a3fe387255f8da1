"""Accept the selected proposal, swap its eclipses, take it back; beside the screen, with progress."""

from collections.abc import Callable
from threading import Event
from uuid import uuid4

from tessebs_core.errors import Cancelled, InputError
from tessebs_core.records import CatalogueSignal
from tessebs_core.records.reporting import Report, Step
from tessebs_core.vocabulary import PeriodMultiple
from tessebs_widgets.actions.background import Background
from tessebs_widgets.actions.editing import Editing
from tessebs_widgets.actions.long_work import LongWork, Outcome
from tessebs_widgets.actions.opening import Opening
from tessebs_widgets.actions.signal_desk import SignalDesk
from tessebs_widgets.state.guarding import guarded, words_for
from tessebs_widgets.state.notices import Kind, Notice
from tessebs_widgets.state.triage import TriageState

__all__ = ["Accepting"]


class Accepting:
    """Change the catalogue; nothing is answered as done before it is stored."""

    def __init__(
        self, state: TriageState, desk: SignalDesk, background: Background, opening: Opening, editing: Editing
    ) -> None:
        self._state = state
        self._desk = desk
        self._opening = opening
        self._editing = editing
        self._work = LongWork(background)
        self._stopping = Event()

    def accept(self, *, signal_id: int | None = None, request_id: str | None = None) -> int | None:
        """Enter the selected proposal into the catalogue, with numbers and figures.

        Parameters
        ----------
        signal_id : int, optional
            Its number; by default the one that the screen shows.

        Returns
        -------
        int or None
            The entry's id; None while the work is under way beside the screen.

        Raises
        ------
        InputError
            The selected proposal is not settled as `eb`, or is not this person's to accept.
        """
        offer = self._state.offer
        if offer is None:
            raise InputError("The selected proposal is not settled as an EB (or you have not judged it yet).")
        if offer.refusal:
            raise InputError(f"This proposal is {offer.refusal}.")
        number = offer.signal_id if signal_id is None and offer.updates else signal_id
        request, ephemeris_id = request_id or str(uuid4()), offer.ephemeris_id

        def work(report: Report, cancelled: Callable[[], bool]) -> int:
            return self._desk.accept(
                ephemeris_id, number, request_id=request, report=report, cancelled=cancelled
            )

        def finish(_entry_id: int) -> str:
            return f"in the catalogue as signal {self._number_of(ephemeris_id)}"

        return self._run(work, finish)

    def swap(self, *, entry_id: int | None = None, request_id: str | None = None) -> int | None:
        """Exchange primary and secondary of the selected signal, or of the entry named.

        Returns
        -------
        int or None
            The id of the ephemeris that it has now; None while the work is under way.

        Raises
        ------
        InputError
            The selected proposal is no signal of the catalogue.
        """
        signal, request = self._signal(entry_id), request_id or str(uuid4())

        def work(report: Report, cancelled: Callable[[], bool]) -> int:
            return self._desk.swap(signal.entry_id, request_id=request, report=report, cancelled=cancelled)

        def finish(ephemeris_id: int) -> str:
            if ephemeris_id in {each.ephemeris_id for each in self._state.proposals}:
                self._editing.select(ephemeris_id, PeriodMultiple.PERIOD)
            return f"signal {signal.signal_id} counts from its other eclipse now"

        return self._run(work, finish)

    def withdraw(
        self, *, entry_id: int | None = None, remove: bool = False, request_id: str | None = None
    ) -> None:
        """Take the selected signal, or the entry named, out of the catalogue; it can be accepted again.

        Raises
        ------
        InputError
            The selected proposal is no signal of the catalogue.
        """
        signal = self._signal(entry_id)
        self._desk.withdraw(signal.entry_id, remove=remove, request_id=request_id or str(uuid4()))
        self._opening.refresh()
        done = "removed" if remove else "out of the catalogue; votes and number stay"
        self._state.notice = Notice(Kind.INFO, f"Signal {signal.signal_id} is {done}.")

    def cancel(self) -> None:
        """Stop what is under way, if it is not stored yet; the answer says which."""
        self._stopping.set()

    def _signal(self, entry_id: int | None) -> CatalogueSignal:
        if entry_id is None:
            if self._state.accepted is None:
                raise InputError("The selected proposal is no signal of the catalogue.")
            return self._state.accepted
        for each in self._state.board.signals:
            if each.entry_id == entry_id:
                return each
        raise InputError(f"Entry {entry_id} is none of the target on the screen.")

    def _number_of(self, ephemeris_id: int) -> int | None:
        offer = self._state.board.offers.get(ephemeris_id)
        return None if offer is None else offer.signal_id

    def _run(
        self, work: Callable[[Report, Callable[[], bool]], int], finish: Callable[[int], str]
    ) -> int | None:
        """Do what takes seconds, then read the target again and say that it is stored."""
        state, answer = self._state, []
        candidate = state.candidate
        tess_id = None if candidate is None else candidate.target.tess_id

        def is_shown() -> bool:
            return state.candidate is not None and state.candidate.target.tess_id == tess_id

        def then(result: int) -> None:
            answer.append(result)
            state.accept_step = None
            with guarded(state):  # it is stored, whatever happens to the screen now
                if is_shown():
                    self._opening.refresh()
                said = finish(result) if is_shown() else "the catalogue is up to date"
                state.notice = Notice(Kind.INFO, f"TIC {tess_id}: {said}.")

        def failed(error: BaseException) -> None:
            state.accept_step = None
            words = words_for(error)
            with guarded(state):
                if is_shown():
                    self._opening.refresh()
            state.notice = Notice(Kind.INFO if isinstance(error, Cancelled) else Kind.ERROR, words)

        if self._work.key is not None:
            raise InputError("Another change of the catalogue is under way; wait for it, or stop it.")
        self._stopping.clear()
        state.accept_step = Step(0, 1, "waiting for its turn")
        outcome = Outcome(lambda step: setattr(state, "accept_step", step), then, failed)
        self._work.start(tess_id, lambda report, _: work(report, self._stopping.is_set), outcome)
        return answer[0] if answer else None
