"""What orders the work, as values."""

from dataclasses import dataclass
from datetime import datetime

from tessebs_core.vocabulary import CheckOutcome, PeriodGrade

__all__ = ["Attention", "Place"]


@dataclass(frozen=True)
class Place:
    """A target in one person's queue.

    Parameters
    ----------
    tess_id : int
    priority : int
        See `tessebs_core.compute.queue_order.priority_of`.
    missing : int
        Fewest votes that could settle one of its open proposals.
    contested : bool
        The votes on one of them disagree; not to be shown before this person's own vote.
    grade : PeriodGrade or None
        Of the newest stored report.
    newest : datetime
        When its newest open proposal came.
    returned : CheckOutcome or None
        Why an accepted ephemeris has come back.
    assigned : bool
        A lead has asked this person.
    """

    tess_id: int
    priority: int
    missing: int
    contested: bool
    grade: PeriodGrade | None
    newest: datetime
    returned: CheckOutcome | None = None
    assigned: bool = False


@dataclass(frozen=True)
class Attention:
    """Who else is at a target, and why it is here.

    Parameters
    ----------
    claimed_by : str or None
        Another person who is looking at it now.
    claimed_since : datetime or None
        Since when, UTC.
    assigned_by : str or None
        Who has asked this person to judge it.
    snoozed_until : datetime or None
        This person did not want to see it before.
    returned : str
        In words, why a settled target is to be judged again; empty if it is not.
    """

    claimed_by: str | None = None
    claimed_since: datetime | None = None
    assigned_by: str | None = None
    snoozed_until: datetime | None = None
    returned: str = ""
