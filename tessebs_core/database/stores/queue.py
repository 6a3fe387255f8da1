"""What is left to judge for one person, in the order of their choice."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    ScalarSelect,
    Select,
    and_,
    case,
    func,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.orm import Session

from tessebs_core.compute.queue_order import HARDNESS
from tessebs_core.database.schema import (
    EB,
    TIC,
    Assignment,
    Claim,
    Ephemeris,
    GoldAnswer,
    Snooze,
    User,
    Vote,
    Waiting,
    tic_sectors,
)
from tessebs_core.database.stores.votes import is_current
from tessebs_core.database.types import utc_now
from tessebs_core.records import Progress
from tessebs_core.records.queue import Place
from tessebs_core.vocabulary import QueueOrder

__all__ = [
    "is_snoozed",
    "next_target",
    "places",
    "progress",
    "unjudged_target",
    "unseen_answer",
    "waiting_for",
]


def next_target(
    session: Session,
    username: str,
    *,
    order: QueueOrder = QueueOrder.NUMBER,
    after: int | None = None,
    skip: Collection[int] = (),
    now: datetime | None = None,
) -> int | None:
    """Give the first target with an open proposal that this person has not judged.

    Targets that others look at in this moment and those that this person put off are passed over. Call
    `tessebs_core.database.stores.waiting.catch_up` before.

    Parameters
    ----------
    order : QueueOrder
        See `tessebs_core.compute.queue_order.sort_key`.
    after : int, optional
        By number: begin behind this ``tess_id``, and go on from the front at the end. In other orders:
        begin at the front, and take this one only when it is the last.
    skip : collection of int
        Targets to take only when nothing else is left: those seen a moment ago.
    now : datetime, optional
        When claims and snoozes are looked at.

    Returns
    -------
    int or None
        Its ``tess_id``; None when nothing is left for this person.
    """
    statement = _in_order(waiting_for([Waiting.tess_id], username, now or utc_now()), order).limit(1)
    narrower: list[ColumnElement[bool]] = []
    if order is QueueOrder.NUMBER and after is not None:
        narrower = [Waiting.tess_id > after]
    elif order is not QueueOrder.NUMBER:
        seen = {*skip, *([] if after is None else [after])}
        narrower = [Waiting.tess_id.not_in(seen), Waiting.tess_id != after] if seen else []
    for condition in narrower:
        found: int | None = session.scalar(statement.where(condition))
        if found is not None:
            return found
    last: int | None = session.scalar(statement)
    return last


def places(
    session: Session, username: str, order: QueueOrder, *, limit: int = 100, now: datetime | None = None
) -> list[Place]:
    """The beginning of a person's queue, first first."""
    columns = waiting_for([Waiting, Assignment.id], username, now or utc_now())
    found: dict[int, Place] = {}
    for row, assigned in session.execute(_in_order(columns, order).limit(limit)):
        found.setdefault(row.tess_id, _place(row, assigned=assigned is not None))
    return list(found.values())


def progress(session: Session, username: str) -> Progress:
    """Count targets of which this person, or anyone, has judged every ephemeris, and those left for them."""
    counted = (
        select(func.count(Waiting.tess_id.distinct()))
        .select_from(Waiting)
        .outerjoin(Vote, _judged_by(username))
    )
    left = session.scalar(counted.where(Vote.id.is_(None))) or 0
    mine = _wholly_judged(session, Vote.user_id == _key_of(username))
    return Progress(mine=mine, everyone=_wholly_judged(session), left=left)


def unseen_answer(session: Session, username: str, place: float, now: datetime | None = None) -> int | None:
    """A target with a known answer that this person has not judged, some way down the list of them.

    Parameters
    ----------
    place : float
        0 for the first, near 1 for the last.
    """
    judged = and_(
        Vote.ephemeris_id == GoldAnswer.ephemeris_id, Vote.user_id == _key_of(username), is_current(Vote)
    )
    statement = (
        select(TIC.tess_id)
        .join(Ephemeris, Ephemeris.tic_id == TIC.id)
        .join(GoldAnswer, GoldAnswer.ephemeris_id == Ephemeris.id)
        .outerjoin(Vote, judged)
        .where(Vote.id.is_(None), _is_free(TIC.id, username, now or utc_now()))
        .distinct()
    )
    count = session.scalar(select(func.count()).select_from(statement.subquery())) or 0
    if not count:
        return None
    return session.scalar(statement.order_by(TIC.tess_id).offset(int(place * count)).limit(1))


def unjudged_target(session: Session, username: str, after: int | None = None) -> int | None:
    """The first target, by ``tess_id``, with a proposal that is not accepted and not judged by them.

    Settled ones too: for those who want to judge all. ``after`` as by number in `next_target`.
    """
    mine = and_(Vote.ephemeris_id == Ephemeris.id, Vote.user_id == _key_of(username), is_current(Vote))
    statement = (
        select(TIC.tess_id)
        .join(TIC.ephemerides)
        .outerjoin(Vote, mine)
        .outerjoin(EB, EB.ephemeris_id == Ephemeris.id)
        .where(Vote.id.is_(None), EB.id.is_(None), _is_free(TIC.id, username, utc_now()))
        .order_by(TIC.tess_id)
        .limit(1)
    )
    if after is None:
        return session.scalar(statement)
    behind = session.scalar(statement.where(TIC.tess_id > after))
    return behind if behind is not None else session.scalar(statement.where(TIC.tess_id <= after))


def is_snoozed(tic_id: Any, user_id: Any, now: datetime) -> ColumnElement[bool]:
    """Condition on a `Snooze`: it is this person's on this target, and holds."""
    sectors = (
        select(func.count())
        .select_from(tic_sectors)
        .where(tic_sectors.c.tic_id == tic_id)
        .correlate_except(tic_sectors)
        .scalar_subquery()
    )
    return and_(
        Snooze.tic_id == tic_id,
        Snooze.user_id == user_id,
        Snooze.until > now,
        or_(Snooze.sectors.is_(None), Snooze.sectors >= sectors),
    )


def waiting_for(what: list[Any], username: str, now: datetime) -> Select[Any]:
    """Open proposals without this person's vote, of targets that are free."""
    assigned = and_(Assignment.tic_id == Waiting.tic_id, Assignment.user_id == _key_of(username))
    # Outer joins without partner: for NOT EXISTS MariaDB gathers all votes before the first target.
    return (
        select(*what)
        .select_from(Waiting)
        .outerjoin(Vote, _judged_by(username))
        .outerjoin(Assignment, assigned)
        .where(Vote.id.is_(None), _is_free(Waiting.tic_id, username, now))
    )


def _judged_by(username: str) -> ColumnElement[bool]:
    return and_(
        Vote.ephemeris_id == Waiting.ephemeris_id,
        Vote.user_id == _key_of(username),
        or_(Waiting.since.is_(None), Vote.cast_at > Waiting.since),
        is_current(Vote),
    )


def _is_free(tic_id: Any, username: str, now: datetime) -> ColumnElement[bool]:
    """Nobody else looks at a target, and this person has not put it off."""
    user_id = _key_of(username)
    claimed = select(Claim.tic_id).where(Claim.until > now, Claim.user_id != func.coalesce(user_id, 0))
    snoozed = select(Snooze.id).where(is_snoozed(tic_id, user_id, now)).correlate_except(Snooze).exists()
    return and_(tic_id.not_in(claimed), ~snoozed)


def _in_order(statement: Select[Any], order: QueueOrder) -> Select[Any]:
    """Sort as `tessebs_core.compute.queue_order.sort_key` says."""
    hardness = case(*((Waiting.grade == grade, value) for grade, value in HARDNESS.items()), else_=None)
    keys: dict[QueueOrder, list[Any]] = {
        QueueOrder.PRIORITY: [Assignment.id.is_(None), Waiting.priority.desc()],
        QueueOrder.NUMBER: [],
        QueueOrder.DISAGREEMENT: [Waiting.contested.desc(), Waiting.missing],
        QueueOrder.HARD: [Waiting.grade.is_(None), hardness.desc()],
        QueueOrder.EASY: [Waiting.grade.is_(None), hardness],
        QueueOrder.NEW: [Waiting.newest.desc()],
    }
    return statement.order_by(*keys[order], Waiting.tess_id)


def _place(row: Waiting, *, assigned: bool) -> Place:
    return Place(
        tess_id=row.tess_id,
        priority=row.priority,
        missing=row.missing,
        contested=row.contested,
        grade=row.grade,
        newest=row.newest,
        returned=row.returned,
        assigned=assigned,
    )


def _wholly_judged(session: Session, *conditions: ColumnElement[bool]) -> int:
    """Count targets all of whose ephemerides have a vote that counts, beginning from the votes."""
    # The greatest 2 id + withdrawn is the newest vote's, and even if that counts: one pass over an index.
    newest = func.max(2 * Vote.id + type_coerce(Vote.withdrawn, Integer))
    by_person = (
        select(Vote.ephemeris_id)
        .where(*conditions)
        .group_by(Vote.ephemeris_id, Vote.user_id)
        .having(newest % 2 == 0)
        .subquery()
    )
    judged = select(by_person.c.ephemeris_id).distinct().subquery()
    by_target = (
        select(Ephemeris.tic_id, func.count().label("judged"))
        .join(judged, judged.c.ephemeris_id == Ephemeris.id)
        .where(_is_open())
        .group_by(Ephemeris.tic_id)
        .subquery()
    )
    proposed = (
        select(func.count()).where(Ephemeris.tic_id == by_target.c.tic_id, _is_open()).scalar_subquery()
    )
    whole = select(func.count()).select_from(by_target).where(by_target.c.judged == proposed)
    return session.scalar(whole) or 0


def _is_open() -> ColumnElement[bool]:
    """Whether no catalogue entry has accepted an ephemeris."""
    return ~select(EB.id).where(EB.ephemeris_id == Ephemeris.id).correlate(Ephemeris).exists()


def _key_of(username: str) -> ScalarSelect[int]:
    return select(User.id).where(User.username == username).scalar_subquery()
