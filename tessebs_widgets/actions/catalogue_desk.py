"""The catalogue screen's way to the workflows."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tessebs_core.records.searching import SavedSearch, Search, SearchPage
from tessebs_core.vocabulary import ExportKind
from tessebs_widgets.actions.workspace_desk import WorkspaceDesk

if TYPE_CHECKING:
    from tessebs_core.workflows.workspace import Workspace

__all__ = ["CatalogueDesk"]


class CatalogueDesk(WorkspaceDesk):
    """One person at one workspace."""

    @property
    def workspace(self) -> "Workspace":
        """The catalogue, for another screen over it."""
        return self._workspace

    def find(self, search: Search, columns: Sequence[str]) -> SearchPage:
        """One page of what a search finds."""
        from tessebs_core.workflows.searching import find

        return find(self._workspace, search, columns)

    def names(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The light-curve products and the contributors that can be asked for."""
        from tessebs_core.workflows.catalogue_names import known_names

        return known_names(self._workspace)

    def saved_searches(self) -> tuple[SavedSearch, ...]:
        """The person's saved searches by name."""
        from tessebs_core.workflows.saved_searches import saved_searches

        return saved_searches(self._workspace, self.username)

    def save_search(self, name: str, search: Search, columns: Sequence[str]) -> tuple[SavedSearch, ...]:
        """Keep a search under a name; returns all."""
        from tessebs_core.workflows.saved_searches import save_search

        return save_search(self._workspace, self.username, name, search, columns)

    def forget_search(self, name: str) -> tuple[SavedSearch, ...]:
        """Forget a saved search; returns those left."""
        from tessebs_core.workflows.saved_searches import forget_search

        return forget_search(self._workspace, self.username, name)

    def columns(self) -> tuple[str, ...]:
        """The columns that this person chose last."""
        from tessebs_core.workflows.personal import load_preferences

        return load_preferences(self._workspace, self.username).catalogue_columns

    def save_columns(self, columns: Sequence[str]) -> tuple[str, ...]:
        """Keep the person's choice of columns."""
        from tessebs_core.workflows.personal import save_preference

        kept = save_preference(self._workspace, self.username, "catalogue_columns", list(columns))
        return kept.catalogue_columns

    def export(self, kind: ExportKind, search: Search, columns: Sequence[str] | None = None) -> bytes:
        """All that a search finds, as a file, with these columns or those of the exports."""
        from tessebs_core.workflows.exporting import export_bytes, export_columns

        if columns is None:
            return export_bytes(self._workspace, kind, search)
        return export_columns(self._workspace, kind, search, columns)
