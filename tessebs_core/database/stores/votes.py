"""Votes: cast, taken back, read; see `tessebs_core.database.schema.judgements`."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload
from sqlalchemy.orm.util import AliasedClass

from tessebs_core.database.schema import Decision, User, Vote
from tessebs_core.database.stores.upserts import batches
from tessebs_core.database.stores.users import user_named
from tessebs_core.errors import BadVote
from tessebs_core.records import Judgement, StoredVote

__all__ = [
    "all_votes",
    "cast_vote",
    "is_current",
    "is_stored",
    "judged_columns",
    "judgement_of",
    "own_vote_on",
    "vote_record",
    "votes_on",
]


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
    action: str | None = None,
) -> StoredVote:
    """Add a vote; it supersedes the person's earlier one on this ephemeris, which stays.

    Parameters
    ----------
    request_id : str
        Made once for each click: the same again returns the vote that is stored.
    rule_version : str
        Of the consensus rule that was shown to the person.
    action : str, optional
        Shared by all votes of one click.

    Raises
    ------
    NotPermitted
        Nobody of this name is known.
    BadVote
        The request id belongs to another vote.
    """
    stored = _stored_before(session, request_id, ephemeris_id, username)
    if stored is not None:
        return vote_record(stored)
    user = user_named(session, username)
    row = Vote(
        ephemeris_id=ephemeris_id,
        user=user,
        request_id=request_id,
        rule_version=rule_version,
        supersedes_id=_newest_id(session, ephemeris_id, user.id),
        withdrawn=False,
        action=action,
        **judged_columns(judgement),
    )
    session.add(row)
    session.flush()
    return vote_record(row)


def votes_on(session: Session, ephemeris_ids: Iterable[int]) -> list[StoredVote]:
    """Give the votes that count: each person's newest on each ephemeris, unless taken back; oldest first."""
    found: list[Vote] = []
    for batch in batches(sorted(set(ephemeris_ids))):
        statement = select(Vote).where(Vote.ephemeris_id.in_(batch), is_current(Vote))
        found += session.scalars(statement.options(joinedload(Vote.user, innerjoin=True)))
    return [vote_record(row) for row in sorted(found, key=lambda row: row.id)]


def _stored_before(session: Session, request_id: str, ephemeris_id: int, username: str) -> Vote | None:
    row = session.scalar(select(Vote).where(Vote.request_id == request_id).options(joinedload(Vote.user)))
    if row is not None and (row.ephemeris_id, row.user.username) != (ephemeris_id, username):
        raise BadVote("This request id belongs to another vote. Reload the page and vote again.")
    return row


def own_vote_on(session: Session, ephemeris_id: int, username: str) -> StoredVote | None:
    """A person's vote that counts on an ephemeris; None if there is none, or it was taken back."""
    condition = and_(Vote.ephemeris_id == ephemeris_id, User.username == username, is_current(Vote))
    row = session.scalar(select(Vote).join(Vote.user).where(condition).options(contains_eager(Vote.user)))
    return None if row is None else vote_record(row)


def is_stored(session: Session, request_id: str) -> bool:
    """Whether a vote of this request is in the table already."""
    return session.scalar(select(Vote.id).where(Vote.request_id == request_id)) is not None


def all_votes(session: Session) -> list[StoredVote]:
    """Give every vote that counts in the catalogue, oldest first, in one query."""
    judged = (
        Vote.verdict,
        Vote.reason,
        Vote.period_multiple,
        Vote.flags,
        Vote.duplicate_of_id,
        Vote.blend_of,
    )
    own = (Vote.id, Vote.ephemeris_id, User.username, Vote.cast_at, Vote.request_id, Vote.action)
    statement = select(*own, *judged).join(Vote.user).where(is_current(Vote)).order_by(Vote.id)
    # Plain columns, and each judgement made once: rows of the ORM take five times as long.
    known: dict[tuple[Any, ...], Judgement] = {}
    found = []
    for key, ephemeris_id, username, cast_at, request_id, action, *said in session.execute(statement):
        values = tuple(said)
        if values not in known:
            known[values] = Judgement(*values)
        found.append(StoredVote(key, ephemeris_id, username, known[values], cast_at, request_id, action))
    return found


def _newest_id(session: Session, ephemeris_id: int, user_id: int) -> int | None:
    mine = select(Vote.id).where(Vote.ephemeris_id == ephemeris_id, Vote.user_id == user_id)
    return session.scalar(mine.order_by(Vote.id.desc()).limit(1))


def judged_columns(judgement: Judgement) -> dict[str, Any]:
    """The columns that hold a judgement."""
    return {
        "verdict": judgement.verdict,
        "reason": judgement.reason,
        "period_multiple": judgement.period_multiple,
        "flags": judgement.flags,
        "duplicate_of_id": judgement.duplicate_of,
        "blend_of": judgement.blend_of,
    }


def judgement_of(row: Vote | Decision) -> Judgement:
    """What a row says."""
    return Judgement(
        verdict=row.verdict,
        reason=row.reason,
        period_multiple=row.period_multiple,
        flags=row.flags,
        duplicate_of=row.duplicate_of_id,
        blend_of=row.blend_of,
    )


def vote_record(row: Vote) -> StoredVote:
    """The record of a row."""
    return StoredVote(
        vote_id=row.id,
        ephemeris_id=row.ephemeris_id,
        username=row.user.username,
        judgement=judgement_of(row),
        cast_at=row.cast_at,
        request_id=row.request_id,
        action=row.action,
    )
