"""Votes and decisions: rows are only added, never changed or taken away."""

from datetime import datetime
from typing import NoReturn

from sqlalchemy import ForeignKey, Index, event
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from tessebs_core.database.base import TABLE_OPTIONS, Base, PrimaryKey
from tessebs_core.database.schema.ephemerides import Ephemeris
from tessebs_core.database.schema.people import User
from tessebs_core.database.types import BigWholeNumber, Flags, LongWords, Words, utc_now, word_of
from tessebs_core.errors import DatabaseError
from tessebs_core.vocabulary import PeriodMultiple, Reason, SignalFlag, Verdict

__all__ = ["Decision", "Vote"]


class _Judged:
    """The columns of a judgement and of the one request that stored it; see `records.Judgement`."""

    id: Mapped[PrimaryKey]
    ephemeris_id: Mapped[int] = mapped_column(ForeignKey("Ephemeris.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("User.id"))
    verdict: Mapped[Verdict] = mapped_column(word_of(Verdict))
    reason: Mapped[Reason | None] = mapped_column(word_of(Reason))
    period_multiple: Mapped[PeriodMultiple] = mapped_column(word_of(PeriodMultiple))
    flags: Mapped[frozenset[SignalFlag]] = mapped_column(Flags, default=frozenset())
    duplicate_of_id: Mapped[int | None] = mapped_column(ForeignKey("Ephemeris.id"), index=True)
    blend_of: Mapped[int | None] = mapped_column(BigWholeNumber)
    request_id: Mapped[str] = mapped_column(Words(64), unique=True)
    rule_version: Mapped[str] = mapped_column(Words(64))

    @declared_attr
    def user(cls) -> Mapped[User]:  # noqa: N805 -- SQLAlchemy calls it with the class
        """Who judged."""
        return relationship(User)


class Vote(_Judged, Base):
    """One person's judgement of one ephemeris.

    The newest vote of a person on an ephemeris counts; ``supersedes_id`` is the one it replaces.
    ``withdrawn`` marks a vote that takes back the one it repeats, so that none counts; ``action`` is shared
    by all votes of one click, so that what was judged together is undone together.
    """

    __tablename__ = "Vote"
    # The two indexes answer the queue and the progress without touching the table.
    __table_args__ = (
        Index("ix_Vote_of_user", "user_id", "ephemeris_id", "id", "withdrawn"),
        Index("ix_Vote_on_ephemeris", "ephemeris_id", "user_id", "id", "withdrawn"),
        TABLE_OPTIONS,
    )
    shown = ("ephemeris_id", "user_id", "verdict")

    cast_at: Mapped[datetime] = mapped_column(default=utc_now, sort_order=1)
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("Vote.id"), index=True, sort_order=1)
    withdrawn: Mapped[bool] = mapped_column(default=False, sort_order=1)
    action: Mapped[str | None] = mapped_column(Words(64), index=True, sort_order=1)

    ephemeris: Mapped[Ephemeris] = relationship(foreign_keys="Vote.ephemeris_id")


class Decision(_Judged, Base):
    """A lead's adjudication of one ephemeris, with the reason in words; the newest counts."""

    __tablename__ = "Decision"
    __table_args__ = (Index(None, "ephemeris_id"), Index(None, "user_id"), TABLE_OPTIONS)
    shown = ("ephemeris_id", "user_id", "verdict")

    decided_at: Mapped[datetime] = mapped_column(default=utc_now, sort_order=1)
    note: Mapped[str] = mapped_column(LongWords, default="", sort_order=1)

    ephemeris: Mapped[Ephemeris] = relationship(foreign_keys="Decision.ephemeris_id")


@event.listens_for(_Judged, "before_update", propagate=True)
@event.listens_for(_Judged, "before_delete", propagate=True)
def _refuse_change(_mapper: object, _connection: object, row: _Judged) -> NoReturn:
    # Triggers in the database refuse it too; this tells it earlier and in clearer words.
    raise DatabaseError(
        f"{row!r} cannot be changed or deleted: judgements are append-only. Cast a new one instead."
    )
