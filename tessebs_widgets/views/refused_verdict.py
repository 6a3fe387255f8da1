"""The question that a stale form asks: what is stored, what was wanted, which of the two."""

from collections.abc import Callable
from typing import Any

from tessebs_widgets.assets import script
from tessebs_widgets.state import TriageState
from tessebs_widgets.views.base import View
from tessebs_widgets.views.messages import request_id
from tessebs_widgets.views.numbers import MULTIPLE_LABELS, shown_vote

__all__ = ["RefusedVerdict"]


class RefusedVerdict(View):
    """Show ``state.refused`` until the person has chosen."""

    _esm = script("dom", "refused_verdict")
    watches = ("refused", "candidate")

    def __init__(
        self, state: TriageState, *, vote_anyway: Callable[[str], object], keep: Callable[[], None]
    ) -> None:
        super().__init__(
            state,
            {"anyway": lambda message: vote_anyway(request_id(message)), "keep": lambda _: keep()},
        )
        self.add_class("te-refused-place")

    def describe(self) -> dict[str, Any]:
        """Both values in words; nothing while none was refused."""
        refused = self._state.refused
        if refused is None:
            return {"open": False}
        numbers = {each.ephemeris_id: at for at, each in enumerate(self._state.proposals, 1)}
        wanted = [str(refused.wanted.verdict)]
        if refused.wanted.reason is not None:
            wanted.append(str(refused.wanted.reason).replace("-", " "))
        if refused.wanted.duplicate_of is None:
            wanted.append(MULTIPLE_LABELS[refused.wanted.period_multiple])
        return {
            "open": True,
            "on": f"proposal {numbers.get(refused.ephemeris_id, '?')}",
            "stored": shown_vote(refused.stored) if refused.stored is not None else "no verdict of yours",
            "at": refused.stored.cast_at.isoformat() if refused.stored is not None else None,
            "wanted": ", ".join(wanted),
        }
