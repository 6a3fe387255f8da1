"""The O-C diagram of a signal, with its fits and a list of its eclipses."""

import math
from collections.abc import Callable, Mapping
from dataclasses import astuple, dataclass
from typing import Any

import numpy as np

from tessebs_core.errors import InputError
from tessebs_core.records.timing_diagrams import TimedEclipse, TimingDiagram, Trend, TrendFit
from tessebs_widgets.assets import script, style
from tessebs_widgets.state import Loading
from tessebs_widgets.state.target import TargetState
from tessebs_widgets.views.base import View
from tessebs_widgets.views.messages import text, whole
from tessebs_widgets.views.numbers import with_error

__all__ = ["TimingActions", "TimingCard"]

_MINUTES = 1440.0
_CURVE_POINTS = 120
_LONGEST_NAME = 24
_CHOICES: dict[str, bool | None] = {"use": True, "leave": False, "program": None}


@dataclass(frozen=True)
class TimingActions:
    """What the card's buttons do."""

    time: Callable[[int | None], object]
    choose: Callable[[str, bool | None], None]
    cancel: Callable[[], None]


class TimingCard(View):
    """Show ``state.diagram``; times are in BTJD, O-C in minutes."""

    _esm = script("dom", "timing")
    _css = style("timing")
    watches = ("view", "timed_signal", "diagram", "timing_loading", "timing_step", "timing_message")

    def __init__(self, state: TargetState, actions: TimingActions) -> None:
        self._actions = actions
        super().__init__(
            state,
            {
                "time": lambda message: actions.time(
                    whole(message, "signal") if message.get("signal") is not None else None
                ),
                "choose": self._choose,
                "cancel": lambda _: actions.cancel(),
            },
        )
        self.add_class("te-timing")

    def describe(self) -> dict[str, Any]:
        """Points, curves and numbers of the fits, and remarks in words."""
        state = self._state
        step, found = state.timing_step, state.diagram
        signals = [] if state.view is None else [each for each in state.view.signals if each.ephemeris]
        described: dict[str, Any] = {
            "signals": [
                {"number": each.signal_id, "chosen": each.signal_id == state.timed_signal} for each in signals
            ],
            "loading": str(state.timing_loading),
            "words": state.timing_message if state.timing_loading is Loading.NONE else "",
            "step": step and {"done": step.done, "total": step.total, "text": step.text},
            "found": None,
        }
        if found is not None:
            described["found"] = _described(found)
        return described

    def _choose(self, message: Mapping[str, Any]) -> None:
        choice = text(message, "choice", longest=10)
        if choice not in _CHOICES:
            raise InputError("An eclipse is used, left out, or left to the program.")
        self._actions.choose(text(message, "eclipse", longest=_LONGEST_NAME), _CHOICES[choice])


def _described(found: TimingDiagram) -> dict[str, Any]:
    used = sum(each.used for each in found.eclipses)
    return {
        "about": f"{found.provenance}: {len(found.eclipses)} eclipses timed, {used} used",
        "eclipses": [_eclipse(each) for each in found.eclipses],
        "curves": [
            {"name": name, "preferred": found.preferred == fit.degree, "points": _curve(found, fit)}
            for name, fit in (("line", found.linear), ("parabola", found.quadratic))
            if fit is not None
        ],
        "fits": _fits(found),
        "remarks": [*_structure(found), *found.remarks],
    }


def _eclipse(each: TimedEclipse) -> dict[str, Any]:
    return {
        "name": each.name,
        "secondary": each.secondary,
        "time": round(each.time, 5),
        "away": round(each.o_minus_c * _MINUTES, 4),
        "error": round(each.time_unc * _MINUTES, 4),
        "used": each.used,
        "chosen": each.chosen,
        "remark": each.remark,
    }


def _curve(found: TimingDiagram, fit: TrendFit) -> list[list[float]]:
    if not found.eclipses:
        return []
    cycles = [each.cycle for each in found.eclipses]
    grid = np.linspace(min(cycles), max(cycles), _CURVE_POINTS)
    known = found.ephemeris
    return [
        [round(float(known.bjd0 + each * known.period), 4), round(fit.at(float(each)) * _MINUTES, 5)]
        for each in grid
    ]


def _fits(found: TimingDiagram) -> list[list[str]]:
    """Rows of the table: name, period, dP/dt, chi-squared, BIC, scatter."""
    rows = []
    for name, fit in (("line", found.linear), ("parabola", found.quadratic)):
        if fit is None:
            continue
        change = fit.change_per_year
        rows.append(
            [
                f"{name} ✓" if found.preferred == fit.degree else name,
                with_error(fit.ephemeris.period, fit.ephemeris.period_uncert, 8),
                "–" if change is None else _stated(change),
                "–" if fit.change is None else f"{fit.change.value:.2g}",
                f"{fit.reduced_chi_squared:.2f}",
                f"{fit.bic:.1f}",
                f"{fit.scatter * _MINUTES:.2f}",
            ]
        )
    return rows


def _stated(value: Trend) -> str:
    """A value with its uncertainty, both to two digits of the uncertainty.

    Examples
    --------
    >>> _stated(Trend(35.71, 104.2)), _stated(Trend(-0.0123456, 0.00042))
    ('36 ± 104', '-0.01235 ± 0.00042')
    """
    if not 0 < value.uncertainty < float("inf"):
        return f"{value.value:.3g}"
    decimals = min(12, max(0, 1 - math.floor(math.log10(value.uncertainty))))
    return f"{value.value:.{decimals}f} ± {value.uncertainty:.{decimals}f}"


def _structure(found: TimingDiagram) -> list[str]:
    words = []
    best = found.quadratic if found.preferred == 2 else found.linear
    if best is not None and best.secondary_offset is not None and found.secondary_phase is not None:
        away, error = (_MINUTES * each for each in astuple(best.secondary_offset))
        words.append(
            f"Secondaries are computed at phase {found.secondary_phase:.5f}; the fit finds them "
            f"{_stated(Trend(abs(away), error))} min {'later' if away > 0 else 'earlier'}."
        )
    if found.quadratic_sigma is not None and found.by_chance is not None:
        words.append(
            f"The quadratic term is {found.quadratic_sigma:.1f} sigma from zero; scatter alone does as much "
            f"with probability {found.by_chance:.2g} (F test)."
        )
    if found.structure is not None:
        words.append(
            f"The best sine on top of a line has {found.structure.period:.1f} d and "
            f"{found.structure.amplitude * _MINUTES:.2f} min; it lowers BIC by {found.structure.gain:.0f}."
        )
    return words
