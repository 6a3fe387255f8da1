"""The admin screen, as values."""

from enum import StrEnum

from traitlets import Bool, HasTraits, Instance, Unicode, UseEnum

from tessebs_core.records.administration import (
    AuditEntry,
    AuditWish,
    Choice,
    Dependents,
    PersonAtWork,
    RowPage,
    StoredRow,
    Table,
    TableCount,
)
from tessebs_widgets.state.notices import Notice
from tessebs_widgets.state.triage import Phase

__all__ = ["AdminPage", "AdminState"]


class AdminPage(StrEnum):
    """What stands beside the list of tables."""

    PEOPLE = "people"
    ROWS = "rows"
    AUDIT = "audit"


class AdminState(HasTraits):
    """What one person sees of the tables; knows no widget and no database."""

    username = Unicode()
    phase = UseEnum(Phase, default_value=Phase.STARTING)
    notice = Instance(Notice, allow_none=True)
    refusal: tuple[str, ...] = Instance(tuple, args=(("", "", ""),), help="to who may not read tables")
    may_change = Bool(False)
    page = UseEnum(AdminPage, default_value=AdminPage.PEOPLE)
    tables: tuple[TableCount, ...] = Instance(tuple, args=())
    people: tuple[PersonAtWork, ...] = Instance(tuple, args=())
    table = Instance(Table, allow_none=True)
    rows = Instance(RowPage, allow_none=True)
    row = Instance(StoredRow, allow_none=True, help="the stored row that the form is on")
    making = Bool(False, help="the form is for a new row")
    wrong_field = Unicode(help="which field the last refusal was about")
    hanging: tuple[Dependents, ...] | None = Instance(tuple, allow_none=True, help="asked before deleting")
    sought = Unicode(help="the column that the choices are for")
    choices: tuple[Choice, ...] = Instance(tuple, args=())
    audit: tuple[AuditEntry, ...] = Instance(tuple, args=())
    audit_wish = Instance(AuditWish, args=())
