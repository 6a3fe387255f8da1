"""Names that a search of the catalogue can ask for."""

from tessebs_core.database.stores.catalogue_names import names_in_catalogue
from tessebs_core.workflows.workspace import Workspace

__all__ = ["known_names"]


def known_names(workspace: Workspace) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The light-curve products and the contributors that the catalogue knows, each list sorted."""
    return workspace.database.read(names_in_catalogue)
