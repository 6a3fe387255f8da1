"""What the schema says of its tables and columns."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy import inspect

from tessebs_core.database.administration.quantities import quantity_of
from tessebs_core.database.base import Base
from tessebs_core.database.schema import (
    Audit,
    Batch,
    Claim,
    Credential,
    Decision,
    Draft,
    LegacyRow,
    LegacySetAside,
    Release,
    ReleasePart,
    Report,
    Runner,
    Setting,
    Snooze,
    Task,
    Touched,
    Vote,
    Waiting,
)
from tessebs_core.database.schema.auditing import SECRET_TABLES, is_secret
from tessebs_core.database.types import (
    BigWholeNumber,
    Flags,
    JsonText,
    LongWords,
    OptionalWords,
    RealNumber,
    UtcTimestamp,
    WholeNumber,
)
from tessebs_core.errors import InputError
from tessebs_core.records.administration import Column, Table
from tessebs_core.vocabulary import FieldKind, SignalFlag, TableKind

__all__ = ["all_tables", "attribute_of", "described", "kind_of", "mapped_class", "table_named"]

_HISTORY = frozenset(
    each.__tablename__ for each in (Vote, Decision, Audit, Release, ReleasePart, LegacyRow, LegacySetAside)
)
_TECHNICAL = frozenset(
    each.__tablename__
    for each in (Draft, Waiting, Touched, Claim, Snooze, Setting, Credential, Report, Batch, Task, Runner)
)
_SHORT_BITS = 32
_LARGEST = 2.0 ** (_SHORT_BITS - 1) - 1
_STAYING = {
    ("User", "username"),  # comments and traces know a person by it
    ("TIC", "n_sectors"),  # triggers keep it
}
_KINDS: tuple[tuple[type[Any], FieldKind], ...] = (
    (Flags, FieldKind.WORDS),
    (JsonText, FieldKind.JSON),
    (LongWords, FieldKind.LONG_TEXT),
    (RealNumber, FieldKind.REAL),
    (WholeNumber, FieldKind.WHOLE),
    (BigWholeNumber, FieldKind.WHOLE),
    (sa.Date, FieldKind.DAY),
    (UtcTimestamp, FieldKind.MOMENT),
    (sa.Enum, FieldKind.WORD),
    (sa.Boolean, FieldKind.TRUTH),
)


def all_tables() -> list[sa.Table]:
    """Every table of the schema, by name, but for those that hold secrets alone."""
    shown = [each for name, each in Base.metadata.tables.items() if name not in SECRET_TABLES]
    return sorted(shown, key=lambda each: each.name.lower())


def table_named(name: str) -> sa.Table:
    """The table of this name.

    Raises
    ------
    InputError
        The schema has none.
    """
    found = Base.metadata.tables.get(name)
    if found is None or name in SECRET_TABLES:
        raise InputError(f"There is no table {name[:64]!r}. The list of tables names those there are.")
    return found


def mapped_class(table: sa.Table) -> type[Base] | None:
    """The class whose rows a table holds; None for a table of links."""
    found = (each.class_ for each in Base.registry.mappers if each.local_table is table)
    return next(found, None)


def described(table: sa.Table) -> Table:
    """A table in words: what it is for, its key, its columns with types, units, limits and references."""
    return Table(
        name=table.name,
        kind=kind_of(table),
        about=_about(table),
        key=tuple(column.name for column in table.primary_key),
        columns=tuple(_column(table, each) for each in table.columns),
    )


def kind_of(table: sa.Table) -> TableKind:
    """What a table is for."""
    if table.name in _HISTORY:
        return TableKind.HISTORY
    if table.info.get("copied"):
        return TableKind.COPIES
    if mapped_class(table) is None:
        return TableKind.LINKS
    return TableKind.TECHNICAL if table.name in _TECHNICAL else TableKind.CATALOGUE


def _about(table: sa.Table) -> str:
    mapped = mapped_class(table)
    if mapped is None:
        ends = [next(iter(each.foreign_keys)).column.table.name for each in table.primary_key]
        return f"Which {ends[-1]} belongs to which {ends[0]}."
    sentence = (mapped.__doc__ or "").strip().split("\n")[0].split(";")[0]
    return sentence.replace("`", "").rstrip(".") + "."


def _column(table: sa.Table, column: sa.Column[Any]) -> Column:
    quantity, kind = quantity_of(column.name), _kind(column)
    low, high = quantity.low, quantity.high
    if kind is FieldKind.WHOLE and getattr(column.type, "bits", 64) == _SHORT_BITS:
        low, high = -_LARGEST - 1 if low is None else low, _LARGEST if high is None else high
    foreign = next(iter(column.foreign_keys), None)
    optional = isinstance(column.type, OptionalWords)
    counted = bool(column.primary_key) and table.autoincrement_column is column
    return Column(
        name=column.name,
        kind=kind,
        unit=quantity.unit,
        about=quantity.about,
        nullable=bool(column.nullable) or optional,
        needed=not (column.nullable or optional or counted or column.default is not None),
        fixed=bool(column.primary_key or column.onupdate) or (table.name, column.name) in _STAYING,
        low=low,
        above=quantity.above,
        high=high,
        longest=getattr(column.type, "length", None) if kind is FieldKind.TEXT else None,
        words=_words(column, kind),
        refers_to=None if foreign is None else foreign.column.table.name,
        secret=is_secret(column.name),
    )


def _kind(column: sa.Column[Any]) -> FieldKind:
    for known, kind in _KINDS:
        if isinstance(column.type, known):
            return kind
    return FieldKind.TEXT


def _words(column: sa.Column[Any], kind: FieldKind) -> tuple[str, ...]:
    if kind is FieldKind.WORDS:
        return tuple(str(each) for each in SignalFlag)
    return tuple(column.type.enums) if isinstance(column.type, sa.Enum) else ()


def attribute_of(mapped: type[Base], column: str) -> str:
    """The name of the attribute that holds a column."""
    return inspect(mapped).get_property_by_column(Base.metadata.tables[mapped.__tablename__].c[column]).key
