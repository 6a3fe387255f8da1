"""What orders the work: graded reports, claims, snoozes, assignments, known answers, checks of sectors."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tessebs_core.database.base import TABLE_OPTIONS, Base, PrimaryKey
from tessebs_core.database.schema.ephemerides import Ephemeris
from tessebs_core.database.schema.people import User
from tessebs_core.database.schema.runs import Run
from tessebs_core.database.schema.signals import EB
from tessebs_core.database.schema.targets import TIC, Provenance
from tessebs_core.database.types import BigWholeNumber, JsonText, Words, utc_now, word_of
from tessebs_core.vocabulary import CheckOutcome, PeriodGrade, PeriodMultiple, Verdict

__all__ = ["Assignment", "Claim", "GoldAnswer", "Report", "SectorCheck", "Snooze", "Touched", "Waiting"]


class Report(Base):
    """The newest period report of one product of one target; times BTJD and days.

    ``contents`` are the reasons in words and the evidence of each fold, as JSON.
    """

    __tablename__ = "Report"
    __table_args__ = (UniqueConstraint("tic_id", "provenance_id"), TABLE_OPTIONS)
    shown = ("tic_id", "grade", "period")

    id: Mapped[PrimaryKey]
    tic_id: Mapped[int] = mapped_column(ForeignKey("TIC.id", ondelete="CASCADE"))
    provenance_id: Mapped[int] = mapped_column(ForeignKey("Provenance.id"), index=True)
    run_id: Mapped[int | None] = mapped_column(ForeignKey("Run.id", ondelete="SET NULL"), index=True)
    grade: Mapped[PeriodGrade] = mapped_column(word_of(PeriodGrade), index=True)
    bjd0: Mapped[float | None]
    bjd0_uncert: Mapped[float | None]
    period: Mapped[float | None]
    period_uncert: Mapped[float | None]
    alternative: Mapped[float | None]
    contents: Mapped[Any] = mapped_column(JsonText)
    date_run: Mapped[datetime] = mapped_column(default=utc_now)

    tic: Mapped[TIC] = relationship()
    provenance: Mapped[Provenance] = relationship()
    run: Mapped[Run | None] = relationship()


class Claim(Base):
    """A person is looking at a target until a time, so that two do not meet there by chance."""

    __tablename__ = "Claim"
    shown = ("tic_id", "user_id", "until")

    id: Mapped[PrimaryKey]
    tic_id: Mapped[int] = mapped_column(ForeignKey("TIC.id", ondelete="CASCADE"), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("User.id", ondelete="CASCADE"), index=True)
    until: Mapped[datetime]
    since: Mapped[datetime] = mapped_column(default=utc_now, sort_order=1)

    tic: Mapped[TIC] = relationship()
    user: Mapped[User] = relationship()


class Snooze(Base):
    """A person does not want to see a target before a time, or before it has more sectors than it has now."""

    __tablename__ = "Snooze"
    __table_args__ = (UniqueConstraint("user_id", "tic_id"), TABLE_OPTIONS)
    shown = ("tic_id", "user_id", "until")

    id: Mapped[PrimaryKey]
    user_id: Mapped[int] = mapped_column(ForeignKey("User.id", ondelete="CASCADE"))
    tic_id: Mapped[int] = mapped_column(ForeignKey("TIC.id", ondelete="CASCADE"), index=True)
    until: Mapped[datetime]
    sectors: Mapped[int | None] = mapped_column(sort_order=1)

    tic: Mapped[TIC] = relationship()
    user: Mapped[User] = relationship()


class Assignment(Base):
    """A lead asks a person to judge a target."""

    __tablename__ = "Assignment"
    __table_args__ = (UniqueConstraint("user_id", "tic_id"), TABLE_OPTIONS)
    shown = ("tic_id", "user_id")

    id: Mapped[PrimaryKey]
    user_id: Mapped[int] = mapped_column(ForeignKey("User.id", ondelete="CASCADE"))
    tic_id: Mapped[int] = mapped_column(ForeignKey("TIC.id", ondelete="CASCADE"), index=True)
    assigned_by_id: Mapped[int] = mapped_column(ForeignKey("User.id"), index=True)
    assigned_at: Mapped[datetime] = mapped_column(default=utc_now)

    tic: Mapped[TIC] = relationship()
    user: Mapped[User] = relationship(foreign_keys="Assignment.user_id")
    assigned_by: Mapped[User] = relationship(foreign_keys="Assignment.assigned_by_id")


class GoldAnswer(Base):
    """The known answer for one ephemeris; reviewers are measured by it and are not told."""

    __tablename__ = "GoldAnswer"
    shown = ("ephemeris_id", "verdict", "period_multiple")

    id: Mapped[PrimaryKey]
    ephemeris_id: Mapped[int] = mapped_column(ForeignKey("Ephemeris.id", ondelete="CASCADE"), unique=True)
    verdict: Mapped[Verdict] = mapped_column(word_of(Verdict))
    period_multiple: Mapped[PeriodMultiple] = mapped_column(word_of(PeriodMultiple))
    reference: Mapped[str] = mapped_column(Words(255), default="")
    date_added: Mapped[datetime] = mapped_column(default=utc_now)

    ephemeris: Mapped[Ephemeris] = relationship()


class SectorCheck(Base):
    """How a settled ephemeris did in data that came after it; days, observed minus predicted."""

    __tablename__ = "SectorCheck"
    shown = ("eb_id", "newest_sector", "outcome")

    id: Mapped[PrimaryKey]
    eb_id: Mapped[int] = mapped_column(ForeignKey("EB.id", ondelete="CASCADE"), index=True)
    ephemeris_id: Mapped[int | None] = mapped_column(
        ForeignKey("Ephemeris.id", ondelete="SET NULL"), index=True
    )
    provenance_id: Mapped[int] = mapped_column(ForeignKey("Provenance.id"), index=True)
    run_id: Mapped[int | None] = mapped_column(ForeignKey("Run.id", ondelete="SET NULL"), index=True)
    newest_sector: Mapped[int]
    predicted: Mapped[int]
    observed: Mapped[int]
    offset: Mapped[float | None]
    offset_uncert: Mapped[float | None]
    outcome: Mapped[CheckOutcome] = mapped_column(word_of(CheckOutcome), index=True)
    checked_at: Mapped[datetime] = mapped_column(default=utc_now)

    eb: Mapped[EB] = relationship()
    ephemeris: Mapped[Ephemeris | None] = relationship()
    provenance: Mapped[Provenance] = relationship()
    run: Mapped[Run | None] = relationship()


class Waiting(Base):
    """A proposal that is not settled yet; what orders the queue is its target's, the same on all its rows.

    Made anew from votes, decisions, entries and reports whenever the target was `Touched`; nothing rests on
    it but the order. Votes before ``since`` do not count: a check of newer data has brought an accepted
    ephemeris back.
    """

    __tablename__ = "Waiting"
    __table_args__ = (
        Index("ix_Waiting_in_order", "priority", "tess_id"),
        Index("ix_Waiting_tess_id", "tess_id"),
        TABLE_OPTIONS,
    )
    shown = ("tess_id", "ephemeris_id", "priority")

    id: Mapped[PrimaryKey]
    ephemeris_id: Mapped[int] = mapped_column(ForeignKey("Ephemeris.id", ondelete="CASCADE"), unique=True)
    tic_id: Mapped[int] = mapped_column(ForeignKey("TIC.id", ondelete="CASCADE"), index=True)
    tess_id: Mapped[int] = mapped_column(BigWholeNumber)
    since: Mapped[datetime | None]
    missing: Mapped[int]
    contested: Mapped[bool]
    grade: Mapped[PeriodGrade | None] = mapped_column(word_of(PeriodGrade))
    newest: Mapped[datetime]
    returned: Mapped[CheckOutcome | None] = mapped_column(word_of(CheckOutcome))
    priority: Mapped[int]


class Touched(Base):
    """A target that something was said of since its `Waiting` rows were made; one row for each time.

    Without foreign key: whoever votes must not wait for a lock on the target.
    """

    __tablename__ = "Touched"
    shown = ("tic_id",)

    id: Mapped[PrimaryKey]
    tic_id: Mapped[int]
