"""People."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from tessebs_core.database.schema import User
from tessebs_core.errors import NotPermitted
from tessebs_core.vocabulary import Role

__all__ = ["ensure_user", "lock_user", "require_lead", "require_member", "role_of", "set_role", "user_named"]


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


def require_member(session: Session, username: str) -> User:
    """The row of a person who may judge; somebody new becomes a member.

    Raises
    ------
    NotPermitted
        A viewer may only look.
    """
    row = ensure_user(session, username)
    if row.role is Role.VIEWER:
        raise NotPermitted(f"{username} may look and not judge. An admin can make you a member.")
    return row


def require_lead(session: Session, username: str) -> User:
    """The row of a person who may decide for the group.

    Raises
    ------
    NotPermitted
        Only leads and admins may.
    """
    row = user_named(session, username)
    if row.role not in {Role.LEAD, Role.ADMIN}:
        raise NotPermitted(f"{username} is no lead. Only leads and admins decide for the group.")
    return row


def role_of(session: Session, username: str) -> Role | None:
    """What a person may do; None for somebody who is not known yet."""
    return session.scalar(select(User.role).where(User.username == username))


def set_role(session: Session, username: str, role: Role) -> None:
    """Give a person a role; one who is new is added with it."""
    ensure_user(session, username, role).role = role
    session.flush()


def lock_user(session: Session, user: User) -> None:
    """Let nobody else write for this person until the transaction ends, so that what was read stays true."""
    session.execute(select(User.id).where(User.id == user.id).with_for_update())
