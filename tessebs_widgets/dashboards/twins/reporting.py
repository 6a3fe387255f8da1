"""What the numerical engine says, and which card is on top."""

from typing import TYPE_CHECKING

from tessebs_core.records.periods import PeriodReport
from tessebs_core.records.product_folds import ProductComparison
from tessebs_widgets.actions.comparing import Comparing
from tessebs_widgets.actions.reporting import Reporting
from tessebs_widgets.actions.reviewing import Reviewing
from tessebs_widgets.dashboards.twins.words import word_of
from tessebs_widgets.state import Tab, TriageState

if TYPE_CHECKING:
    from tessebs_core.compute.eclipse_review import EclipseReview

__all__ = ["ReportingTwins"]


class ReportingTwins:
    """Ask for the report, stop it, fold on what it found; what the evidence card does."""

    state: TriageState
    _reporting: Reporting
    _comparing: Comparing
    _reviewing: Reviewing

    def report(self) -> PeriodReport | None:
        """Report on the light curve shown.

        Returns
        -------
        PeriodReport or None
            None while it is under way beside the screen; ``state.report`` has it when it is done.

        Raises
        ------
        InputError
            There is no light curve.
        """
        return self._reporting.report()

    def cancel_report(self) -> None:
        """Stop the report that is under way."""
        self._reporting.cancel()

    def adopt_report(self) -> None:
        """Fold on the reported ephemeris.

        Raises
        ------
        InputError
            There is none.
        """
        self._reporting.adopt()

    def compare_products(self) -> ProductComparison | None:
        """Fold every product on the fold shown and compare depths, widths and scatter.

        Returns
        -------
        ProductComparison or None
            None while it is under way beside the screen; ``state.comparison`` has it when it is done.

        Raises
        ------
        InputError
            There is no fold, or no light curve.
        """
        return self._comparing.compare()

    def review_eclipses(self, entry_id: int | None = None) -> "EclipseReview | None":
        """Measure the eclipses of a catalogue entry; of the first, else of the fold, if none is named.

        Raises
        ------
        InputError
            There is nothing to measure, or the target has no such entry.
        """
        return self._reviewing.review(entry_id)

    def accept_number(self, number: str, accepted: bool = True) -> None:
        """Accept a number of the review, or reject it: ``accept_number('sec_depth_2g', False)``.

        Raises
        ------
        InputError
            There is no review, no such number, or no value to accept.
        """
        self._reviewing.set_accepted(number, accepted)

    def store_eclipses(self) -> None:
        """Write the accepted numbers into the entry; the others become empty there.

        Raises
        ------
        InputError
            There is no review, or no entry.
        NotPermitted
            A viewer may not change the catalogue.
        """
        self._reviewing.store()

    def show_tab(self, tab: Tab | str) -> None:
        """Put a card on top: 'periodogram', 'evidence', 'products' or 'eclipses'."""
        self.state.tab = word_of(Tab, tab)
