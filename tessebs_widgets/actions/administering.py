"""Look at tables, people and the audit trail, and change them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

from tessebs_core.errors import InputError, NotPermitted, StaleForm
from tessebs_core.records.administration import AuditWish, RowWish, StoredRow
from tessebs_core.vocabulary import Role
from tessebs_widgets.actions.admin_desk import AdminDesk
from tessebs_widgets.state.admin import AdminPage, AdminState
from tessebs_widgets.state.guarding import guarded
from tessebs_widgets.state.notices import Kind, Notice
from tessebs_widgets.state.triage import Phase

__all__ = ["Administering"]

_PEOPLE = "User"


class Administering:
    """What the admin screen's controls do."""

    def __init__(self, state: AdminState, desk: AdminDesk) -> None:
        self._state = state
        self._desk = desk

    def refresh(self) -> None:
        """Read everything that is shown again; who may not read tables is told so."""
        state, role = self._state, self._desk.role()
        if role is None or not role.decides:
            state.refusal = _refusal(state.username, role)
            state.phase = Phase.EMPTY
            return
        with state.hold_trait_notifications():
            state.may_change = role is Role.ADMIN
            state.tables = self._desk.tables()
            if state.page is AdminPage.PEOPLE:
                state.people = self._desk.people()
            elif state.page is AdminPage.AUDIT:
                state.audit = self._desk.audit(state.audit_wish)
            elif state.table is not None and state.rows is not None:
                state.rows = self._desk.rows(state.table.name, state.rows.wish)
            state.phase = Phase.READY

    def open_people(self) -> None:
        """Show the people."""
        self._turn_to(AdminPage.PEOPLE)
        self._state.people = self._desk.people()

    def open_audit(self, wish: AuditWish | None = None) -> None:
        """Show what was changed; what fits the wish."""
        self._turn_to(AdminPage.AUDIT)
        wish = wish or AuditWish()
        found = self._desk.audit(wish)
        with self._state.hold_trait_notifications():
            self._state.audit_wish, self._state.audit = wish, found

    def older(self) -> None:
        """Show the audit entries before those shown."""
        if self._state.audit:
            oldest = self._state.audit[-1].entry_id
            self.open_audit(replace(self._state.audit_wish, before_id=oldest))

    def open_table(self, name: str, wish: RowWish | None = None) -> None:
        """Show a table's rows."""
        described, found = self._desk.describe(name), self._desk.rows(name, wish or RowWish())
        with self._state.hold_trait_notifications():
            self._turn_to(AdminPage.ROWS)
            self._state.table, self._state.rows = described, found

    def list_rows(self, wish: RowWish) -> None:
        """Show other rows of the table."""
        self._state.rows = self._desk.rows(self._table(), wish)

    def open_row(self, key: str) -> None:
        """Show a row in the form."""
        found = self._desk.row(self._table(), key)
        self._show_form(found)

    def new_row(self) -> None:
        """Show an empty form."""
        self._table()
        self._show_form(None, making=True)

    def close(self) -> None:
        """Close the form and the question before deleting."""
        self._show_form(None)

    def look_up(self, column: str, search: str) -> None:
        """Find rows that a reference can point at."""
        found = self._desk.choices(self._table(), column, search)
        with self._state.hold_trait_notifications():
            self._state.sought, self._state.choices = column, found

    def save(
        self, values: Mapping[str, object], *, reason: str = "", request_id: str | None = None
    ) -> StoredRow:
        """Store the form: a new row, or the changes of the one that is shown.

        Raises
        ------
        NotPermitted
            Only admins change tables.
        InputError
            A value cannot be stored; the form marks its field.
        StaleForm
            Somebody has changed the row; the form shows what is stored now.
        """
        state, table, request = self._state, self._table(), request_id or str(uuid4())
        state.wrong_field = ""
        try:
            if state.making:
                stored = self._desk.create(table, values, reason=reason, request_id=request)
            elif state.row is not None:
                stored = self._desk.update(table, state.row, values, reason=reason, request_id=request)
            else:
                raise InputError("No row is open: choose one, or begin a new one.")
        except StaleForm:
            state.row = self._desk.row(table, state.row.key)
            raise
        except InputError as error:
            state.wrong_field = self._field_of(str(error))
            raise
        word = "created" if state.making else "saved"
        self._show_form(stored)
        self._saved(f"{word}: {table} {stored.key}")
        return stored

    def ask_delete(self, key: str | None = None) -> None:
        """Show what hangs on the row of the form, or on the one named, before it is deleted."""
        if key is not None:
            self.open_row(key)
        if self._state.row is None:
            raise InputError("No row is open: choose the one to delete.")
        self._state.notice = None
        self._state.hanging = self._desk.hanging_on(self._table(), self._state.row.key)

    def keep(self) -> None:
        """Do not delete."""
        self._state.hanging = None

    def delete(self, typed: str, *, reason: str = "", request_id: str | None = None) -> int:
        """Delete the row that was asked about, with what goes with it; returns how many rows went.

        Parameters
        ----------
        typed : str
            Its key, as a confirmation.

        Raises
        ------
        NotPermitted
            Only admins change tables.
        InputError
            The key is not the row's, or the row must stay.
        StaleForm
            Something else hangs on it now; the question shows it.
        """
        state, table = self._state, self._table()
        if state.row is None or state.hanging is None:
            raise InputError("Ask first what hangs on the row.")
        if typed.strip() != state.row.key:
            raise InputError(f"Type the row's key, {state.row.key}, to delete it. Nothing was deleted.")
        try:
            gone = self._desk.delete(
                table, state.row.key, state.hanging, reason=reason, request_id=request_id or str(uuid4())
            )
        except StaleForm:
            state.hanging = self._desk.hanging_on(table, state.row.key)
            raise
        words = f"deleted: {table} {state.row.key}" + (f" and {gone - 1} rows with it" if gone > 1 else "")
        self._show_form(None)
        self._saved(words)
        return gone

    def add_person(
        self,
        username: str,
        display_name: str = "",
        role: Role = Role.MEMBER,
        *,
        request_id: str | None = None,
    ) -> None:
        """Add a person with a role.

        Raises
        ------
        NotPermitted, InputError
            As in `save`.
        """
        values = {"username": username.strip(), "display_name": display_name.strip(), "role": str(role)}
        self._desk.create(_PEOPLE, values, reason="", request_id=request_id or str(uuid4()))
        self._saved(f"added: {username.strip()} as {role}")

    def set_role(self, username: str, role: Role, *, request_id: str | None = None) -> None:
        """Give a person another role, if it still is the one that is shown.

        Raises
        ------
        NotPermitted
            Only admins give roles.
        InputError
            There is no such person on the screen, or it is the last admin.
        StaleForm
            Somebody has given another role meanwhile; the screen shows it.
        """
        person = next((each for each in self._state.people if each.username == username), None)
        if person is None:
            raise InputError(f"{username[:64]!r} is not on this page. Read it again.")
        seen = StoredRow(person.key, {"role": str(person.role)}, {})
        try:
            self._desk.update(
                _PEOPLE, seen, {"role": str(role)}, reason="", request_id=request_id or str(uuid4())
            )
        except (InputError, NotPermitted, StaleForm):
            with guarded(self._state):
                self._state.people = self._desk.people()
            raise
        self._saved(f"{username} is {role} now")

    def _turn_to(self, page: AdminPage) -> None:
        self._show_form(None)
        with self._state.hold_trait_notifications():
            self._state.page, self._state.notice = page, None

    def _table(self) -> str:
        if self._state.table is None or self._state.page is not AdminPage.ROWS:
            raise InputError("No table is open: choose one from the list.")
        return self._state.table.name

    def _show_form(self, row: StoredRow | None, *, making: bool = False) -> None:
        with self._state.hold_trait_notifications():
            self._state.row, self._state.making = row, making
            self._state.hanging, self._state.wrong_field = None, ""
            self._state.notice = None  # what was wrong with another row is not said of this one
            self._state.choices, self._state.sought = (), ""

    def _saved(self, words: str) -> None:
        """It is stored, whatever happens to the screen now."""
        with guarded(self._state):
            self.refresh()
        self._state.notice = Notice(Kind.SAVED, words, datetime.now(UTC))

    def _field_of(self, words: str) -> str:
        table = self._state.table
        names = words.split(":", 1)[0].split(", ")
        return names[0] if table is not None and table.column(names[0]) is not None else ""


def _refusal(username: str, role: Role | None) -> tuple[str, str, str]:
    known = f"{username} is a {role}" if role is not None else f"{username} is not known here yet"
    return (
        "This screen is for leads and admins",
        f"{known}: tables and roles are read by leads and admins and changed by admins.",
        "An admin can give you another role on this screen; whoever runs the catalogue with "
        f"“tessebs group role {username} admin”. The other apps are in the menu above.",
    )
