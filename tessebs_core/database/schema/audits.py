"""The audit trail: rows are only added, never changed or taken away."""

from datetime import datetime
from typing import Any, NoReturn

from sqlalchemy import Index, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column

from tessebs_core.database.base import TABLE_OPTIONS, Base, Person, PrimaryKey
from tessebs_core.database.types import JsonText, LongWords, Words, utc_now, word_of
from tessebs_core.errors import DatabaseError
from tessebs_core.vocabulary import AuditAction

__all__ = ["Audit"]


class Audit(Base):
    """One row that was created, edited or deleted: by whom, and what it was before and after.

    The user is a name, so that it outlives the person's row. ``before`` and ``after`` hold the whole row
    where it was created or deleted, and only what differs where it was edited. ``request_id`` and ``step``
    number the rows of one click; what was written by other work than administration has no request id.
    """

    __tablename__ = "Audit"
    __table_args__ = (
        UniqueConstraint("request_id", "step"),
        Index("ix_Audit_of_row", "row_table", "row_key"),
        Index("ix_Audit_of_user", "username"),
        TABLE_OPTIONS,
    )
    shown = ("username", "action", "row_table", "row_key")

    id: Mapped[PrimaryKey]
    at: Mapped[datetime] = mapped_column(default=utc_now, index=True)
    username: Mapped[Person]
    action: Mapped[AuditAction] = mapped_column(word_of(AuditAction))
    row_table: Mapped[str] = mapped_column(Words(64))
    row_key: Mapped[str] = mapped_column(Words(64))
    before: Mapped[Any] = mapped_column(JsonText, nullable=True)
    after: Mapped[Any] = mapped_column(JsonText, nullable=True)
    reason: Mapped[str] = mapped_column(LongWords, default="")
    request_id: Mapped[str | None] = mapped_column(Words(64))
    step: Mapped[int] = mapped_column(default=0)


@event.listens_for(Audit, "before_update")
@event.listens_for(Audit, "before_delete")
def _refuse_change(_mapper: object, _connection: object, row: Audit) -> NoReturn:
    # Triggers in the database refuse it too; this tells it earlier and in clearer words.
    raise DatabaseError(f"{row!r} cannot be changed or deleted: the audit trail is append-only.")
