"""Looking closely: ruler, peaks, what is searched, the fit."""

from tessebs_core.errors import InputError
from tessebs_widgets.actions.measuring import Measuring
from tessebs_widgets.actions.refining import Refining
from tessebs_widgets.actions.searching import Searching
from tessebs_widgets.state import TriageState

__all__ = ["InspectingTwins"]


class InspectingTwins:
    """Measure, search a part, fold on a peak, fit; what the inspector's tools do."""

    state: TriageState
    _measuring: Measuring
    _searching: Searching
    _refining: Refining

    def measure(self, start: float, end: float, cycles: int | None = None) -> float:
        """Fold on a range of time (BTJD) over a number of cycles, phase 0 at its start; returns the period.

        Without ``cycles`` it is the number that fits the present period best.
        """
        return self._measuring.measure(start, end, cycles)

    def ruler(self) -> None:
        """Take the ruler, or put it away."""
        self._measuring.toggle()

    def step_ruler(self, *, start: float = 0.0, end: float = 0.0, cycles: int = 0) -> None:
        """Move the ruler's ends by steps of 1/500 of the range in view, or change its number of cycles."""
        self._measuring.step(start=start, end=end, cycles=cycles)

    def zoom(self, start: float, end: float) -> None:
        """Look at a range of time of the light curve, BTJD.

        Raises
        ------
        InputError
            The end is not after the start.
        """
        if not start < end:
            raise InputError(f"A range of time ends after it starts; {start!r} to {end!r} does not.")
        self.state.time_view = (float(start), float(end))

    def set_differences(self, differences: bool = True) -> None:
        """Search the flux changes between neighbours for periods, or the fluxes."""
        self._searching.set_differences(differences)

    def set_in_view(self, in_view: bool = True) -> None:
        """Search only the times in view for periods, or all data."""
        self._searching.set_in_view(in_view)

    def cancel_periodogram(self) -> None:
        """Wait no longer for the periodogram."""
        self._searching.cancel()

    def choose_peak(self, rank: int) -> None:
        """Fold on a peak of the periodogram in view; 1 is the highest."""
        self._searching.choose_peak(rank)

    def refine(self) -> None:
        """Fit the fold to all eclipses; it then has uncertainties, which `propose` stores."""
        self._refining.refine()
