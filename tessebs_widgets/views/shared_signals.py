"""Neighbours that show a signal of the target: how well they agree, and whose it may be."""

from collections.abc import Callable
from typing import Any

from tessebs_core.records.blends import SharedSignal
from tessebs_core.records.target_views import TargetView
from tessebs_widgets.assets import script, style
from tessebs_widgets.state import Loading
from tessebs_widgets.state.target import TargetState
from tessebs_widgets.views.base import View

__all__ = ["SharedCard"]


class SharedCard(View):
    """Show ``state.shared``; what people have judged plays no part in it."""

    _esm = script("dom", "shared_signals")
    _css = style("timing")
    watches = ("view", "shared", "shared_loading", "shared_step", "shared_message")

    def __init__(
        self, state: TargetState, *, search: Callable[[], object], cancel: Callable[[], None]
    ) -> None:
        super().__init__(state, {"search": lambda _: search(), "cancel": lambda _: cancel()})
        self.add_class("te-shared")

    def describe(self) -> dict[str, Any]:
        """One entry for each neighbour that shares a signal, all numbers in words."""
        state = self._state
        step, found = state.shared_step, state.shared
        return {
            "ready": state.view is not None,
            "loading": str(state.shared_loading),
            "words": state.shared_message if state.shared_loading is Loading.NONE else "",
            "step": step and {"done": step.done, "total": step.total, "text": step.text},
            "tested": None if found is None else found.tested,
            "pairs": None if found is None else [_described(each) for each in found.pairs],
            "none": _why_none(state.view),
        }


def _why_none(view: TargetView | None) -> str:
    if view is not None and (view.target.ra is None or view.target.dec is None):
        return "The position of this target is not known, so that it has no neighbours; refresh it from MAST."
    return "No neighbour in the database shows a signal of this target."


def _described(pair: SharedSignal) -> dict[str, Any]:
    own, other = pair.one, pair.other
    return {
        "tic": str(other.tess_id),
        "verdict": "undecided" if pair.owner is None else f"likely the signal of TIC {pair.owner}",
        "decided": pair.owner is not None,
        "facts": [
            ["separation", f'{pair.separation:.1f}" ({pair.pixels:.1f} pixels)'],
            ["periods", f"{own.ephemeris.period:.7f} d here, {other.ephemeris.period:.7f} d there"],
            ["ratio", f"{pair.ratio[0]}/{pair.ratio[1]} within {pair.period_sigma:.1f} sigma"],
            ["minima", _minima(pair)],
            ["depths", f"{_percent(own.depth)} here, {_percent(other.depth)} there{_ratio(pair)}"],
            ["Tmag", f"{_magnitude(own.magnitude)} here, {_magnitude(other.magnitude)} there"],
            ["by chance", f"{pair.chance:.1g}"],
        ],
        "reasons": list(pair.reasons),
        "judge": _judging(pair),
    }


def _judging(pair: SharedSignal) -> list[dict[str, str]]:
    """Which of the two can be judged a blend, and of whom; either of the other while it is undecided."""
    sides = (pair.one, pair.other), (pair.other, pair.one)
    owners = ((blend, other.tess_id if pair.owner is None else pair.owner) for blend, other in sides)
    return [
        {"tic": str(blend.tess_id), "owner": str(owner), "ephemeris": str(blend.ephemeris_id)}
        for blend, owner in owners
        if owner != blend.tess_id
    ]


def _minima(pair: SharedSignal) -> str:
    where = "" if pair.same_minimum else ", primary on secondary"
    return f"{pair.time_difference * 1440:+.1f} min apart ({pair.time_sigma:.1f} sigma{where})"


def _percent(depth: float | None) -> str:
    return "not known" if depth is None else f"{100 * depth:.2f} %"


def _ratio(pair: SharedSignal) -> str:
    return "" if pair.depth_ratio is None else f", ratio {pair.depth_ratio:.2f}"


def _magnitude(value: float | None) -> str:
    return "unknown" if value is None else f"{value:.2f}"
