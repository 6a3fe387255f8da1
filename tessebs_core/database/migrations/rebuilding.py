"""Altering a table on SQLite without losing what hangs on it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from alembic.operations import BatchOperations, Operations
from sqlalchemy import Connection, text

__all__ = ["altered_table"]


@contextmanager
def altered_table(op: Operations, name: str, **options: Any) -> Iterator[BatchOperations]:
    """Alter a table as ``op.batch_alter_table`` does, keeping its triggers.

    SQLite copies the table and drops the old one, and its triggers with it: those that keep votes
    append-only would be gone without a word. Triggers of other tables that name it would refuse the
    new one its name. So all of these are taken away before and made again afterwards. The table's children
    stay because migrations run with foreign keys off (see `exclusion`).

    Parameters
    ----------
    op : Operations
        ``alembic.op`` in a migration.
    name : str
        The table.
    **options
        Of ``batch_alter_table``.
    """
    connection = op.get_bind()
    taken = _triggers_naming(connection, name) if connection.dialect.name == "sqlite" else {}
    for trigger in taken:
        connection.exec_driver_sql(f'DROP TRIGGER "{trigger}"')
    with op.batch_alter_table(name, **options) as batch:
        yield batch
    for statement in taken.values():
        connection.exec_driver_sql(statement)


def _triggers_naming(connection: Connection, table: str) -> dict[str, str]:
    """The statements that made the triggers of a table and those that name it, by their names."""
    found = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    word = re.compile(rf"\b{re.escape(table)}\b", re.IGNORECASE)
    return {row.name: row.sql for row in found if word.search(row.sql)}
