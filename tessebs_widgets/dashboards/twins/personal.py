"""One person's own: settings and history."""

from typing import Any

from tessebs_core.records.preferences import Judged, Preferences
from tessebs_widgets.actions.personal import Personal

__all__ = ["PersonalTwins"]


class PersonalTwins:
    """Keep settings, look back; what the two dialogs of the header do."""

    _personal: Personal

    def set(self, name: str, value: Any) -> Preferences:
        """Keep a setting: ``set('theme', 'dark')``, ``set('provenances', ['QLP', 'SPOC'])``.

        The names are those of `tessebs_core.records.preferences.Preferences`.

        Raises
        ------
        InputError
            There is no such setting, or it cannot have this value.
        """
        return self._personal.set(name, value)

    def history(self, before: int | None = None) -> tuple[Judged, ...]:
        """One's own last judgements, newest first; with ``before`` those older than that vote."""
        return self._personal.show_history(before=before)
