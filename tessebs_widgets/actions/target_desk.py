"""The target screen's way to the workflows."""

from collections.abc import Callable
from pathlib import Path

from tessebs_core.errors import Cancelled
from tessebs_core.records import Note
from tessebs_core.records.preferences import Preferences
from tessebs_core.records.reporting import Report, Step
from tessebs_core.records.target_views import Refreshed, ReleasedSignal, StaticFigure, TargetView
from tessebs_widgets.actions.timing_desk import TimingDesk

__all__ = ["TargetDesk"]


class TargetDesk(TimingDesk):
    """One person at one workspace."""

    def target(self, tess_id: int) -> TargetView:
        """Everything about a target that this person may see."""
        from tessebs_core.workflows.target_view import load_target

        return load_target(self._workspace, self.username, tess_id)

    def releases(self, tess_id: int) -> tuple[ReleasedSignal, ...]:
        """The target's signals in each release, as far as this person may know them."""
        from tessebs_core.workflows.target_releases import releases_of

        return releases_of(self._workspace, self.username, tess_id)

    def preferences(self) -> Preferences:
        """How this person likes their screens."""
        from tessebs_core.workflows.personal import load_preferences

        return load_preferences(self._workspace, self.username)

    def figure(self, figure: StaticFigure) -> bytes:
        """A picture, PNG."""
        from tessebs_core.workflows.static_figures import read_figure

        return read_figure(self._workspace, figure)

    def comment(
        self, tess_id: int, text: str, *, request_id: str, ephemeris_id: int | None, entry_id: int | None
    ) -> Note:
        """Store a comment."""
        from tessebs_core.workflows.triage import add_comment

        return add_comment(
            self._workspace, self.username, tess_id, text,
            request_id=request_id, ephemeris_id=ephemeris_id, entry_id=entry_id,
        )  # fmt: skip

    def refresh(self, tess_id: int, *, report: Report, cancelled: Callable[[], bool]) -> Refreshed:
        """Ask the archives again."""
        from tessebs_core.workflows.target_work import refresh_metadata

        told = _stoppable(report, cancelled)
        return refresh_metadata(self._workspace, self.username, tess_id, report=told)

    def syndicate(self, tess_id: int, *, report: Report, cancelled: Callable[[], bool]) -> tuple[str, ...]:
        """Write the syndicated file anew; the products in it."""
        from tessebs_core.workflows.target_work import syndicate_anew

        told = _stoppable(report, cancelled)
        return syndicate_anew(self._workspace, self.username, tess_id, report=told)

    def draw(
        self, tess_id: int, *, force: bool, report: Report, cancelled: Callable[[], bool]
    ) -> tuple[Path, ...]:
        """Draw static figures; those drawn now."""
        from tessebs_core.workflows.target_work import draw_figures

        told = _stoppable(report, cancelled)
        return draw_figures(self._workspace, self.username, tess_id, force=force, report=told)


def _stoppable(report: Report, cancelled: Callable[[], bool]) -> Report:
    """Tell of each step, and stop the work there when it is asked for."""

    def tell(step: Step) -> None:
        if cancelled():
            raise Cancelled("Stopped; what was finished is kept, nothing else was changed.")
        report(step)

    return tell
