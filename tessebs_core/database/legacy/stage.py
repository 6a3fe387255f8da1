"""A legacy catalogue as it was at one moment, in a temporary file of our own.

A server's snapshot, a SQLite file that is being written and a dump in alphabetical order all become the
same: tables that can be read in any order, again and again, in bounded memory, whatever happens outside.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from types import TracebackType
from typing import Any, Self

from tessebs_core.errors import LegacySourceError

__all__ = ["KEPT_OUT", "Stage", "is_staged"]

KEPT_OUT = frozenset({("auth_user", "password"), ("auth_user", "last_login"), ("auth_user", "email")})
"""Columns that are not even copied: passwords are not imported, and we have no use for addresses."""

_AT_ONCE = 2000


def is_staged(table: str) -> bool:
    """Whether a table's rows are needed; of the others (sessions, permissions, logs) only the number is."""
    return table.startswith("catalog_") or table in {
        "auth_user", "auth_group", "auth_user_groups", "django_migrations",
    }  # fmt: skip


class Stage:
    """The tables of a legacy catalogue; names of tables in small letters, columns as they were.

    Values are as the source had them: whole numbers never pass through floats, floats keep their bits,
    times are texts ``YYYY-MM-DD HH:MM:SS.ffffff``.

    Attributes
    ----------
    source : str
        Where it comes from; may be shown.
    left_out : dict of str to int
        Tables that are only counted, with their rows.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self.left_out: dict[str, int] = {}
        self._columns: dict[str, tuple[str, ...]] = {}
        self._database = sqlite3.connect("")  # a temporary file, which SQLite removes
        self._database.isolation_level = None
        self._database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.close()

    def define(self, table: str, columns: Sequence[str]) -> None:
        """Make a table; one that is not needed is only going to be counted."""
        if not is_staged(table):
            self.left_out[table] = 0
            return
        self._columns[table] = tuple(columns)
        with self._explained(table):
            self._database.execute(f"CREATE TABLE {_quoted(table)} ({', '.join(map(_quoted, columns))})")

    def fill(self, table: str, rows: Iterable[Sequence[Any]]) -> None:
        """Add rows, in the order of the columns as defined."""
        if table in self.left_out:
            self.left_out[table] += sum(1 for _ in rows)
            return
        kept = [(table, each.lower()) not in KEPT_OUT for each in self._columns[table]]
        marks = ", ".join("?" for _ in kept)
        statement = f"INSERT INTO {_quoted(table)} VALUES ({marks})"
        remaining = iter(rows)
        while batch := [_storable(row, kept) for row in islice(remaining, _AT_ONCE)]:
            with self._explained(table):
                self._database.executemany(statement, batch)

    def check(self) -> None:
        """Look whether this can be a legacy catalogue.

        Raises
        ------
        LegacySourceError
            The table of targets is missing, or a table's keys are not whole numbers that differ.
        """
        if "tess_id" not in self.columns("catalog_tic"):
            raise LegacySourceError(
                f"{self.source} is no legacy catalogue: it has no table catalog_tic with a column tess_id. "
                "Nothing was imported."
            )
        for table, columns in self._columns.items():
            if "id" not in columns:
                raise LegacySourceError(f"{self.source}: {table} has no column id. Nothing was imported.")
            odd = f"SELECT count(*), count(DISTINCT id), sum(typeof(id) = 'integer') FROM {_quoted(table)}"
            rows, different, whole = self._database.execute(odd).fetchone()
            if rows and not rows == different == whole:
                raise LegacySourceError(
                    f"{self.source}: the keys (id) of {table} are not whole numbers that all differ. "
                    "Nothing was imported."
                )
            self._database.execute(f"CREATE INDEX {_quoted('key of ' + table)} ON {_quoted(table)} (id)")

    @contextmanager
    def _explained(self, table: str) -> Iterator[None]:
        """Say in our words what SQLite cannot take: a name with NUL, thousands of columns, a full disk."""
        try:
            yield
        except (sqlite3.Error, ValueError) as error:
            raise LegacySourceError(
                f"{self.source}: the table {table!r} cannot be copied ({error}). Nothing was imported."
            ) from error

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables whose rows are here, by name."""
        return tuple(sorted(self._columns))

    def columns(self, table: str) -> tuple[str, ...]:
        """The columns of a table; none if it is not there."""
        return self._columns.get(table, ())

    def count(self, table: str) -> int:
        """How many rows a table has; 0 if it is not there."""
        if table not in self._columns:
            return 0
        found: int = self._database.execute(f"SELECT count(*) FROM {_quoted(table)}").fetchone()[0]
        return found

    def rows(self, table: str) -> Iterator[Mapping[str, Any]]:
        """The rows of a table by their keys; none if it is not there."""
        if table not in self._columns:
            return
        columns = self._columns[table]
        for row in self._database.execute(f"SELECT * FROM {_quoted(table)} ORDER BY id"):
            yield dict(zip(columns, row, strict=True))

    def repeated(self, table: str, column: str) -> set[Any]:
        """The values that several rows share in a column."""
        of = f"{_quoted(column)} FROM {_quoted(table)} GROUP BY {_quoted(column)} HAVING count(*) > 1"
        return {value for (value,) in self._database.execute(f"SELECT {of}")}


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _storable(row: Sequence[Any], kept: Sequence[bool]) -> list[Any]:
    return [_value(value) if keep else None for value, keep in zip(row, kept, strict=True)]


def _value(value: Any) -> Any:
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        return str(value)  # no key of ours; judged, with its row, when it is read
    return value
