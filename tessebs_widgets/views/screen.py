"""The whole screen's own concerns: keys, help, theme, address, and whether anybody answers."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from tessebs_widgets.assets import script, style
from tessebs_widgets.state import Kind, Phase, TriageState
from tessebs_widgets.state.guarding import guarded
from tessebs_widgets.views.base import View
from tessebs_widgets.views.messages import optional, whole

__all__ = ["Screen"]


class Screen(View):
    """Show what stands over everything else: starting, queue empty, failure, help, no connection."""

    _esm = script("dom", "screen")
    _css = style("tessebs", "evidence", "signals", "inspector", "judging")
    watches = ("phase", "candidate", "notice", "username")
    starting: ClassVar[str] = "Opening the next candidate…"
    """What is said while there is nothing to show yet."""
    nothing_left: ClassVar[tuple[str, ...]] = (
        "Nothing is left for you",
        "Every candidate in the queue has your verdict. Thank you.",
        "“Previous” goes back to what you judged; a TIC number opens any target; "
        "new candidates appear after a reload.",
    )
    """Heading, sentence and hint of the empty queue."""

    def __init__(
        self,
        state: TriageState,
        *,
        arrive: Callable[[int | None], None],
        title: str,
        select: Callable[[int], None] | None = None,
    ) -> None:
        self._title = title
        self._arrive = arrive
        self._select = select
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
            "tic": self._tic(),
            "words": failed if state.phase is Phase.FAILED else "",
            "username": state.username,
            "starting": self.starting,
            "nothing_left": list(self.nothing_left),
        }

    def _tic(self) -> str | None:
        """The target for the page's address."""
        candidate = self._state.candidate
        return str(candidate.target.tess_id) if candidate else None

    def _welcome(self, message: Mapping[str, Any]) -> None:
        """A page is there, perhaps with a TIC and a proposal in its address; it may show what there is."""
        with guarded(self._state):
            self._arrive(whole(message, "tic") if optional(message, "tic") else None)
            if self._select is not None and optional(message, "ephemeris"):
                self._select(whole(message, "ephemeris"))
        self._arrived = True
        self._refresh()
