"""The people who judge."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from tessebs_core.database.base import Base, Person, PrimaryKey
from tessebs_core.database.types import Words, utc_now, word_of
from tessebs_core.vocabulary import Role

__all__ = ["User"]


class User(Base):
    """A person with a role; who has judged is never deleted."""

    __tablename__ = "User"
    shown = ("username", "role")

    id: Mapped[PrimaryKey]
    username: Mapped[Person] = mapped_column(unique=True)
    display_name: Mapped[str] = mapped_column(Words(255), default="")
    role: Mapped[Role] = mapped_column(word_of(Role), default=Role.MEMBER)
    date_added: Mapped[datetime] = mapped_column(default=utc_now)
