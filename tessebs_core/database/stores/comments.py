"""Comments on targets, signals and ephemerides."""

from sqlalchemy import select, union
from sqlalchemy.orm import Session

from tessebs_core.database.schema import EB, Comment, Ephemeris
from tessebs_core.database.stores.targets import target_id
from tessebs_core.errors import InputError
from tessebs_core.records import Note

__all__ = ["add_comment", "comments_on"]


def add_comment(
    session: Session,
    tess_id: int,
    username: str,
    text: str,
    *,
    request_id: str | None = None,
    ephemeris_id: int | None = None,
    eb_id: int | None = None,
) -> Note:
    """Add a comment on a target, or on one of its ephemerides or signals.

    Parameters
    ----------
    request_id : str, optional
        Made once for each click: the same again returns the comment that is stored.

    Raises
    ------
    UnknownTarget
        The catalogue has no such TIC.
    InputError
        The request id belongs to somebody else's comment, or the ephemeris or entry to another target.
    """
    tic_id = target_id(session, tess_id)
    if ephemeris_id is not None:
        _check_owner(tess_id, tic_id, session.get(Ephemeris, ephemeris_id), f"ephemeris {ephemeris_id}")
    if eb_id is not None:
        _check_owner(tess_id, tic_id, session.get(EB, eb_id), f"catalogue entry {eb_id}")
    if request_id is not None:
        stored = session.scalar(select(Comment).where(Comment.request_id == request_id))
        if stored is not None:
            if (stored.tic_id, stored.author) != (tic_id, username):
                raise InputError("This request id belongs to another comment. Reload the page and repeat.")
            return _record(stored)
    row = Comment(
        author=username,
        text=text,
        tic_id=tic_id,
        ephemeris_id=ephemeris_id,
        eb_id=eb_id,
        request_id=request_id,
    )
    session.add(row)
    session.flush()
    return _record(row)


def comments_on(session: Session, tess_id: int) -> tuple[Note, ...]:
    """All comments on a target, its ephemerides and its signals, oldest first, in two queries.

    Raises
    ------
    UnknownTarget
        The catalogue has no such TIC.
    """
    tic_id = target_id(session, tess_id)
    ids = union(  # each part has its index; an OR over the three would scan the table
        select(Comment.id).where(Comment.tic_id == tic_id),
        select(Comment.id).join(Comment.ephemeris).where(Ephemeris.tic_id == tic_id),
        select(Comment.id).join(Comment.eb).where(EB.tic_id == tic_id),
    ).subquery()
    statement = select(Comment).join(ids, ids.c.id == Comment.id).order_by(Comment.timestamp, Comment.id)
    return tuple(_record(row) for row in session.scalars(statement))


def _check_owner(tess_id: int, tic_id: int, row: Ephemeris | EB | None, named: str) -> None:
    if row is None or row.tic_id != tic_id:
        raise InputError(f"TIC {tess_id} has no {named}. Reload the page; nothing was saved.")


def _record(row: Comment) -> Note:
    return Note(row.author, row.text, row.timestamp, row.ephemeris_id, row.eb_id)
