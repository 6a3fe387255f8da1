"""Databases for the tests: a fresh one for each test, on SQLite and on a real MariaDB server."""

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tessebs_core.database.connection import Database
from tessebs_core.database.migrations import upgrade
from tests.support.mariadb import MariaServer, ServerMissing, fast_folder, running_server

IN_MEMORY = pytest.StashKey[Path]()


def pytest_configure(config: pytest.Config) -> None:
    """Keep the tests' files in memory where there is a folder for that: no test cuts the power."""
    folder = fast_folder()
    if folder and config.option.basetemp is None and not hasattr(config, "workerinput"):
        config.stash[IN_MEMORY] = Path(tempfile.mkdtemp(prefix="tessebs-tests-", dir=folder))
        config.option.basetemp = config.stash[IN_MEMORY] / "files"


def pytest_unconfigure(config: pytest.Config) -> None:
    """Give the memory back."""
    if IN_MEMORY in config.stash:
        shutil.rmtree(config.stash[IN_MEMORY], ignore_errors=True)


@pytest.fixture(scope="session")
def mariadb_server() -> Iterator[MariaServer]:
    """One server for the whole run; where everything is required, its absence is a failure."""
    with ExitStack() as stack:
        try:
            server = stack.enter_context(running_server())
        except ServerMissing as missing:
            if os.environ.get("CI") or os.environ.get("TESSEBS_REQUIRE_ALL"):
                pytest.fail(f"MariaDB is required here: {missing}")
            pytest.skip(f"no MariaDB: {missing}")
        yield server


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
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def _migrated_schema(mariadb_server: MariaServer) -> str:
    mariadb_server.run("CREATE DATABASE migrated")
    _migrate(mariadb_server.url("migrated"))
    return "migrated"


def _migrate(url: str) -> None:
    opened = Database.open(url)
    upgrade(opened)
    opened.dispose()


@pytest.fixture
def migrated_sqlite_url(_migrated_file: Path, tmp_path: Path) -> str:
    """Address of a SQLite file with all tables and no rows."""
    copy = shutil.copy(_migrated_file, tmp_path / "tessebs.sqlite3")
    return f"sqlite:///{copy}"


@pytest.fixture
def migrated_mariadb_url(mariadb_server: MariaServer, _migrated_schema: str) -> str:
    """Address of a MariaDB schema with all tables and no rows; one test at a time has it."""
    mariadb_server.empty_tables(_migrated_schema)
    return mariadb_server.url(_migrated_schema)


@pytest.fixture(params=["sqlite", pytest.param("mariadb", marks=pytest.mark.mariadb)])
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """A database with all tables and no rows, on each engine."""
    opened = Database.open(request.getfixturevalue(f"migrated_{request.param}_url"))
    yield opened
    opened.dispose()
