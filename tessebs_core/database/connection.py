"""The one door to a database: engines, transactions, retries."""

import sqlite3
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Self, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.orm import ORMExecuteState, Session

from tessebs_core.compute.sphere import separation
from tessebs_core.database.addresses import parsed_address
from tessebs_core.database.failures import DriverFailure, is_lost, translated
from tessebs_core.database.retries import Attempts
from tessebs_core.errors import DatabaseError, SettingsError, StorageError

__all__ = ["SQLITE_BEGIN", "Database"]

T = TypeVar("T")

BUSY_TIMEOUT_S = 30.0
LOCK_WAIT_S = 15
SQLITE_BEGIN = "sqlite_begin"
"""Execution option: the statement that opens a transaction on SQLite, None for none at all."""


class Database:
    """A SQLite file or a MariaDB schema; made by `Database.open`.

    Many processes may use one database; one `Database` may be shared by threads, not across a fork.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @classmethod
    def open(cls, url: str) -> Self:
        """Prepare connections to ``sqlite:///file`` or ``mariadb://user:password@host/schema``.

        Nothing is asked of a server yet; the folder of a SQLite file is made.

        Raises
        ------
        SettingsError
            The address cannot be one.
        StorageError
            The folder cannot be made.
        """
        address = _parsed(url)
        if address.get_backend_name() == "sqlite":
            return cls(_sqlite_engine(address))
        return cls(_mariadb_engine(address))

    def __repr__(self) -> str:
        return f"Database({self.address!r})"

    @property
    def address(self) -> str:
        """Where the database is, without password and options; may be shown."""
        return self.engine.url.set(query={}).render_as_string(hide_password=True)

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a file of this machine."""
        return self.engine.dialect.name == "sqlite"

    def write(self, work: Callable[[Session], T], *, repeatable: bool = False) -> T:
        """Run ``work`` in one writing transaction and commit it.

        ``work`` is run again, whole and with a fresh session, when another transaction was in the way
        (deadlock, lock, a unique key taken in this moment) or the connection broke before COMMIT was sent.
        So it must do nothing but use its session. Rows that it returns keep what they have loaded.

        Parameters
        ----------
        work : callable
            Takes a session, must not commit it.
        repeatable : bool
            Running ``work`` twice changes nothing twice (as with request ids): then it is also run again when
            the connection broke during COMMIT.

        Raises
        ------
        DatabaseUnavailable
            The database cannot be reached or stayed locked; nothing was changed.
        DatabaseError
            The database refused, or the answer to COMMIT was lost and nobody knows whether it happened.
        """
        writer = self.engine.execution_options(**{SQLITE_BEGIN: "BEGIN IMMEDIATE"})
        return self._run(writer, work, commits=True, repeatable=repeatable)

    def read(self, work: Callable[[Session], T]) -> T:
        """Run ``work`` in one reading transaction: no write lock, one view of the data, no commit.

        Rows that it returns keep what they have loaded. ``work`` is run again when a connection broke.

        Raises
        ------
        DatabaseUnavailable, DatabaseError
            As in `write`; also when ``work`` tries to change a row.
        """
        return self._run(self.engine, work, commits=False, repeatable=True)

    def snapshot(self, work: Callable[[Session], T]) -> T:
        """As `read`, but all of ``work`` sees the database as it is at its first query."""

        def isolated(session: Session) -> T:
            if not self.is_sqlite:  # where every transaction is like this
                session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            return work(session)

        return self.read(isolated)

    def reading_session(self) -> Session:
        """Open a session for a notebook: it may live for days and holds no transaction between statements.

        Lazy loads work; ``expire_all()`` makes it see what others have committed meanwhile; a connection that
        broke over night is replaced. It refuses to write. The caller closes it.
        """
        options: dict[str, Any] = {SQLITE_BEGIN: None}
        if not self.is_sqlite:
            options["isolation_level"] = "AUTOCOMMIT"
        session = Session(self.engine.execution_options(**options), autoflush=False)
        address = self.address
        event.listen(session, "before_flush", _refuse_to_write)

        @event.listens_for(session, "do_orm_execute")
        def execute(state: ORMExecuteState) -> Any:
            try:
                return state.invoke_statement()
            except DriverFailure as error:
                session.rollback()
                if not is_lost(error):
                    raise translated(error, address) from error
            try:
                return state.invoke_statement()
            except DriverFailure as error:
                raise translated(error, self.address) from error

        return session

    def dispose(self) -> None:
        """Close all connections; the next use opens new ones."""
        self.engine.dispose()

    def _run(self, engine: Engine, work: Callable[[Session], T], *, commits: bool, repeatable: bool) -> T:
        attempts = Attempts(repeatable=repeatable)
        while True:
            committing = False
            # Leaving rolls back what was not committed; unlike rollback() it lets rows keep their values.
            with Session(engine, expire_on_commit=False) as session:
                if not commits:
                    event.listen(session, "before_flush", _refuse_to_write)
                try:
                    result = work(session)
                    session.flush()
                    committing = commits
                    if commits:
                        session.commit()
                    return result
                except DriverFailure as error:
                    if attempts.another(error, committing=committing):
                        continue
                    if committing and is_lost(error):
                        raise DatabaseError(
                            f"The connection to {self.address} broke while a change was being committed. "
                            "Nobody knows whether it happened: look before repeating it."
                        ) from error
                    raise translated(error, self.address) from error


def _refuse_to_write(session: Session, *_: object) -> None:
    if session.new or session.deleted or any(session.is_modified(row) for row in session.dirty):
        raise DatabaseError(
            "This session only reads: changes go through Database.write. Nothing was changed."
        )


def _parsed(url: str) -> URL:
    address = parsed_address(url)
    backend = address.get_backend_name()
    if backend == "sqlite" and (not address.database or ":memory:" in address.database):
        raise SettingsError("A SQLite database needs a file, for example sqlite:////home/me/tessebs.sqlite3.")
    if backend in {"mysql", "mariadb"}:
        if not address.database:
            raise SettingsError("The database address names no schema: mariadb://user:password@host/SCHEMA.")
        # One name for both, so that table options and types are written once.
        return address.set(drivername="mysql+pymysql")
    if backend != "sqlite":
        raise SettingsError(f"'{backend}' databases are not supported; use sqlite or mariadb.")
    return address.set(drivername="sqlite")


def _sqlite_engine(address: URL) -> Engine:
    if not (address.database or "").startswith("file:"):
        folder = Path(address.database or "").expanduser().absolute().parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError(f"{folder} cannot be made: {error.strerror}.") from error
    engine = create_engine(address, connect_args={"timeout": BUSY_TIMEOUT_S}, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # sqlite3's own transactions begin too late and take no lock; we send BEGIN ourselves.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    # Without it REPLACE would delete votes unseen by the trigger that keeps them.
    connection.execute("PRAGMA recursive_triggers = ON")
    connection.execute("PRAGMA synchronous = FULL")  # a vote that was acknowledged survives a power cut
    connection.create_function("angle_between", 4, _angle_between, deterministic=True)
    if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        connection.execute("PRAGMA journal_mode = WAL")


@lru_cache(maxsize=8)  # a search asks for the same angle twice, in its condition and in its order
def _angle_between(ra: float | None, dec: float | None, other_ra: float, other_dec: float) -> float | None:
    """What searches by position ask: not every SQLite is built with sines."""
    return None if ra is None or dec is None else separation(ra, dec, other_ra, other_dec)


def _begin_sqlite(connection: Connection) -> None:
    if statement := connection.get_execution_options().get(SQLITE_BEGIN, "BEGIN"):
        connection.exec_driver_sql(statement)


def _mariadb_engine(address: URL) -> Engine:
    from pymysql.constants import FIELD_TYPE
    from pymysql.converters import conversions

    return create_engine(
        address,
        hide_parameters=True,  # a traceback in a log shows the statement and not what was to be stored
        isolation_level="READ COMMITTED",
        pool_pre_ping=True,
        pool_recycle=1800,
        connect_args={
            "charset": "utf8mb4",
            "conv": {**conversions, FIELD_TYPE.DATETIME: datetime.fromisoformat},  # PyMySQL's own is slow
            "connect_timeout": 10,
            "sql_mode": "TRADITIONAL",  # what does not fit is refused, never cut
            "init_command": f"SET SESSION innodb_lock_wait_timeout = {LOCK_WAIT_S}",
        },
    )
