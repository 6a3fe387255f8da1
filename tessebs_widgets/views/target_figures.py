"""The static figures of one product: those that are there come when they are looked at."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tessebs_core.records.target_views import StaticFigure, TargetView
from tessebs_core.vocabulary import FigureKind, FigureState
from tessebs_widgets.assets import script
from tessebs_widgets.state.target import TargetState
from tessebs_widgets.views.base import View
from tessebs_widgets.views.messages import optional, text, whole, word
from tessebs_widgets.views.numbers import shown_period

__all__ = ["FigureActions", "TargetFigures"]

_LONGEST_NAME = 64


@dataclass(frozen=True)
class FigureActions:
    """What the figures ask for; ``fetch`` hands over a picture, or words for why there is none."""

    choose: Callable[[str], None]
    figure_of: Callable[[FigureKind, int | None], StaticFigure]
    fetch: Callable[[StaticFigure, Callable[[bytes], None], Callable[[str], None]], None]
    make: Callable[[], object]


class TargetFigures(View):
    """Show the pictures of the product chosen; the bytes travel once for each picture that is seen."""

    _esm = script("dom", "target_figures")
    watches = ("view", "provenance", "work")

    def __init__(self, state: TargetState, actions: FigureActions) -> None:
        self._actions = actions
        super().__init__(
            state,
            {
                "choose": lambda message: actions.choose(text(message, "product", longest=_LONGEST_NAME)),
                "figure": self._send_picture,
                "make": lambda _: actions.make(),
            },
        )
        self.add_class("te-figures")

    def describe(self) -> dict[str, Any]:
        """Products, and the figures of the one chosen with whether each is there."""
        view, chosen = self._state.view, self._state.provenance
        if view is None or chosen is None:
            return {"products": [], "figures": [], "words": _why_none(view), "can_make": False}
        has_light = chosen in view.light_curves
        return {
            "tic": str(view.target.tess_id),
            "products": [
                {"name": name, "chosen": name == chosen, "made": _made(view, name)}
                for name in dict.fromkeys(each.provenance for each in view.figures)
            ],
            "figures": [_described(view, each) for each in view.figures if each.provenance == chosen],
            "words": ""
            if has_light
            else f"There is no light curve of {chosen} here; syndicate the target, or fetch its files first.",
            "can_make": has_light and view.may_work and self._state.work is None,
        }

    def _send_picture(self, message: Mapping[str, Any]) -> None:
        kind = word(message, "figure", FigureKind)
        figure = self._actions.figure_of(
            kind, whole(message, "number") if optional(message, "number") else None
        )
        address = {"product": figure.provenance, "figure": str(kind), "number": figure.number}
        self._actions.fetch(
            figure,
            lambda content: self.send({"kind": "picture", **address}, buffers=[content]),
            lambda words: self.send({"kind": "no_picture", "words": words, **address}),
        )


def _made(view: TargetView, provenance: str) -> int:
    return sum(
        each.provenance == provenance and each.state is not FigureState.MISSING for each in view.figures
    )


def _described(view: TargetView, figure: StaticFigure) -> dict[str, Any]:
    return {
        "product": figure.provenance,
        "figure": str(figure.kind),
        "number": figure.number,
        "state": str(figure.state),
        "made": str(figure.made_ns),  # a whole number beyond what JavaScript keeps
        "title": _title(view, figure),
    }


def _title(view: TargetView, figure: StaticFigure) -> str:
    titles = {
        FigureKind.LIGHT_CURVE: "Light curve",
        FigureKind.FIRST_DAYS: "First ten days",
        FigureKind.PERIODOGRAM: "Lomb-Scargle periodogram",
    }
    if figure.kind in titles:
        return titles[figure.kind]
    if figure.kind is FigureKind.SIGNAL:
        return f"Signal {figure.number}, folded"
    [period] = [each.ephemeris.period for each in view.proposals if each.ephemeris_id == figure.number]
    return f"Ephemeris {figure.number}, folded on {shown_period(period)} d"


def _why_none(view: TargetView | None) -> str:
    if view is None:
        return ""
    return "MAST has no light curve of this target, or was not asked yet: refresh it."
