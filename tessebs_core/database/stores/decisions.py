"""Decisions: a lead's adjudications, added and read; see `tessebs_core.database.schema.judgements`."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from tessebs_core.database.schema import Decision
from tessebs_core.database.stores.upserts import batches
from tessebs_core.database.stores.users import user_named
from tessebs_core.database.stores.votes import judged_columns, judgement_of
from tessebs_core.errors import BadVote
from tessebs_core.records import Judgement, StoredDecision

__all__ = ["add_decision", "all_decisions", "decisions_on", "is_stored", "newest_decision"]


def add_decision(
    session: Session,
    ephemeris_id: int,
    username: str,
    judgement: Judgement,
    note: str,
    *,
    request_id: str,
    rule_version: str,
) -> StoredDecision:
    """Add an adjudication; the newest on an ephemeris counts, earlier ones stay.

    Parameters
    ----------
    note : str
        The reason, in the lead's words.
    request_id : str
        Made once for each click: the same again returns the decision that is stored.

    Raises
    ------
    NotPermitted
        Nobody of this name is known.
    BadVote
        The request id belongs to another decision.
    """
    stored = session.scalar(select(Decision).where(Decision.request_id == request_id))
    if stored is not None:
        if (stored.ephemeris_id, stored.user.username) != (ephemeris_id, username):
            raise BadVote("This request id belongs to another decision. Reload the page and decide again.")
        return _record(stored)
    row = Decision(
        ephemeris_id=ephemeris_id,
        user=user_named(session, username),
        request_id=request_id,
        rule_version=rule_version,
        note=note,
        **judged_columns(judgement),
    )
    session.add(row)
    session.flush()
    return _record(row)


def is_stored(session: Session, request_id: str) -> bool:
    """Whether a decision of this request is in the table already."""
    return session.scalar(select(Decision.id).where(Decision.request_id == request_id)) is not None


def newest_decision(session: Session, ephemeris_id: int) -> StoredDecision | None:
    """The adjudication that counts on an ephemeris."""
    on_this = select(Decision).where(Decision.ephemeris_id == ephemeris_id)
    row = session.scalar(on_this.order_by(Decision.id.desc()).limit(1).options(joinedload(Decision.user)))
    return None if row is None else _record(row)


def decisions_on(session: Session, ephemeris_ids: Iterable[int]) -> list[StoredDecision]:
    """Give all adjudications of these ephemerides, superseded ones too, oldest first."""
    found: list[Decision] = []
    for batch in batches(sorted(set(ephemeris_ids))):
        statement = select(Decision).where(Decision.ephemeris_id.in_(batch))
        found += session.scalars(statement.options(joinedload(Decision.user, innerjoin=True)))
    return [_record(row) for row in sorted(found, key=lambda row: row.id)]


def all_decisions(session: Session) -> list[StoredDecision]:
    """Give all adjudications of the catalogue, oldest first, in one query."""
    statement = select(Decision).options(joinedload(Decision.user, innerjoin=True)).order_by(Decision.id)
    return [_record(row) for row in session.scalars(statement)]


def _record(row: Decision) -> StoredDecision:
    return StoredDecision(
        decision_id=row.id,
        ephemeris_id=row.ephemeris_id,
        username=row.user.username,
        judgement=judgement_of(row),
        note=row.note,
        decided_at=row.decided_at,
        request_id=row.request_id,
    )
