"""A verdict that was refused because another one is stored than the form showed."""

from dataclasses import dataclass

from tessebs_core.records import Judgement, StoredVote

__all__ = ["Refused"]


@dataclass(frozen=True)
class Refused:
    """What was wanted, and what is stored instead of what the screen showed; None for nothing."""

    ephemeris_id: int
    wanted: Judgement
    stored: StoredVote | None
    group: bool
