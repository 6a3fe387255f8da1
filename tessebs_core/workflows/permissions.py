"""Who may do what: the one place where a role is asked for, and where a session learns who acts.

Everybody begins as a member. On a catalogue of one person (a SQLite file in which nobody was given another
role) the account that the process runs under may do all, and becomes the admin with the first thing that
needs one. A visitor whom a server names owns no file, whatever the name is.
"""

import getpass

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from tessebs_core.database.schema import User
from tessebs_core.database.schema.auditing import act_as
from tessebs_core.database.stores.users import ensure_user, user_named
from tessebs_core.errors import InputError, NotPermitted
from tessebs_core.identity import is_named_by_server
from tessebs_core.vocabulary import Role

__all__ = [
    "check_lead",
    "check_other_admin",
    "keep_an_admin",
    "may_lead",
    "require_admin",
    "require_admin_if_any",
    "require_lead",
    "require_member",
    "role_of",
]


def role_of(session: Session, username: str) -> Role | None:
    """What a person may do now; None for somebody who is not known yet."""
    if _owns_the_file(session, username):
        return Role.ADMIN
    return session.scalar(select(User.role).where(User.username == username))


_MOST_NAMED = 5
_LAST = (
    "This is the last admin; without one nobody could change roles. Make somebody else an admin first. "
    "Nothing was changed."
)


def may_lead(session: Session, username: str) -> bool:
    """Whether a person may decide for the group."""
    role = role_of(session, username)
    return role is not None and role.decides


def require_member(session: Session, username: str) -> User:
    """The row of a person who may judge; somebody new becomes a member.

    Raises
    ------
    NotPermitted
        A viewer may only look.
    """
    act_as(session, username)
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
    act_as(session, username)
    row = _known(session, username)
    if not row.role.decides:
        raise NotPermitted(f"{username} is no lead. Only leads and admins decide for the group.")
    return row


def require_admin(session: Session, username: str) -> User:
    """The row of a person who may change every table.

    Raises
    ------
    NotPermitted
        Only admins may.
    """
    act_as(session, username)
    row = _known(session, username)
    if row.role is not Role.ADMIN:
        raise NotPermitted(
            f"{username} is no admin. Only admins change tables and roles; an admin can make you one, or "
            f"whoever has the administrator's address of the database. Nothing was changed."
        )
    return row


def require_admin_if_any(session: Session, username: str) -> None:
    """Refuse who is no admin where there is one; the first roles may be given by anybody who can.

    Raises
    ------
    NotPermitted
        Somebody is an admin, and this is not they.
    """
    act_as(session, username)
    admins = list(session.scalars(select(User.username).where(User.role == Role.ADMIN).order_by(User.id)))
    if admins and username not in admins:
        raise NotPermitted(
            f"{username} is no admin. Roles are given by admins: {', '.join(admins[:_MOST_NAMED])}. Where "
            "none is left, whoever has the administrator's address of the database puts it into "
            "TESSEBS_ADMIN_DATABASE_URL and tries again. Nothing was changed."
        )
    if _owns_the_file(session, username):
        _known(session, username)  # keeps its power when it names others


def check_lead(session: Session, username: str) -> None:
    """Refuse who may not see what is for leads and admins; nothing is written.

    Raises
    ------
    NotPermitted
        Only leads and admins may.
    """
    if not may_lead(session, username):
        user_named(session, username)
        raise NotPermitted(f"{username} is no lead. This is for leads and admins only.")


def keep_an_admin(session: Session) -> None:
    """Refuse the change of this transaction that would take away the last admin.

    Asked before the change is flushed, with the admins locked, so that two cannot dismiss each other.

    Raises
    ------
    InputError
        Nobody would be left who may change roles.
    """
    with session.no_autoflush:
        stored = select(User.id).where(User.role == Role.ADMIN).order_by(User.id).with_for_update()
        before = set(session.scalars(stored))
    session.flush()
    if before and session.scalar(select(User.id).where(User.role == Role.ADMIN).limit(1)) is None:
        raise InputError(_LAST)


def check_other_admin(session: Session, username: str) -> None:
    """Refuse to go on without this person where nobody else is an admin; the admins stay locked.

    Raises
    ------
    InputError
        It is the last admin.
    """
    stored = select(User.username).where(User.role == Role.ADMIN).order_by(User.id).with_for_update()
    if set(session.scalars(stored)) <= {username}:
        raise InputError(_LAST)


def _known(session: Session, username: str) -> User:
    """The row of a person; the owner of the file becomes its admin."""
    if _owns_the_file(session, username):
        row = ensure_user(session, username)
        row.role = Role.ADMIN
        session.flush()
        return row
    return user_named(session, username)


def _owns_the_file(session: Session, username: str) -> bool:
    """Whether this is a catalogue of one person, and this the account that the process runs under."""
    if session.get_bind().dialect.name != "sqlite" or is_named_by_server() or username != getpass.getuser():
        return False
    return not session.scalar(select(exists().where(User.role != Role.MEMBER)))
