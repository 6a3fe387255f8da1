"""The numbers of the eclipses under a person's review: measured, accepted one by one, stored."""

from typing import TYPE_CHECKING

from tessebs_core.errors import InputError
from tessebs_core.records.signals import CatalogueSignal
from tessebs_widgets.actions.background import Background
from tessebs_widgets.actions.long_work import LongWork, Outcome
from tessebs_widgets.actions.triage import Desk
from tessebs_widgets.state.guarding import words_for
from tessebs_widgets.state.loading import Loading
from tessebs_widgets.state.notices import Kind, Notice
from tessebs_widgets.state.tabs import Tab
from tessebs_widgets.state.triage import TriageState

if TYPE_CHECKING:
    from tessebs_core.compute.eclipse_numbers import EclipseNumber
    from tessebs_core.compute.eclipse_review import EclipseReview

__all__ = ["Reviewing"]

_REST = 0.6  # seconds that the fold must stay as it is
_NOTHING = "There is nothing to measure: a light curve and a fold are needed."

Measured = tuple[tuple[CatalogueSignal, ...], int | None, "EclipseReview"]


class Reviewing:
    """Measure the eclipses of the target's entry, or of the fold where it has none; take a person's word."""

    def __init__(self, state: TriageState, desk: Desk, background: Background) -> None:
        self._state = state
        self._desk = desk
        self._background = background
        self._work = LongWork(background)
        self._shown: object = None
        state.observe(self._look, names=["tab", "candidate", "provenance", "fold", "light_curve_loading"])

    def review(self, entry_id: int | None = None) -> "EclipseReview | None":
        """Measure the eclipses; returns the review where it is done at once.

        Parameters
        ----------
        entry_id : int, optional
            A catalogue entry of the target; its first one, else the fold, if left out.

        Raises
        ------
        InputError
            There is nothing to measure, or the entry is not one of the target's.
        """
        if self._key() is None:
            raise InputError(_NOTHING)
        self._start(entry_id)
        return self._state.review

    def set_accepted(
        self, number: "EclipseNumber | str", accepted: bool, *, entry_id: int | None = None
    ) -> None:
        """Accept or reject one number, whatever the checks said; nothing is stored yet.

        Parameters
        ----------
        entry_id : int, optional
            The entry that the person looks at, where that may have changed meanwhile.

        Raises
        ------
        InputError
            There is no review, another entry is under review, no such number, or no value to accept.
        """
        from tessebs_core.compute.eclipse_numbers import EclipseNumber

        review = self._at_hand(entry_id)
        if number not in {each.value for each in EclipseNumber}:
            raise InputError(f"{number!r} is no number of an eclipse: {', '.join(EclipseNumber)}.")
        which = EclipseNumber(number)
        change = review.accept if accepted else review.reject
        self._state.review = change(which, self._desk.username, review.of(which).reason)

    def store(self, *, entry_id: int | None = None) -> None:
        """Write the accepted numbers into the entry; the others become empty there.

        Raises
        ------
        InputError
            There is no review, or it is of the fold: nothing stands in the catalogue to write into.
        NotPermitted
            A viewer may not change the catalogue.
        """
        review, entry, provenance = self._at_hand(entry_id), self._state.entry, self._state.review_provenance
        if entry is None or provenance is None:
            raise InputError("This ephemeris has no catalogue entry to write into; accept it first.")
        self._desk.store_eclipses(entry, review, provenance)
        taken = sum(each.accepted for each in review.numbers)
        words = f"eclipses of entry {entry}: {taken} of {len(review.numbers)} numbers"
        self._state.notice = Notice(Kind.INFO, f"Saved: {words}.")

    def _at_hand(self, entry_id: int | None) -> "EclipseReview":
        if self._state.review is None:
            raise InputError("No eclipses are measured yet.")
        if entry_id is not None and entry_id != self._state.entry:
            raise InputError("The screen had moved on to another entry, so nothing was changed.")
        return self._state.review

    def _key(self) -> object:
        """What a measurement would depend on; None where there is nothing to measure."""
        state = self._state
        if state.candidate is None or state.fold is None or state.provenance is None:
            return None
        return state.candidate.target.tess_id, state.provenance, state.fold

    def _look(self, _change: object = None) -> None:
        key = self._key()
        if key is not None and key in (self._work.key, self._shown):
            return
        if self._state.entry is not None and key and self._shown and key[:2] == self._shown[:2]:
            return  # an entry's numbers do not depend on the fold
        self._work.stop()
        self._shown = None
        self._none("" if key is not None else _NOTHING)
        if key is not None and self._state.tab is Tab.ECLIPSES and self._background.beside:
            self._start(None, delay=_REST)

    def _start(self, entry_id: int | None, *, delay: float = 0.0) -> None:
        state, key = self._state, self._key()
        tess_id, provenance, fold = key
        with state.hold_trait_notifications():
            state.review = None
            state.review_loading = Loading.WAITING

        def work(_report: object, _cancelled: object) -> Measured:
            entries = self._desk.entries(tess_id)
            known = [each.entry_id for each in entries if each.ephemeris is not None]
            if entry_id is not None and entry_id not in known:
                raise InputError(f"TIC {tess_id} has no entry {entry_id} with an ephemeris.")
            chosen = entry_id if entry_id is not None else next(iter(known), None)
            review = self._desk.review_eclipses(tess_id, provenance, fold.ephemeris, entry_id=chosen)
            return entries, chosen, review

        def then(found: Measured) -> None:
            self._shown = key
            with state.hold_trait_notifications():
                state.entries, state.entry, state.review = found
                state.review_provenance = provenance
                state.review_loading = Loading.READY

        def failed(error: BaseException) -> None:
            self._none(words_for(error))

        self._work.start(key, work, Outcome(lambda _: None, then, failed), delay=delay)

    def _none(self, words: str) -> None:
        with self._state.hold_trait_notifications():
            self._state.review = self._state.entry = self._state.review_provenance = None
            self._state.entries = ()
            self._state.review_message = words
            self._state.review_loading = Loading.NONE
