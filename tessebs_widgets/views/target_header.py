"""The bar at the top of the target screen: the other apps, another target by its number."""

from collections.abc import Callable
from typing import Any

from tessebs_widgets.assets import script, style
from tessebs_widgets.state.target import TargetState
from tessebs_widgets.views.base import View
from tessebs_widgets.views.messages import whole
from tessebs_widgets.views.navigation import described_apps
from tessebs_widgets.views.screen import Screen

__all__ = ["TargetHeader", "TargetScreen"]


class TargetScreen(Screen):
    """The target screen's own words; what it was asked for is the page's target, even if it is unknown."""

    _css = style("tessebs", "target")
    watches = ("phase", "tess_id", "notice", "username")
    starting = "Opening the target…"

    def _tic(self) -> str | None:
        return None if self._state.tess_id is None else str(self._state.tess_id)


class TargetHeader(View):
    """Show name and apps, and open a target."""

    _esm = script("dom", "navigation", "target_header")
    watches = ("tess_id", "username", "phase")

    def __init__(
        self, state: TargetState, *, open_target: Callable[[int], None], read_again: Callable[[], None]
    ) -> None:
        super().__init__(
            state,
            {
                "open": lambda message: open_target(whole(message, "tic")),
                "again": lambda _: read_again(),
            },
        )
        self.add_class("te-header")

    def describe(self) -> dict[str, Any]:
        """The person and the target's number."""
        state = self._state
        return {
            **described_apps("target"),
            "tic": None if state.tess_id is None else str(state.tess_id),
            "username": state.username,
        }
