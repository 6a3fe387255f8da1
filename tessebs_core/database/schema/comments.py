"""What people write: comments that stay and drafts that wait."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tessebs_core.database.base import TABLE_OPTIONS, Base, Person, PrimaryKey
from tessebs_core.database.schema.ephemerides import Ephemeris
from tessebs_core.database.schema.people import User
from tessebs_core.database.schema.signals import EB
from tessebs_core.database.schema.targets import TIC
from tessebs_core.database.types import Flags, LongWords, Words, utc_now
from tessebs_core.vocabulary import SignalFlag

__all__ = ["Comment", "Draft"]


class Comment(Base):
    """Plain text on a target, a signal or an ephemeris; the author is a name: old comments have no user."""

    __tablename__ = "Comment"
    shown = ("author", "timestamp")

    id: Mapped[PrimaryKey]
    author: Mapped[Person]
    text: Mapped[str] = mapped_column(LongWords)
    timestamp: Mapped[datetime] = mapped_column(default=utc_now)
    ephemeris_id: Mapped[int | None] = mapped_column(
        ForeignKey("Ephemeris.id", ondelete="CASCADE"), index=True
    )
    eb_id: Mapped[int | None] = mapped_column(ForeignKey("EB.id", ondelete="CASCADE"), index=True)
    tic_id: Mapped[int | None] = mapped_column(ForeignKey("TIC.id", ondelete="CASCADE"), index=True)
    request_id: Mapped[str | None] = mapped_column(Words(64), unique=True)

    ephemeris: Mapped[Ephemeris | None] = relationship()
    eb: Mapped[EB | None] = relationship()
    tic: Mapped[TIC | None] = relationship(back_populates="comments")


class Draft(Base):
    """What one person has begun on one target; BTJD and days."""

    __tablename__ = "Draft"
    __table_args__ = (UniqueConstraint("user_id", "tic_id"), TABLE_OPTIONS)
    shown = ("user_id", "tic_id", "saved_at")

    id: Mapped[PrimaryKey]
    user_id: Mapped[int] = mapped_column(ForeignKey("User.id", ondelete="CASCADE"))
    tic_id: Mapped[int] = mapped_column(ForeignKey("TIC.id", ondelete="CASCADE"), index=True)
    ephemeris_id: Mapped[int | None] = mapped_column(
        ForeignKey("Ephemeris.id", ondelete="SET NULL"), index=True
    )
    bjd0: Mapped[float | None]
    period: Mapped[float | None]
    bjd0_uncert: Mapped[float | None]
    period_uncert: Mapped[float | None]
    flags: Mapped[frozenset[SignalFlag] | None] = mapped_column(Flags)
    comment: Mapped[str] = mapped_column(LongWords, default="")
    provenance: Mapped[str | None] = mapped_column(Words(64))
    saved_at: Mapped[datetime] = mapped_column(default=utc_now)

    user: Mapped[User] = relationship()
    tic: Mapped[TIC] = relationship()
