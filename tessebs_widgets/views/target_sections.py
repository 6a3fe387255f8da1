"""Which part of the target is on top."""

from collections.abc import Callable
from typing import Any

from tessebs_core.records.target_views import TargetView
from tessebs_core.vocabulary import FigureState
from tessebs_widgets.assets import script
from tessebs_widgets.state.target import Section, TargetState
from tessebs_widgets.views.base import View
from tessebs_widgets.views.messages import word

__all__ = ["SectionTabs"]

_LABELS = {
    Section.SIGNALS: "Signals",
    Section.EPHEMERIDES: "Ephemerides",
    Section.FIGURES: "Figures",
    Section.PRODUCTS: "Products",
    Section.NOTES: "Votes & comments",
    Section.NEIGHBOURS: "Neighbours",
    Section.TIMING: "O-C",
    Section.SHARED: "Same signal nearby",
}


class SectionTabs(View):
    """Show and set ``state.section``; the others stay in their place, unseen."""

    _esm = script("dom", "target_sections")
    watches = ("section", "view")

    def __init__(self, state: TargetState, *, show: Callable[[Section], None]) -> None:
        super().__init__(state, {"show": lambda message: show(word(message, "section", Section))})
        self.add_class("te-tabs")
        self.add_class("te-target-tabs")

    def describe(self) -> dict[str, Any]:
        """All sections in order with how much is in each, and the one on top."""
        counts = {} if self._state.view is None else _counts(self._state.view)
        return {
            "section": str(self._state.section),
            "sections": [
                {"word": str(each), "label": label, "count": counts.get(each)}
                for each, label in _LABELS.items()
            ],
        }


def _counts(view: TargetView) -> dict[Section, int]:
    votes = sum((each.own_vote is not None) + len(each.others) for each in view.proposals)
    return {
        Section.SIGNALS: len(view.signals),
        Section.EPHEMERIDES: len(view.proposals),
        Section.FIGURES: sum(each.state is not FigureState.MISSING for each in view.figures),
        Section.PRODUCTS: len(view.products),
        Section.NOTES: votes + len(view.comments),
        Section.NEIGHBOURS: len(view.neighbours),
    }
