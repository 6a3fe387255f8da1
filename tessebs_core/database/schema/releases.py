"""Frozen catalogues: rows are only added, never changed or taken away."""

from datetime import datetime
from typing import Any, NoReturn

from sqlalchemy import ForeignKey, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tessebs_core.database.base import TABLE_OPTIONS, Base, Name, Person, PrimaryKey
from tessebs_core.database.types import JsonText, LongWords, Words, utc_now
from tessebs_core.errors import DatabaseError

__all__ = ["Release", "ReleasePart"]


class Release(Base):
    """The catalogue as it was at a moment; see `records.ReleaseRecord` for what the columns hold.

    The user is a name, so that it outlives the person's row. ``last_...`` are the newest keys of the tables
    that only grow, so that what happened between two releases can be told.
    """

    __tablename__ = "Release"
    shown = ("name", "released_at", "row_count")

    id: Mapped[PrimaryKey]
    name: Mapped[Name] = mapped_column(unique=True)
    released_at: Mapped[datetime] = mapped_column(default=utc_now)
    username: Mapped[Person]
    note: Mapped[str] = mapped_column(LongWords, default="")
    rule_version: Mapped[str] = mapped_column(Words(64))
    code_version: Mapped[str] = mapped_column(Words(128))
    schema_version: Mapped[str] = mapped_column(Words(64))
    previous_id: Mapped[int | None] = mapped_column(ForeignKey("Release.id"), index=True)
    row_count: Mapped[int]
    digests: Mapped[Any] = mapped_column(JsonText)
    files: Mapped[Any] = mapped_column(JsonText)
    last_vote: Mapped[int]
    last_decision: Mapped[int]
    last_run: Mapped[int]
    last_audit: Mapped[int]

    previous: Mapped["Release | None"] = relationship(remote_side="Release.id")


class ReleasePart(Base):
    """Some lines of a release, compressed: all in one value would be more than MariaDB takes at once.

    ``part`` says of what: lines of the catalogue, votes, light curves, changes. ``content`` is their JSON
    text, one a line, compressed by zlib, in base64.
    """

    __tablename__ = "ReleasePart"
    __table_args__ = (UniqueConstraint("release_id", "part", "number"), TABLE_OPTIONS)
    shown = ("part", "number", "line_count")

    id: Mapped[PrimaryKey]
    release_id: Mapped[int] = mapped_column(ForeignKey("Release.id"))
    part: Mapped[str] = mapped_column(Words(32))
    number: Mapped[int]
    line_count: Mapped[int]
    content: Mapped[str] = mapped_column(LongWords)


@event.listens_for(Release, "before_update")
@event.listens_for(Release, "before_delete")
@event.listens_for(ReleasePart, "before_update")
@event.listens_for(ReleasePart, "before_delete")
def _refuse_change(_mapper: object, _connection: object, row: Release | ReleasePart) -> NoReturn:
    # Triggers in the database refuse it too; this tells it earlier and in clearer words.
    raise DatabaseError(f"{row!r} cannot be changed or deleted: releases are append-only. Make a new one.")
