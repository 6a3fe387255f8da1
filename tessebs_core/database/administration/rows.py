"""Rows of any table: counted, listed, found and read."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tessebs_core.database.administration.labels import labels_of, name_matches
from tessebs_core.database.administration.tables import all_tables, described
from tessebs_core.database.schema.auditing import encoded, is_secret, key_of
from tessebs_core.errors import InputError
from tessebs_core.records.administration import ROWS_AT_ONCE, Column, RowPage, RowWish, StoredRow, TableCount
from tessebs_core.vocabulary import FieldKind

__all__ = ["count_rows", "encoded_row", "is_key", "list_rows", "row_of", "stored_row"]

_LARGEST = 2**63 - 1
_CUT = 120  # characters of a long text in a list
_LONG = (FieldKind.LONG_TEXT, FieldKind.JSON)


def count_rows(session: Session) -> tuple[TableCount, ...]:
    """How many rows each table has, in one query; on MariaDB what the server estimates."""
    tables = all_tables()
    found: dict[str, int | None]
    if session.get_bind().dialect.name == "sqlite":
        counts = [sa.select(sa.literal(each.name), sa.func.count()).select_from(each) for each in tables]
        found = {row[0]: row[1] for row in session.execute(sa.union_all(*counts))}
    else:
        estimates = sa.text(
            "SELECT table_name, table_rows FROM information_schema.tables WHERE table_schema = DATABASE()"
        )
        found = {str(row[0]).lower(): row[1] for row in session.execute(estimates)}
        found |= {each.name: found.get(each.name.lower()) for each in tables}
    estimated = session.get_bind().dialect.name != "sqlite"
    return tuple(
        TableCount(each.name, each.kind, each.about, int(found[each.name] or 0), estimated)
        for each in map(described, tables)
    )


def list_rows(session: Session, table: sa.Table, wish: RowWish) -> RowPage:
    """One page of rows: a query for them, one for their number, and one for each kind of reference.

    Raises
    ------
    InputError
        There is no column of the name to order by.
    """
    columns = described(table).columns
    fits = _fits(table, columns, wish.search.strip())
    found = session.scalar(sa.select(sa.func.count()).select_from(table).where(fits)) or 0
    last = max(0, (found - 1) // ROWS_AT_ONCE)
    wish = RowWish(wish.search, wish.order, wish.descending, min(max(wish.page, 0), last))
    statement = sa.select(*(_shortened(table, each) for each in columns)).where(fits)
    statement = statement.order_by(*_order(table, wish)).limit(ROWS_AT_ONCE).offset(wish.page * ROWS_AT_ONCE)
    rows = [dict(row) for row in session.execute(statement).mappings()]
    labels = _labels(session, table, rows)
    records = (
        StoredRow(key_of(table, row), encoded_row(row), _labels_on(columns, row, labels)) for row in rows
    )
    return RowPage(tuple(records), found, wish)


def row_of(session: Session, table: sa.Table, key: str, *, locked: bool = False) -> dict[str, Any]:
    """The values of one row, whole.

    Raises
    ------
    InputError
        There is no such row.
    """
    statement = sa.select(table).where(is_key(table, key))
    if locked:
        statement = statement.with_for_update()
    found = session.execute(statement).mappings().one_or_none()
    if found is None:
        raise InputError(
            f"{table.name} has no row {key[:64]}; it may have been deleted. Read the list again."
        )
    return dict(found)


def stored_row(session: Session, table: sa.Table, key: str) -> StoredRow:
    """One row as a record, whole, with what its references are called.

    Raises
    ------
    InputError
        There is no such row.
    """
    row = row_of(session, table, key)
    labels = _labels(session, table, [row])
    return StoredRow(key_of(table, row), encoded_row(row), _labels_on(described(table).columns, row, labels))


def is_key(table: sa.Table, key: str) -> sa.ColumnElement[bool]:
    """The condition that a row has this key.

    Raises
    ------
    InputError
        It cannot be one.
    """
    parts, columns = key.split("/"), list(table.primary_key)
    if len(parts) != len(columns) or not all(each.isdecimal() and len(each) < 19 for each in parts):
        names = "/".join(each.name for each in columns)
        raise InputError(f"{key[:64]!r} is no key of {table.name}: give {names}.")
    return sa.and_(*(column == int(part) for column, part in zip(columns, parts, strict=True)))


def _fits(table: sa.Table, columns: tuple[Column, ...], search: str) -> sa.ColumnElement[bool]:
    """Rows that hold a text in a text, a number in a whole number, or refer to what is called so."""
    if not search:
        return sa.true()
    whole = int(search) if search.isdecimal() and len(search) < 19 else None
    found: list[sa.ColumnElement[bool]] = []
    for each in columns:
        column = table.c[each.name]
        if each.secret:
            continue
        if each.kind in {FieldKind.TEXT, FieldKind.LONG_TEXT}:
            found.append(column.contains(search, autoescape=True))
        elif each.kind is FieldKind.WORD and search in each.words:
            found.append(column == search)
        elif each.kind is FieldKind.WHOLE and whole is not None and whole <= (each.high or _LARGEST):
            found.append(column == whole)
        if each.refers_to is not None:
            foreign = next(iter(column.foreign_keys)).column
            named = name_matches(foreign.table, search)
            if named is not None:
                found.append(column.in_(sa.select(foreign).where(named)))
    return sa.or_(*found) if found else sa.false()


def _order(table: sa.Table, wish: RowWish) -> list[sa.ColumnElement[Any]]:
    if wish.order is not None and (wish.order not in table.c or is_secret(wish.order)):
        raise InputError(f"{table.name} has no column {wish.order[:64]!r} to order by.")
    columns = [] if wish.order is None else [table.c[wish.order]]
    # All the same way, so that an index of the column gives the order.
    return [each.desc() if wish.descending else each.asc() for each in (*columns, *table.primary_key)]


def _shortened(table: sa.Table, column: Column) -> sa.ColumnElement[Any]:
    stored = table.c[column.name]
    if column.secret:
        return sa.literal("(not shown)").label(column.name)
    if column.kind in _LONG:
        return sa.func.substr(sa.type_coerce(stored, sa.Text()), 1, _CUT).label(column.name)
    return stored


def encoded_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a row as JSON knows them, without secrets."""
    return {name: "(not shown)" if is_secret(name) else encoded(value) for name, value in row.items()}


def _labels(session: Session, table: sa.Table, rows: list[dict[str, Any]]) -> dict[str, Mapping[Any, str]]:
    """What the references of rows are called, by table and key."""
    wanted: dict[str, tuple[sa.Table, set[Any]]] = {}
    for column in table.columns:
        for foreign in column.foreign_keys:
            known = wanted.setdefault(foreign.column.table.name, (foreign.column.table, set()))
            known[1].update(row[column.name] for row in rows if row[column.name] is not None)
    return {name: labels_of(session, referred, keys) for name, (referred, keys) in wanted.items()}


def _labels_on(
    columns: tuple[Column, ...], row: Mapping[str, Any], labels: Mapping[str, Mapping[Any, str]]
) -> dict[str, str]:
    return {
        each.name: labels[each.refers_to][row[each.name]]
        for each in columns
        if each.refers_to is not None and row[each.name] in labels[each.refers_to]
    }
