"""The way to the workflows of one person's own settings and history."""

from typing import Any

from tessebs_core.records.preferences import Judged, Preferences
from tessebs_widgets.actions.workspace_desk import WorkspaceDesk

__all__ = ["PersonalDesk"]


class PersonalDesk(WorkspaceDesk):
    """What is one reviewer's own; part of `tessebs_widgets.actions.triage.Desk`."""

    def history(self, *, before: int | None = None, count: int = 20) -> tuple[Judged, ...]:
        """This person's last judgements, newest first; those older than a vote."""
        from tessebs_core.workflows.personal import own_history

        return own_history(self._workspace, self.username, before=before, count=count)

    def preferences(self) -> Preferences:
        """How this person likes the screens."""
        from tessebs_core.workflows.personal import load_preferences

        return load_preferences(self._workspace, self.username)

    def save_preference(self, name: str, value: Any) -> Preferences:
        """Keep one choice; returns all."""
        from tessebs_core.workflows.personal import save_preference

        return save_preference(self._workspace, self.username, name, value)
