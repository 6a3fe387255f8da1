"""The whole screen's own concerns: keys, help, theme, address, and whether anybody answers."""

from collections.abc import Callable, Mapping
from typing import Any

from tessebs_widgets.assets import script, style
from tessebs_widgets.state import Kind, Phase, TriageState
from tessebs_widgets.views.base import View
from tessebs_widgets.views.messages import whole

__all__ = ["Screen"]


class Screen(View):
    """Show what stands over everything else: starting, queue empty, failure, help, no connection."""

    _esm = script("dom", "screen")
    _css = style("tessebs")
    watches = ("phase", "candidate", "notice", "username")

    def __init__(self, state: TriageState, *, arrive: Callable[[int | None], None], title: str) -> None:
        self._title = title
        super().__init__(
            state,
            {
                "arrive": lambda message: arrive(_asked_for(message)),
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
            "tic": str(state.candidate.target.tess_id) if state.candidate else None,
            "words": failed if state.phase is Phase.FAILED else "",
            "username": state.username,
        }


def _asked_for(message: Mapping[str, Any]) -> int | None:
    """The TIC in the page's address, if it names one."""
    return whole(message, "tic") if message.get("tic") else None
