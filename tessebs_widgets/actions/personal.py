"""One person's own: how the screen is to be, and the way back to what was judged."""

from typing import Any

from tessebs_core.records.preferences import Judged, Preferences
from tessebs_widgets.actions.opening import Opening
from tessebs_widgets.actions.personal_desk import PersonalDesk
from tessebs_widgets.state.triage import TriageState

__all__ = ["Personal"]

PAGE = 12


class Personal:
    """Read and keep settings; page through the person's own judgements."""

    def __init__(self, state: TriageState, desk: PersonalDesk, opening: Opening) -> None:
        self._state = state
        self._desk = desk
        self._opening = opening

    def load(self) -> Preferences:
        """Read the person's settings and apply those that hold from the start."""
        found = self._desk.preferences()
        self._state.preferences = found
        self._state.method = found.method
        return found

    def set(self, name: str, value: Any) -> Preferences:
        """Keep one setting; it holds at once where it can, else from the next target on."""
        self._state.preferences = self._desk.save_preference(name, value)
        return self._state.preferences

    def show_history(self, *, before: int | None = None) -> tuple[Judged, ...]:
        """Read the last judgements, or those older than a vote, a page at a time."""
        found = self._desk.history(before=before, count=PAGE + 1)
        with self._state.hold_trait_notifications():
            self._state.history = found[:PAGE]
            self._state.history_goes_on = len(found) > PAGE
            self._state.history_before = before
        return self._state.history

    def reopen(self, tess_id: int) -> None:
        """Show a target judged before."""
        self._opening.open(tess_id)
