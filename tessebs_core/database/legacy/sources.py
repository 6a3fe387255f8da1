"""Legacy catalogues to import from: opened, copied at one moment, closed; never changed."""

import gzip
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from typing import IO, Any, cast
from urllib.parse import quote

from sqlalchemy import URL, create_engine
from sqlalchemy.exc import SQLAlchemyError

from tessebs_core.database.addresses import parsed_address
from tessebs_core.database.failures import DriverFailure, translated
from tessebs_core.database.legacy.dump import read_dump
from tessebs_core.database.legacy.stage import Stage
from tessebs_core.errors import LegacySourceError, SettingsError

__all__ = ["staged"]

_BUSY_S = 30.0


@contextmanager
def staged(source: str) -> Iterator[Stage]:
    """Copy a legacy catalogue into a temporary file, as it is at this moment.

    Parameters
    ----------
    source : str
        ``mariadb://user:password@host/schema`` (``mysql://`` is the same), a SQLite file, or a dump by
        mariadb-dump or mysqldump, plain or gzipped. Read only.

    Raises
    ------
    LegacySourceError
        There is none, it cannot be read, or it is no legacy catalogue.
    DatabaseUnavailable, DatabaseError
        The server cannot be reached or refuses.
    """
    if "://" in source:
        address = _parsed(source)
        shown = address.set(query={}).render_as_string(hide_password=True)
        path = Path(address.database or "")
        fill = _from_sqlite if address.get_backend_name() == "sqlite" else None
    else:
        address, path, shown = None, Path(source).expanduser(), Path(source).name
        fill = None
    with Stage(shown) as stage:
        if address is not None and fill is None:
            _from_server(stage, address)
        else:
            _from_file(stage, path)
        stage.check()
        yield stage


def _parsed(source: str) -> URL:
    try:
        address = parsed_address(source)
    except SettingsError as error:
        raise LegacySourceError(str(error)) from None
    if address.get_backend_name() not in {"mysql", "mariadb", "sqlite"} or not address.database:
        raise LegacySourceError(
            "A legacy catalogue is read from mariadb://user:password@host/SCHEMA, from a SQLite file, or "
            "from a dump."
        )
    return address


def _from_file(stage: Stage, path: Path) -> None:
    try:
        with path.open("rb") as file:
            beginning = file.read(16)
            file.seek(0)
            if beginning.startswith(b"SQLite format 3"):
                _from_sqlite(stage, path)
            elif beginning.startswith(b"\x1f\x8b"):
                with gzip.open(file) as unpacked:
                    _from_dump(stage, cast("IO[bytes]", unpacked), path.name)
            else:
                _from_dump(stage, file, path.name)
    except OSError as error:
        raise LegacySourceError(f"{path} cannot be read: {error.strerror or error}.") from error


def _from_dump(stage: Stage, stream: IO[bytes], name: str) -> None:
    for table, pieces in groupby(read_dump(stream, name), key=lambda piece: piece[0]):
        row_or_none = (row for _, row in pieces)
        if table.name not in stage.left_out and not stage.columns(table.name):
            stage.define(table.name, table.columns)
        stage.fill(table.name, (row for row in row_or_none if row is not None))


def _from_sqlite(stage: Stage, path: Path) -> None:
    try:
        with closing(_read_only(path)) as connection:
            # One transaction: one view of the file, also while somebody writes to it.
            connection.execute("BEGIN")
            found = (
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~'"
            )
            for (name,) in connection.execute(found).fetchall():
                quoted = '"' + name.replace('"', '""') + '"'
                rows = connection.execute(f"SELECT * FROM {quoted}")
                _define(stage, name, [column[0] for column in rows.description])
                stage.fill(name.lower(), (tuple(map(_plain, row)) for row in rows))
    except sqlite3.Error as error:
        raise LegacySourceError(f"{path.name} cannot be read: {error}. Nothing was imported.") from error


def _read_only(path: Path) -> sqlite3.Connection:
    place = f"file:{quote(str(path.absolute()))}?mode=ro"
    connection = sqlite3.connect(place, uri=True, timeout=_BUSY_S, isolation_level=None)
    # A text that is no UTF-8 must not stop the rest: its odd bytes are spelt out.
    connection.text_factory = lambda raw: raw.decode("utf-8", "backslashreplace")
    return connection


def _from_server(stage: Stage, address: URL) -> None:
    engine = create_engine(
        address.set(drivername="mysql+pymysql"),
        connect_args={"charset": "utf8mb4", "connect_timeout": 10},
    )
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("SET time_zone = '+00:00'")
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            connection.exec_driver_sql("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY")
            names = connection.exec_driver_sql("SHOW FULL TABLES WHERE Table_type = 'BASE TABLE'")
            streaming = connection.execution_options(stream_results=True, max_row_buffer=2000)
            for name, _ in names.all():
                quoted = "`" + name.replace("`", "``").replace("%", "%%") + "`"
                with streaming.exec_driver_sql(f"SELECT * FROM {quoted}") as rows:
                    _define(stage, name, list(rows.keys()))
                    stage.fill(name.lower(), (tuple(map(_plain, row)) for row in rows))
    except DriverFailure as error:
        raise translated(error, stage.source) from error
    except SQLAlchemyError as error:
        raise LegacySourceError(f"{stage.source} cannot be read: {type(error).__name__}.") from error
    finally:
        engine.dispose()


def _define(stage: Stage, name: str, columns: list[str]) -> None:
    if stage.columns(name.lower()) or name.lower() in stage.left_out:
        raise LegacySourceError(
            f"{stage.source} has two tables {name.lower()} that differ in capitals. Nothing was imported."
        )
    stage.define(name.lower(), columns)


def _plain(value: Any) -> Any:
    """Times as the text that the other kinds of source have; bytes in hexadecimal."""
    if isinstance(value, datetime):
        return value.isoformat(" ", "microseconds")
    if isinstance(value, date):
        return value.isoformat()
    return value.hex() if isinstance(value, bytes) else value
