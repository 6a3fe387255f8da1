"""The order of the contact sheet: what is left for a person, the surest periods first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from tessebs_core.database.schema import TIC, Vote, Waiting
from tessebs_core.database.schema.queue import Report
from tessebs_core.database.stores.queue import waiting_for
from tessebs_core.database.stores.upserts import batches
from tessebs_core.database.types import utc_now
from tessebs_core.records import Ephemeris as EphemerisRecord
from tessebs_core.records import StoredVote
from tessebs_core.records.contact_sheet import SheetPlace
from tessebs_core.vocabulary import PeriodGrade

__all__ = ["GradedPeriod", "back_since", "newest_reports", "places_on_sheet", "still_counts"]

_RANKS = (
    Waiting.grade == PeriodGrade.CERTAIN,
    Waiting.grade == PeriodGrade.LIKELY,
    Waiting.grade.is_(None),
    Waiting.grade.in_((PeriodGrade.AMBIGUOUS, PeriodGrade.NO_ECLIPSES)),
)


@dataclass(frozen=True)
class GradedPeriod:
    """What a stored report says; ``ephemeris`` is None where it found no eclipses."""

    grade: PeriodGrade
    ephemeris: EphemerisRecord | None
    provenance: str


def places_on_sheet(
    session: Session, username: str, *, after: SheetPlace | None = None, count: int
) -> tuple[SheetPlace, ...]:
    """Give the next targets of a person's queue, by rank and ``tess_id``.

    What is settled, what others look at in this moment and what the person put off are left out. Call
    `tessebs_core.database.stores.waiting.catch_up` before.

    Parameters
    ----------
    after : SheetPlace, optional
        Begin behind this one.
    count : int
        At most so many.
    """
    found: list[SheetPlace] = []
    left = waiting_for([Waiting.tess_id], username, utc_now())
    for rank, graded in enumerate(_RANKS):
        if after is not None and rank < after.rank:
            continue
        statement = left.where(graded)
        if after is not None and rank == after.rank:
            statement = statement.where(Waiting.tess_id > after.tess_id)
        # Rank by rank, so that no more is read than the page has.
        rows = session.scalars(statement.order_by(Waiting.tess_id).distinct().limit(count - len(found)))
        found += [SheetPlace(rank, tess_id) for tess_id in rows]
        if len(found) == count:
            break
    return tuple(found)


def back_since(session: Session, ephemeris_ids: Iterable[int]) -> dict[int, datetime]:
    """When newer data brought accepted proposals back; votes on them count from then on.

    Returns
    -------
    dict
        By proposal; those that no check has brought back, or that are settled again, are not in it.
    """
    found: dict[int, datetime] = {}
    for batch in batches(sorted(set(ephemeris_ids))):
        statement = select(Waiting.ephemeris_id, Waiting.since).where(Waiting.ephemeris_id.in_(batch))
        found |= {row.ephemeris_id: row.since for row in session.execute(statement) if row.since is not None}
    return found


def still_counts(vote: Vote | StoredVote, since: Mapping[int, datetime]) -> bool:
    """Whether a vote was cast on the data that its proposal is asked about with; see `back_since`."""
    return vote.ephemeris_id not in since or vote.cast_at > since[vote.ephemeris_id]


def newest_reports(session: Session, tess_ids: Iterable[int]) -> dict[int, GradedPeriod]:
    """Give the newest stored report of each target that has one, by ``tess_id``: the one that grades it."""
    statement = (
        select(Report)
        .join(Report.tic)
        .where(TIC.tess_id.in_(sorted(set(tess_ids))))
        .options(joinedload(Report.tic), joinedload(Report.provenance))
        .order_by(Report.date_run, Report.id)
    )
    return {row.tic.tess_id: _graded(row) for row in session.scalars(statement)}


def _graded(row: Report) -> GradedPeriod:
    ephemeris = None
    if row.bjd0 is not None and row.period is not None:
        ephemeris = EphemerisRecord(row.bjd0, row.period, row.bjd0_uncert, row.period_uncert)
    return GradedPeriod(row.grade, ephemeris, row.provenance.name)
