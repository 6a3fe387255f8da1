"""The order of the contact sheet: what is left for a person, the surest periods first."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import Session, joinedload

from tessebs_core.database.schema import EB, TIC, Ephemeris, User, Vote
from tessebs_core.database.schema.queue import Report, Snooze
from tessebs_core.database.stores.votes import is_current
from tessebs_core.database.types import utc_now
from tessebs_core.records import Ephemeris as EphemerisRecord
from tessebs_core.records.contact_sheet import SheetPlace
from tessebs_core.vocabulary import PeriodGrade

__all__ = ["GradedPeriod", "best_reports", "places_on_sheet"]

_ORDER = (PeriodGrade.CERTAIN, PeriodGrade.LIKELY, None, PeriodGrade.AMBIGUOUS, PeriodGrade.NO_ECLIPSES)


@dataclass(frozen=True)
class GradedPeriod:
    """What a stored report says; ``ephemeris`` is None where it found no eclipses."""

    grade: PeriodGrade
    ephemeris: EphemerisRecord | None
    provenance: str


def places_on_sheet(
    session: Session, username: str, *, after: SheetPlace | None = None, count: int
) -> tuple[SheetPlace, ...]:
    """Give the next targets with an ephemeris that this person has not judged, by rank and ``tess_id``.

    Targets that the person put off are left out until their time has come.

    Parameters
    ----------
    after : SheetPlace, optional
        Begin behind this one.
    count : int
        At most so many.
    """
    found: list[SheetPlace] = []
    for rank, graded in enumerate(_ranks()):
        if after is not None and rank < after.rank:
            continue
        statement = _left_for(session, username).where(*graded)
        if after is not None and rank == after.rank:
            statement = statement.where(TIC.tess_id > after.tess_id)
        # Rank by rank, so that each is read along an index and only as far as the page goes.
        rows = session.scalars(statement.order_by(TIC.tess_id).distinct().limit(count - len(found)))
        found += [SheetPlace(rank, tess_id) for tess_id in rows]
        if len(found) == count:
            break
    return tuple(found)


def best_reports(session: Session, tess_ids: Iterable[int]) -> dict[int, GradedPeriod]:
    """Give the surest stored report of each target that has one, by ``tess_id``."""
    statement = (
        select(Report)
        .join(Report.tic)
        .where(TIC.tess_id.in_(sorted(set(tess_ids))))
        .options(joinedload(Report.tic), joinedload(Report.provenance))
        .order_by(Report.id)
    )
    rows = sorted(session.scalars(statement), key=lambda row: _ORDER.index(row.grade), reverse=True)
    return {row.tic.tess_id: _graded(row) for row in rows}


def _graded(row: Report) -> GradedPeriod:
    ephemeris = None
    if row.bjd0 is not None and row.period is not None:
        ephemeris = EphemerisRecord(row.bjd0, row.period, row.bjd0_uncert, row.period_uncert)
    return GradedPeriod(row.grade, ephemeris, row.provenance.name)


def _left_for(session: Session, username: str) -> Select[int]:
    person = session.scalar(select(User.id).where(User.username == username))
    mine = and_(Vote.ephemeris_id == Ephemeris.id, Vote.user_id == person, is_current(Vote))
    put_off = select(Snooze.id).where(
        Snooze.tic_id == TIC.id, Snooze.user_id == person, Snooze.until > utc_now()
    )
    return (
        select(TIC.tess_id)
        .join(TIC.ephemerides)
        .outerjoin(Vote, mine)
        .outerjoin(EB, EB.ephemeris_id == Ephemeris.id)
        .where(Vote.id.is_(None), EB.id.is_(None), ~put_off.exists())
    )


def _ranks() -> tuple[tuple[ColumnElement[bool], ...], ...]:
    certain, likely = _has(PeriodGrade.CERTAIN), _has(PeriodGrade.LIKELY)
    return (certain,), (likely, ~certain), (~_has(),), (_has(), ~certain, ~likely)


def _has(grade: PeriodGrade | None = None) -> ColumnElement[bool]:
    reports = select(Report.id).where(Report.tic_id == TIC.id)
    return (reports if grade is None else reports.where(Report.grade == grade)).exists()
