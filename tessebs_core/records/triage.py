"""What a reviewer sees and says, as values."""

from dataclasses import dataclass, field
from datetime import datetime

from tessebs_core.records.ephemerides import Ephemeris, Source
from tessebs_core.records.judgements import Standing, StoredVote
from tessebs_core.records.proposal_groups import ProposalGroup
from tessebs_core.records.targets import TargetMetadata
from tessebs_core.vocabulary import EphemerisStatus, SignalFlag

__all__ = ["Candidate", "Draft", "Note", "Progress", "Proposal"]

LONGEST_COMMENT = 10_000


@dataclass(frozen=True)
class Note:
    """A comment with its author and time; the text is plain text, never markup.

    It is on an ephemeris or on a catalogue entry where one is named, else on the target.
    """

    author: str
    text: str
    timestamp: datetime
    ephemeris_id: int | None = None
    entry_id: int | None = None


@dataclass(frozen=True)
class Proposal:
    """One proposed ephemeris of a target, as one reviewer may see it.

    ``standing`` and ``others`` (votes of other people) are None and empty until the reviewer's own
    vote is cast, unless a lead has switched the blind first look off. ``is_back`` says that newer data has
    brought it back and that the reviewer has not judged it since: their vote of before, if they have one,
    does not count any more.
    """

    ephemeris_id: int
    ephemeris: Ephemeris
    source: Source
    provenance: str | None
    date_added: datetime
    own_vote: StoredVote | None = None
    standing: Standing | None = None
    others: tuple[StoredVote, ...] = ()
    is_back: bool = False

    @property
    def counted_vote(self) -> StoredVote | None:
        """The reviewer's own vote, unless it is one from before newer data."""
        return None if self.is_back else self.own_vote

    @property
    def status(self) -> EphemerisStatus | None:
        """Whether it is settled; None while that is hidden."""
        return None if self.standing is None else self.standing.status


@dataclass(frozen=True)
class Draft:
    """What a reviewer has begun and not yet said; survives a reload."""

    ephemeris_id: int | None = None
    bjd0: float | None = None
    period: float | None = None
    comment: str = ""
    provenance: str | None = None
    bjd0_uncert: float | None = None  # one sigma, days; of a fold that was fitted
    period_uncert: float | None = None
    flags: frozenset[SignalFlag] = frozenset()

    @property
    def begun(self) -> bool:
        """Whether there is anything in it that would be missed."""
        return self.period is not None or bool(self.comment) or bool(self.flags)


@dataclass(frozen=True)
class Candidate:
    """One target with all that the triage screen shows beside the plots."""

    target: TargetMetadata
    sectors: tuple[int, ...]
    provenances: tuple[str, ...]  # those with a light curve in the data folder
    proposals: tuple[Proposal, ...]
    comments: tuple[Note, ...] = ()
    draft: Draft = field(default_factory=Draft)
    failures: tuple[str, ...] = ()  # products that could not be had, in words
    groups: tuple[ProposalGroup, ...] = ()  # of proposals that are one signal

    def group_of(self, ephemeris_id: int) -> ProposalGroup | None:
        """The group that a proposal is in; None for what is no proposal of this target."""
        return next((each for each in self.groups if ephemeris_id in each.ephemeris_ids), None)


@dataclass(frozen=True)
class Progress:
    """How far the work has come, counted in targets."""

    mine: int
    everyone: int
    left: int
