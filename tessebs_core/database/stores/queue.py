"""What is left to judge."""

from sqlalchemy import ColumnElement, ScalarSelect, distinct, exists, func, select
from sqlalchemy.orm import Session

from tessebs_core.database.schema import TIC, Ephemeris, User, Vote
from tessebs_core.database.stores.votes import is_current
from tessebs_core.records import Progress

__all__ = ["next_target", "progress"]


def next_target(session: Session, username: str, after: int | None = None) -> int | None:
    """The first target, by ``tess_id``, with an ephemeris that this person has not judged.

    Parameters
    ----------
    after : int, optional
        Begin behind this ``tess_id``; at the end the search goes on from the front.

    Returns
    -------
    int or None
        Its ``tess_id``; None when this person has judged everything.
    """
    left = exists().where(Ephemeris.tic_id == TIC.id, ~_judged_by(username))
    statement = select(TIC.tess_id).where(left).order_by(TIC.tess_id).limit(1)
    if after is None:
        return session.scalar(statement)
    behind = session.scalar(statement.where(TIC.tess_id > after))
    return behind if behind is not None else session.scalar(statement.where(TIC.tess_id <= after))


def progress(session: Session, username: str) -> Progress:
    """Count targets of which this person, or anyone, has judged every ephemeris, and those left for them."""
    every, mine_left, all_left = (
        session.scalar(select(func.count(distinct(Ephemeris.tic_id))).where(*conditions)) or 0
        for conditions in ((), (~_judged_by(username),), (~_judged(),))
    )
    return Progress(mine=every - mine_left, everyone=every - all_left, left=mine_left)


def _judged_by(username: str) -> ColumnElement[bool]:
    return exists().where(
        Vote.ephemeris_id == Ephemeris.id, Vote.user_id == _key_of(username), is_current(Vote)
    )


def _judged() -> ColumnElement[bool]:
    return exists().where(Vote.ephemeris_id == Ephemeris.id, is_current(Vote))


def _key_of(username: str) -> ScalarSelect[int]:
    return select(User.id).where(User.username == username).scalar_subquery()
