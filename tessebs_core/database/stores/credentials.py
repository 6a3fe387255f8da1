"""Hashed passwords, and what the cookies of sessions must hold."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from tessebs_core.database.schema import Credential, User
from tessebs_core.database.types import utc_now

__all__ = ["credential_of", "replace_session_secret", "save_password_hash"]


def credential_of(session: Session, username: str) -> Credential | None:
    """What is kept of a person's password; None for who never had one."""
    return session.scalar(select(Credential).join(Credential.user).where(User.username == username))


def save_password_hash(session: Session, user: User, hashed: str | None, session_secret: str) -> None:
    """Keep a hash in place of the one before, or none; sessions that were open end."""
    row = session.scalar(select(Credential).where(Credential.user_id == user.id))
    if row is None:
        row = Credential(user_id=user.id)
        session.add(row)
    row.password_hash = hashed
    row.session_secret = session_secret
    row.set_at = utc_now()


def replace_session_secret(session: Session, username: str, session_secret: str) -> None:
    """End all sessions of a person."""
    row = credential_of(session, username)
    if row is not None:
        row.session_secret = session_secret
