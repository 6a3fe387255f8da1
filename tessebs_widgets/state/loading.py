"""How far something that is fetched or computed has come."""

from enum import StrEnum

__all__ = ["Loading"]


class Loading(StrEnum):
    """How far a light curve, a periodogram or a report has come."""

    WAITING = "waiting"
    READY = "ready"
    NONE = "none"  # there is none; the message says what to do
