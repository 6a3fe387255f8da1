"""Rows that a person made or changed by hand."""

from typing import TypeVar

from sqlalchemy import inspect
from sqlalchemy.orm import Session, make_transient_to_detached

from tessebs_core.database.base import Base
from tessebs_core.database.connection import Database

__all__ = ["save_row"]

Row = TypeVar("Row", bound=Base)


def save_row(database: Database, reading: Session, row: Row) -> Row:
    """Store a row in a transaction of its own, and show it through the reading session.

    Parameters
    ----------
    database : Database
        Where to store it.
    reading : Session
        The session that rows at hand are read through; it never writes.
    row : Base
        A new row, or one of ``reading`` whose columns were changed.

    Returns
    -------
    Base
        ``row`` itself, or the row at hand that has the same key.

    Raises
    ------
    InputError, DatabaseError
        A value cannot be stored; nothing was changed.
    """

    def work(session: Session) -> tuple[object, ...]:
        merged = session.merge(row)
        session.flush()
        return tuple(inspect(merged).identity or ())

    identity = database.write(work)
    if row not in reading:
        mapper = inspect(type(row))
        at_hand = reading.identity_map.get(mapper.identity_key_from_primary_key(identity))
        if isinstance(at_hand, type(row)):
            reading.expire_all()
            return at_hand
        for column, value in zip(mapper.primary_key, identity, strict=True):
            setattr(row, mapper.get_property_by_column(column).key, value)
        make_transient_to_detached(row)
        reading.add(row)
    reading.expire_all()
    return row
