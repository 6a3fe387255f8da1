"""What hangs on a row: the rows that refer to it, those that refer to them, and what becomes of each."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tessebs_core.database.administration.tables import kind_of, mapped_class
from tessebs_core.database.base import Base
from tessebs_core.database.schema.auditing import key_of
from tessebs_core.errors import InputError
from tessebs_core.records.administration import Dependents
from tessebs_core.vocabulary import Fate, TableKind

__all__ = ["MOST_AT_ONCE", "Reference", "WhatHangs", "references_to", "what_hangs"]

MOST_AT_ONCE = 5_000
"""Rows that one deletion may take along."""

_BATCH = 500
_ADVICE = {
    "Vote": "Votes are never deleted. Leave it and judge it anew; `not eb` takes it out of the queue.",
    "Decision": "Decisions are never deleted. Leave it; a later decision supersedes an earlier one.",
    "Release": "A release is frozen; what it rests on stays.",
    "EB": "Take the entry out of the catalogue and delete it first.",
    "Run": "A run says how a number came about, and stays. Give it another reference first.",
}

_SAID_OF = {"Credential": "The password, with which its sessions end; the audit trail keeps nothing of it."}


@dataclass(frozen=True)
class Reference:
    """A column whose values are keys of another table, and what becomes of its rows."""

    table: sa.Table
    column: sa.Column[Any]
    fate: Fate


@dataclass
class WhatHangs:
    """The keys of all that would go, and of what would stay without its reference."""

    going: list[tuple[sa.Table, str]] = field(default_factory=list)
    losing: list[tuple[Reference, str]] = field(default_factory=list)
    dependents: list[Dependents] = field(default_factory=list)

    @property
    def kept_by(self) -> list[Dependents]:
        """What keeps the row from being deleted."""
        return [each for each in self.dependents if each.fate is Fate.KEEPS]


def what_hangs(session: Session, table: sa.Table, row: dict[str, Any], *, locked: bool = False) -> WhatHangs:
    """Find everything that refers to a row, and to what goes with it.

    Parameters
    ----------
    locked : bool
        Lock what is found, so that it is still all when it is deleted.

    Raises
    ------
    InputError
        More rows than `MOST_AT_ONCE` would go.
    """
    found = WhatHangs()
    _look(session, table, [row], found, locked=locked)
    gone = {(each.name, key) for each, key in found.going}
    found.losing = [each for each in found.losing if (each[0].table.name, each[1]) not in gone]
    for reference, count in Counter(reference for reference, _ in found.losing).items():
        _add(found, reference, count)
    return found


def _look(
    session: Session, table: sa.Table, rows: list[dict[str, Any]], found: WhatHangs, *, locked: bool
) -> None:
    counts: dict[Reference, int] = {}
    for reference in references_to(table):
        held = [row[_target(reference).name] for row in rows]
        if reference.fate is Fate.KEEPS:
            counts[reference] = _count(session, reference, held)
            continue
        children = list(_children(session, reference, held, locked=locked))
        if len(found.going) + len(found.losing) + len(children) > MOST_AT_ONCE:
            raise InputError(
                f"More than {MOST_AT_ONCE} rows hang on this, too many to delete at once. "
                "Delete parts of it first. Nothing was changed."
            )
        if reference.fate is Fate.LOSES:
            found.losing += [(reference, key_of(reference.table, child)) for child in children]
            continue  # counted when it is known which of them go themselves
        known = {(each.name, key) for each, key in found.going}
        new = [
            each for each in children if (reference.table.name, key_of(reference.table, each)) not in known
        ]
        found.going += [(reference.table, key_of(reference.table, each)) for each in new]
        counts[reference] = len(new)
        if new:
            _look(session, reference.table, new, found, locked=locked)
    for reference, count in counts.items():
        if count:
            _add(found, reference, count)


def _add(found: WhatHangs, reference: Reference, count: int) -> None:
    name, column = reference.table.name, reference.column.name
    same = [each for each in found.dependents if (each.table, each.column) == (name, column)]
    before = sum(each.count for each in same)
    found.dependents = [each for each in found.dependents if each not in same]
    advice = _SAID_OF.get(name, "")
    if reference.fate is Fate.KEEPS:
        advice = _ADVICE.get(name, "Delete these, or let them refer to another row, first.")
    found.dependents.append(Dependents(name, column, before + count, reference.fate, advice))


def references_to(table: sa.Table) -> Iterator[Reference]:
    """All that refers to rows of a table; also what no screen shows, as passwords do, since it goes too."""
    for child in Base.metadata.sorted_tables:
        for column in child.columns:
            for foreign in column.foreign_keys:
                if foreign.column.table is table:
                    yield Reference(child, column, _fate(child, foreign))


def _fate(child: sa.Table, foreign: sa.ForeignKey) -> Fate:
    """What the schema says; append-only rows keep all that they refer to."""
    if kind_of(child) is TableKind.HISTORY:
        return Fate.KEEPS
    if foreign.ondelete == "CASCADE":
        return Fate.GOES
    return Fate.LOSES if foreign.ondelete == "SET NULL" else Fate.KEEPS


def _target(reference: Reference) -> sa.Column[Any]:
    return next(iter(reference.column.foreign_keys)).column


def _count(session: Session, reference: Reference, held: list[Any]) -> int:
    total = 0
    for batch in _batches(held):
        statement = sa.select(sa.func.count()).select_from(reference.table).where(reference.column.in_(batch))
        total += session.scalar(statement) or 0
    return total


def _children(
    session: Session, reference: Reference, held: list[Any], *, locked: bool
) -> Iterator[dict[str, Any]]:
    wanted = [*reference.table.primary_key, *_referred_columns(reference.table)]
    for batch in _batches(held):
        statement = sa.select(*wanted).where(reference.column.in_(batch)).limit(MOST_AT_ONCE + 1)
        statement = statement.order_by(*reference.table.primary_key)
        for row in session.execute(statement.with_for_update() if locked else statement).mappings():
            yield dict(row)


def _referred_columns(table: sa.Table) -> list[sa.Column[Any]]:
    """Columns that others refer to and that are no key; keys are what others refer to in this schema."""
    keys = set(table.primary_key)
    referred = {_target(each) for each in references_to(table)}
    return [each for each in referred if each not in keys and mapped_class(table) is not None]


def _batches(held: list[Any]) -> Iterable[list[Any]]:
    for start in range(0, len(held), _BATCH):
        yield held[start : start + _BATCH]
