"""Many rows at once: added when their key is new, updated when it is there."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from sqlalchemy.dialects import mysql, sqlite
from sqlalchemy.orm import Session

from tessebs_core.database.base import Base

__all__ = ["batches", "upsert"]

ROWS_AT_ONCE = 500
"""Fits every limit on parameters and packets; a hundred would do for most of the speed."""


def batches(values: Iterable[Any], size: int = ROWS_AT_ONCE) -> Iterable[list[Any]]:
    """Cut into lists of at most ``size``."""
    iterator = iter(values)
    while batch := list(islice(iterator, size)):
        yield batch


def upsert(
    session: Session, kind: type[Base], rows: Sequence[Mapping[str, Any]], *, key: str, update: Sequence[str]
) -> None:
    """Insert ``rows``; where a row of the same ``key`` is there, set its ``update`` columns.

    Rows of the session that are loaded already do not notice: read them again with ``populate_existing``.

    Parameters
    ----------
    kind : class of rows
        Its table has a unique constraint on ``key``.
    rows : sequence of mappings
        All with the same column names.
    """
    table = Base.metadata.tables[kind.__tablename__]
    statement: Any
    if session.get_bind().dialect.name == "sqlite":
        plain = sqlite.insert(table)
        statement = plain.on_conflict_do_update(
            index_elements=[key], set_={name: plain.excluded[name] for name in update}
        )
    else:
        inserting = mysql.insert(table)
        statement = inserting.on_duplicate_key_update({name: inserting.inserted[name] for name in update})
    # In the order of their keys: two writers who lock the same rows in the same order cannot deadlock.
    for batch in batches(sorted(rows, key=lambda row: row[key])):
        session.execute(statement, batch)
