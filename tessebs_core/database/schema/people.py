"""The people who judge, and how they like their screens."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tessebs_core.database.base import TABLE_OPTIONS, Base, Name, Person, PrimaryKey
from tessebs_core.database.types import JsonText, Words, utc_now, word_of
from tessebs_core.vocabulary import Role

__all__ = ["Setting", "User"]


class User(Base):
    """A person with a role; who has judged is never deleted."""

    __tablename__ = "User"
    shown = ("username", "role")

    id: Mapped[PrimaryKey]
    username: Mapped[Person] = mapped_column(unique=True)
    display_name: Mapped[str] = mapped_column(Words(255), default="")
    role: Mapped[Role] = mapped_column(word_of(Role), default=Role.MEMBER)
    date_added: Mapped[datetime] = mapped_column(default=utc_now)


class Setting(Base):
    """One choice of one person for the screens, by name; two pages keep both of theirs."""

    __tablename__ = "Setting"
    __table_args__ = (UniqueConstraint("user_id", "name"), TABLE_OPTIONS)
    shown = ("user_id", "name")

    id: Mapped[PrimaryKey]
    user_id: Mapped[int] = mapped_column(ForeignKey("User.id", ondelete="CASCADE"))
    name: Mapped[Name]
    value: Mapped[Any] = mapped_column(JsonText)
    saved_at: Mapped[datetime] = mapped_column(default=utc_now)

    user: Mapped[User] = relationship()
