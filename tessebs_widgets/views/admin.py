"""The admin screen's frame: who may see it, the bar at its top, the list of tables at its side."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tessebs_core.vocabulary import TableKind
from tessebs_widgets.assets import script, style
from tessebs_widgets.state.admin import AdminState
from tessebs_widgets.state.triage import Phase
from tessebs_widgets.views.base import View
from tessebs_widgets.views.messages import text
from tessebs_widgets.views.navigation import described_apps
from tessebs_widgets.views.screen import Screen

__all__ = ["AdminHeader", "AdminScreen", "AdminSide", "SideActions"]

_TITLES = {
    TableKind.CATALOGUE: "Tables",
    TableKind.HISTORY: "History, read only",
    TableKind.LINKS: "Links",
    TableKind.TECHNICAL: "Technical",
    TableKind.COPIES: "Copies for searches, read only",
}


class AdminScreen(Screen):
    """The admin screen's own words; who may not read tables is told why."""

    _css = style("tessebs", "admin")
    watches = ("phase", "notice", "username", "refusal")
    starting = "Opening the tables…"

    def describe(self) -> dict[str, Any]:
        """The phase, and the refusal in the place of an empty queue."""
        return {**super().describe(), "nothing_left": list(self._state.refusal)}

    def _tic(self) -> str | None:
        return None


class AdminHeader(View):
    """Show name, apps, what was said last, and read again."""

    _esm = script("dom", "navigation", "admin_header")
    watches = ("username", "may_change", "notice", "phase")

    def __init__(self, state: AdminState, *, refresh: Callable[[], None]) -> None:
        super().__init__(state, {"refresh": lambda _: refresh()})
        self.add_class("te-header")

    def describe(self) -> dict[str, Any]:
        """Who looks, what they may do, and the notice."""
        state = self._state
        notice = state.notice
        right = " (may change)" if state.may_change else " (reads only)"
        return {
            **described_apps("admin"),
            "username": state.username + (right if state.phase is Phase.READY else ""),
            "notice": notice
            and {
                "kind": str(notice.kind),
                "text": notice.text,
                "at": notice.at.isoformat() if notice.at else None,
            },
        }


@dataclass(frozen=True)
class SideActions:
    """What the list at the side does."""

    people: Callable[[], None]
    audit: Callable[[], None]
    table: Callable[[str], None]


class AdminSide(View):
    """Show people, audit trail and all tables with their numbers of rows."""

    _esm = script("dom", "admin_side")
    watches = ("tables", "table", "page")

    def __init__(self, state: AdminState, actions: SideActions) -> None:
        super().__init__(
            state,
            {
                "people": lambda _: actions.people(),
                "audit": lambda _: actions.audit(),
                "table": lambda message: actions.table(text(message, "table", longest=64)),
            },
        )
        self.add_class("te-admin-side")

    def describe(self) -> dict[str, Any]:
        """The tables in groups."""
        state = self._state
        return {
            "page": str(state.page),
            "table": state.table.name if state.table is not None else None,
            "groups": [
                {
                    "title": title,
                    "tables": [
                        {
                            "name": each.name,
                            "about": each.about,
                            "rows": f"{'about ' if each.estimated else ''}{each.rows}",
                        }
                        for each in state.tables
                        if each.kind is kind
                    ],
                }
                for kind, title in _TITLES.items()
            ],
        }
