"""What a driver's error means: whether it may pass, and what to tell a person."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from tessebs_core.errors import AccountForbids, DatabaseError, DatabaseUnavailable, InputError, TessebsError

__all__ = ["DriverFailure", "is_lost", "is_taken", "is_unreachable", "may_pass", "translated", "translating"]

DriverFailure = (StatementError, PoolTimeout)
"""What SQLAlchemy raises for a reason outside the code."""

_MARIADB_PASSING = {1205, 1213, 1020}  # lock wait time-out, deadlock, record has changed
_MARIADB_LOST = {1053, 1927, 2006, 2013, 2014, 2045, 2055}  # shutdown, killed, gone away, lost ...
_MARIADB_TAKEN = {1062}
_MARIADB_UNREACHABLE = {1040, 1044, 1045, 1049, 1203, 1226, 1698, 2002, 2003, 2005}
_MARIADB_FORBIDDEN = {1142, 1143, 1227}  # the account has no such right on the table, column or server
_SQLITE_PASSING = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_SQLITE_TAKEN = {sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY}
_SQLITE_MEANING = {
    sqlite3.SQLITE_FULL: "the disk is full. Make room and repeat",
    sqlite3.SQLITE_READONLY: "the file may not be written. Check its and its folder's permissions",
    sqlite3.SQLITE_IOERR: "the disk could not be read or written. Look at the disk",
    sqlite3.SQLITE_NOTADB: "the file is no SQLite database. Check the address",
    sqlite3.SQLITE_CORRUPT: "the file is damaged. Restore it from a backup",
}

_ASK = (
    "This database account has the rights of its role and no more; an admin can change that. "
    "Nothing was changed."
)


def may_pass(error: BaseException) -> bool:
    """Another transaction was in the way: this one was rolled back and can be repeated."""
    return isinstance(error, PoolTimeout) or any(
        code in _MARIADB_PASSING or (is_sqlite and code & 0xFF in _SQLITE_PASSING)
        for code, is_sqlite in _codes(error)
    )


def is_lost(error: BaseException) -> bool:
    """The connection broke; what had not been committed is rolled back by the server."""
    broken = isinstance(error, DBAPIError) and error.connection_invalidated
    return broken or any(code in _MARIADB_LOST and not is_sqlite for code, is_sqlite in _codes(error))


def is_taken(error: BaseException) -> bool:
    """A unique key was there already: perhaps a row that somebody else added in this very moment."""
    return any(code in (_SQLITE_TAKEN if is_sqlite else _MARIADB_TAKEN) for code, is_sqlite in _codes(error))


def is_unreachable(error: BaseException) -> bool:
    """No connection could be made at all."""
    return any(
        code & 0xFF == sqlite3.SQLITE_CANTOPEN if is_sqlite else code in _MARIADB_UNREACHABLE
        for code, is_sqlite in _codes(error)
    )


def translated(error: BaseException, address: str) -> TessebsError:
    """The error of ours that says the same; ``address`` is shown and must hold no password."""
    original = getattr(error, "orig", None)
    if isinstance(original, TessebsError):
        return original
    if isinstance(original, (LookupError, UnicodeError)):
        return InputError(f"A value cannot be stored: {original}.")
    if may_pass(error) or is_lost(error) or is_unreachable(error):
        return DatabaseUnavailable(f"{address} {_why_unavailable(error)}")
    if any(code in _MARIADB_FORBIDDEN and not is_sqlite for code, is_sqlite in _codes(error)):
        return AccountForbids(f"{address}: {_words(original)}. {_ASK}")
    meanings = (_SQLITE_MEANING.get(code & 0xFF) for code, is_sqlite in _codes(error) if is_sqlite)
    meaning = next(filter(None, meanings), f"the database refused: {_words(original or error)}")
    return DatabaseError(f"{address}: {meaning}. Nothing was changed.")


def _why_unavailable(error: BaseException) -> str:
    if may_pass(error):
        return "stayed locked. Nothing was changed; try again."
    if is_lost(error):
        return "broke the connection. Nothing was changed; try again."
    words = _words(getattr(error, "orig", None))
    return f"cannot be opened ({words}). Check the address and, for a server, that it runs."


@contextmanager
def translating(address: str) -> Iterator[None]:
    """Raise ours for SQLAlchemy's."""
    try:
        yield
    except DriverFailure as error:
        raise translated(error, address) from error


def _codes(error: BaseException) -> Iterator[tuple[int, bool]]:
    """Error number and whether it is SQLite's, along the chain of errors.

    A deadlock inside a savepoint shows as "no such savepoint"; the deadlock is its context.
    """
    seen: BaseException | None = error
    while seen is not None:
        original = getattr(seen, "orig", None)
        if isinstance(original, sqlite3.Error):
            if (code := getattr(original, "sqlite_errorcode", None)) is not None:
                yield code, True
        elif isinstance(seen, DBAPIError) and original is not None:
            first = original.args[0] if original.args else None
            if isinstance(first, int):
                yield first, False
        seen = seen.__context__


def _words(error: BaseException | None) -> str:
    """The driver's sentence without its number and full stop; PyMySQL's args are (number, sentence)."""
    texts = [each for each in getattr(error, "args", ()) if isinstance(each, str)]
    return (texts[-1] if texts else str(error)).strip().rstrip(".")
