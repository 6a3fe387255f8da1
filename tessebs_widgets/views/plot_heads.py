"""The line above each plot: what it shows, what may be chosen, and words where there is no plot."""

from collections.abc import Callable, Mapping
from typing import Any

from tessebs_core.vocabulary import PeriodogramMethod
from tessebs_widgets.assets import script
from tessebs_widgets.state import Loading, TriageState
from tessebs_widgets.views.base import View
from tessebs_widgets.views.messages import text, whole, word
from tessebs_widgets.views.numbers import with_error

__all__ = ["LightCurveHead", "PeriodogramHead", "PhaseHead"]

_METHOD_LABELS = {
    PeriodogramMethod.LOMB_SCARGLE: "LS",
    PeriodogramMethod.BOX_LEAST_SQUARES: "BLS",
}


class LightCurveHead(View):
    """Choose the product and the sector in view."""

    _esm = script("dom", "plot_head")
    watches = (
        "candidate",
        "provenance",
        "sector",
        "light_curve",
        "light_curve_loading",
        "light_curve_message",
        "removed",
        "measuring",
    )

    def __init__(
        self,
        state: TriageState,
        *,
        set_provenance: Callable[[str], None],
        set_sector: Callable[[int | None], None],
        toggle_ruler: Callable[[], None],
    ) -> None:
        super().__init__(
            state,
            {
                "choose": lambda message: set_provenance(text(message, "word", longest=100)),
                "chip": lambda message: set_sector(whole(message, "word") if message.get("word") else None),
                "toggle": lambda _: toggle_ruler(),
            },
        )
        self.add_class("te-plot-head")

    def describe(self) -> dict[str, Any]:
        """Products to choose, sectors to look at, and how many points there are."""
        state = self._state
        light_curve = state.light_curve
        return {
            "title": f"Light curve without {state.removed_words}" if state.removed else "Light curve",
            "choices": [
                {"word": each, "label": each, "chosen": each == state.provenance}
                for each in (state.candidate.provenances if state.candidate else ())
            ],
            "choice_key": "v",
            "choice_help": "next product",
            "chips": _sector_chips(state),
            "chip_keys": ["<", ">"],
            "toggles": [_ruler_switch(state)],
            "note": f"{len(light_curve):,} points".replace(",", "\u202f") if light_curve else "",
            "loading": str(state.light_curve_loading),
            "message": state.light_curve_message if state.light_curve_loading is Loading.NONE else "",
        }


class PeriodogramHead(View):
    """Choose how the periodogram is computed."""

    _esm = script("dom", "plot_head")
    watches = (
        "method",
        "differences",
        "in_view",
        "time_view",
        "periodogram_loading",
        "periodogram_message",
        "light_curve_loading",
        "candidate",
        "removed",
    )

    def __init__(
        self,
        state: TriageState,
        *,
        set_method: Callable[[PeriodogramMethod], None],
        set_differences: Callable[[bool], None],
        set_in_view: Callable[[bool], None],
        cancel: Callable[[], None],
    ) -> None:
        switches = {"differences": set_differences, "in_view": set_in_view}

        def toggle(message: Mapping[str, Any]) -> None:
            name = text(message, "word", longest=20)
            if name in switches:
                switches[name](not getattr(state, name))

        super().__init__(
            state,
            {
                "choose": lambda message: set_method(word(message, "word", PeriodogramMethod)),
                "toggle": toggle,
                "cancel": lambda _: cancel(),
            },
        )
        self.add_class("te-plot-head")

    def describe(self) -> dict[str, Any]:
        """Methods to choose, and why there is no periodogram."""
        state = self._state
        return {
            "title": "Periodogram",
            "choices": [
                {"word": str(each), "label": label, "chosen": each is state.method}
                for each, label in _METHOD_LABELS.items()
            ],
            "choice_key": "l",
            "choice_help": "the other periodogram",
            "chips": [],
            "chip_keys": [],
            "toggles": _search_switches(state),
            "note": f"{_residual(state)}{state.search.words}",
            "can_cancel": True,
            "loading": str(state.periodogram_loading),
            "message": state.periodogram_message if state.periodogram_loading is Loading.NONE else "",
        }


class PhaseHead(View):
    """Say what the phase plot is folded on."""

    _esm = script("dom", "plot_head")
    watches = (
        "candidate", "fold", "light_curve", "light_curve_loading", "light_curve_message", "selected",
        "removed",
    )  # fmt: skip

    def __init__(self, state: TriageState) -> None:
        super().__init__(state)
        self.add_class("te-plot-head")

    def describe(self) -> dict[str, Any]:
        """The fold, how many cycles the light curve covers, and why there is nothing to see."""
        state = self._state
        words = ""
        if state.light_curve_loading is Loading.NONE:
            words = "Nothing to fold without a light curve."
        elif state.fold is None and state.candidate is not None:
            words = "Type a period below or click a peak of the periodogram."
        return {
            "title": "Phase",
            "choices": [],
            "choice_key": "",
            "choice_help": "",
            "chips": [],
            "chip_keys": [],
            "toggles": [],
            "note": f"{_residual(state)}{_fold_note(state)}",
            "loading": str(state.light_curve_loading),
            "message": words,
        }


def _sector_chips(state: TriageState) -> list[dict[str, Any]]:
    if state.light_curve is None:
        return []
    sectors = state.light_curve.sectors
    if len(sectors) < 2:
        return []
    chips = [{"word": None, "label": "all", "chosen": state.sector is None}]
    return chips + [{"word": each, "label": str(each), "chosen": each == state.sector} for each in sectors]


def _residual(state: TriageState) -> str:
    return f"without {state.removed_words} · " if state.removed else ""


def _ruler_switch(state: TriageState) -> dict[str, Any]:
    return {
        "word": "ruler",
        "label": "ruler",
        "key": "R",
        "help": "ruler: a range of time over a number of cycles",
        "chosen": state.measuring,
    }


def _search_switches(state: TriageState) -> list[dict[str, Any]]:
    return [
        {
            "word": "differences",
            "label": "differences",
            "key": "%",
            "help": "periodogram of flux differences",
            "chosen": state.differences,
        },
        {
            "word": "in_view",
            "label": "in view",
            "key": "*",
            "help": "periodogram of the times in view alone",
            "chosen": state.in_view,
        },
    ]


def _fold_note(state: TriageState) -> str:
    if state.fold is None:
        return ""
    words = f"{with_error(state.fold.period, state.fold.period_uncert, 7)} d"
    if state.proposal is not None and state.fold.period != state.proposal.ephemeris.period:
        words += f" = {state.fold.period / state.proposal.ephemeris.period:.5g} × proposed"
    if state.baseline:
        cycles = state.baseline / state.fold.period
        words += f", {cycles:.{1 if cycles < 100 else 0}f} cycles"
    return words
