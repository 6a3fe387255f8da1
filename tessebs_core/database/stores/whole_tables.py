"""Every table, whole, as values that are the same on SQLite and on MariaDB.

Values are read and written below the types that the rest of the code uses, so that what is stored comes
out as it is stored: the text of JSON, the empty text that means none, a word that this code does not know.
"""

import itertools
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import mysql
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeDecorator, TypeEngine

from tessebs_core.database.schema import Base
from tessebs_core.errors import DatabaseError

__all__ = [
    "all_tables",
    "check_references",
    "columns_of",
    "delete_all_rows",
    "filled_table",
    "insert_rows",
    "loading",
    "rows_of",
]

_BATCH = 500
_PLAIN: dict[str, TypeEngine[Any]] = {
    "bytes": sa.LargeBinary(),
    "date": sa.Date(),
    "integer": sa.BigInteger(),
    "real": sa.Double(),
    "text": sa.Text(),
    "time": sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql"),
    "truth": sa.Boolean(),
}
_KINDS: tuple[tuple[type[TypeEngine[Any]], str], ...] = (
    (sa.Boolean, "truth"),
    (sa.Integer, "integer"),
    (sa.Float, "real"),
    (sa.DateTime, "time"),
    (sa.Date, "date"),
    (sa.LargeBinary, "bytes"),
    (sa.String, "text"),
)


def all_tables() -> tuple[sa.Table, ...]:
    """The tables, those that others refer to first; without those that triggers fill from the others."""
    return tuple(each for each in Base.metadata.sorted_tables if not each.info.get("copied"))


def columns_of(table: sa.Table) -> tuple[tuple[str, str], ...]:
    """Names of a table's columns with the kinds of their values, in the order in which rows give them."""
    return tuple((column.name, _kind(column.type)) for column in table.c)


def rows_of(session: Session, table: sa.Table) -> Iterator[list[Any]]:
    """All rows by key, as values that JSON can hold exactly; a few hundred at a time are in memory."""
    chosen = [
        sa.type_coerce(column, _PLAIN[kind]).label(column.name)
        for column, (_, kind) in zip(table.c, columns_of(table), strict=True)
    ]
    query = sa.select(*chosen).order_by(*table.primary_key)
    for row in session.execute(query, execution_options={"yield_per": _BATCH}):
        yield [_written(value) for value in row]


def insert_rows(session: Session, table: sa.Table, rows: Iterable[list[Any]]) -> None:
    """Add rows as `rows_of` gave them; no default, no trace and no mark is added to what they hold."""
    columns = columns_of(table)
    plain = sa.table(table.name, *(sa.column(name, _PLAIN[kind]) for name, kind in columns))
    waiting = iter(rows)
    while batch := list(itertools.islice(waiting, _BATCH)):
        values = [
            {name: _read(value, kind) for (name, kind), value in zip(columns, row, strict=True)}
            for row in batch
        ]
        session.execute(sa.insert(plain), values)


def filled_table(session: Session) -> str | None:
    """The name of a table that holds a row; None if all are empty."""
    for table in all_tables():
        if session.execute(sa.select(sa.literal(1)).select_from(table).limit(1)).first() is not None:
            return table.name
    return None


@contextmanager
def loading(session: Session) -> Iterator[None]:
    """Let rows come before those that they refer to; `check_references` looks at the end."""
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")  # ends with the transaction
        yield
        return
    connection.exec_driver_sql("SET SESSION foreign_key_checks = 0")
    try:
        yield
    finally:
        if not connection.invalidated:
            connection.exec_driver_sql("SET SESSION foreign_key_checks = 1")


def check_references(session: Session) -> None:
    """Raise if a row refers to one that is not there.

    Raises
    ------
    DatabaseError
        It names table and column.
    """
    for table in all_tables():
        for key in table.foreign_keys:
            referred = key.column.table.alias()
            there = sa.exists().where(referred.c[key.column.name] == key.parent)
            lost = sa.select(sa.literal(1)).select_from(table).where(key.parent.is_not(None), ~there).limit(1)
            if session.execute(lost).first() is not None:
                raise DatabaseError(f"{table.name}.{key.parent.name} refers to rows that are not there.")


def delete_all_rows(session: Session) -> None:
    """Empty every table of a SQLite file, append-only ones too, in the running transaction.

    Their triggers are taken away and put back as they were; only SQLite can do so and undo it all.
    """
    connection = session.connection()
    known = {table.name for table in all_tables()}
    found = connection.exec_driver_sql("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
    triggers = [(name, sql) for name, table, sql in found if table in known]
    quoted = connection.dialect.identifier_preparer.quote
    for name, _ in triggers:
        connection.exec_driver_sql(f"DROP TRIGGER {quoted(name)}")
    for table in reversed(Base.metadata.sorted_tables):
        session.execute(sa.delete(table))
    for _, sql in triggers:
        connection.exec_driver_sql(sql)


def _kind(stored: TypeEngine[Any]) -> str:
    plain = stored.impl_instance if isinstance(stored, TypeDecorator) else stored
    return next(kind for known, kind in _KINDS if isinstance(plain, known))


def _written(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.hex()
    return value.isoformat() if isinstance(value, datetime | date) else value


def _read(value: Any, kind: str) -> Any:
    if value is None:
        return None
    if kind == "time":
        return datetime.fromisoformat(value)
    if kind == "date":
        return date.fromisoformat(value)
    return bytes.fromhex(value) if kind == "bytes" else value
