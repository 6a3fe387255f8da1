"""Frozen catalogues."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tessebs_core.database.base import Base, Name, PrimaryKey
from tessebs_core.database.types import JsonText, Words, utc_now

__all__ = ["Release"]


class Release(Base):
    """The catalogue as it was on a day.

    ``rows`` are its entries, ``rows_sha256`` the hash of their JSON text, ``light_curve_hashes`` sha256 by
    file, and ``changes`` the difference against the release before.
    """

    __tablename__ = "Release"
    shown = ("name", "released_at", "row_count")

    id: Mapped[PrimaryKey]
    name: Mapped[Name] = mapped_column(unique=True)
    released_at: Mapped[datetime] = mapped_column(default=utc_now)
    rule_version: Mapped[str] = mapped_column(Words(64))
    code_version: Mapped[str] = mapped_column(Words(64))
    previous_id: Mapped[int | None] = mapped_column(ForeignKey("Release.id"), index=True)
    row_count: Mapped[int]
    rows: Mapped[Any] = mapped_column(JsonText)
    rows_sha256: Mapped[str] = mapped_column(Words(64))
    light_curve_hashes: Mapped[Any] = mapped_column(JsonText)
    changes: Mapped[Any] = mapped_column(JsonText)

    previous: Mapped["Release | None"] = relationship(remote_side="Release.id")
