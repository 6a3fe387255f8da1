"""Altering a table on SQLite without losing what hangs on it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from alembic.operations import BatchOperations, Operations
from sqlalchemy import text

__all__ = ["altered_table"]


@contextmanager
def altered_table(op: Operations, name: str, **options: Any) -> Iterator[BatchOperations]:
    """Alter a table as ``op.batch_alter_table`` does, keeping its triggers.

    SQLite copies the table and drops the old one, and its triggers with it: those that keep votes
    append-only would be gone without a word. Its children stay because migrations run with foreign keys off
    (see `exclusion`).

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
    triggers: list[str] = []
    if connection.dialect.name == "sqlite":
        found = text("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :name")
        triggers = list(connection.execute(found, {"name": name}).scalars())
    with op.batch_alter_table(name, **options) as batch:
        yield batch
    for statement in triggers:
        still_there = text("SELECT 1 FROM sqlite_master WHERE type = 'trigger' AND sql = :sql")
        if connection.execute(still_there, {"sql": statement}).scalar() is None:
            connection.exec_driver_sql(statement)
