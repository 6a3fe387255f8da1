"""Signals of the target: taken out, searched for, promoted, accepted, swapped."""

from tessebs_core.records import FoundSignal
from tessebs_widgets.actions.accepting import Accepting
from tessebs_widgets.actions.signals import Signals
from tessebs_widgets.state.signals import Method

__all__ = ["SignalTwins"]


class SignalTwins:
    """What the signals card and the accept bar do."""

    _signals: Signals
    _accepting: Accepting

    def mask(self, number: int = 1) -> None:
        """Leave the eclipses of a signal out of the plots; 0 is the ephemeris on the screen."""
        self._signals.take_out(number, Method.MASK)

    def subtract(self, number: int = 1) -> None:
        """Subtract the folded curve of a signal from the plots; 0 is the ephemeris on the screen."""
        self._signals.take_out(number, Method.SUBTRACT)

    def as_seen(self, number: int = 1) -> None:
        """Put a signal back into the plots."""
        self._signals.take_out(number, None)

    def search_further(self) -> FoundSignal | None:
        """Search for another signal when those taken out, or all in the catalogue, are gone.

        Returns
        -------
        FoundSignal or None
            None while it is under way beside the screen; ``state.found`` has it when it is done.

        Raises
        ------
        InputError
            There is nothing to search, or nothing to take out.
        """
        return self._signals.search()

    def cancel_search(self) -> None:
        """Stop the search for a further signal."""
        self._signals.cancel_search()

    def fold_on_found(self) -> None:
        """Fold on what the search found."""
        self._signals.fold_on_found()

    def promote(self) -> int:
        """Propose what the search found; returns its ephemeris id.

        Raises
        ------
        InputError
            It found nothing.
        """
        return self._signals.promote()

    def accept(self, *, signal_id: int | None = None) -> int | None:
        """Enter the selected proposal, settled as `eb`, into the catalogue with numbers and figures.

        Returns
        -------
        int or None
            The entry's id; None while the work is under way beside the screen.

        Raises
        ------
        InputError
            It is not settled as `eb`, or not yours to accept.
        """
        return self._accepting.accept(signal_id=signal_id)

    def cancel_accept(self) -> None:
        """Stop accepting or swapping, if it is not stored yet."""
        self._accepting.cancel()

    def withdraw(self, entry_id: int | None = None, *, remove: bool = False) -> None:
        """Take the selected signal, or the entry named, out of the catalogue; a lead may remove it."""
        self._accepting.withdraw(entry_id=entry_id, remove=remove)

    def swap(self, entry_id: int | None = None) -> int | None:
        """Swap primary and secondary of the selected signal, or of the entry named, in the catalogue.

        Returns
        -------
        int or None
            The id of its ephemeris now; None while the work is under way beside the screen.
        """
        return self._accepting.swap(entry_id=entry_id)

    def swap_fold(self) -> None:
        """Move phase 0 of the fold to its secondary eclipse, at the phase that is measured."""
        self._signals.swap_fold()
