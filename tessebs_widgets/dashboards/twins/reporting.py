"""What the numerical engine says, and which card is on top."""

from tessebs_core.records.periods import PeriodReport
from tessebs_widgets.actions.reporting import Reporting
from tessebs_widgets.dashboards.twins.words import word_of
from tessebs_widgets.state import Tab, TriageState

__all__ = ["ReportingTwins"]


class ReportingTwins:
    """Ask for the report, stop it, fold on what it found; what the evidence card does."""

    state: TriageState
    _reporting: Reporting

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

    def show_tab(self, tab: Tab | str) -> None:
        """Put a card on top: 'periodogram' or 'evidence'."""
        self.state.tab = word_of(Tab, tab)
