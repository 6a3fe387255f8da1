"""The admin screen: views and actions put together."""

import os
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

import ipywidgets as ipw

from tessebs_core.records.administration import AuditWish, RowWish, StoredRow
from tessebs_core.vocabulary import Role
from tessebs_widgets.actions.admin_desk import AdminDesk
from tessebs_widgets.actions.administering import Administering
from tessebs_widgets.dashboards.opening import opening, visitor
from tessebs_widgets.dashboards.twins.words import word_of
from tessebs_widgets.state.admin import AdminState
from tessebs_widgets.views.admin import AdminHeader, AdminScreen, AdminSide, SideActions
from tessebs_widgets.views.admin_audit import AdminAudit, AuditActions
from tessebs_widgets.views.admin_form import AdminForm, FormActions
from tessebs_widgets.views.admin_people import AdminPeople, PeopleActions
from tessebs_widgets.views.admin_rows import AdminRows, RowActions

if TYPE_CHECKING:
    from tessebs_core.workflows.workspace import Workspace

__all__ = ["Admin", "admin"]


class Admin:
    """People and their roles, every table, and the trail of what was changed.

    ``state`` holds all that is shown and can be observed, ``widget`` is what is shown. Every method is
    what a button does. Leads read; admins change.

    Examples
    --------
    ::

        tables = admin()
        tables.set_role("ben", "lead")
        tables.open_table("TIC", search="126602778")
        tables.open_row(tables.state.rows.rows[0].key)
        tables.save({"teff": 6400.0}, reason="SIMBAD")
    """

    def __init__(self, desk: AdminDesk) -> None:
        self.state = AdminState(username=desk.username)
        self._work = Administering(self.state, desk)
        self._arrived = False
        self.widget = ipw.Box(self._parts()).add_class("tessebs").add_class("te-admin-screen")

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """Show the screen where a notebook shows its last value."""
        return self.widget._repr_mimebundle_(**kwargs)

    def open_people(self) -> None:
        """Show the people."""
        self._work.open_people()

    def add_person(self, username: str, display_name: str = "", role: Role | str = Role.MEMBER) -> None:
        """Add a person with a role.

        Raises
        ------
        NotPermitted
            Only admins do.
        InputError
            The name cannot be one, or is there already.
        """
        self._work.add_person(username, display_name, word_of(Role, role))

    def set_role(self, username: str, role: Role | str) -> None:
        """Give a person another role.

        Raises
        ------
        NotPermitted
            Only admins do.
        InputError
            There is no such person, or it is the last admin.
        """
        self._work.open_people()
        self._work.set_role(username, word_of(Role, role))

    def open_table(
        self,
        name: str,
        *,
        search: str = "",
        order: str | None = None,
        descending: bool = False,
        page: int = 0,
    ) -> None:
        """Show a page of a table's rows, those that hold a text or refer to what is called so."""
        self._work.open_table(name, RowWish(search, order, descending, page))

    def open_row(self, key: str) -> None:
        """Open a row of the table by its key."""
        self._work.open_row(key)

    def new_row(self) -> None:
        """Begin a new row of the table; `save` stores it."""
        self._work.new_row()

    def save(self, values: Mapping[str, object], *, reason: str = "") -> StoredRow:
        """Store values into the row that is open, or as a new one.

        Raises
        ------
        NotPermitted
            Only admins do.
        InputError
            A value cannot be stored; the text begins with its field.
        StaleForm
            Somebody has changed the row since it was opened.
        """
        return self._work.save(values, reason=reason)

    def hanging_on(self, key: str) -> tuple[Any, ...]:
        """Open a row and show what hangs on it, as before deleting."""
        self._work.ask_delete(key)
        return self.state.hanging or ()

    def delete(self, key: str, *, reason: str = "") -> int:
        """Delete a row of the table with what goes with it; returns how many rows went.

        Raises
        ------
        NotPermitted
            Only admins do.
        InputError
            Judgements, releases or accepted entries rest on it; the text says what to do.
        """
        self._work.ask_delete(key)
        return self._work.delete(key, reason=reason)

    def close(self) -> None:
        """Close the form."""
        self._work.close()

    def open_audit(
        self,
        *,
        table: str | None = None,
        row: str | None = None,
        user: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> None:
        """Show what was changed, newest first; the part that fits."""
        self._work.open_audit(AuditWish(table, row, user, since, until))

    def older(self) -> None:
        """Show what was changed before that."""
        self._work.older()

    def refresh(self) -> None:
        """Read everything again."""
        self._work.refresh()

    def _parts(self) -> list[ipw.Widget]:
        work, state = self._work, self.state
        main = [
            AdminPeople(
                state,
                PeopleActions(
                    set_role=lambda name, role, request: work.set_role(name, role, request_id=request),
                    add=lambda name, shown, role, request: work.add_person(
                        name, shown, role, request_id=request
                    ),
                ),
            ),
            AdminRows(state, RowActions(wish=work.list_rows, open=work.open_row, new=work.new_row)),
            self._form(),
            AdminAudit(state, AuditActions(wish=work.open_audit, older=work.older)),
        ]
        return [
            AdminScreen(state, arrive=self._arrive, title="tessEBs admin"),
            AdminHeader(state, refresh=work.refresh),
            AdminSide(
                state, SideActions(people=work.open_people, audit=work.open_audit, table=work.open_table)
            ),
            ipw.Box(main).add_class("te-admin-main"),
        ]

    def _form(self) -> AdminForm:
        work = self._work
        return AdminForm(
            self.state,
            FormActions(
                save=lambda values, reason, request: work.save(values, reason=reason, request_id=request),
                close=work.close,
                look_up=work.look_up,
                ask_delete=work.ask_delete,
                keep=work.keep,
                delete=lambda typed, reason, request: work.delete(typed, reason=reason, request_id=request),
                history=lambda table, key: work.open_audit(AuditWish(table, key)),
            ),
        )

    def _arrive(self, _tess_id: int | None) -> None:
        """A page has connected; a kernel that was made ready before anybody came reads everything again."""
        if not self._arrived and os.environ.get("VOILA_PREHEAT") == "True":
            self.refresh()
        self._arrived = True


def admin(username: str | None = None, workspace: "Workspace | None" = None) -> Admin:
    """Open the admin screen, in a notebook cell or in Voilà.

    Parameters
    ----------
    username : str, optional
        Who looks; the name of the login if left out.
    workspace : Workspace, optional
        The catalogue; the one that ``TESSEBS_*`` variables name if left out.

    Notes
    -----
    What cannot be opened is said on the screen, not raised: in Voilà nobody would see it.
    """
    screen = Admin(AdminDesk(username or visitor(), workspace))
    with opening(screen.state):
        screen.refresh()
    return screen
