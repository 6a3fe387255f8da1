"""Reading every table, generated from the schema: leads and admins may, and read what was changed by whom."""

from sqlalchemy.orm import Session

from tessebs_core.database.administration import labels, rows
from tessebs_core.database.administration.dependents import what_hangs
from tessebs_core.database.administration.tables import described, table_named
from tessebs_core.database.stores import audits
from tessebs_core.errors import InputError
from tessebs_core.records.administration import (
    AuditEntry,
    AuditWish,
    Choice,
    Dependents,
    RowPage,
    RowWish,
    StoredRow,
    Table,
    TableCount,
)
from tessebs_core.workflows.permissions import check_lead
from tessebs_core.workflows.workspace import Workspace

__all__ = [
    "audit_trail",
    "choices_for",
    "count_tables",
    "describe_table",
    "hanging_on",
    "list_rows",
    "read_row",
]

_CHOICES = 20


def count_tables(workspace: Workspace, username: str) -> tuple[TableCount, ...]:
    """Every table with its number of rows.

    Raises
    ------
    NotPermitted
        Only leads and admins read tables.
    """

    def work(session: Session) -> tuple[TableCount, ...]:
        check_lead(session, username)
        return rows.count_rows(session)

    return workspace.database.read(work)


def describe_table(name: str) -> Table:
    """A table's columns with types, units, limits and references.

    Raises
    ------
    InputError
        There is no such table.
    """
    return described(table_named(name))


def list_rows(workspace: Workspace, username: str, table: str, wish: RowWish | None = None) -> RowPage:
    """A page of rows, those that hold a search text, in the order of a column.

    Raises
    ------
    NotPermitted
        Only leads and admins read tables.
    InputError
        There is no such table or column.
    """
    chosen = table_named(table)

    def work(session: Session) -> RowPage:
        check_lead(session, username)
        return rows.list_rows(session, chosen, wish or RowWish())

    return workspace.database.read(work)


def read_row(workspace: Workspace, username: str, table: str, key: str) -> StoredRow:
    """One row, whole; errors as in `list_rows`."""
    chosen = table_named(table)

    def work(session: Session) -> StoredRow:
        check_lead(session, username)
        return rows.stored_row(session, chosen, key)

    return workspace.database.read(work)


def choices_for(
    workspace: Workspace, username: str, table: str, column: str, search: str
) -> tuple[Choice, ...]:
    """Some rows that a reference of a table can point at; errors as in `list_rows`."""
    chosen = table_named(table)
    if column not in chosen.c or not chosen.c[column].foreign_keys:
        raise InputError(f"{table}.{column[:64]} refers to no table.")
    referred = next(iter(chosen.c[column].foreign_keys)).column.table

    def work(session: Session) -> tuple[Choice, ...]:
        check_lead(session, username)
        return labels.choices(session, referred, search.strip(), _CHOICES)

    return workspace.database.read(work)


def hanging_on(workspace: Workspace, username: str, table: str, key: str) -> tuple[Dependents, ...]:
    """What refers to a row, to what would go with it, and what would become of each.

    Raises
    ------
    NotPermitted, InputError
        As in `list_rows`; also where more hangs on it than can be deleted at once.
    """
    chosen = table_named(table)

    def work(session: Session) -> tuple[Dependents, ...]:
        check_lead(session, username)
        row = rows.row_of(session, chosen, key)
        return tuple(what_hangs(session, chosen, row).dependents)

    return workspace.database.read(work)


def audit_trail(workspace: Workspace, username: str, wish: AuditWish | None = None) -> tuple[AuditEntry, ...]:
    """What was changed, by whom, and what it was before and is after; newest first.

    Raises
    ------
    NotPermitted
        Only leads and admins read it.
    """

    def work(session: Session) -> tuple[AuditEntry, ...]:
        check_lead(session, username)
        return audits.entries(session, wish or AuditWish())

    return workspace.database.read(work)
