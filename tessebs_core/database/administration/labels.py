"""What a person calls a row that another one refers to: a TIC number, a name, a source."""

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tessebs_core.database.administration.tables import mapped_class, table_named
from tessebs_core.database.schema.auditing import encoded
from tessebs_core.database.types import Flags
from tessebs_core.records.administration import Choice

__all__ = ["choices", "labels_of", "name_matches"]

_CALLED = {
    "TIC": ("tess_id",),
    "EB": ("tic_id", "signal_id"),
    "Ephemeris": ("tic_id", "bjd0", "period"),
    "EphemerisSource": ("model", "version", "author"),
    "User": ("username",),
    "Run": ("code", "version"),
    "Sector": ("sector_id", "date_start"),
}
_WORDS = {
    "tess_id": "TIC {}",
    "signal_id": "signal {}",
    "bjd0": "t0 {}",
    "period": "P {}",
    "sector_id": "S{}",
}


def labels_of(session: Session, table: sa.Table, keys: Iterable[Any]) -> dict[Any, str]:
    """What rows are called, by key, in one query and one for each table that names them."""
    wanted = sorted(set(keys))
    if not wanted:
        return {}
    key = _key(table)
    columns = _naming(table)
    rows = session.execute(_named(key, columns).where(key.in_(wanted))).all()
    found = _nested(session, columns, rows)
    return {row[0]: _joined(columns, row[1:], found) for row in rows}


def name_matches(table: sa.Table, search: str, *, beginning: bool = False) -> sa.ColumnElement[bool] | None:
    """The condition that a row's own name is this number or begins with this text; None if it cannot be.

    Parameters
    ----------
    beginning : bool
        A number may begin with these digits, as while it is typed.
    """
    conditions: list[sa.ColumnElement[bool]] = []
    for column in _naming(table):
        if column.foreign_keys:
            continue
        if _is_text(column):
            conditions.append(column.startswith(search, autoescape=True))
        elif search.isdecimal() and len(search) < 19 and _is_whole(column) and column.name != "signal_id":
            conditions.append(_begins_with(column, search) if beginning else column == int(search))
    return sa.or_(*conditions) if conditions else None


def choices(session: Session, table: sa.Table, search: str, limit: int) -> tuple[Choice, ...]:
    """Rows that a reference can point at: those whose key or name fits the search."""
    key, columns = _key(table), _naming(table)
    statement = _named(key, columns)
    if search:
        fits = [name_matches(table, search, beginning=True), *_through(columns, search)]
        if search.isdecimal() and len(search) < 10:
            fits.append(key == int(search))
        wanted = [each for each in fits if each is not None]
        statement = statement.where(sa.or_(*wanted) if wanted else sa.false())
    rows = session.execute(statement.order_by(key).limit(limit)).all()
    found = _nested(session, columns, rows)
    return tuple(Choice(str(row[0]), _joined(columns, row[1:], found)) for row in rows)


def _begins_with(column: sa.Column[Any], digits: str) -> sa.ColumnElement[bool]:
    """The ranges of numbers that begin with these digits: an index answers them, a cast to text would not."""
    low = int(digits)
    powers = [10**more for more in range(19 - len(digits))] if low else [1]
    return sa.or_(*(sa.and_(column >= low * each, column < (low + 1) * each) for each in powers))


def _named(key: sa.Column[Any], columns: list[sa.Column[Any]]) -> sa.Select[Any]:
    """Key and naming columns, each under a name of its own."""
    return sa.select(key.label("key"), *(each.label(f"name_{at}") for at, each in enumerate(columns)))


def _through(columns: list[sa.Column[Any]], search: str) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    for column in columns:
        for foreign in column.foreign_keys:
            fits = name_matches(foreign.column.table, search, beginning=True)
            if fits is not None:
                found.append(column.in_(sa.select(foreign.column).where(fits)))
    return found


def _key(table: sa.Table) -> sa.Column[Any]:
    return next(iter(table.primary_key))


def _naming(table: sa.Table) -> list[sa.Column[Any]]:
    mapped = mapped_class(table)
    names = _CALLED.get(table.name) or (() if mapped is None else mapped.shown)
    return [table.c[name] for name in names if name in table.c]


def _is_text(column: sa.Column[Any]) -> bool:
    if isinstance(column.type, sa.Enum | Flags):
        return False
    return isinstance(getattr(column.type, "impl_instance", column.type), sa.String)


def _is_whole(column: sa.Column[Any]) -> bool:
    return isinstance(getattr(column.type, "impl_instance", column.type), sa.Integer)


def _nested(
    session: Session, columns: list[sa.Column[Any]], rows: Iterable[Any]
) -> Mapping[int, Mapping[Any, str]]:
    found: dict[int, Mapping[Any, str]] = {}
    for at, column in enumerate(columns):
        for foreign in column.foreign_keys:
            held = {row[at + 1] for row in rows if row[at + 1] is not None}
            found[at] = labels_of(session, table_named(foreign.column.table.name), held)
    return found


def _joined(
    columns: list[sa.Column[Any]], values: Iterable[Any], found: Mapping[int, Mapping[Any, str]]
) -> str:
    parts = []
    for at, (column, value) in enumerate(zip(columns, values, strict=True)):
        if value is None or value == "":
            continue
        if at in found:
            parts.append(found[at].get(value, f"#{value}"))
        else:
            parts.append(_WORDS.get(column.name, "{}").format(encoded(value)))
    return ", ".join(parts)
