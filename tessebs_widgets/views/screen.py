"""The whole screen's own concerns: keys, help, theme, address, and whether anybody answers."""

from collections.abc import Callable, Mapping
from typing import Any

from tessebs_widgets.assets import script, style
from tessebs_widgets.state import Kind, Phase, TriageState
from tessebs_widgets.state.guarding import guarded
from tessebs_widgets.views.base import View
from tessebs_widgets.views.messages import optional, whole

__all__ = ["Screen"]


class Screen(View):
    """Show what stands over everything else: starting, queue empty, failure, help, no connection."""

    _esm = script("dom", "screen")
    _css = style("tessebs")
    watches = ("phase", "candidate", "notice", "username")

    def __init__(self, state: TriageState, *, arrive: Callable[[int | None], None], title: str) -> None:
        self._title = title
        self._arrive = arrive
        self._arrived = False
        super().__init__(
            state,
            {
                "arrive": self._welcome,
                "ping": lambda message: self.send({"kind": "pong", "number": message.get("number")}),
            },
        )
        self.add_class("te-screen")

    def describe(self) -> dict[str, Any]:
        """The phase in words, and the target for the page's address."""
        state = self._state
        failed = state.notice.text if state.notice and state.notice.kind is Kind.ERROR else ""
        return {
            "title": self._title,
            "phase": str(state.phase),
            "arrived": self._arrived,
            "tic": str(state.candidate.target.tess_id) if state.candidate else None,
            "words": failed if state.phase is Phase.FAILED else "",
            "username": state.username,
        }

    def _welcome(self, message: Mapping[str, Any]) -> None:
        """A page is there, perhaps with a TIC in its address; from now on it may show what there is."""
        with guarded(self._state):
            self._arrive(whole(message, "tic") if optional(message, "tic") else None)
        self._arrived = True
        self._refresh()
