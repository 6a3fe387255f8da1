"""Votes: cast, taken back, read; see `tessebs_core.database.schema.judgements`."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session, aliased, joinedload
from sqlalchemy.orm.util import AliasedClass

from tessebs_core.database.schema import User, Vote
from tessebs_core.database.stores.upserts import batches
from tessebs_core.database.stores.users import user_named
from tessebs_core.errors import BadVote
from tessebs_core.records import Judgement, StoredVote

__all__ = ["cast_vote", "is_current", "vote_history", "votes_on", "withdraw_vote"]


def is_current(vote: type[Vote] | AliasedClass[Vote]) -> ColumnElement[bool]:
    """Condition: the newest vote of its person on its ephemeris, and not one that takes back."""
    newer = aliased(Vote)
    superseded = exists().where(
        newer.ephemeris_id == vote.ephemeris_id, newer.user_id == vote.user_id, newer.id > vote.id
    )
    return vote.withdrawn.is_(False) & ~superseded


def cast_vote(
    session: Session,
    ephemeris_id: int,
    username: str,
    judgement: Judgement,
    *,
    request_id: str,
    rule_version: str,
) -> StoredVote:
    """Add a vote; it supersedes the person's earlier one on this ephemeris, which stays.

    Parameters
    ----------
    request_id : str
        Made once for each click: the same again returns the vote that is stored.
    rule_version : str
        Of the consensus rule that was shown to the person.

    Raises
    ------
    NotPermitted
        Nobody of this name is known.
    BadVote
        The request id belongs to another vote.
    """
    stored = _stored_before(session, request_id, ephemeris_id, username)
    if stored is not None:
        return _record(stored)
    user = user_named(session, username)
    row = Vote(
        ephemeris_id=ephemeris_id,
        user=user,
        request_id=request_id,
        rule_version=rule_version,
        supersedes_id=_newest_id(session, ephemeris_id, user.id),
        withdrawn=False,
        **_judged(judgement),
    )
    session.add(row)
    session.flush()
    return _record(row)


def withdraw_vote(
    session: Session, ephemeris_id: int, username: str, *, request_id: str, rule_version: str
) -> None:
    """Take back a person's vote on an ephemeris, so that it is not judged by them any more.

    Raises
    ------
    BadVote
        There is none to take back, or the request id belongs to another vote.
    """
    if _stored_before(session, request_id, ephemeris_id, username) is not None:
        return
    current = session.scalar(
        select(Vote)
        .join(Vote.user)
        .where(Vote.ephemeris_id == ephemeris_id, User.username == username, is_current(Vote))
    )
    if current is None:
        raise BadVote(f"{username} has no vote on ephemeris {ephemeris_id} to take back.")
    row = Vote(
        ephemeris_id=ephemeris_id,
        user_id=current.user_id,
        request_id=request_id,
        rule_version=rule_version,
        supersedes_id=current.id,
        withdrawn=True,
        **_judged(_judgement(current)),
    )
    session.add(row)
    session.flush()


def votes_on(session: Session, ephemeris_ids: Iterable[int]) -> list[StoredVote]:
    """Give the votes that count: each person's newest on each ephemeris, unless taken back; oldest first."""
    return _votes(session, ephemeris_ids, is_current(Vote))


def vote_history(session: Session, ephemeris_ids: Iterable[int]) -> list[StoredVote]:
    """Give all votes that were ever cast, those superseded too, oldest first."""
    return _votes(session, ephemeris_ids, Vote.withdrawn.is_(False))


def _votes(
    session: Session, ephemeris_ids: Iterable[int], condition: ColumnElement[bool]
) -> list[StoredVote]:
    found: list[Vote] = []
    for batch in batches(sorted(set(ephemeris_ids))):
        statement = select(Vote).where(Vote.ephemeris_id.in_(batch), condition)
        found += session.scalars(statement.options(joinedload(Vote.user, innerjoin=True)))
    return [_record(row) for row in sorted(found, key=lambda row: row.id)]


def _stored_before(session: Session, request_id: str, ephemeris_id: int, username: str) -> Vote | None:
    row = session.scalar(select(Vote).where(Vote.request_id == request_id).options(joinedload(Vote.user)))
    if row is not None and (row.ephemeris_id, row.user.username) != (ephemeris_id, username):
        raise BadVote("This request id belongs to another vote. Reload the page and vote again.")
    return row


def _newest_id(session: Session, ephemeris_id: int, user_id: int) -> int | None:
    mine = select(Vote.id).where(Vote.ephemeris_id == ephemeris_id, Vote.user_id == user_id)
    return session.scalar(mine.order_by(Vote.id.desc()).limit(1))


def _judged(judgement: Judgement) -> dict[str, Any]:
    return {
        "verdict": judgement.verdict,
        "reason": judgement.reason,
        "period_multiple": judgement.period_multiple,
        "flags": judgement.flags,
        "duplicate_of_id": judgement.duplicate_of,
        "blend_of": judgement.blend_of,
    }


def _judgement(row: Vote) -> Judgement:
    return Judgement(
        verdict=row.verdict,
        reason=row.reason,
        period_multiple=row.period_multiple,
        flags=row.flags,
        duplicate_of=row.duplicate_of_id,
        blend_of=row.blend_of,
    )


def _record(row: Vote) -> StoredVote:
    return StoredVote(
        vote_id=row.id,
        ephemeris_id=row.ephemeris_id,
        username=row.user.username,
        judgement=_judgement(row),
        cast_at=row.cast_at,
        request_id=row.request_id,
    )
