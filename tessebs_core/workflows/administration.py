"""Changing every table, generated from the schema: admins may.

Every change leaves its traces in the audit trail in the same transaction; the same request again does
nothing.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from tessebs_core.database.administration import rows
from tessebs_core.database.administration.changes import checked, delete_with, edit_row, insert_row
from tessebs_core.database.administration.dependents import WhatHangs, what_hangs
from tessebs_core.database.administration.tables import kind_of, table_named
from tessebs_core.database.schema.auditing import administer
from tessebs_core.database.stores import audits
from tessebs_core.errors import InputError, StaleForm
from tessebs_core.records.administration import Dependents, StoredRow
from tessebs_core.vocabulary import Role, TableKind
from tessebs_core.workflows.permissions import check_other_admin, keep_an_admin, require_admin
from tessebs_core.workflows.workspace import Workspace

__all__ = ["create_row", "delete_row", "update_row"]

LONGEST_REASON = 2_000


def create_row(
    workspace: Workspace,
    username: str,
    table: str,
    values: Mapping[str, object],
    *,
    reason: str = "",
    request_id: str,
) -> StoredRow:
    """Add a row; what is left out gets its default.

    Parameters
    ----------
    values : mapping
        By column: values, or texts that say them.
    request_id : str
        The same id again returns the row that is stored.

    Raises
    ------
    NotPermitted
        Only admins change tables.
    InputError
        A value cannot be stored (the text names its field), or the table is append-only.
    """
    chosen = table_named(table)

    def work(session: Session) -> StoredRow:
        answered = _begin(session, username, table, reason, request_id)
        key = answered or insert_row(session, chosen, checked(session, chosen, values))
        return rows.stored_row(session, chosen, key)

    return workspace.database.write(work, repeatable=True)


def update_row(
    workspace: Workspace,
    username: str,
    table: str,
    key: str,
    changes: Mapping[str, object],
    *,
    seen: Mapping[str, object],
    reason: str = "",
    request_id: str,
) -> StoredRow:
    """Change columns of a row, if it still is what was seen.

    Parameters
    ----------
    changes : mapping
        By column, as in `create_row`.
    seen : mapping
        The values that the form showed, as `read_row` gave them.

    Raises
    ------
    NotPermitted, InputError
        As in `create_row`; also where it would take away the last admin.
    StaleForm
        Somebody has changed the row; the text has what is stored and what was wanted.
    """
    chosen = table_named(table)

    def work(session: Session) -> StoredRow:
        if _begin(session, username, table, reason, request_id) is not None:
            return rows.stored_row(session, chosen, key)
        stored = rows.encoded_row(rows.row_of(session, chosen, key, locked=True))
        _check_seen(stored, seen, changes)
        edit_row(session, chosen, key, checked(session, chosen, changes, key=key))
        if table == "User":
            keep_an_admin(session)
        session.flush()
        return rows.stored_row(session, chosen, key)

    return workspace.database.write(work, repeatable=True)


def delete_row(
    workspace: Workspace,
    username: str,
    table: str,
    key: str,
    *,
    seen: tuple[Dependents, ...],
    reason: str = "",
    request_id: str,
) -> int:
    """Delete a row with what goes with it, if that still is what was shown.

    Parameters
    ----------
    seen : tuple of Dependents
        What `hanging_on` gave.

    Returns
    -------
    int
        How many rows were deleted.

    Raises
    ------
    NotPermitted
        Only admins change tables.
    InputError
        Judgements, releases or accepted entries rest on it, or it is the last admin; the text says what
        to do.
    StaleForm
        Something else hangs on it now.
    """
    chosen = table_named(table)

    def work(session: Session) -> int:
        if _begin(session, username, table, reason, request_id) is not None:
            return 0
        row = rows.row_of(session, chosen, key, locked=True)
        hanging = what_hangs(session, chosen, row, locked=True)
        _check_free(table, key, row, hanging)
        if set(hanging.dependents) != set(seen):
            raise StaleForm(
                f"Something else hangs on {table} {key} now than was shown. Nothing was deleted; look again.",
                stored=tuple(hanging.dependents), wanted=seen,
            )  # fmt: skip
        if table == "User" and row["role"] is Role.ADMIN:
            check_other_admin(session, row["username"])
        delete_with(session, chosen, key, hanging)
        return len(hanging.going) + 1

    return workspace.database.write(work, repeatable=True)


def _begin(session: Session, username: str, table: str, reason: str, request_id: str) -> str | None:
    """Check who asks, and for what; returns the key of the row that this request has changed already."""
    words = reason.strip()
    if len(words) > LONGEST_REASON:
        raise InputError(f"reason: at most {LONGEST_REASON} characters; this has {len(words)}.")
    require_admin(session, username)
    administer(session, username, reason=words, request_id=request_id)
    kind = kind_of(table_named(table))
    if kind.read_only:
        why = "append-only" if kind is TableKind.HISTORY else "filled by triggers from other tables"
        raise InputError(f"{table} is {why}: it is read and never changed. Nothing was changed.")
    before = audits.first_of_request(session, request_id)
    if before is None:
        return None
    if before.username != username:
        raise InputError("This request id belongs to another change. Reload the page and repeat.")
    return before.row_key


def _check_seen(
    stored: Mapping[str, object], seen: Mapping[str, object], wanted: Mapping[str, object]
) -> None:
    changed = [name for name, value in seen.items() if name in stored and stored[name] != value]
    if changed:
        words = "; ".join(
            f"{name} is now {stored[name]!r}, you saw {seen[name]!r}"
            + (f" and wanted {wanted[name]!r}" if name in wanted else "")
            for name in changed
        )
        raise StaleForm(
            f"Somebody has changed this row, so nothing was saved: {words}.",
            stored={name: stored[name] for name in changed},
            wanted=dict(wanted),
        )


def _check_free(table: str, key: str, row: Mapping[str, Any], hanging: WhatHangs) -> None:
    """Refuse what would take judgements, a release or an accepted entry away."""
    kept = hanging.kept_by
    if kept:
        words = " ".join(f"{each.count} in {each.table}: {each.advice}" for each in kept)
        raise InputError(f"{table} {key} is not deleted, since other rows rest on it. {words}")
    if table == "EB" and row["in_catalog"]:
        raise InputError(
            f"EB {key} stands in the catalogue. Take it out of the catalogue first; then it can be deleted."
        )
