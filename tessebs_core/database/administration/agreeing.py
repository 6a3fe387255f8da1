"""Rows that must agree with each other, which no constraint of the schema says."""

from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tessebs_core.database.administration.dependents import Reference, references_to
from tessebs_core.database.administration.tables import kind_of
from tessebs_core.database.schema import TIC
from tessebs_core.errors import InputError
from tessebs_core.vocabulary import TableKind

__all__ = ["check_agreement"]

_TARGET = "tic_id"
_JUDGED = {"Ephemeris": (_TARGET, "bjd0", "period")}
"""What people have judged, and what stays as it was when they did."""


def check_agreement(
    session: Session, table: sa.Table, values: Mapping[str, Any], stored: Mapping[str, Any] | None = None
) -> None:
    """Refuse what would put one target's row on another target's, or another period under a vote.

    Parameters
    ----------
    values : mapping
        What is to be stored, by column.
    stored : mapping, optional
        The row that is edited, as it is.

    Raises
    ------
    InputError
        The text begins with the name of the field.
    """
    old = stored or {}
    changed = {name for name, value in values.items() if stored is None or value != old[name]}
    for column, referred in _to_rows_of_targets(table):
        if changed & {column.name, _TARGET}:
            _check_same_target(session, column, referred, {**old, **values})
    if stored is not None:
        _check_unjudged(session, table, changed, old)
        if _TARGET in changed and _TARGET in table.c:
            _check_left_alone(session, table, values[_TARGET], old)


def _to_rows_of_targets(table: sa.Table) -> Iterator[tuple[sa.Column[Any], sa.Column[Any]]]:
    """Columns that refer to a row of a target, with what they refer to, in a table of rows of targets."""
    for column in table.columns if _TARGET in table.c else ():
        for foreign in column.foreign_keys:
            if _TARGET in foreign.column.table.c:
                yield column, foreign.column


def _check_same_target(
    session: Session, column: sa.Column[Any], referred: sa.Column[Any], row: Mapping[str, Any]
) -> None:
    value, target = row.get(column.name), row.get(_TARGET)
    if value is None or target is None:
        return
    other = session.scalar(sa.select(referred.table.c[_TARGET]).where(referred == value))
    if other != target:
        raise InputError(
            f"{column.name}: {referred.table.name} {value} is of TIC {_number(session, other)}, and this row "
            f"of TIC {_number(session, target)}. Choose one of the same target."
        )


def _check_left_alone(session: Session, table: sa.Table, target: Any, stored: Mapping[str, Any]) -> None:
    for each in references_to(table):
        child = each.table
        if _TARGET not in child.c:
            continue
        found = session.scalar(_referring(each, stored).where(child.c[_TARGET] != target))
        if found:
            raise InputError(
                f"{_TARGET}: {found} in {child.name} of the same target refer to this row. Give them another "
                "reference first."
            )


def _check_unjudged(session: Session, table: sa.Table, changed: set[str], stored: Mapping[str, Any]) -> None:
    touched = [name for name in _JUDGED.get(table.name, ()) if name in changed]
    if not touched:
        return
    judging = (each for each in references_to(table) if kind_of(each.table) is TableKind.HISTORY)
    for each in judging:
        found = session.scalar(_referring(each, stored))
        if found:
            raise InputError(
                f"{touched[0]}: this was judged ({found} in {each.table.name}), and stays what people saw. "
                "Propose another ephemeris, and judge that."
            )


def _referring(reference: Reference, stored: Mapping[str, Any]) -> sa.Select[Any]:
    key = next(iter(reference.column.foreign_keys)).column.name
    counted = sa.select(sa.func.count()).select_from(reference.table)
    return counted.where(reference.column == stored[key])


def _number(session: Session, target: Any) -> int | None:
    return session.scalar(sa.select(TIC.tess_id).where(TIC.id == target))
