"""Changes of a row of any table, through its class where there is one, so that all that watches is told."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tessebs_core.database.administration.agreeing import check_agreement
from tessebs_core.database.administration.dependents import Reference, WhatHangs
from tessebs_core.database.administration.rows import is_key, row_of
from tessebs_core.database.administration.tables import attribute_of, described, mapped_class
from tessebs_core.database.administration.values import value_for
from tessebs_core.database.base import Base
from tessebs_core.database.schema.auditing import key_of, trace
from tessebs_core.errors import InputError
from tessebs_core.records.administration import Column
from tessebs_core.vocabulary import AuditAction

__all__ = ["checked", "delete_with", "edit_row", "insert_row"]


def checked(
    session: Session, table: sa.Table, given: Mapping[str, object], *, key: str | None = None
) -> dict[str, Any]:
    """The values to store for what was given, by column; checked against types, limits, keys and references.

    Parameters
    ----------
    key : str, optional
        The row that is edited; without it a new one, which must say all that is needed.

    Raises
    ------
    InputError
        A value cannot be stored; the text begins with the name of its field.
    """
    columns = {each.name: each for each in described(table).columns}
    for name in given:
        if name not in columns:
            raise InputError(f"{name[:64]}: {table.name} has no such field.")
        column = columns[name]
        kept = column.fixed and (key is not None or not column.needed)
        if column.secret or kept:
            raise InputError(f"{name}: this field cannot be changed.")
    values = {name: value_for(columns[name], each) for name, each in given.items()}
    if key is None:
        values = {name: each for name, each in values.items() if each is not None or columns[name].nullable}
    for name, value in values.items():
        _check_reference(session, table, columns[name], value)
    missing = [each.name for each in columns.values() if each.needed and each.name not in values]
    if key is None and missing:
        raise InputError(f"{missing[0]}: a value is needed.")
    stored = None if key is None else row_of(session, table, key)
    _check_unique(session, table, values, stored or {}, key)
    check_agreement(session, table, values, stored)
    return values


def insert_row(session: Session, table: sa.Table, values: Mapping[str, Any]) -> str:
    """Add a row; returns its key."""
    mapped = mapped_class(table)
    if mapped is None:
        session.execute(sa.insert(table).values(values))
        key = key_of(table, values)
        trace(session, session.connection(), table, AuditAction.CREATE, key=key, after=values)
        return key
    row = mapped(**{attribute_of(mapped, name): value for name, value in values.items()})
    session.add(row)
    session.flush()
    return "/".join(str(each) for each in sa.inspect(row).identity or ())


def edit_row(session: Session, table: sa.Table, key: str, values: Mapping[str, Any]) -> None:
    """Change columns of a row; links have none but their key.

    Raises
    ------
    InputError
        The table holds links.
    """
    row = _row(session, table, key)
    if row is None:
        raise InputError(f"{table.name} holds links: delete this one and make another. Nothing was changed.")
    for name, value in values.items():
        setattr(row, attribute_of(type(row), name), value)


def delete_with(session: Session, table: sa.Table, key: str, hanging: WhatHangs) -> None:
    """Delete a row with all that goes with it, what refers first; what loses its reference is kept."""
    for reference, child in hanging.losing:
        _forget(session, reference, child)
    order = {each.name: at for at, each in enumerate(Base.metadata.sorted_tables)}  # parents first
    for child_table, child in sorted(hanging.going, key=lambda each: -order[each[0].name]):
        _delete(session, child_table, child)
    _delete(session, table, key)


def _forget(session: Session, reference: Reference, key: str) -> None:
    edit_row(session, reference.table, key, {reference.column.name: None})
    session.flush()


def _delete(session: Session, table: sa.Table, key: str) -> None:
    row = _row(session, table, key)
    if row is not None:
        session.delete(row)
        session.flush()
        return
    before = row_of(session, table, key)
    session.execute(sa.delete(table).where(is_key(table, key)))
    trace(session, session.connection(), table, AuditAction.DELETE, key=key, before=before)


def _row(session: Session, table: sa.Table, key: str) -> Base | None:
    mapped = mapped_class(table)
    if mapped is None:
        return None
    found = session.scalar(sa.select(mapped).where(is_key(table, key)))
    if found is None:
        raise InputError(
            f"{table.name} has no row {key[:64]}; it may have been deleted. Nothing was changed."
        )
    return found


def _check_reference(session: Session, table: sa.Table, column: Column, value: Any) -> None:
    if column.refers_to is None or value is None:
        return
    referred = next(iter(table.c[column.name].foreign_keys)).column
    if session.scalar(sa.select(referred).where(referred == value)) is None:
        raise InputError(f"{column.name}: there is no {column.refers_to} {value}.")


def _check_unique(
    session: Session,
    table: sa.Table,
    values: Mapping[str, Any],
    stored: Mapping[str, Any],
    key: str | None,
) -> None:
    """Refuse what another row has already, in words; the constraint of the database stands behind it."""
    for names in _unique_keys(table):
        if not any(name in values for name in names):
            continue
        wanted = [values.get(name, stored.get(name)) for name in names]
        missing = [name for name, value in zip(names, wanted, strict=True) if value is None]
        if any(table.c[name].nullable for name in missing):
            continue  # to a unique key all NULLs differ
        statement = sa.select(*table.primary_key).where(
            *(table.c[name] == value for name, value in zip(names, wanted, strict=True))
        )
        if key is not None:
            statement = statement.where(sa.not_(is_key(table, key)))
        other = session.execute(statement).first()
        if other is not None:
            row = "/".join(str(each) for each in other)
            raise InputError(f"{', '.join(names)}: {table.name} {row} has this already.")


def _unique_keys(table: sa.Table) -> list[tuple[str, ...]]:
    found = [
        tuple(column.name for column in each.columns)
        for each in table.constraints
        if isinstance(each, sa.UniqueConstraint)
    ]
    found += [tuple(column.name for column in each.columns) for each in table.indexes if each.unique]
    keys = tuple(column.name for column in table.primary_key)
    counted = table.autoincrement_column is not None
    return [*found, *(() if counted else (keys,))]
