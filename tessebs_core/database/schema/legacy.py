"""Where the rows of a legacy catalogue went, and what of them has no place in our tables."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tessebs_core.database.base import TABLE_OPTIONS, Base, Name, PrimaryKey
from tessebs_core.database.types import BigWholeNumber, JsonText, LongWords, Words, utc_now, word_of
from tessebs_core.vocabulary import ImportOutcome

__all__ = ["LegacyRow", "LegacySetAside"]


class LegacyRow(Base):
    """What became of one row of a legacy catalogue, so that importing again adds nothing.

    ``fingerprint`` is the sha256 of what the row said; ``our_table`` and ``our_id`` are where it went, or,
    for a row that was set aside, the target it belongs to. A row of ours may have gone since.
    """

    __tablename__ = "LegacyRow"
    __table_args__ = (
        UniqueConstraint("legacy_table", "legacy_id"),
        Index(None, "our_table", "our_id"),
        TABLE_OPTIONS,
    )
    shown = ("legacy_table", "legacy_id", "outcome")

    id: Mapped[PrimaryKey]
    legacy_table: Mapped[Name]
    legacy_id: Mapped[int] = mapped_column(BigWholeNumber)
    fingerprint: Mapped[str] = mapped_column(Words(64))
    outcome: Mapped[ImportOutcome] = mapped_column(word_of(ImportOutcome))
    our_table: Mapped[str | None] = mapped_column(Words(64))
    our_id: Mapped[int | None]
    date_imported: Mapped[datetime] = mapped_column(default=utc_now)


class LegacySetAside(Base):
    """What a legacy row said that our tables do not hold, and why; ``whole`` if the row itself is not there.

    ``contents`` are its columns and values as JSON; floats keep their bits, what is not finite is a text.
    """

    __tablename__ = "LegacySetAside"
    __table_args__ = (Index(None, "legacy_table", "legacy_id"), TABLE_OPTIONS)
    shown = ("legacy_table", "legacy_id", "reason")

    id: Mapped[PrimaryKey]
    legacy_table: Mapped[Name]
    legacy_id: Mapped[int] = mapped_column(BigWholeNumber)
    whole: Mapped[bool]
    reason: Mapped[str] = mapped_column(LongWords)
    contents: Mapped[Any] = mapped_column(JsonText)
    date_imported: Mapped[datetime] = mapped_column(default=utc_now)
