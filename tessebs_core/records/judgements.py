"""What was said of proposals, by reviewers and by leads, and where the proposals stand by it."""

from dataclasses import dataclass
from datetime import datetime

from tessebs_core.errors import BadVote
from tessebs_core.vocabulary import (
    REASONS_OF,
    EphemerisStatus,
    PeriodMultiple,
    Reason,
    SignalFlag,
    Verdict,
)

__all__ = ["LARGEST_TIC", "Judgement", "Position", "Standing", "StoredDecision", "StoredVote"]

LARGEST_TIC = 10**11
"""No number of the TESS Input Catalog is so large."""

Position = tuple[Verdict, PeriodMultiple | None]
"""What two people must share to agree: the verdict and, for `eb`, the period multiple."""


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
        if self.blend_of is not None and not 0 < self.blend_of < LARGEST_TIC:
            raise BadVote(f"{self.blend_of} is no TIC number. Give that of the star the signal comes from.")

    @property
    def words(self) -> str:
        """The judgement in the words of the vocabulary.

        Examples
        --------
        >>> Judgement(Verdict.EB, Reason.HEARTBEAT, PeriodMultiple.DOUBLE).words
        'eb, heartbeat, double'
        """
        said = [str(self.verdict)]
        if self.reason is not None:
            said.append(str(self.reason))
        if self.blend_of is not None:
            said.append(f"of TIC {self.blend_of}")
        if self.duplicate_of is not None:
            said.append(f"of {self.duplicate_of}")
        elif self.verdict is Verdict.EB:
            said.append(str(self.period_multiple))
        return ", ".join((*said, *sorted(self.flags)))


@dataclass(frozen=True)
class StoredVote:
    """A vote as the database has it."""

    vote_id: int
    ephemeris_id: int
    username: str
    judgement: Judgement
    cast_at: datetime
    request_id: str
    action: str | None = None  # shared by all votes of one click


@dataclass(frozen=True)
class StoredDecision:
    """A lead's adjudication as the database has it, with the reason in the lead's words."""

    decision_id: int
    ephemeris_id: int
    username: str
    judgement: Judgement
    note: str
    decided_at: datetime
    request_id: str


@dataclass(frozen=True)
class Standing:
    """Where one proposal stands.

    Parameters
    ----------
    status : EphemerisStatus
    position : Position or None
        What it is settled on; None while it is not settled.
    decision : StoredDecision or None
        The adjudication that settled it, where the votes did not.
    duplicate_of : int or None
        The proposal that it repeats, where it is settled as a duplicate.
    blend_of : int or None
        The TIC that the signal comes from, where it is settled as no eclipsing binary and at least half of
        those who settled it call it a blend of the same star.
    """

    status: EphemerisStatus
    position: Position | None = None
    decision: StoredDecision | None = None
    duplicate_of: int | None = None
    blend_of: int | None = None
