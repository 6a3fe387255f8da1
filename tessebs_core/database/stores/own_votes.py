"""A person's own votes, newest first."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from tessebs_core.database.schema import TIC, Ephemeris, User, Vote
from tessebs_core.database.stores.votes import is_current, judgement_of
from tessebs_core.records.preferences import Judged

__all__ = ["judged_by"]


def judged_by(
    session: Session, username: str, *, before: int | None = None, count: int = 20
) -> tuple[Judged, ...]:
    """Give a person's votes that count, newest first, at most ``count``, in one query.

    Parameters
    ----------
    before : int, optional
        Only those older than this ``vote_id``.
    """
    statement = (
        select(Vote, TIC.tess_id)
        .join(Vote.user)
        .join(Ephemeris, Vote.ephemeris_id == Ephemeris.id)
        .join(TIC, Ephemeris.tic_id == TIC.id)
        .where(User.username == username, is_current(Vote))
        .order_by(Vote.id.desc())
        .limit(count)
    )
    if before is not None:
        statement = statement.where(Vote.id < before)
    return tuple(
        Judged(vote.id, tess_id, vote.ephemeris_id, judgement_of(vote), vote.cast_at)
        for vote, tess_id in session.execute(statement)
    )
