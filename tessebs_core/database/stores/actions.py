"""Actions: the votes of one click, found again and taken back together.

An undo is an action too; its name says which it undid, so that a second undo goes one step further back.
"""

import hashlib
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, aliased, joinedload

from tessebs_core.database.schema import TIC, Ephemeris, User, Vote
from tessebs_core.database.stores.contact_sheet import back_since, still_counts
from tessebs_core.database.stores.upserts import batches
from tessebs_core.database.stores.votes import judged_columns, judgement_of, vote_record
from tessebs_core.errors import BadVote, NotPermitted, StaleForm
from tessebs_core.records import StoredVote
from tessebs_core.records.group_votes import Undone

__all__ = [
    "action_of",
    "last_action",
    "request_within",
    "rows_of_action",
    "stored_undo",
    "undo_action",
    "votes_of_action",
]

_UNDO = "undo:"
_SINGLE = "vote:"  # before the key of a vote that was cast when actions had no names
_LONGEST_NAME = 50
_VOTES_AT_ONCE = 200


class _Step(NamedTuple):
    vote_id: int
    action: str


def action_of(request_id: str) -> str:
    """The name of the action that a request begins."""
    is_plain = len(request_id) <= _LONGEST_NAME and not request_id.startswith((_UNDO, _SINGLE))
    return request_id if is_plain else _digest(request_id)[:_LONGEST_NAME]


def request_within(request_id: str, ephemeris_id: int) -> str:
    """The request id of one more vote of the same click; the same click makes the same again."""
    return _digest(f"{request_id} {ephemeris_id}")


def rows_of_action(session: Session, user: User, action: str) -> list[Vote]:
    """The votes of a click of this person, in the order they were cast.

    Raises
    ------
    NotPermitted
        It was somebody else's.
    BadVote
        There is none of this name.
    """
    rows = list(
        session.scalars(
            select(Vote).where(_is(action)).options(joinedload(Vote.user, innerjoin=True)).order_by(Vote.id)
        )
    )
    if not rows:
        raise BadVote("There is no such action to undo. Reload the page.")
    if any(row.user_id != user.id for row in rows):
        raise NotPermitted("Only who has cast a vote can take it back.")
    return rows


def votes_of_action(session: Session, user: User, action: str) -> list[StoredVote]:
    """The same as records."""
    return [vote_record(row) for row in rows_of_action(session, user, action)]


def last_action(session: Session, user: User) -> str | None:
    """The newest click of a person that is not undone and no undo; None when all are undone."""
    undone: set[str] = set()
    before: int | None = None
    while True:
        steps = _steps_back(session, user, before)
        for step in steps:
            if step.action.startswith(_UNDO):
                undone.add(step.action.removeprefix(_UNDO))
            elif step.action not in undone:
                return step.action
        if len(steps) < _VOTES_AT_ONCE:
            return None
        before = steps[-1].vote_id


def undo_action(session: Session, user: User, action: str, *, request_id: str, rule_version: str) -> Undone:
    """Let newer votes say again what this person had said before a click, or nothing if they had not.

    What they had said before newer data is not said again: it would count as said of that data.

    Raises
    ------
    NotPermitted
        It was somebody else's.
    BadVote
        There is none of this name, or it is undone already.
    StaleForm
        A later click of this person stands over it.
    """
    rows = rows_of_action(session, user, action)
    if action.startswith(_UNDO) or _was_undone(session, action):
        raise BadVote("That is undone already. To say it again, vote again.")
    standing = _standing_over(session, user, rows)
    since = back_since(session, standing)
    new: list[Vote] = []
    for row in rows:
        before = None if row.supersedes_id is None else session.get_one(Vote, row.supersedes_id)
        restored = before is not None and not before.withdrawn and still_counts(before, since)
        said = judgement_of(before) if before is not None and restored else judgement_of(row)
        new.append(
            Vote(
                ephemeris_id=row.ephemeris_id,
                user=user,
                request_id=request_within(request_id, row.ephemeris_id) if new else request_id,
                rule_version=rule_version,
                supersedes_id=standing[row.ephemeris_id],
                withdrawn=not restored,
                action=_UNDO + action,
                **judged_columns(said),
            )
        )
    session.add_all(new)
    session.flush()
    return _undone(session, action, new)


def stored_undo(session: Session, user: User, request_id: str) -> Undone | None:
    """What an earlier request of this id undid; None if there was none.

    Raises
    ------
    BadVote
        The request id belongs to something else.
    """
    row = session.scalar(select(Vote).where(Vote.request_id == request_id))
    if row is None:
        return None
    if row.user_id != user.id or row.action is None or not row.action.startswith(_UNDO):
        raise BadVote("This request id belongs to a vote. Reload the page and try again.")
    return _undone(session, row.action.removeprefix(_UNDO), rows_of_action(session, user, row.action))


def _undone(session: Session, action: str, rows: Sequence[Vote]) -> Undone:
    tess_id = session.scalars(
        select(TIC.tess_id).join(TIC.ephemerides).where(Ephemeris.id == rows[0].ephemeris_id)
    ).one()
    now = tuple((row.ephemeris_id, None if row.withdrawn else judgement_of(row)) for row in rows)
    return Undone(action, tess_id, now, rows[-1].cast_at)


def _standing_over(session: Session, user: User, rows: Sequence[Vote]) -> dict[int, int]:
    """The person's newest vote on each ephemeris of an action, if nothing but undos came after it."""
    own = {row.ephemeris_id: row.id for row in rows}
    newest = dict(own)
    later: list[Vote] = []
    for batch in batches(sorted(own)):
        statement = select(Vote).where(Vote.user_id == user.id, Vote.ephemeris_id.in_(batch))
        later += session.scalars(statement.order_by(Vote.id))
    later = [each for each in later if each.id > own[each.ephemeris_id]]
    undone = {each.action.removeprefix(_UNDO) for each in later if each.action and _is_undo(each)}
    for each in later:
        if not _is_undo(each) and _name(each) not in undone:
            raise StaleForm(
                "You have judged it again since; nothing was changed. Undo the later vote, or vote again."
            )
        newest[each.ephemeris_id] = max(newest[each.ephemeris_id], each.id)
    return newest


def _steps_back(session: Session, user: User, before: int | None) -> list[_Step]:
    statement = select(Vote.id, Vote.action).where(Vote.user_id == user.id)
    if before is not None:
        statement = statement.where(Vote.id < before)
    rows = session.execute(statement.order_by(Vote.id.desc()).limit(_VOTES_AT_ONCE))
    return [_Step(key, action or _single(key)) for key, action in rows]


def _was_undone(session: Session, action: str) -> bool:
    newer = aliased(Vote)
    return session.scalar(select(newer.id).where(newer.action == _UNDO + action).limit(1)) is not None


def _is(action: str) -> ColumnElement[bool]:
    key = action.removeprefix(_SINGLE)
    return Vote.id == int(key) if key != action and key.isdigit() else Vote.action == action


def _is_undo(row: Vote) -> bool:
    return row.action is not None and row.action.startswith(_UNDO)


def _name(row: Vote) -> str:
    return row.action or _single(row.id)


def _single(vote_id: int) -> str:
    return f"{_SINGLE}{vote_id}"


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()
