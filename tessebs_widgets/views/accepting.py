"""The accept bar: what the selected proposal is settled as, and its way into the catalogue."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tessebs_core.records import CatalogueSignal, Offer
from tessebs_widgets.assets import script
from tessebs_widgets.state import TriageState
from tessebs_widgets.views.base import View
from tessebs_widgets.views.messages import request_id
from tessebs_widgets.views.numbers import MULTIPLE_LABELS, shown_period

__all__ = ["AcceptActions", "AcceptBar"]


@dataclass(frozen=True)
class AcceptActions:
    """What the bar's buttons do; each takes the request's id."""

    accept: Callable[[str], object]
    swap: Callable[[str], object]
    withdraw: Callable[[str], object]
    cancel: Callable[[], object]


class AcceptBar(View):
    """Show the offer for the selected proposal, the work under way, or the signal that it is."""

    _esm = script("dom", "accepting")
    watches = ("candidate", "selected", "board", "accept_step")

    def __init__(self, state: TriageState, actions: AcceptActions) -> None:
        super().__init__(
            state,
            {
                "accept": lambda message: actions.accept(request_id(message)),
                "swap": lambda message: actions.swap(request_id(message)),
                "withdraw": lambda message: actions.withdraw(request_id(message)),
                "cancel": lambda _: actions.cancel(),
            },
        )
        self.add_class("te-accept")

    def describe(self) -> dict[str, Any]:
        """Words and which buttons there are; nothing where the proposal is not settled as `eb`."""
        state = self._state
        offer, signal, step = state.offer, state.accepted, state.accept_step
        return {
            "words": _words(offer, signal),
            "accept": _label(offer) if signal is None or (offer and not offer.accepted) else None,
            "can_accept": offer is not None and not offer.refusal,
            "refusal": offer.refusal if offer is not None else "",
            "signal": None if signal is None else signal.signal_id,
            "can_swap": signal is not None and signal.has_secondary,
            "step": None if step is None else {"done": step.done, "total": step.total, "text": step.text},
        }


def _label(offer: Offer | None) -> str | None:
    if offer is None:
        return None
    return f"{'Update' if offer.updates else 'Accept as'} signal {offer.signal_id}"


def _words(offer: Offer | None, signal: CatalogueSignal | None) -> str:
    if offer is not None and not offer.accepted:
        flags = ", ".join(["", *sorted(offer.flags)])
        period = f"{MULTIPLE_LABELS[offer.multiple]} = {shown_period(offer.ephemeris.period)} d"
        return f"Settled as EB at {period}{flags}"
    if signal is not None:
        return f"In the catalogue as signal {signal.signal_id}"
    return ""
