"""How long work says how far it is, and learns that it should stop."""

from collections.abc import Callable
from dataclasses import dataclass

from tessebs_core.errors import TessebsError

__all__ = ["Cancelled", "Report", "Step", "silent"]


@dataclass(frozen=True)
class Step:
    """One step of long work: ``done`` of ``total`` steps, and what is at hand."""

    done: int
    total: int
    text: str


Report = Callable[[Step], None]
"""Called at each step; raising `Cancelled` from it stops the work at a safe place."""


class Cancelled(TessebsError):
    """The work was stopped on request; what was finished is kept."""


def silent(_: Step) -> None:
    """Report nothing."""
