"""A target's signals on the screen: which stand, which are taken out of the light, what a search found."""

from dataclasses import dataclass
from enum import StrEnum

from traitlets import Dict, HasTraits, Instance

from tessebs_core.records import CatalogueSignal, Ephemeris, FoundSignal, Offer, SignalBoard
from tessebs_core.records.reporting import Step

__all__ = ["FOLD", "Method", "Removed", "SignalTraits"]

FOLD = 0
"""The number under which the ephemeris on the screen is taken out, before it is a signal."""


class Method(StrEnum):
    """How a signal is taken out of the light."""

    MASK = "mask"
    SUBTRACT = "subtract"

    @property
    def done(self) -> str:
        """As it is written above a plot."""
        return "masked" if self is Method.MASK else "subtracted"


@dataclass(frozen=True)
class Removed:
    """One signal that is taken out; ``number`` is `FOLD` for the ephemeris on the screen."""

    number: int
    ephemeris: Ephemeris
    method: Method


class SignalTraits(HasTraits):
    """What the signals card and the accept bar show."""

    board = Instance(SignalBoard, args=(), help="the target's signals, and offers by ephemeris_id")
    removed = Dict(help="{number: Removed} in the order of taking out")
    found = Instance(FoundSignal, allow_none=True)
    search_step = Instance(Step, allow_none=True, help="how far a search is; None while there is none")
    accept_step = Instance(Step, allow_none=True, help="how far accepting or swapping is")

    selected: int | None

    @property
    def offer(self) -> Offer | None:
        """What accepting the selected proposal would do; None where it is not settled as `eb`."""
        return None if self.selected is None else self.board.offers.get(self.selected)

    @property
    def accepted(self) -> CatalogueSignal | None:
        """The signal in the catalogue that the selected proposal stands for."""
        offer = self.offer
        number = offer.signal_id if offer is not None and offer.accepted else None
        return (
            next(
                (
                    each
                    for each in self.board.signals
                    if each.in_catalog and (each.signal_id == number or each.ephemeris_id == self.selected)
                ),
                None,
            )
            if self.selected is not None
            else None
        )

    @property
    def removed_words(self) -> str:
        """What is taken out, in words; empty where the light is as it was seen."""
        return ", ".join(
            f"{'fold' if each.number == FOLD else each.number} {each.method.done}"
            for each in self.removed.values()
        )
