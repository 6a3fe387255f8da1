"""Transactions: what they lock, what they repeat, what they refuse, and what they say."""

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.orm import Session

from tessebs_core.database.connection import Database
from tessebs_core.database.schema import TIC
from tessebs_core.errors import (
    DatabaseError,
    DatabaseUnavailable,
    InputError,
    SettingsError,
    StorageError,
    TessebsError,
)
from tests.support.mariadb import PASSWORD, MariaServer
from tests.support.rows import statements_sent, with_proposals


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Attempts follow each other at once."""
    monkeypatch.setattr(time, "sleep", lambda _seconds: None)


def add(tess_id: int) -> Callable[[Session], None]:
    return lambda session: session.add(TIC(tess_id=tess_id))


def tess_ids(database: Database) -> list[int]:
    return list(database.read(lambda session: session.scalars(select(TIC.tess_id)).all()))


@pytest.mark.parametrize(
    "url",
    [
        "",
        "no url",
        "sqlite://",
        "sqlite:///:memory:",
        "postgresql://user:secret@host/tessebs",
        "mariadb://user:secret@host",
    ],
)
def test_an_address_that_cannot_be_one_is_refused_without_showing_a_password(url: str) -> None:
    with pytest.raises(SettingsError) as refused:
        Database.open(url)
    assert "secret" not in str(refused.value)


def test_the_folder_of_a_sqlite_file_is_made(tmp_path: Path) -> None:
    Database.open(f"sqlite:///{tmp_path / 'new' / 'deep' / 'tessebs.sqlite3'}").dispose()
    assert (tmp_path / "new" / "deep").is_dir()


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageError, match="cannot be made"):
        Database.open(f"sqlite:///{tmp_path / 'file' / 'tessebs.sqlite3'}")


def test_opening_asks_no_server() -> None:
    shown = repr(Database.open("mariadb://user:secret@127.0.0.1:1/tessebs?ssl_key=hidden"))
    assert shown == "Database('mysql+pymysql://user:***@127.0.0.1:1/tessebs')"


def test_a_server_that_is_not_there_is_told_without_password() -> None:
    database = Database.open("mariadb://user:secret@127.0.0.1:1/tessebs")
    with pytest.raises(DatabaseUnavailable, match=r"127\.0\.0\.1:1/tessebs cannot be opened") as refused:
        tess_ids(database)
    assert "secret" not in str(refused.value)


@pytest.mark.mariadb
def test_a_wrong_password_is_told_without_showing_it(mariadb_server: MariaServer) -> None:
    url = mariadb_server.url("mysql").replace(PASSWORD, "wrong-word")
    with pytest.raises(DatabaseUnavailable, match="Access denied") as refused:
        tess_ids(Database.open(url))
    assert "wrong-word" not in str(refused.value)


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("no database " * 1000)
    database = Database.open(f"sqlite:///{tmp_path / 'notes.txt'}")
    with pytest.raises(DatabaseError, match="no SQLite database"):
        tess_ids(database)
    database.dispose()


def test_sqlite_is_set_up_for_many_processes(migrated_sqlite_url: str) -> None:
    database = Database.open(migrated_sqlite_url)
    wanted = {"journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 30_000, "synchronous": 2}
    wanted["recursive_triggers"] = 1
    with database.reading_session() as session:
        found = {name: session.scalar(text(f"PRAGMA {name}")) for name in wanted}
    database.dispose()
    assert found == wanted


@pytest.mark.mariadb
def test_mariadb_is_set_up_to_refuse_what_does_not_fit(migrated_mariadb_url: str) -> None:
    database = Database.open(migrated_mariadb_url)
    with database.reading_session() as session:
        row = session.execute(text("SELECT @@tx_isolation, @@character_set_client, @@sql_mode")).one()
    isolations = []
    database.write(lambda session: isolations.append(session.scalar(text("SELECT @@tx_isolation"))))
    database.dispose()
    assert row[1] == "utf8mb4"
    assert "STRICT_ALL_TABLES" in row[2]
    assert isolations == ["READ-COMMITTED"]


def test_a_write_is_there_for_others_when_it_returns(database: Database) -> None:
    database.write(add(1))
    other = Database.open(database.engine.url.render_as_string(hide_password=False))
    assert tess_ids(other) == [1]
    other.dispose()


def test_a_row_that_a_write_returns_keeps_its_values(database: Database) -> None:
    def work(session: Session) -> TIC:
        row = TIC(tess_id=1, ra=12.5)
        session.add(row)
        return row

    row = database.write(work)
    assert (row.tess_id, row.ra) == (1, 12.5)
    assert row.id is not None


def test_an_error_in_the_work_leaves_nothing_behind(database: Database) -> None:
    def work(session: Session) -> None:
        session.add(TIC(tess_id=1))
        session.flush()
        raise InputError("no")

    with pytest.raises(InputError):
        database.write(work)
    assert tess_ids(database) == []


def test_a_refused_value_leaves_nothing_behind(database: Database) -> None:
    with pytest.raises(InputError):
        database.write(lambda session: session.add_all([TIC(tess_id=1), TIC(tess_id=2, ra=float("inf"))]))
    assert tess_ids(database) == []


@pytest.mark.parametrize("ways", [Database.read, lambda database, work: work(database.reading_session())])
def test_reading_refuses_to_write(database: Database, ways: Callable[..., object]) -> None:
    def work(session: Session) -> None:
        session.add(TIC(tess_id=1))
        session.flush()

    with pytest.raises(DatabaseError, match="only reads"):
        ways(database, work)
    assert tess_ids(database) == []


def test_reading_commits_nothing(database: Database) -> None:
    name = '"TIC"' if database.is_sqlite else "TIC"
    database.read(lambda session: session.execute(text(f"INSERT INTO {name} (tess_id) VALUES (1)")))
    assert tess_ids(database) == []


def test_reading_keeps_nobody_from_writing(database: Database) -> None:
    def read(session: Session) -> list[list[int]]:
        before = list(session.scalars(select(TIC.tess_id)))
        database.write(add(1))
        return [before]

    assert database.read(read) == [[]]
    assert tess_ids(database) == [1]


def test_a_reader_on_sqlite_sees_one_moment_only(migrated_sqlite_url: str) -> None:
    database = Database.open(migrated_sqlite_url)

    def read(session: Session) -> list[int]:
        session.scalars(select(TIC.tess_id)).all()
        database.write(add(1))
        return list(session.scalars(select(TIC.tess_id)))

    assert database.read(read) == []
    database.dispose()


def test_a_writer_on_sqlite_locks_before_it_looks(migrated_sqlite_url: str) -> None:
    database = Database.open(migrated_sqlite_url)
    locked = []

    def work(session: Session) -> None:
        session.scalars(select(TIC.tess_id)).all()
        other = sqlite3.connect(database.engine.url.database or "", timeout=0, isolation_level=None)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        other.close()
        locked.append(True)

    database.write(work)
    database.dispose()
    assert locked == [True]


def failing_first(error_statement: str, calls: list[int]) -> Callable[[Session], None]:
    """Work whose first run fails in the database, and whose second adds a row."""

    def work(session: Session) -> None:
        calls.append(len(calls))
        if len(calls) == 1:
            session.execute(text(error_statement))
        session.add(TIC(tess_id=1))

    return work


@pytest.mark.mariadb
@pytest.mark.parametrize("number", [1205, 1213])
def test_work_is_run_again_after_a_deadlock_or_lock_wait(migrated_mariadb_url: str, number: int) -> None:
    database = Database.open(migrated_mariadb_url)
    calls: list[int] = []
    raise_it = f"SIGNAL SQLSTATE '40001' SET MYSQL_ERRNO = {number}, MESSAGE_TEXT = 'in the way'"
    database.write(failing_first(raise_it, calls))
    assert (len(calls), tess_ids(database)) == (2, [1])
    database.dispose()


@pytest.mark.mariadb
def test_work_is_run_again_after_the_connection_broke(migrated_mariadb_url: str) -> None:
    database = Database.open(migrated_mariadb_url)
    calls: list[int] = []
    database.write(failing_first("KILL CONNECTION_ID()", calls))
    assert (len(calls), tess_ids(database)) == (2, [1])
    database.dispose()


def test_work_is_run_again_when_a_key_was_taken_in_this_moment(database: Database) -> None:
    calls: list[int] = []

    def work(session: Session) -> None:
        calls.append(1)
        if len(calls) > 1 and session.scalar(select(TIC).where(TIC.tess_id == 1)):
            return
        session.add(TIC(tess_id=1))

    database.write(add(1))
    database.write(work)
    assert (len(calls), tess_ids(database)) == (2, [1])


def test_a_key_that_stays_taken_is_told(database: Database) -> None:
    database.write(add(1))
    with pytest.raises(DatabaseError, match="refused"):
        database.write(add(1))


def test_a_lock_that_stays_is_told(migrated_sqlite_url: str) -> None:
    database = Database.open(migrated_sqlite_url)
    event.listen(database.engine, "connect", lambda raw, _record: raw.execute("PRAGMA busy_timeout = 1"))
    other = sqlite3.connect(database.engine.url.database or "", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(DatabaseUnavailable, match="stayed locked"):
        database.write(add(1))
    other.close()
    database.write(add(1))
    database.dispose()


@pytest.fixture
def losing_commits(migrated_mariadb_url: str) -> Database:
    """A database whose connection dies with the first COMMIT on its way."""
    database = Database.open(migrated_mariadb_url)
    left = [1]

    def kill(connection: object) -> None:
        if left:
            left.pop()
            raw = connection.connection.driver_connection  # type: ignore[attr-defined]
            killer = Database.open(migrated_mariadb_url)
            with killer.reading_session() as session:
                session.execute(text(f"KILL {raw.thread_id()}"))
            killer.dispose()

    event.listen(database.engine, "commit", kill)
    return database


@pytest.mark.mariadb
def test_a_commit_of_unknown_fate_is_told_and_not_repeated(losing_commits: Database) -> None:
    calls: list[int] = []

    def work(session: Session) -> None:
        calls.append(1)
        session.add(TIC(tess_id=1))

    with pytest.raises(DatabaseError, match="Nobody knows whether it happened") as told:
        losing_commits.write(work)
    assert not isinstance(told.value, DatabaseUnavailable)
    assert len(calls) == 1
    losing_commits.dispose()


@pytest.mark.mariadb
def test_repeatable_work_is_repeated_when_its_commit_was_lost(losing_commits: Database) -> None:
    losing_commits.write(add(1), repeatable=True)
    assert tess_ids(losing_commits) == [1]
    losing_commits.dispose()


def test_a_full_disk_is_told_and_nothing_is_half_written(migrated_sqlite_url: str) -> None:
    database = Database.open(migrated_sqlite_url)

    def work(session: Session) -> None:
        pages = session.scalar(text("PRAGMA page_count"))
        session.execute(text(f"PRAGMA max_page_count = {pages + 2}"))
        session.add_all([TIC(tess_id=number, asas_id="x" * 32) for number in range(2_000)])

    with pytest.raises(DatabaseError, match="the disk is full"):
        database.write(work)
    assert tess_ids(database) == []
    database.dispose()


def test_a_file_that_may_not_be_written_is_told(migrated_sqlite_url: str) -> None:
    Database.open(migrated_sqlite_url).write(add(1))
    path = migrated_sqlite_url.removeprefix("sqlite:///")
    database = Database.open(f"sqlite:///file:{path}?mode=ro&uri=true")
    assert tess_ids(database) == [1]
    with pytest.raises(DatabaseError, match="may not be written"):
        database.write(add(2))
    database.dispose()


def test_a_reading_session_holds_no_transaction(database: Database) -> None:
    with_proposals(database, 1)
    with database.reading_session() as session:
        tic = session.scalars(select(TIC)).one()
        raw = session.connection().connection.driver_connection
        if database.is_sqlite:
            assert isinstance(raw, sqlite3.Connection)
            assert not raw.in_transaction
        else:
            count = text("SELECT count(*) FROM information_schema.innodb_trx")
            assert database.read(lambda other: other.scalar(count)) == 0
        assert [len(tic.ephemerides), len(tic.products)] == [1, 0]


def test_a_reading_session_sees_what_others_commit(database: Database) -> None:
    database.write(add(1))
    with database.reading_session() as session:
        tic = session.scalars(select(TIC)).one()
        assert tic.ra is None

        def change(other: Session) -> None:
            other.scalars(select(TIC)).one().ra = 12.5

        database.write(change)
        session.expire_all()
        assert tic.ra == 12.5


@pytest.mark.mariadb
def test_a_reading_session_outlives_its_connection(migrated_mariadb_url: str) -> None:
    database = Database.open(migrated_mariadb_url)
    with_proposals(database, 1)
    with database.reading_session() as session:
        tic = session.scalars(select(TIC)).one()
        number = session.scalar(text("SELECT CONNECTION_ID()"))
        database.write(lambda other: other.execute(text(f"KILL {number}")))
        assert len(tic.ephemerides) == 1
    database.dispose()


def test_a_reading_session_translates_errors(database: Database) -> None:
    with database.reading_session() as session, pytest.raises(TessebsError, match="nothing_like_it"):
        session.execute(text("SELECT nothing_like_it"))


def test_work_sends_no_needless_statement(database: Database) -> None:
    database.write(add(1))
    with statements_sent(database) as sent:
        database.read(lambda session: session.scalars(select(TIC)).all())
    assert len(sent) == 1
