"""When another attempt is worth it, for made-up failures."""

import sqlite3
import time

import pymysql
import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from tessebs_core.database.retries import MOST_ATTEMPTS, PATIENCE_S, Attempts


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Collect the pauses in place of waiting."""
    waited: list[float] = []
    monkeypatch.setattr(time, "sleep", waited.append)
    return waited


def mariadb_failure(number: int, words: str = "words") -> DBAPIError:
    return OperationalError("SELECT 1", {}, pymysql.OperationalError(number, words))


DEADLOCK = mariadb_failure(1213)
LOST = mariadb_failure(2013)
REFUSED = mariadb_failure(2003)
TAKEN = IntegrityError("INSERT", {}, pymysql.IntegrityError(1062, "Duplicate entry"))
SYNTAX = mariadb_failure(1064)


def test_a_deadlock_is_tried_again_but_not_for_ever(pauses: list[float]) -> None:
    attempts = Attempts(repeatable=False)
    assert [attempts.another(DEADLOCK, committing=False) for _ in range(MOST_ATTEMPTS)].count(True) == (
        MOST_ATTEMPTS - 1
    )
    assert len(pauses) == MOST_ATTEMPTS - 1
    assert all(0 <= each <= 2 for each in pauses)


def test_patience_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    attempts = Attempts(repeatable=False)
    assert attempts.another(DEADLOCK, committing=False)
    now[0] += PATIENCE_S + 1
    assert not attempts.another(DEADLOCK, committing=False)


def test_a_connection_lost_before_commit_is_tried_again() -> None:
    assert Attempts(repeatable=False).another(LOST, committing=False)


def test_a_connection_lost_during_commit_is_tried_again_only_when_harmless() -> None:
    assert not Attempts(repeatable=False).another(LOST, committing=True)
    assert Attempts(repeatable=True).another(LOST, committing=True)


def test_a_deadlock_during_commit_has_rolled_back_and_is_tried_again() -> None:
    assert Attempts(repeatable=False).another(DEADLOCK, committing=True)


def test_a_server_that_never_answered_is_not_waited_for() -> None:
    assert not Attempts(repeatable=True).another(REFUSED, committing=False)


def test_a_server_that_restarts_is_waited_for() -> None:
    attempts = Attempts(repeatable=False)
    assert attempts.another(LOST, committing=False)
    assert attempts.another(REFUSED, committing=False)


def test_a_taken_key_is_looked_at_again_without_waiting(pauses: list[float]) -> None:
    attempts = Attempts(repeatable=False)
    assert [attempts.another(TAKEN, committing=False) for _ in range(3)] == [True, True, False]
    assert pauses == []


def test_a_mistake_is_not_repeated() -> None:
    assert not Attempts(repeatable=True).another(SYNTAX, committing=False)


def test_a_deadlock_behind_a_missing_savepoint_is_seen() -> None:
    missing = mariadb_failure(1305, "SAVEPOINT sa_savepoint_1 does not exist")
    missing.__context__ = DEADLOCK
    assert Attempts(repeatable=False).another(missing, committing=False)


def test_a_busy_file_is_tried_again() -> None:
    busy = sqlite3.OperationalError("database is locked")
    busy.sqlite_errorcode = sqlite3.SQLITE_BUSY_SNAPSHOT
    assert Attempts(repeatable=False).another(OperationalError("BEGIN", {}, busy), committing=False)
