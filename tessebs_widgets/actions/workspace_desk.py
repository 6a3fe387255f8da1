"""One person at one workspace: what every screen's desk begins with."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tessebs_core.workflows.workspace import Workspace

__all__ = ["WorkspaceDesk"]


class WorkspaceDesk:
    """A screen's way to the workflows.

    Every method of a desk may raise a `TessebsError`, whose text may be shown.

    Parameters
    ----------
    username : str
        Who sits at it.
    workspace : Workspace, optional
        The catalogue; the one that the environment names, opened when first needed, if left out.
    """

    def __init__(self, username: str, workspace: "Workspace | None" = None) -> None:
        self.username = username
        self._opened = workspace

    @property
    def _workspace(self) -> "Workspace":
        if self._opened is None:
            from tessebs_core.workflows.workspace import open_workspace

            self._opened = open_workspace()
        return self._opened
