"""The bar at the top: which target, where to go, how far the work has come."""

from collections.abc import Callable
from typing import Any

from tessebs_widgets.assets import script
from tessebs_widgets.state import Phase, TriageState
from tessebs_widgets.views.base import View
from tessebs_widgets.views.messages import whole
from tessebs_widgets.views.navigation import described_apps

__all__ = ["Header"]


class Header(View):
    """Show name, navigation and progress."""

    _esm = script("dom", "navigation", "header")
    watches = ("candidate", "progress", "can_go_back", "username", "phase", "leaving")

    def __init__(
        self,
        state: TriageState,
        *,
        go: Callable[[int], None],
        go_next: Callable[[], None],
        go_back: Callable[[], None],
    ) -> None:
        super().__init__(
            state,
            {
                "open": lambda message: go(whole(message, "TIC")),
                "next": lambda _: go_next(),
                "previous": lambda _: go_back(),
            },
        )
        self.add_class("te-header")

    def describe(self) -> dict[str, Any]:
        """The target, the person and the counts."""
        state = self._state
        counts = state.progress
        return {
            **described_apps("triage"),
            "tic": str(state.candidate.target.tess_id) if state.candidate else "",
            "username": state.username,
            "can_go_back": state.can_go_back,
            "leaving": str(state.leaving),
            "can_go_on": state.phase in (Phase.READY, Phase.FAILED),
            "progress": counts and {"mine": counts.mine, "everyone": counts.everyone, "left": counts.left},
        }
