"""People."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from tessebs_core.database.schema import User
from tessebs_core.errors import NotPermitted
from tessebs_core.vocabulary import Role

__all__ = ["ensure_user", "give_role", "lock_user", "set_role", "user_named"]


def ensure_user(session: Session, username: str, role: Role = Role.MEMBER) -> User:
    """The row of a person; one who is new is added with ``role``, the role of others stays."""
    row = session.scalar(select(User).where(User.username == username))
    if row is None:
        row = User(username=username, role=role)
        session.add(row)
        session.flush()
    return row


def user_named(session: Session, username: str) -> User:
    """The row of a person.

    Raises
    ------
    NotPermitted
        Nobody of this name is known.
    """
    row = session.scalar(select(User).where(User.username == username))
    if row is None:
        raise NotPermitted(f"{username!r} is no user of this catalogue. An admin can add one.")
    return row


def set_role(session: Session, username: str, role: Role) -> None:
    """Give a person a role; one who is new is added with it."""
    give_role(session, username, role)
    session.flush()


def give_role(session: Session, username: str, role: Role) -> User:
    """Give a person a role, flushed by the caller; one who is new is added with it."""
    row = ensure_user(session, username, role)
    row.role = role
    return row


def lock_user(session: Session, user: User) -> None:
    """Let nobody else write for this person until the transaction ends, so that what was read stays true."""
    session.execute(select(User.id).where(User.id == user.id).with_for_update())
