"""Batches of work on many targets, the lease of each, and the processes that work on them."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tessebs_core.database.base import TABLE_OPTIONS, Base, Name, PrimaryKey
from tessebs_core.database.schema.people import User
from tessebs_core.database.types import BigWholeNumber, JsonText, LongWords, Words, utc_now, word_of
from tessebs_core.vocabulary import TaskState, WorkKind

__all__ = ["Batch", "Runner", "Task"]


class Batch(Base):
    """What a person wants done with a list of targets.

    ``digest`` is the sha256 of kind, choices, targets and their ephemerides: the same list is one batch.
    Where the same may be wanted anew, the digest of the next is that of the one before with its number.
    """

    __tablename__ = "Batch"
    shown = ("kind", "label", "date_added")

    id: Mapped[PrimaryKey]
    kind: Mapped[WorkKind] = mapped_column(word_of(WorkKind))
    digest: Mapped[str] = mapped_column(Words(64), unique=True)
    label: Mapped[str] = mapped_column(Words(255), default="")
    user_id: Mapped[int] = mapped_column(ForeignKey("User.id"), index=True)
    parameters: Mapped[Any] = mapped_column(JsonText)
    date_added: Mapped[datetime] = mapped_column(default=utc_now)

    user: Mapped[User] = relationship()


class Task(Base):
    """The work on one target of a batch.

    Whoever works on it has it on lease, ``lease_owner`` until ``lease_until``; what has expired may be taken
    by anybody, and each taking counts as an attempt. The target need not be in the catalogue yet, so
    ``tess_id`` is no foreign key. ``position`` is the place in the list, ``kind`` the batch's.
    """

    __tablename__ = "Task"
    __table_args__ = (
        UniqueConstraint("batch_id", "tess_id"),
        Index("ix_Task_in_order", "kind", "state", "position", "id"),
        Index("ix_Task_batch_id_state", "batch_id", "state"),
        Index("ix_Task_tess_id_state", "tess_id", "state"),
        TABLE_OPTIONS,
    )
    shown = ("batch_id", "tess_id", "state")

    id: Mapped[PrimaryKey]
    batch_id: Mapped[int] = mapped_column(ForeignKey("Batch.id", ondelete="CASCADE"))
    kind: Mapped[WorkKind] = mapped_column(word_of(WorkKind))
    tess_id: Mapped[int] = mapped_column(BigWholeNumber)
    position: Mapped[int]
    details: Mapped[Any | None] = mapped_column(JsonText)
    state: Mapped[TaskState] = mapped_column(word_of(TaskState), default=TaskState.WANTED)
    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime | None]
    lease_owner: Mapped[str | None] = mapped_column(Words(64))
    lease_until: Mapped[datetime | None]
    step: Mapped[str] = mapped_column(Words(255), default="")
    steps_done: Mapped[int | None]
    steps_total: Mapped[int | None]
    changed_at: Mapped[datetime] = mapped_column(default=utc_now)
    result: Mapped[str | None] = mapped_column(LongWords)
    error: Mapped[str | None] = mapped_column(LongWords)

    batch: Mapped[Batch] = relationship()


class Runner(Base):
    """The process that works on what is wanted; ``name`` lets there be one of a kind for a data folder.

    It is alive while ``until`` has not passed. ``message`` says what holds it up until ``paused_until``.
    """

    __tablename__ = "Runner"
    shown = ("name", "host", "pid")

    id: Mapped[PrimaryKey]
    name: Mapped[str] = mapped_column(Words(64), unique=True)
    owner: Mapped[Name]
    host: Mapped[str] = mapped_column(Words(255))
    pid: Mapped[int]
    born: Mapped[float]
    started_at: Mapped[datetime] = mapped_column(default=utc_now)
    heard_at: Mapped[datetime]
    until: Mapped[datetime]
    message: Mapped[str | None] = mapped_column(LongWords)
    paused_until: Mapped[datetime | None]
