"""Drafts: what a person has begun on a target, one for each person and target."""

from dataclasses import asdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from tessebs_core import records
from tessebs_core.database.schema import TIC, Draft, User
from tessebs_core.database.stores.targets import target_id
from tessebs_core.database.stores.users import user_named
from tessebs_core.database.types import utc_now

__all__ = ["load_draft", "save_draft"]


def save_draft(session: Session, username: str, tess_id: int, draft: records.Draft) -> None:
    """Keep a draft in place of the one before.

    Raises
    ------
    NotPermitted, UnknownTarget
        There is no such person or target.
    """
    row = _row(session, username, tess_id)
    if row is None:
        user_id = user_named(session, username).id
        row = Draft(user_id=user_id, tic_id=target_id(session, tess_id))
        session.add(row)
    for name, value in asdict(draft).items():
        setattr(row, name, value)
    row.saved_at = utc_now()
    session.flush()


def load_draft(session: Session, username: str, tess_id: int) -> records.Draft | None:
    """A person's draft on a target; None if there is none."""
    row = _row(session, username, tess_id)
    if row is None:
        return None
    return records.Draft(
        ephemeris_id=row.ephemeris_id,
        bjd0=row.bjd0,
        period=row.period,
        comment=row.comment,
        provenance=row.provenance,
        bjd0_uncert=row.bjd0_uncert,
        period_uncert=row.period_uncert,
        flags=row.flags or frozenset(),
    )


def _row(session: Session, username: str, tess_id: int) -> Draft | None:
    return session.scalar(
        select(Draft)
        .join(Draft.user)
        .join(Draft.tic)
        .where(User.username == username, TIC.tess_id == tess_id)
    )
