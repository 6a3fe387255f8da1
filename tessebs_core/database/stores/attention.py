"""Who looks at a target, who should, who will not yet: claims, assignments, snoozes."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session, joinedload

from tessebs_core.database.schema import TIC, Assignment, Claim, Snooze, User, Waiting, tic_sectors
from tessebs_core.database.stores.queue import is_snoozed
from tessebs_core.database.stores.targets import target_id
from tessebs_core.database.stores.users import user_named
from tessebs_core.database.types import utc_now
from tessebs_core.records.queue import Attention
from tessebs_core.vocabulary import CheckOutcome

__all__ = ["assign", "attention_on", "claim", "release", "snooze", "unassign"]

RETURNED = {
    CheckOutcome.DRIFTS: "Back in the queue: eclipses in newer data come early or late.",
    CheckOutcome.MISSED: "Back in the queue: eclipses predicted in newer data are not there.",
    CheckOutcome.SUFFICIENT: "Back in the queue: newer data cover enough cycles now.",
}


def claim(session: Session, username: str, tess_id: int, minutes: float, now: datetime | None = None) -> bool:
    """Say that a person looks at a target for some minutes, unless somebody else does; returns whether."""
    now = now or utc_now()
    user = user_named(session, username)
    tic_id = target_id(session, tess_id)
    row = session.scalar(select(Claim).where(Claim.tic_id == tic_id).with_for_update())
    if row is not None and row.user_id != user.id and row.until > now:
        return False
    if row is None:
        row = Claim(tic_id=tic_id, user_id=user.id, since=now)
        session.add(row)
    if row.user_id != user.id or row.until is None or row.until <= now:
        row.user_id, row.since = user.id, now
    row.until = now + timedelta(minutes=minutes)
    session.flush()
    return True


def release(session: Session, username: str, tess_id: int) -> None:
    """Say that a person looks at a target no more."""
    user = select(User.id).where(User.username == username).scalar_subquery()
    tic = select(TIC.id).where(TIC.tess_id == tess_id).scalar_subquery()
    session.execute(delete(Claim).where(Claim.tic_id == tic, Claim.user_id == user))


def snooze(session: Session, username: str, tess_id: int, until: datetime, *, until_new_data: bool) -> None:
    """Put a target off for a person: until a time, or until it is seen in more sectors, if sooner."""
    user = user_named(session, username)
    tic_id = target_id(session, tess_id)
    row = session.scalar(select(Snooze).where(Snooze.user_id == user.id, Snooze.tic_id == tic_id))
    if row is None:
        row = Snooze(user_id=user.id, tic_id=tic_id)
        session.add(row)
    counted = select(func.count()).select_from(tic_sectors).where(tic_sectors.c.tic_id == tic_id)
    row.until = until
    row.sectors = session.scalar(counted) if until_new_data else None
    session.flush()


def assign(session: Session, lead: str, username: str, tess_ids: Iterable[int]) -> int:
    """Ask a person to judge targets; returns how many are new to them.

    Raises
    ------
    UnknownTarget, NotPermitted
        There is no such target or person.
    """
    user, asking = user_named(session, username), user_named(session, lead)
    known = set(session.scalars(select(Assignment.tic_id).where(Assignment.user_id == user.id)))
    wanted = {target_id(session, each) for each in tess_ids} - known
    session.add_all(
        Assignment(user_id=user.id, tic_id=each, assigned_by_id=asking.id) for each in sorted(wanted)
    )
    session.flush()
    return len(wanted)


def unassign(session: Session, username: str, tess_ids: Iterable[int]) -> None:
    """Ask no more."""
    user = user_named(session, username)
    wanted = [target_id(session, each) for each in tess_ids]
    session.execute(delete(Assignment).where(Assignment.user_id == user.id, Assignment.tic_id.in_(wanted)))


def attention_on(session: Session, username: str, tess_id: int, now: datetime | None = None) -> Attention:
    """Who else is at a target, and why it is here for this person.

    Raises
    ------
    UnknownTarget
        The catalogue has no such TIC.
    """
    now = now or utc_now()
    tic_id = target_id(session, tess_id)
    me = select(User.id).where(User.username == username).scalar_subquery()
    held = select(Claim).where(Claim.tic_id == tic_id, Claim.until > now).options(joinedload(Claim.user))
    taken = session.scalar(held)
    other = taken if taken is not None and taken.user.username != username else None
    asked = select(Assignment).where(Assignment.tic_id == tic_id, Assignment.user_id == me)
    assigned = session.scalar(asked.options(joinedload(Assignment.assigned_by)))
    until = session.scalar(select(Snooze.until).where(is_snoozed(tic_id, me, now)))
    returned = session.scalar(select(Waiting.returned).where(Waiting.tic_id == tic_id).limit(1))
    return Attention(
        claimed_by=None if other is None else other.user.username,
        claimed_since=None if other is None else other.since,
        assigned_by=None if assigned is None else assigned.assigned_by.username,
        snoozed_until=until,
        returned=RETURNED.get(returned, "") if returned is not None else "",
    )
