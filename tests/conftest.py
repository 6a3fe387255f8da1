"""Databases for the tests: a fresh one for each test, on SQLite and on a real MariaDB server."""

import os
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from tessebs_core.database.connection import Database
from tessebs_core.database.migrations import upgrade
from tests.support.mariadb import MariaServer, ServerMissing, running_server


@pytest.fixture(scope="session")
def mariadb_server() -> Iterator[MariaServer]:
    """One server for the whole run; where everything is required, its absence is a failure."""
    context = running_server()
    try:
        server = context.__enter__()
    except ServerMissing as missing:
        if os.environ.get("CI") or os.environ.get("TESSEBS_REQUIRE_ALL"):
            pytest.fail(f"MariaDB is required here: {missing}")
        pytest.skip(f"no MariaDB: {missing}")
    yield server
    context.__exit__(None, None, None)


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """Address of a SQLite file that does not exist yet."""
    return f"sqlite:///{tmp_path / 'catalogue' / 'tessebs.sqlite3'}"


@pytest.fixture
def mariadb_url(mariadb_server: MariaServer) -> Iterator[str]:
    """Address of an empty schema, dropped after the test."""
    schema = f"test_{uuid.uuid4().hex}"
    mariadb_server.run(f"CREATE DATABASE {schema}")
    yield mariadb_server.url(schema)
    mariadb_server.run(f"DROP DATABASE {schema}")


@pytest.fixture(params=["sqlite", pytest.param("mariadb", marks=pytest.mark.mariadb)])
def empty_database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """A database without tables."""
    opened = Database.open(request.getfixturevalue(f"{request.param}_url"))
    yield opened
    opened.dispose()


@pytest.fixture(scope="session")
def _migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("migrated") / "tessebs.sqlite3"
    opened = Database.open(f"sqlite:///{path}")
    upgrade(opened)
    opened.dispose()
    return path


@pytest.fixture
def database(request: pytest.FixtureRequest, empty_database: Database) -> Database:
    """A database with all tables and no rows."""
    if empty_database.is_sqlite:
        target = Path(empty_database.engine.url.database or "")
        shutil.copy(request.getfixturevalue("_migrated_file"), target)
    else:
        upgrade(empty_database)
    return empty_database
