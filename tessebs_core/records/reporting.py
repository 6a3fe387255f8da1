"""How long work says how far it is, and how it is stopped."""

from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["Report", "Step", "silent"]


@dataclass(frozen=True)
class Step:
    """One step of long work: ``done`` of ``total`` steps, and what is at hand."""

    done: int
    total: int
    text: str


Report = Callable[[Step], None]
"""Called at each step; raising `tessebs_core.errors.Cancelled` from it stops the work at a safe place."""


def silent(_: Step) -> None:
    """Report nothing."""
