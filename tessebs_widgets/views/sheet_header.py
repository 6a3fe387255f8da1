"""The bar at the top of the contact sheet: the other apps, pages, how far the work has come."""

from collections.abc import Callable
from typing import Any

from tessebs_widgets.assets import script
from tessebs_widgets.state import Phase
from tessebs_widgets.state.contact_sheet import ContactSheetState
from tessebs_widgets.views.base import View
from tessebs_widgets.views.navigation import described_apps

__all__ = ["SheetHeader"]


class SheetHeader(View):
    """Show name, pages and progress."""

    _esm = script("dom", "navigation", "sheet_header")
    watches = ("tiles", "focused", "page", "progress", "can_go_back", "username", "phase")

    def __init__(
        self, state: ContactSheetState, *, go_next: Callable[[], None], go_back: Callable[[], None]
    ) -> None:
        super().__init__(state, {"next": lambda _: go_next(), "previous": lambda _: go_back()})
        self.add_class("te-header")

    def describe(self) -> dict[str, Any]:
        """The page, the person and the counts."""
        state = self._state
        counts = state.progress
        return {
            **described_apps("sheet"),
            "tic": str(state.focused) if state.focused is not None else "",
            "page": state.page,
            "judged": len(state.tiles) - len(state.unjudged),
            "count": len(state.tiles),
            "username": state.username,
            "can_go_back": state.can_go_back,
            "can_go_on": state.phase in (Phase.READY, Phase.FAILED),
            "progress": counts and {"mine": counts.mine, "everyone": counts.everyone, "left": counts.left},
        }
