"""What a reviewer sees and says, as values."""

from dataclasses import dataclass, field
from datetime import datetime

from tessebs_core.errors import BadVote
from tessebs_core.records.ephemerides import Ephemeris, Source
from tessebs_core.records.targets import TargetMetadata
from tessebs_core.vocabulary import (
    REASONS_OF,
    EphemerisStatus,
    PeriodMultiple,
    Reason,
    SignalFlag,
    Verdict,
)

__all__ = ["Candidate", "Draft", "Judgement", "Note", "Progress", "Proposal", "StoredVote"]

LONGEST_COMMENT = 10_000


@dataclass(frozen=True)
class Judgement:
    """One reviewer's judgement of one ephemeris, before it is cast.

    Raises
    ------
    BadVote
        The parts do not fit together: a reason of another verdict, an `eb` with period `other`,
        a duplicate of nothing.
    """

    verdict: Verdict
    reason: Reason | None = None
    period_multiple: PeriodMultiple = PeriodMultiple.PERIOD
    flags: frozenset[SignalFlag] = frozenset()
    duplicate_of: int | None = None  # ephemeris id
    blend_of: int | None = None  # tess_id

    def __post_init__(self) -> None:
        if self.reason is not None and self.reason not in REASONS_OF[self.verdict]:
            allowed = ", ".join(REASONS_OF[self.verdict]) or "none"
            raise BadVote(f"'{self.reason}' is no reason for '{self.verdict}' (allowed: {allowed}).")
        if self.verdict is Verdict.EB and self.period_multiple is PeriodMultiple.OTHER:
            raise BadVote(
                "An eclipsing binary with another period needs that ephemeris first: "
                "propose it, then judge the new one."
            )
        if (self.verdict is Verdict.DUPLICATE) != (self.duplicate_of is not None):
            raise BadVote("'duplicate' must name the ephemeris that it repeats, and only it may.")
        if self.blend_of is not None and self.reason is not Reason.BLEND:
            raise BadVote("Only a blend names the TIC that it comes from.")


@dataclass(frozen=True)
class StoredVote:
    """A vote as the database has it."""

    vote_id: int
    ephemeris_id: int
    username: str
    judgement: Judgement
    cast_at: datetime
    request_id: str


@dataclass(frozen=True)
class Note:
    """A comment with its author and time; the text is plain text, never markup."""

    author: str
    text: str
    timestamp: datetime


@dataclass(frozen=True)
class Proposal:
    """One proposed ephemeris of a target, as one reviewer may see it.

    ``status`` and ``others`` (votes of other people) are None and empty until the reviewer's own
    vote is cast: the first look is blind.
    """

    ephemeris_id: int
    ephemeris: Ephemeris
    source: Source
    provenance: str | None
    date_added: datetime
    own_vote: StoredVote | None = None
    status: EphemerisStatus | None = None
    others: tuple[StoredVote, ...] = ()


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


@dataclass(frozen=True)
class Progress:
    """How far the work has come, counted in targets."""

    mine: int
    everyone: int
    left: int
