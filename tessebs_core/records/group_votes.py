"""What one click said of several proposals, and what taking it back brought about."""

from dataclasses import dataclass
from datetime import datetime

from tessebs_core.records.judgements import Judgement, StoredVote

__all__ = ["GroupVote", "Undone"]


@dataclass(frozen=True)
class GroupVote:
    """Votes that were cast together.

    Parameters
    ----------
    vote : StoredVote
        On the proposal that was judged.
    duplicates : tuple of StoredVote
        On the proposals that mean the same signal.
    left : tuple of int
        ``ephemeris_id`` of those that mean it too and that this person had judged otherwise; they stay so.
    """

    vote: StoredVote
    duplicates: tuple[StoredVote, ...] = ()
    left: tuple[int, ...] = ()


@dataclass(frozen=True)
class Undone:
    """A click that was taken back.

    Parameters
    ----------
    action : str
        What was undone.
    tess_id : int
        The target that it was on.
    now : tuple of (int, Judgement or None)
        What the person says now of each ``ephemeris_id``; None where nothing any more.
    at : datetime
        Aware UTC.
    """

    action: str
    tess_id: int
    now: tuple[tuple[int, Judgement | None], ...]
    at: datetime
