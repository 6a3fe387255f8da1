"""What the periodogram is of: flux or differences, all data or the times in view."""

from tessebs_core.errors import InputError
from tessebs_core.records import Peak
from tessebs_widgets.actions.background import Background
from tessebs_widgets.actions.editing import Editing
from tessebs_widgets.actions.fetching import Fetching
from tessebs_widgets.state.triage import TriageState

__all__ = ["Searching"]

_REST = 0.3  # seconds; a wheel that turns asks once, when it has come to rest


class Searching:
    """Choose what is searched for periods, and fold on what is found."""

    def __init__(
        self, state: TriageState, background: Background, fetching: Fetching, editing: Editing
    ) -> None:
        self._state = state
        self._background = background
        self._fetching = fetching
        self._editing = editing
        state.observe(self._follow, names=["time_view"])

    def set_differences(self, differences: bool) -> None:
        """Search the flux changes between neighbours, or the fluxes."""
        self._state.differences = differences
        self._fetching.load_periodogram()

    def set_in_view(self, in_view: bool) -> None:
        """Search only the times in view, as they change; or all data."""
        self._state.in_view = in_view
        self._fetching.load_periodogram()

    def cancel(self) -> None:
        """Wait no longer for the periodogram."""
        self._fetching.cancel_periodogram()

    def choose_peak(self, rank: int) -> None:
        """Fold on a peak in view; 1 is the highest.

        Raises
        ------
        InputError
            There are not so many.
        """
        self._editing.set_period(self._peak(rank).period)

    def _peak(self, rank: int) -> Peak:
        peaks = self._state.peaks
        if not 1 <= rank <= len(peaks):
            raise InputError(f"The periodogram in view has {len(peaks)} peaks; there is no peak {rank}.")
        return peaks[rank - 1]

    def _follow(self, _change: object) -> None:
        if self._state.in_view:
            self._background.later("search", _REST, self._look_again)

    def _look_again(self) -> None:
        if self._state.in_view:
            self._fetching.load_periodogram()
