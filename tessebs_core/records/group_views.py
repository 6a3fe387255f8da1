"""What the group's screen shows beside agreement and conflicts."""

from dataclasses import dataclass

from tessebs_core.records.judgements import StoredVote
from tessebs_core.records.triage import Progress
from tessebs_core.vocabulary import Role

__all__ = ["PastVote", "Standpoint"]


@dataclass(frozen=True)
class Standpoint:
    """Who looks, what they may do, and how far the group has come."""

    username: str
    role: Role | None
    blind: bool
    progress: Progress

    @property
    def is_lead(self) -> bool:
        """Whether this person decides for the group."""
        return self.role is not None and self.role.decides


@dataclass(frozen=True)
class PastVote:
    """One vote of a person with its target; ``stands`` unless a later one superseded it or took it back."""

    tess_id: int
    vote: StoredVote
    stands: bool
