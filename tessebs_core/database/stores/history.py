"""Votes of one person in the order in which they were cast."""

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from tessebs_core.database.schema import TIC, Ephemeris, User, Vote
from tessebs_core.database.stores.votes import is_current, vote_record
from tessebs_core.records.group_views import PastVote

__all__ = ["past_votes"]


def past_votes(session: Session, username: str, *, limit: int) -> tuple[PastVote, ...]:
    """Give a person's newest votes, newest first; those that only take another back are left out."""
    statement = (
        select(Vote, TIC.tess_id, is_current(Vote))
        .join(Vote.user)
        .join(Ephemeris, Vote.ephemeris_id == Ephemeris.id)
        .join(TIC, Ephemeris.tic_id == TIC.id)
        .where(User.username == username, Vote.withdrawn.is_(False))
        .options(contains_eager(Vote.user))
        .order_by(Vote.id.desc())
        .limit(limit)
    )
    return tuple(
        PastVote(tess_id, vote_record(row), bool(stands))
        for row, tess_id, stands in session.execute(statement)
    )
