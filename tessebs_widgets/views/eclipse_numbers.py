"""The numbers of the eclipses, each to be accepted or rejected by a person."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tessebs_widgets.assets import script
from tessebs_widgets.state import Loading, TriageState
from tessebs_widgets.views.base import View
from tessebs_widgets.views.messages import flag, optional, text, whole

if TYPE_CHECKING:
    from tessebs_core.compute.eclipse_review import EclipseReview, ReviewedNumber

__all__ = ["EclipseNumbers", "ReviewActions"]

_ROWS = (
    ("primary width", "prim_width"), ("primary depth", "prim_depth"), ("primary position", "prim_pos"),
    ("secondary width", "sec_width"), ("secondary depth", "sec_depth"), ("secondary position", "sec_pos"),
)  # fmt: skip
_MODELS = (("2g", "two-Gaussian"), ("pf", "polyfit"))
_MORPHOLOGY = "morph_coeff"


@dataclass(frozen=True)
class ReviewActions:
    """What the card's boxes and buttons do."""

    review: Callable[[int | None], object]
    set_accepted: Callable[[str, bool, int | None], None]
    store: Callable[[int | None], None]


class EclipseNumbers(View):
    """Show ``state.review``, and take a person's word on each number."""

    _esm = script("dom", "eclipse_numbers")
    watches = (
        "candidate", "light_curve_loading", "entries", "entry", "review", "review_loading", "review_message",
        "review_provenance", "notice",
    )  # fmt: skip

    def __init__(self, state: TriageState, actions: ReviewActions) -> None:
        self._actions = actions
        super().__init__(
            state,
            {
                "review": lambda message: actions.review(_entry(message)),
                "accept": lambda message: actions.set_accepted(
                    text(message, "number", longest=40), flag(message, "accepted"), _entry(message)
                ),
                "store": lambda message: actions.store(_entry(message)),
            },
        )
        self.add_class("te-eclipses")

    def describe(self) -> dict[str, Any]:
        """Every number with its box and its doubts, or why there are none."""
        state = self._state
        review = state.review
        described: dict[str, Any] = {
            "loading": str(state.review_loading),
            "words": state.review_message if state.review_loading is Loading.NONE else "",
            "can_review": state.candidate is not None and state.provenance is not None,
            "entry": state.entry,
            "entries": [
                {
                    "id": each.entry_id,
                    "label": f"signal {each.signal_id}",
                    "chosen": each.entry_id == state.entry,
                }
                for each in state.entries
                if each.ephemeris is not None
            ],
        }
        if review is not None:
            described |= _described(review)
            described["note"] = (
                f"measured on {state.review_provenance}; storing empties what is not ticked"
                if state.entry is not None
                else f"measured on {state.review_provenance}, on the fold: no entry to store into yet"
            )
        return described


def _entry(message: Mapping[str, Any]) -> int | None:
    return whole(message, "entry") if optional(message, "entry") else None


def _described(review: "EclipseReview") -> dict[str, Any]:
    by_name = {str(each.number): each for each in review.numbers}
    rows = [
        {"label": label, "numbers": [_number(by_name[f"{stem}_{model}"]) for model, _ in _MODELS]}
        for label, stem in _ROWS
    ]
    rows.append({"label": "morphology", "numbers": [_number(by_name[_MORPHOLOGY])]})
    return {
        "models": [label for _, label in _MODELS],
        "rows": rows,
        "doubts": [
            f"{each.number}: {each.reason}"
            for each in review.numbers
            if each.value is not None and each.reason
        ],
    }


def _number(each: "ReviewedNumber") -> dict[str, Any]:
    return {
        "number": str(each.number),
        "value": "–" if each.value is None else f"{each.value:.5f}",
        "measured": each.value is not None,
        "accepted": each.accepted,
        "doubt": each.reason if each.value is not None else "",
        "reviewer": each.reviewer or "",
    }
