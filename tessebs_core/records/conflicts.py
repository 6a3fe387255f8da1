"""Proposals that people disagree on, for the lead who decides."""

from dataclasses import dataclass

from tessebs_core.records.ephemerides import Ephemeris, Source
from tessebs_core.records.judgements import StoredDecision, StoredVote

__all__ = ["Conflict"]


@dataclass(frozen=True)
class Conflict:
    """One proposal whose votes disagree.

    Parameters
    ----------
    tess_id, ephemeris_id : int
    ephemeris : Ephemeris
    source : Source
        Who proposed it.
    votes : tuple of StoredVote
        Each person's newest, oldest first.
    meant : tuple of StoredVote
        The same as the consensus rule counts them: "duplicate of n" as what its person says of n.
    decision : StoredDecision or None
        The newest adjudication; None while it waits for one.
    """

    tess_id: int
    ephemeris_id: int
    ephemeris: Ephemeris
    source: Source
    votes: tuple[StoredVote, ...]
    meant: tuple[StoredVote, ...] = ()
    decision: StoredDecision | None = None
