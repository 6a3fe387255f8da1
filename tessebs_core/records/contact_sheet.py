"""What the contact sheet shows of a target."""

from dataclasses import dataclass

from tessebs_core.records.ephemerides import Ephemeris, Source
from tessebs_core.records.judgements import StoredVote
from tessebs_core.vocabulary import PeriodGrade, PeriodMultiple

__all__ = ["SheetEntry", "SheetPlace"]


@dataclass(frozen=True, order=True)
class SheetPlace:
    """A target's place in the order of the sheet.

    Parameters
    ----------
    rank : int
        By the grade of its newest period report: 0 certain, 1 likely, 2 not reported, 3 the rest.
    tess_id : int
    """

    rank: int
    tess_id: int


@dataclass(frozen=True)
class SheetEntry:
    """One target with the one proposal that the sheet asks about.

    Parameters
    ----------
    multiple : PeriodMultiple
        What the target's newest report says of the proposed period; ``PERIOD`` where it says nothing.
    provenance : str or None
        The product to fold; None for the first that is held.
    grade : PeriodGrade or None
        Of that report; None where there is none.
    own_vote : StoredVote or None
        What this person says of the proposal.
    is_back : bool
        Whether that vote was cast before newer data brought the proposal back: it does not count, and the
        proposal is to be judged again.
    left : int
        Other proposals of the target that this person has not judged.
    """

    tess_id: int
    ephemeris_id: int
    ephemeris: Ephemeris
    source: Source
    multiple: PeriodMultiple = PeriodMultiple.PERIOD
    provenance: str | None = None
    grade: PeriodGrade | None = None
    own_vote: StoredVote | None = None
    left: int = 0
    is_back: bool = False
