"""The cards that share one place: which of them is on top."""

from collections.abc import Callable
from typing import Any

from tessebs_widgets.assets import script
from tessebs_widgets.state import Tab, TriageState
from tessebs_widgets.views.base import View
from tessebs_widgets.views.messages import word

__all__ = ["Tabs"]

_LABELS = {
    Tab.PERIODOGRAM: "Periodogram",
    Tab.EVIDENCE: "Evidence",
    Tab.PRODUCTS: "Products",
    Tab.ECLIPSES: "Eclipses",
    Tab.SIGNALS: "Signals",
}


class Tabs(View):
    """Show and set ``state.tab``; the others stay in their place, unseen."""

    _esm = script("dom", "tabs")
    watches = ("tab",)

    def __init__(self, state: TriageState, *, show: Callable[[Tab], None]) -> None:
        super().__init__(state, {"show": lambda message: show(word(message, "tab", Tab))})
        self.add_class("te-tabs")

    def describe(self) -> dict[str, Any]:
        """All tabs, in order, and the one on top."""
        return {
            "tab": str(self._state.tab),
            "tabs": [{"word": str(each), "label": label} for each, label in _LABELS.items()],
        }
