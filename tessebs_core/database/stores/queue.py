"""What is left to judge: proposals that no catalogue entry has accepted yet."""

from sqlalchemy import ColumnElement, Integer, ScalarSelect, and_, func, select, type_coerce
from sqlalchemy.orm import Session

from tessebs_core.database.schema import EB, TIC, Ephemeris, User, Vote
from tessebs_core.database.stores.votes import is_current
from tessebs_core.records import Progress

__all__ = ["next_target", "progress"]


def next_target(session: Session, username: str, after: int | None = None) -> int | None:
    """Give the first target, by ``tess_id``, with an ephemeris that this person has not judged.

    Parameters
    ----------
    after : int, optional
        Begin behind this ``tess_id``; at the end the search goes on from the front.

    Returns
    -------
    int or None
        Its ``tess_id``; None when this person has judged everything.
    """
    mine = and_(Vote.ephemeris_id == Ephemeris.id, Vote.user_id == _key_of(username), is_current(Vote))
    # An outer join without partner: for NOT EXISTS MariaDB gathers all votes before the first target.
    statement = (
        select(TIC.tess_id)
        .join(TIC.ephemerides)
        .outerjoin(Vote, mine)
        .outerjoin(EB, EB.ephemeris_id == Ephemeris.id)
        .where(Vote.id.is_(None), EB.id.is_(None))
        .order_by(TIC.tess_id)
        .limit(1)
    )
    if after is None:
        return session.scalar(statement)
    behind = session.scalar(statement.where(TIC.tess_id > after))
    return behind if behind is not None else session.scalar(statement.where(TIC.tess_id <= after))


def progress(session: Session, username: str) -> Progress:
    """Count targets of which this person, or anyone, has judged every ephemeris, and those left for them."""
    every = session.scalar(select(func.count(Ephemeris.tic_id.distinct())).where(_is_open())) or 0
    mine = _wholly_judged(session, Vote.user_id == _key_of(username))
    return Progress(mine=mine, everyone=_wholly_judged(session), left=every - mine)


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
