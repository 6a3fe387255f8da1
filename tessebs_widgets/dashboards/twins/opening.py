"""Which candidate is on the screen: next, previous, by its number."""

from tessebs_widgets.actions.opening import Opening
from tessebs_widgets.state import Kind, Notice, TriageState

__all__ = ["OpeningTwins"]


class OpeningTwins:
    """Go from candidate to candidate; what the bar at the top does."""

    state: TriageState
    _opening: Opening

    def next(self) -> None:
        """Show the queue's next candidate."""
        left = len(self.state.unjudged)
        before = self.state.candidate
        self._opening.open_next()
        after = self.state.candidate
        if before is not None and left and before is not after and self.state.notice is None:
            self.state.notice = Notice(
                Kind.WARNING,
                f"TIC {before.target.tess_id}: {left} of {len(before.proposals)} proposals left unjudged; "
                "it stays in your queue.",
            )

    def previous(self) -> None:
        """Show the target that was shown before."""
        self._opening.open_previous()

    def open(self, tess_id: int) -> None:
        """Show a target by its TIC number."""
        self._opening.open(tess_id)

    def refresh(self) -> None:
        """Read votes, comments and proposals of the target again."""
        self._opening.refresh()
