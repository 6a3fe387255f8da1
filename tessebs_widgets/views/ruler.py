"""The ruler's numbers: where it begins and ends, how many cycles lie between, the period that follows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tessebs_core.errors import InputError
from tessebs_widgets.assets import script
from tessebs_widgets.state import TriageState
from tessebs_widgets.views.base import View
from tessebs_widgets.views.messages import number, whole
from tessebs_widgets.views.numbers import shown_period, shown_t0

__all__ = ["RulerActions", "RulerBar"]

_MOST_STEPS = 1000


@dataclass(frozen=True)
class RulerActions:
    """What the ruler's fields and buttons do."""

    set_start: Callable[[float], None]
    set_end: Callable[[float], None]
    set_cycles: Callable[[int], None]
    step: Callable[[str, int], None]


class RulerBar(View):
    """Show and change ``state.ruler`` while the ruler is in hand."""

    _esm = script("dom", "ruler")
    watches = ("measuring", "ruler", "ruler_start")

    def __init__(self, state: TriageState, actions: RulerActions) -> None:
        self._actions = actions
        super().__init__(
            state,
            {
                "start": lambda message: actions.set_start(number(message, "start")),
                "end": lambda message: actions.set_end(number(message, "end")),
                "cycles": lambda message: actions.set_cycles(whole(message, "cycles")),
                "step": self._step,
            },
        )
        self.add_class("te-ruler")

    def describe(self) -> dict[str, Any]:
        """The ruler in the text fields, or what to do to lay it."""
        state, ruler = self._state, self._state.ruler
        words = "Draw a range on the light curve, or click its two ends."
        if state.ruler_start is not None:
            words = f"From BTJD {shown_t0(state.ruler_start)}; click the other end."
        return {
            "measuring": state.measuring,
            "laid": ruler is not None and state.ruler_start is None,
            "words": words,
            "start": shown_t0(ruler.start) if ruler else "",
            "end": shown_t0(ruler.end) if ruler else "",
            "cycles": str(ruler.cycles) if ruler else "",
            "period": shown_period(ruler.period) if ruler else "",
        }

    def _step(self, message: Mapping[str, Any]) -> None:
        part = str(message.get("part"))
        steps = number(message, "steps")
        if part not in {"start", "end", "cycles"} or steps != round(steps) or abs(steps) > _MOST_STEPS:
            raise InputError("A ruler's start, end or cycles are moved by whole steps.")
        self._actions.step(part, int(steps))
