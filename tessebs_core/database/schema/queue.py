"""What orders the work: graded reports, claims, snoozes, assignments, known answers, checks of sectors."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tessebs_core.database.base import TABLE_OPTIONS, Base, PrimaryKey
from tessebs_core.database.schema.ephemerides import Ephemeris
from tessebs_core.database.schema.people import User
from tessebs_core.database.schema.runs import Run
from tessebs_core.database.schema.signals import EB
from tessebs_core.database.schema.targets import TIC, Provenance
from tessebs_core.database.types import JsonText, Words, utc_now, word_of
from tessebs_core.vocabulary import CheckOutcome, PeriodGrade, PeriodMultiple, Verdict

__all__ = ["Assignment", "Claim", "GoldAnswer", "Report", "SectorCheck", "Snooze"]


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

    tic: Mapped[TIC] = relationship()
    user: Mapped[User] = relationship()


class Snooze(Base):
    """A person does not want to see a target before a time."""

    __tablename__ = "Snooze"
    __table_args__ = (UniqueConstraint("user_id", "tic_id"), TABLE_OPTIONS)
    shown = ("tic_id", "user_id", "until")

    id: Mapped[PrimaryKey]
    user_id: Mapped[int] = mapped_column(ForeignKey("User.id", ondelete="CASCADE"))
    tic_id: Mapped[int] = mapped_column(ForeignKey("TIC.id", ondelete="CASCADE"), index=True)
    until: Mapped[datetime]

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
