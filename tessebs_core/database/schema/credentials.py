"""What lets people in where tessEBs itself asks for a password."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tessebs_core.database.base import Base, PrimaryKey
from tessebs_core.database.schema.people import User
from tessebs_core.database.types import Words, utc_now

__all__ = ["Credential"]


class Credential(Base):
    """A person's hashed password; without a hash the person is locked out.

    ``session_secret`` is in the cookie of every session: a new one ends them all.
    """

    __tablename__ = "Credential"
    shown = ("user_id",)

    id: Mapped[PrimaryKey]
    user_id: Mapped[int] = mapped_column(ForeignKey("User.id", ondelete="CASCADE"), unique=True)
    password_hash: Mapped[str | None] = mapped_column(Words(255), default=None)
    session_secret: Mapped[str] = mapped_column(Words(64))
    set_at: Mapped[datetime] = mapped_column(default=utc_now)

    user: Mapped[User] = relationship()
