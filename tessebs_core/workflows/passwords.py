"""Passwords for the login page: set, checked, changed, taken away; kept as argon2id hashes alone."""

import secrets
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from tessebs_core.database.stores import credentials
from tessebs_core.database.stores.users import lock_user, user_named
from tessebs_core.errors import InputError, NotPermitted
from tessebs_core.workflows.workspace import Workspace

if TYPE_CHECKING:
    from argon2 import PasswordHasher

__all__ = [
    "SHORTEST",
    "change_password",
    "end_sessions",
    "lock_out",
    "new_password",
    "session_after_login",
    "session_secret",
    "set_password",
]

SHORTEST, LONGEST = 12, 1000
_RANDOM_BYTES = 24


def set_password(workspace: Workspace, username: str, password: str) -> None:
    """Give a person a password, in place of one before; sessions that are open end.

    Whoever can run this has the database's password, so nobody's permission is asked.

    Raises
    ------
    InputError
        The password is too short or too long, or holds the name.
    NotPermitted
        Nobody of this name is known.
    """
    hashed = _hasher().hash(_checked(username, password))
    _save(workspace, username, hashed)


def lock_out(workspace: Workspace, username: str) -> None:
    """Take a person's password away and end all sessions, until `set_password` gives another.

    Raises
    ------
    NotPermitted
        Nobody of this name is known.
    """
    _save(workspace, username, None)


def change_password(workspace: Workspace, username: str, old: str, new: str) -> str:
    """Change one's own password; all sessions end but the one that is begun with what is returned.

    Raises
    ------
    NotPermitted
        The old password is not right; nothing was changed.
    InputError
        The new one cannot be one; nothing was changed.
    """
    if session_after_login(workspace, username, old) is None:
        raise NotPermitted("The current password is not right. Nothing was changed.")
    hashed = _hasher().hash(_checked(username, new))
    return _save(workspace, username, hashed, replacing=_stored(workspace, username)[0])


def session_after_login(workspace: Workspace, username: str, password: str) -> str | None:
    """What the cookie of a new session holds; None if name and password do not fit.

    It takes the same time whether there is such a person or not.
    """
    from argon2.exceptions import InvalidHashError, VerificationError

    hashed, secret = _stored(workspace, username)
    try:
        _hasher().verify(hashed or _hash_of_nobody(), _spelt(password))
    except (VerificationError, InvalidHashError):
        return None
    return secret if hashed else None


def session_secret(workspace: Workspace, username: str) -> str | None:
    """What the cookie of a session must hold to be one; None for who may not come in."""
    hashed, secret = _stored(workspace, username)
    return secret if hashed else None


def end_sessions(workspace: Workspace, username: str) -> None:
    """Log a person out everywhere."""
    secret = secrets.token_urlsafe(_RANDOM_BYTES)
    workspace.database.write(
        lambda session: credentials.replace_session_secret(session, username, secret), repeatable=True
    )


def new_password() -> str:
    """A password that nobody guesses."""
    return secrets.token_urlsafe(_RANDOM_BYTES)


def _save(workspace: Workspace, username: str, hashed: str | None, replacing: str | None = None) -> str:
    secret = secrets.token_urlsafe(_RANDOM_BYTES)

    def work(session: Session) -> None:
        user = user_named(session, username)
        lock_user(session, user)
        row = credentials.credential_of(session, username)
        if replacing is not None and (row is None or row.password_hash != replacing):
            raise NotPermitted("The password was changed meanwhile. Log in again. Nothing was changed.")
        credentials.save_password_hash(session, user, hashed, secret)

    workspace.database.write(work, repeatable=replacing is None)
    return secret


def _stored(workspace: Workspace, username: str) -> tuple[str | None, str | None]:
    def look(session: Session) -> tuple[str | None, str | None]:
        row = credentials.credential_of(session, username)
        return (row.password_hash, row.session_secret) if row else (None, None)

    return workspace.database.read(look)


def _checked(username: str, password: str) -> str:
    spelt = _spelt(password)
    if not SHORTEST <= len(spelt) <= LONGEST:
        raise InputError(
            f"A password has at least {SHORTEST} characters and at most {LONGEST}; this has {len(spelt)}. "
            "A few words in a row are easy to remember. Nothing was changed."
        )
    if username.casefold() in spelt.casefold() or len(set(spelt)) < 5:
        raise InputError(
            "This password is easily guessed: it holds the name, or few characters over and over. "
            "Nothing was changed."
        )
    return spelt


def _spelt(password: str) -> str:
    """One spelling of letters that keyboards write in several ways."""
    return unicodedata.normalize("NFKC", password[: 4 * LONGEST])


@cache
def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher

    return PasswordHasher()  # argon2id as RFC 9106 recommends where memory is scarce: 64 MB


@cache
def _hash_of_nobody() -> str:
    return _hasher().hash(secrets.token_urlsafe(_RANDOM_BYTES))
