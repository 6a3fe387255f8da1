"""The admin screen's way to the workflows."""

from collections.abc import Mapping

from tessebs_core.records.administration import (
    AuditEntry,
    AuditWish,
    Choice,
    Dependents,
    PersonAtWork,
    RowPage,
    RowWish,
    StoredRow,
    Table,
    TableCount,
)
from tessebs_core.vocabulary import Role
from tessebs_widgets.actions.workspace_desk import WorkspaceDesk

__all__ = ["AdminDesk"]


class AdminDesk(WorkspaceDesk):
    """One person at one workspace."""

    def role(self) -> Role | None:
        """What this person may do."""
        from tessebs_core.workflows.people import role_now

        return role_now(self._workspace, self.username)

    def tables(self) -> tuple[TableCount, ...]:
        """Every table with its number of rows."""
        from tessebs_core.workflows.tables import count_tables

        return count_tables(self._workspace, self.username)

    def people(self) -> tuple[PersonAtWork, ...]:
        """Everybody with role and activity."""
        from tessebs_core.workflows.people import people_at_work

        return people_at_work(self._workspace, self.username)

    def describe(self, table: str) -> Table:
        """A table's columns."""
        from tessebs_core.workflows.tables import describe_table

        return describe_table(table)

    def rows(self, table: str, wish: RowWish) -> RowPage:
        """A page of rows."""
        from tessebs_core.workflows.tables import list_rows

        return list_rows(self._workspace, self.username, table, wish)

    def row(self, table: str, key: str) -> StoredRow:
        """One row, whole."""
        from tessebs_core.workflows.tables import read_row

        return read_row(self._workspace, self.username, table, key)

    def choices(self, table: str, column: str, search: str) -> tuple[Choice, ...]:
        """What a reference can point at."""
        from tessebs_core.workflows.tables import choices_for

        return choices_for(self._workspace, self.username, table, column, search)

    def create(self, table: str, values: Mapping[str, object], *, reason: str, request_id: str) -> StoredRow:
        """Add a row."""
        from tessebs_core.workflows.administration import create_row

        return create_row(self._workspace, self.username, table, values, reason=reason, request_id=request_id)

    def update(
        self,
        table: str,
        seen: StoredRow,
        changes: Mapping[str, object],
        *,
        reason: str,
        request_id: str,
    ) -> StoredRow:
        """Change a row, if it still is what was seen."""
        from tessebs_core.workflows.administration import update_row

        return update_row(
            self._workspace, self.username, table, seen.key, changes,
            seen=seen.values, reason=reason, request_id=request_id,
        )  # fmt: skip

    def hanging_on(self, table: str, key: str) -> tuple[Dependents, ...]:
        """What hangs on a row."""
        from tessebs_core.workflows.tables import hanging_on

        return hanging_on(self._workspace, self.username, table, key)

    def delete(
        self, table: str, key: str, seen: tuple[Dependents, ...], *, reason: str, request_id: str
    ) -> int:
        """Delete a row with what goes with it."""
        from tessebs_core.workflows.administration import delete_row

        return delete_row(
            self._workspace, self.username, table, key, seen=seen, reason=reason, request_id=request_id
        )

    def audit(self, wish: AuditWish) -> tuple[AuditEntry, ...]:
        """What was changed, newest first."""
        from tessebs_core.workflows.tables import audit_trail

        return audit_trail(self._workspace, self.username, wish)
