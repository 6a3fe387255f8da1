"""The audit trail, read."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from tessebs_core.database.schema import Audit
from tessebs_core.records.administration import AuditEntry, AuditWish

__all__ = ["entries", "first_of_request"]


def entries(session: Session, wish: AuditWish) -> tuple[AuditEntry, ...]:
    """The entries that a wish names, newest first, in one query."""
    statement = select(Audit).order_by(Audit.id.desc()).limit(min(max(wish.limit, 1), 1000))
    if wish.table is not None:
        statement = statement.where(Audit.row_table == wish.table)
    if wish.key is not None:
        statement = statement.where(Audit.row_key == wish.key)
    if wish.username is not None:
        statement = statement.where(Audit.username == wish.username)
    if wish.since is not None:
        statement = statement.where(Audit.at >= wish.since)
    if wish.until is not None:
        statement = statement.where(Audit.at <= wish.until)
    if wish.before_id is not None:
        statement = statement.where(Audit.id < wish.before_id)
    return tuple(
        AuditEntry(
            each.id, each.at, each.username, each.action, each.row_table, each.row_key,
            each.before, each.after, each.reason,
        )
        for each in session.scalars(statement)
    )  # fmt: skip


def first_of_request(session: Session, request_id: str) -> Audit | None:
    """The first trace of a click; None if it has left none."""
    statement = select(Audit).where(Audit.request_id == request_id).order_by(Audit.step).limit(1)
    return session.scalar(statement)
