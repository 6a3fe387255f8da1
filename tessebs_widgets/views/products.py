"""The same fold of every product side by side, with depth, width and scatter."""

from collections.abc import Callable
from typing import Any

import numpy as np

from tessebs_core.errors import InputError
from tessebs_core.records.product_folds import ProductComparison, ProductFold
from tessebs_widgets.assets import script
from tessebs_widgets.state import Loading, TriageState
from tessebs_widgets.views.base import View
from tessebs_widgets.views.messages import text
from tessebs_widgets.views.numbers import ranges, shown_period, with_error

__all__ = ["ProductsCard"]


class ProductsCard(View):
    """Show ``state.comparison``; a click on a product puts its light curve on the screen."""

    _esm = script("dom", "products")
    watches = (
        "candidate", "provenance", "comparison", "comparison_loading", "comparison_step",
        "comparison_message",
    )  # fmt: skip

    def __init__(
        self, state: TriageState, *, compare: Callable[[], object], set_provenance: Callable[[str], None]
    ) -> None:
        self._set_provenance = set_provenance
        super().__init__(state, {"compare": lambda _: compare(), "choose": self._choose})
        self.add_class("te-products")

    def describe(self) -> dict[str, Any]:
        """One row for each product, and the warnings in words."""
        state, found = self._state, self._state.comparison
        step = state.comparison_step
        described: dict[str, Any] = {
            "loading": str(state.comparison_loading),
            "words": state.comparison_message if state.comparison_loading is Loading.NONE else "",
            "step": step and {"done": step.done + 1, "total": step.total, "text": step.text},
            "can_compare": bool(state.candidate and state.candidate.provenances),
        }
        if found is not None:
            limits = _limits(found)
            described["period"] = shown_period(found.ephemeris.period)
            described["warnings"] = list(found.warnings)
            described["rows"] = [
                _row(each, limits, each.provenance == state.provenance) for each in found.folds
            ]
        return described

    def _choose(self, message: Any) -> None:
        provenance = text(message, "provenance", longest=100)
        candidate = self._state.candidate
        if candidate is None or provenance not in candidate.provenances:
            raise InputError(f"{provenance!r} is no product of this target.")
        self._set_provenance(provenance)


def _limits(found: ProductComparison) -> tuple[float, float]:
    """Lowest and highest flux of all folds: one scale for all pictures."""
    fluxes = np.concatenate([each.curve[np.isfinite(each.curve)] for each in found.folds])
    low, high = (float(fluxes.min()), float(fluxes.max())) if fluxes.size else (0.0, 1.0)
    margin = 0.06 * (high - low) or 0.01
    return low - margin, high + margin


def _row(each: ProductFold, limits: tuple[float, float], shown: bool) -> dict[str, Any]:
    low, high = limits
    heights = (each.curve - low) / (high - low)
    minutes = each.exposure / 60.0
    return {
        "provenance": each.provenance,
        "shown": shown,
        "about": f"{each.points} points every {minutes:.3g} min, sectors {ranges(each.sectors) or 'none'}",
        "depth": _percent(each.depth, each.depth_unc),
        "secondary": _percent(each.secondary, each.secondary_unc),
        "width": _phase(each.width, each.width_unc),
        "scatter": f"{1e6 * each.scatter:.0f}",
        "remark": each.remark,
        "curve": [None if not np.isfinite(height) else round(float(height), 4) for height in heights],
    }


def _percent(value: float | None, unc: float | None) -> str:
    return "–" if value is None else with_error(100 * value, None if unc is None else 100 * unc, 2)


def _phase(value: float | None, unc: float | None) -> str:
    return "–" if value is None else with_error(value, unc, 4)
