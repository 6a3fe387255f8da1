"""The way to the workflows of signals: what stands, taking out, searching, accepting, swapping."""

from collections.abc import Callable, Sequence

from tessebs_core.records import Ephemeris, FoundSignal, LightCurve, Periodogram, SignalBoard
from tessebs_core.records.reporting import Report
from tessebs_core.vocabulary import PeriodogramMethod
from tessebs_widgets.actions.workspace_desk import WorkspaceDesk
from tessebs_widgets.state.signals import Method, Removed

__all__ = ["SignalDesk"]


class SignalDesk(WorkspaceDesk):
    """One reviewer's signals at one workspace; part of `tessebs_widgets.actions.triage.Desk`.

    Every method may raise a `TessebsError`, whose text may be shown.
    """

    def signals(self, tess_id: int) -> SignalBoard:
        """A target's signals, and what this person may accept of its proposals."""
        from tessebs_core.workflows.acceptance_plans import load_signals

        return load_signals(self._workspace, self.username, tess_id)

    def take_out(self, light_curve: LightCurve, removed: Sequence[Removed]) -> LightCurve:
        """A light curve without signals."""
        from tessebs_core.workflows.further import take_out

        return take_out(light_curve, [(each.ephemeris, each.method.value) for each in removed])

    def residual_periodogram(
        self,
        light_curve: LightCurve,
        method: PeriodogramMethod,
        *,
        differences: bool = False,
        start: float | None = None,
        end: float | None = None,
    ) -> Periodogram:
        """The periodogram of what is left of a light curve."""
        from tessebs_core.workflows.further import residual_periodogram

        return residual_periodogram(light_curve, method, differences=differences, start=start, end=end)

    def search_further(
        self,
        tess_id: int,
        provenance: str,
        signals: Sequence[Ephemeris],
        method: Method | None,
        *,
        report: Report,
        cancelled: Callable[[], bool],
    ) -> FoundSignal:
        """Search for another signal when these are taken out; takes some seconds."""
        from tessebs_core.workflows.further import search_further

        return search_further(
            self._workspace, tess_id, provenance, signals=signals,
            method=None if method is None else method.value, report=report, cancelled=cancelled,
        )  # fmt: skip

    def promote(self, tess_id: int, found: FoundSignal, *, request_id: str) -> int:
        """Propose what a search found; returns its ephemeris id."""
        from tessebs_core.workflows.further import promote

        return promote(self._workspace, self.username, tess_id, found, request_id=request_id)

    def secondary_phase(self, light_curve: LightCurve, ephemeris: Ephemeris) -> float | None:
        """Where the other eclipse of a fold is, cycles; None where none is significant."""
        from tessebs_core.compute.swapping import measured_secondary

        found = measured_secondary(light_curve, ephemeris)
        return None if found is None else found.position

    def accept(
        self,
        ephemeris_id: int,
        signal_id: int | None,
        *,
        request_id: str,
        report: Report,
        cancelled: Callable[[], bool],
    ) -> int:
        """Enter a settled proposal into the catalogue with its figures; returns the entry's id."""
        from tessebs_core.workflows.accepting import accept

        return accept(
            self._workspace, self.username, ephemeris_id, signal_id=signal_id, request_id=request_id,
            report=report, cancelled=cancelled,
        )  # fmt: skip

    def swap(self, entry_id: int, *, request_id: str, report: Report, cancelled: Callable[[], bool]) -> int:
        """Exchange an entry's eclipses; returns the id of the ephemeris that it has now."""
        from tessebs_core.workflows.swapping import swap_eclipses

        return swap_eclipses(
            self._workspace, self.username, entry_id, request_id=request_id,
            report=report, cancelled=cancelled,
        )  # fmt: skip

    def withdraw(self, entry_id: int, *, remove: bool, request_id: str) -> None:
        """Take an entry out of the catalogue, or away."""
        from tessebs_core.workflows.withdrawing import withdraw_entry

        withdraw_entry(self._workspace, self.username, entry_id, remove=remove, request_id=request_id)
