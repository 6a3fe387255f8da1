"""The way to the workflows of O-C diagrams and shared signals."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from tessebs_core.records.blends import BlendSearch
from tessebs_core.records.reporting import Report
from tessebs_core.records.timing_diagrams import TimingDiagram
from tessebs_widgets.actions.workspace_desk import WorkspaceDesk

if TYPE_CHECKING:
    from tessebs_core.workflows.timing import TimedSignal

__all__ = ["TimingDesk"]


class TimingDesk(WorkspaceDesk):
    """One person at one workspace."""

    def time_signal(
        self,
        tess_id: int,
        signal: int,
        provenance: str | None,
        *,
        report: Report,
        cancelled: Callable[[], bool],
    ) -> "tuple[TimedSignal, TimingDiagram]":
        """Time the eclipses of a signal and fit trends, with this person's choices."""
        from tessebs_core.workflows.timing import refit, time_signal

        found = time_signal(
            self._workspace, tess_id, signal, provenance=provenance, report=report, cancelled=cancelled
        )
        return found, refit(self._workspace, found, username=self.username)

    def choose_eclipse(self, found: "TimedSignal", name: str, used: bool | None) -> TimingDiagram:
        """Keep this person's word on an eclipse; the diagram with it."""
        from tessebs_core.workflows.timing import choose_eclipse

        return choose_eclipse(self._workspace, self.username, found, name, used)

    def shared_signals(self, tess_id: int, *, report: Report, cancelled: Callable[[], bool]) -> BlendSearch:
        """Neighbours that show a signal of this target."""
        from tessebs_core.workflows.blends import nearby_signals

        return nearby_signals(
            self._workspace, tess_id, username=self.username, measure=True, report=report, cancelled=cancelled
        )
