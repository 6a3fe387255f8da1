"""The catalogue's screen as a whole, and the bar at its top: apps, quick search, saved searches."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tessebs_widgets.assets import script, style
from tessebs_widgets.state.catalogue import CatalogueState
from tessebs_widgets.state.guarding import guarded
from tessebs_widgets.views.base import View
from tessebs_widgets.views.messages import optional, text, whole
from tessebs_widgets.views.navigation import described_apps
from tessebs_widgets.views.screen import Screen

__all__ = ["CatalogueHeader", "CatalogueScreen", "HeaderActions"]

_LONGEST_LINK = 20_000
_LONGEST_NAME = 200


class CatalogueScreen(Screen):
    """Keep the page's address at what is searched; open what it says when a page arrives."""

    _css = style("tessebs", "catalogue")
    watches = ("phase", "search", "columns", "unread", "row", "moved", "page", "notice", "username")
    starting = "Opening the catalogue…"

    def __init__(
        self, state: CatalogueState, *, arrive: Callable[[int | None, str], None], title: str
    ) -> None:
        self._query = ""
        super().__init__(state, arrive=lambda tess_id: arrive(tess_id, self._query), title=title)

    def describe(self) -> dict[str, Any]:
        """The phase in words, and the search for the page's address; None leaves what cannot be read."""
        return {**super().describe(), "query": None if self._state.unread else self._state.address}

    def _tic(self) -> str | None:
        entry = self._state.entry if self._state.moved else None
        return None if entry is None else str(entry.tess_id)

    def _welcome(self, message: Mapping[str, Any]) -> None:
        with guarded(self._state):
            self._query = text(message, "query", longest=_LONGEST_LINK) if optional(message, "query") else ""
        super()._welcome(message)


@dataclass(frozen=True)
class HeaderActions:
    """What the bar can do."""

    quick: Callable[[str], None]
    save: Callable[[str], object]
    recall: Callable[[str], None]
    forget: Callable[[str], None]


class CatalogueHeader(View):
    """Show name and apps, search by a name, keep searches."""

    _esm = script("dom", "popover", "navigation", "catalogue_header")
    watches = ("search", "saved", "username", "page", "row", "moved", "asked_tic")

    def __init__(self, state: CatalogueState, actions: HeaderActions) -> None:
        def named(act: Callable[[str], object]) -> Callable[[Mapping[str, Any]], None]:
            return lambda message: act(text(message, "name", longest=_LONGEST_NAME)) and None

        super().__init__(
            state,
            {
                "quick": lambda message: actions.quick(text(message, "q", longest=_LONGEST_NAME)),
                "target": lambda message: actions.quick(f"TIC {whole(message, 'tic')}"),
                "save": named(actions.save),
                "recall": named(actions.recall),
                "forget": named(actions.forget),
            },
        )
        self.add_class("te-header")

    def describe(self) -> dict[str, Any]:
        """The person, the name that is searched for, and the saved searches."""
        state = self._state
        entry = state.entry if state.moved else None
        return {
            **described_apps("catalogue"),
            "username": state.username,
            "q": state.search.text,
            "tic": None if entry is None else str(entry.tess_id),
            "asked_tic": None if state.asked_tic is None else str(state.asked_tic),
            "saved": [each.name for each in state.saved],
        }
