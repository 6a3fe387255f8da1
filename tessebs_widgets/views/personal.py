"""Dialogs of one person's own: settings, and the history that reopens a target."""

from collections.abc import Callable, Mapping
from typing import Any

from tessebs_core.records.preferences import Judged, Preferences
from tessebs_core.vocabulary import PeriodMultiple, PeriodogramMethod, PointDrawing, Theme
from tessebs_widgets.assets import script
from tessebs_widgets.state import TriageState
from tessebs_widgets.views.base import View
from tessebs_widgets.views.messages import flag, optional, text, whole
from tessebs_widgets.views.numbers import MULTIPLE_LABELS, said_in_words

__all__ = ["History", "Settings"]

_CHOICES: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("theme", "Colours", {str(each): str(each) for each in Theme}),
    (
        "method",
        "Periodogram at first",
        {
            str(PeriodogramMethod.LOMB_SCARGLE): "Lomb-Scargle",
            str(PeriodogramMethod.BOX_LEAST_SQUARES): "box least squares",
        },
    ),
    ("drawing", "Phase plot", {str(each): str(each) for each in PointDrawing}),
    (
        "first_fold",
        "Fold shown at first",
        {str(each): MULTIPLE_LABELS[each] for each in PeriodMultiple if each is not PeriodMultiple.OTHER},
    ),
)
_SWITCHES = (
    ("auto_advance", "Go to the next target after the last verdict"),
    ("warn_unjudged", "Warn before leaving unjudged proposals"),
)


class History(View):
    """Show ``state.history``; choosing a line reopens its target."""

    _esm = script("dom", "history")
    watches = ("history", "history_goes_on", "history_before")

    def __init__(
        self,
        state: TriageState,
        *,
        show: Callable[..., object],
        reopen: Callable[[int], None],
    ) -> None:
        super().__init__(
            state,
            {
                "show": lambda message: show(
                    before=whole(message, "before") if optional(message, "before") else None
                ),
                "reopen": lambda message: reopen(whole(message, "TIC")),
            },
        )
        self.add_class("te-history-view")

    def describe(self) -> dict[str, Any]:
        """A page of judgements in words."""
        state = self._state
        return {
            "rows": [_row(each) for each in state.history],
            "older": state.history[-1].vote_id if state.history and state.history_goes_on else None,
            "newest": state.history_before is None,
        }


def _row(judged: Judged) -> dict[str, Any]:
    return {
        "tic": str(judged.tess_id),
        "said": said_in_words(judged.judgement),
        "at": judged.cast_at.isoformat(),
    }


class Settings(View):
    """Show ``state.preferences`` as choices; each is kept when it is changed."""

    _esm = script("dom", "settings")
    watches = ("preferences", "candidate")

    def __init__(self, state: TriageState, *, keep: Callable[[str, Any], Preferences]) -> None:
        self._keep = keep
        super().__init__(state, {"set": self._set})
        self.add_class("te-settings-view")

    def describe(self) -> dict[str, Any]:
        """Every setting with its choices."""
        chosen = self._state.preferences
        return {
            "choices": [
                {
                    "name": name,
                    "label": label,
                    "value": str(getattr(chosen, name)),
                    "options": [{"word": word, "label": shown} for word, shown in words.items()],
                }
                for name, label, words in _CHOICES
            ],
            "switches": [
                {"name": name, "label": label, "on": getattr(chosen, name)} for name, label in _SWITCHES
            ],
            "provenances": ", ".join(chosen.provenances),
            "theme": str(chosen.theme),
        }

    def _set(self, message: Mapping[str, Any]) -> None:
        name = text(message, "name", longest=30)
        if name in {switch for switch, _ in _SWITCHES}:
            self._keep(name, flag(message, "value"))
            return
        value = text(message, "value", longest=2000)
        if name == "provenances":
            self._keep(name, [each.strip() for each in value.split(",") if each.strip()])
            return
        self._keep(name, value)
