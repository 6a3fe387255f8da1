"""Period and zero point to edit, in fine steps, by factors and by parts of the period."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tessebs_core.errors import InputError
from tessebs_widgets.assets import script
from tessebs_widgets.state import Kind, TriageState
from tessebs_widgets.views.base import View
from tessebs_widgets.views.messages import number, request_id
from tessebs_widgets.views.numbers import shown_t0

__all__ = ["EditorActions", "EphemerisEditor"]

_FACTORS = {0.5, 2.0}
_MOST_STEPS = 1000.0
_MOST_CYCLES = 10_000.0


@dataclass(frozen=True)
class EditorActions:
    """What the editor's buttons do."""

    set_period: Callable[[float], None]
    set_t0: Callable[[float], None]
    scale_period: Callable[[float], None]
    step_period: Callable[[float], None]
    shift_t0: Callable[[float], None]
    reset: Callable[[], None]
    propose: Callable[[], object]
    swap: Callable[[], object]
    refine: Callable[[], None]


class EphemerisEditor(View):
    """Show and change ``state.fold``."""

    _esm = script("dom", "ephemeris_editor")
    watches = ("candidate", "fold", "selected", "light_curve", "wanted", "fitting")

    def __init__(self, state: TriageState, actions: EditorActions) -> None:
        self._actions = actions
        super().__init__(
            state,
            {
                "period": lambda message: self._enter(actions.set_period, message, "period"),
                "t0": lambda message: self._enter(actions.set_t0, message, "t0"),
                "scale": self._scale,
                "step": lambda message: actions.step_period(_within(message, "steps", _MOST_STEPS)),
                "shift": lambda message: actions.shift_t0(_within(message, "cycles", _MOST_CYCLES)),
                "reset": lambda _: actions.reset(),
                "swap": lambda _: actions.swap(),
                "propose": self._propose,
                "refine": lambda _: actions.refine(),
            },
        )
        self.add_class("te-editor")

    def describe(self) -> dict[str, Any]:
        """The fold in the text fields, and what may be done with it."""
        state = self._state
        return {
            "period": f"{state.fold.period:.8f}" if state.fold else "",
            "t0": shown_t0(state.fold.bjd0) if state.fold else "",
            "period_uncert": _error(state.fold.period_uncert) if state.fold else "",
            "t0_uncert": _error(state.fold.bjd0_uncert) if state.fold else "",
            "can_fit": state.fold is not None and state.light_curve is not None and not state.fitting,
            "fitting": state.fitting,
            "edited": state.is_edited,
            "can_reset": state.is_edited and state.proposal is not None,
            "can_propose": state.candidate is not None and (state.fold is None or state.is_edited),
            "wanted": str(state.wanted),
            "ready": state.candidate is not None,
        }

    def _enter(self, change: Callable[[float], None], message: Mapping[str, Any], name: str) -> None:
        """Take what was typed; what was wrong with it before is wrong no more."""
        change(number(message, name))
        if self._state.notice is not None and self._state.notice.kind is Kind.ERROR:
            self._state.notice = None

    def _scale(self, message: Mapping[str, Any]) -> None:
        factor = number(message, "factor")
        if factor not in _FACTORS:
            raise InputError("A period is halved or doubled here; type any other into its field.")
        self._actions.scale_period(factor)

    def _propose(self, message: Mapping[str, Any]) -> None:
        request_id(message)
        self._actions.propose()


def _error(uncertainty: float | None) -> str:
    return "" if uncertainty is None else f"one sigma: {uncertainty:.2g} d"


def _within(message: Mapping[str, Any], name: str, most: float) -> float:
    value = number(message, name)
    if abs(value) > most:
        raise InputError(f"{name}: at most {most:g} at once.")
    return value
