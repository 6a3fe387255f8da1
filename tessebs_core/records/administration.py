"""Tables and rows as whoever administers them sees them, and what changed in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tessebs_core.vocabulary import AuditAction, Fate, FieldKind, Role, TableKind

__all__ = [
    "ROWS_AT_ONCE",
    "AuditEntry",
    "AuditWish",
    "Choice",
    "Column",
    "Dependents",
    "PersonAtWork",
    "RowPage",
    "RowWish",
    "StoredRow",
    "Table",
    "TableCount",
]


ROWS_AT_ONCE = 50
"""Rows on a page of a table."""


@dataclass(frozen=True)
class Column:
    """One column of a table.

    ``unit`` and ``about`` may be empty. ``low`` and ``high`` bound a number, ``low`` itself excluded where
    ``above``. ``longest`` bounds a text, ``words`` lists what a word can be, ``refers_to`` names the table
    whose key it holds. ``needed`` means that a new row must say it; ``fixed`` that a stored one cannot change
    it.
    """

    name: str
    kind: FieldKind
    unit: str = ""
    about: str = ""
    nullable: bool = False
    needed: bool = False
    fixed: bool = False
    low: float | None = None
    above: bool = False
    high: float | None = None
    longest: int | None = None
    words: tuple[str, ...] = ()
    refers_to: str | None = None
    secret: bool = False


@dataclass(frozen=True)
class Table:
    """One table: what it holds in a sentence, the columns of its key, and all of them."""

    name: str
    kind: TableKind
    about: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column | None:
        """The column of this name, None if there is none."""
        return next((each for each in self.columns if each.name == name), None)


@dataclass(frozen=True)
class TableCount:
    """How many rows a table has; ``estimated`` where counting them would take long."""

    name: str
    kind: TableKind
    about: str
    rows: int
    estimated: bool


@dataclass(frozen=True)
class StoredRow:
    """One row: its key as a text, its values as JSON knows them, and what its references are called."""

    key: str
    values: Mapping[str, Any]
    labels: Mapping[str, str]


@dataclass(frozen=True)
class RowWish:
    """Which rows to list: those that hold ``search``, in the order of a column; ``page`` counts from 0."""

    search: str = ""
    order: str | None = None
    descending: bool = False
    page: int = 0


@dataclass(frozen=True)
class RowPage:
    """A page of rows with long texts cut short; ``found`` is how many there are in all."""

    rows: tuple[StoredRow, ...]
    found: int
    wish: RowWish


@dataclass(frozen=True)
class Choice:
    """A row that a reference can point at."""

    key: str
    label: str


@dataclass(frozen=True)
class Dependents:
    """How many rows of a table refer to one that is to be deleted, and what would become of them."""

    table: str
    column: str
    count: int
    fate: Fate
    advice: str = ""


@dataclass(frozen=True)
class PersonAtWork:
    """A user with what they have done; ``last_seen`` is when they last voted, decided or commented."""

    key: str
    username: str
    display_name: str
    role: Role
    date_added: datetime
    votes: int
    decisions: int
    last_seen: datetime | None


@dataclass(frozen=True)
class AuditEntry:
    """One row of the audit trail; ``before`` and ``after`` are the values that differ, or the whole row."""

    entry_id: int
    at: datetime
    username: str
    action: AuditAction
    table: str
    key: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    reason: str


@dataclass(frozen=True)
class AuditWish:
    """Which part of the audit trail to show; what is None does not matter."""

    table: str | None = None
    key: str | None = None
    username: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    before_id: int | None = None
    limit: int = 50
