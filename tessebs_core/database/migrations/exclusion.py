"""A connection on which one process at a time migrates."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, text

from tessebs_core.database.connection import SQLITE_BEGIN, Database
from tessebs_core.errors import DatabaseError, DatabaseUnavailable

__all__ = ["exclusive_connection"]

PATIENCE_S = 60


@contextmanager
def exclusive_connection(database: Database) -> Iterator[Connection]:
    """Open the connection that Alembic works on; others who ask for one wait.

    Raises
    ------
    DatabaseUnavailable
        Somebody else has been migrating for too long.
    DatabaseError
        SQLite: the migration would leave rows that refer to nothing; it was rolled back.
    """
    if database.is_sqlite:
        with _locked_file(database) as connection:
            yield connection
    else:
        with _named_lock(database), database.engine.connect() as connection:
            yield connection


@contextmanager
def _locked_file(database: Database) -> Iterator[Connection]:
    """One transaction around everything, with foreign keys off.

    A SQLite table is altered by copying it to a new one and dropping the old: with foreign keys on,
    dropping a parent deletes its children. The switch only works outside a transaction, so it is set
    first, and what it should have enforced is checked before the commit.
    """
    engine = database.engine.execution_options(**{SQLITE_BEGIN: "BEGIN IMMEDIATE"})
    with engine.connect() as connection:
        _enforce_foreign_keys(connection, on=False)
        try:
            with connection.begin():
                yield connection
                if orphans := connection.execute(text("PRAGMA foreign_key_check")).all():
                    raise DatabaseError(
                        f"The migration of {database.address} would leave {len(orphans)} rows of table "
                        f"{orphans[0][0]} that refer to nothing. It was rolled back; nothing was changed."
                    )
        finally:
            _enforce_foreign_keys(connection, on=True)


def _enforce_foreign_keys(connection: Connection, *, on: bool) -> None:
    cursor = connection.connection.cursor()
    cursor.execute(f"PRAGMA foreign_keys = {'ON' if on else 'OFF'}")
    cursor.close()


@contextmanager
def _named_lock(database: Database) -> Iterator[None]:
    name = {"name": f"tessebs migration of {database.engine.url.database}"[:64]}
    with database.engine.connect() as guard:
        got = guard.execute(text(f"SELECT GET_LOCK(:name, {PATIENCE_S})"), name).scalar()
        if not got:
            raise DatabaseUnavailable(
                f"Somebody else has been migrating {database.address} for {PATIENCE_S} s. "
                "Nothing was changed; try again."
            )
        try:
            yield
        finally:
            guard.execute(text("SELECT RELEASE_LOCK(:name)"), name)
