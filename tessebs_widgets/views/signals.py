"""The signals card: what stands in the catalogue, what is taken out of the light, what a search found."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tessebs_core.errors import InputError
from tessebs_core.records import FoundSignal
from tessebs_widgets.assets import script
from tessebs_widgets.state import TriageState
from tessebs_widgets.state.signals import FOLD, Method
from tessebs_widgets.views.base import View
from tessebs_widgets.views.messages import optional, request_id, word
from tessebs_widgets.views.numbers import shown_period, shown_t0

__all__ = ["SignalActions", "SignalsCard"]

_MOST_SIGNALS = 99  # of one target; figures have two digits for them


@dataclass(frozen=True)
class SignalActions:
    """What the card's buttons do."""

    take_out: Callable[[int, Method | None], object]
    step_through: Callable[[], object]
    search: Callable[[], object]
    cancel: Callable[[], object]
    fold: Callable[[], object]
    promote: Callable[[str], object]


class SignalsCard(View):
    """Show the target's signals with their switches, and the search for another."""

    _esm = script("dom", "signals")
    watches = ("candidate", "board", "removed", "found", "search_step", "light_curve", "fold")

    def __init__(self, state: TriageState, actions: SignalActions) -> None:
        super().__init__(
            state,
            {
                "take_out": lambda message: actions.take_out(
                    _number(message),
                    word(message, "method", Method) if optional(message, "method") else None,
                ),
                "step": lambda _: actions.step_through(),
                "search": lambda _: actions.search(),
                "cancel": lambda _: actions.cancel(),
                "fold": lambda _: actions.fold(),
                "promote": lambda message: actions.promote(request_id(message)),
            },
        )
        self.add_class("te-signals")

    def describe(self) -> dict[str, Any]:
        """Signals as text with how each is shown, and the search."""
        state = self._state
        step = state.search_step
        return {
            "signals": _signals(state),
            "words": f"Shown without: {state.removed_words}" if state.removed else "",
            "ready": state.light_curve is not None,
            "step": None if step is None else {"done": step.done, "total": step.total, "text": step.text},
            "found": None if state.found is None else _found(state.found),
        }


def _signals(state: TriageState) -> list[dict[str, Any]]:
    def how(number: int) -> str:
        return str(state.removed[number].method) if number in state.removed else ""

    rows = [
        {
            "number": each.signal_id,
            "name": f"signal {each.signal_id}",
            "period": "" if each.ephemeris is None else f"{shown_period(each.ephemeris.period)} d",
            "note": ", ".join([*(() if each.in_catalog else ("withdrawn",)), *sorted(each.flags)]),
            "method": how(each.signal_id),
        }
        for each in state.board.signals
    ]
    if FOLD in state.removed or (
        state.fold is not None and not any(each.in_catalog for each in state.board.signals)
    ):
        shown = state.removed[FOLD].ephemeris if FOLD in state.removed else state.fold
        rows.append(
            {
                "number": FOLD,
                "name": "the fold",
                "period": "" if shown is None else f"{shown_period(shown.period)} d",
                "note": "as it is on the screen",
                "method": how(FOLD),
            }
        )
    return rows


def _found(found: FoundSignal) -> dict[str, Any]:
    ephemeris = found.ephemeris
    return {
        "significant": found.significant,
        "remark": found.remark,
        "period": "" if ephemeris is None else f"{shown_period(ephemeris.period)} d",
        "t0": "" if ephemeris is None else shown_t0(ephemeris.bjd0),
        "depth": "" if found.depth is None else f"{100 * found.depth:.3g} %",
        "duration": "" if found.duration is None else f"{24 * found.duration:.2f} h",
    }


def _number(message: Any) -> int:
    value = message.get("number")
    if isinstance(value, bool) or not isinstance(value, int) or not FOLD <= value <= _MOST_SIGNALS:
        raise InputError("That is no number of a signal.")
    return value
