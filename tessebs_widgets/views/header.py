"""The bar at the top: which target, where to go, how far the work has come."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tessebs_core.records.queue import Attention
from tessebs_core.vocabulary import QueueOrder
from tessebs_widgets.assets import script
from tessebs_widgets.state import Phase, TriageState
from tessebs_widgets.views.base import View
from tessebs_widgets.views.messages import number, optional, whole, word
from tessebs_widgets.views.navigation import described_apps

__all__ = ["Header", "HeaderActions"]


_ORDERS = {
    QueueOrder.PRIORITY: "by priority",
    QueueOrder.NUMBER: "by number",
    QueueOrder.DISAGREEMENT: "disagreement first",
    QueueOrder.HARD: "hard first",
    QueueOrder.EASY: "easy first",
    QueueOrder.NEW: "new first",
}


@dataclass(frozen=True)
class HeaderActions:
    """What the bar can do; ``snooze`` takes days, or None for "until new data"."""

    go: Callable[[int], None]
    go_next: Callable[[], None]
    go_back: Callable[[], None]
    set_order: Callable[[QueueOrder], None]
    snooze: Callable[[float | None], None]


class Header(View):
    """Show name, navigation, the order of the queue, who else is here, and progress."""

    _esm = script("dom", "navigation", "header")
    watches = (
        "candidate", "progress", "can_go_back", "username", "phase", "leaving", "order", "attention",
    )  # fmt: skip

    def __init__(self, state: TriageState, actions: HeaderActions) -> None:
        super().__init__(
            state,
            {
                "open": lambda message: actions.go(whole(message, "TIC")),
                "next": lambda _: actions.go_next(),
                "previous": lambda _: actions.go_back(),
                "order": lambda message: actions.set_order(word(message, "order", QueueOrder)),
                "snooze": lambda message: actions.snooze(
                    number(message, "days") if optional(message, "days") else None
                ),
            },
        )
        self.add_class("te-header")

    def describe(self) -> dict[str, Any]:
        """The target, the person and the counts."""
        state = self._state
        counts = state.progress
        return {
            **described_apps("triage"),
            "tic": str(state.candidate.target.tess_id) if state.candidate else "",
            "username": state.username,
            "can_go_back": state.can_go_back,
            "leaving": str(state.leaving),
            "orders": [{"word": str(each), "label": label} for each, label in _ORDERS.items()],
            "order": None if state.order is None else str(state.order),
            "attention": _attention_words(state.attention),
            "can_snooze": state.phase is Phase.READY,
            "can_go_on": state.phase in (Phase.READY, Phase.FAILED),
            "progress": counts and {"mine": counts.mine, "everyone": counts.everyone, "left": counts.left},
        }


def _attention_words(attention: Attention | None) -> str:
    """Who else is here and why the target is, in words."""
    if attention is None:
        return ""
    words = []
    if attention.claimed_by is not None:
        words.append(f"{attention.claimed_by} is looking at this{_since(attention.claimed_since)}")
    if attention.assigned_by is not None:
        words.append(f"assigned to you by {attention.assigned_by}")
    if attention.returned:
        words.append(attention.returned)
    if attention.snoozed_until is not None:
        words.append(f"you put this off until {attention.snoozed_until:%Y-%m-%d}")
    return "; ".join(words)


def _since(begun: datetime | None) -> str:
    if begun is None:
        return ""
    minutes = int((datetime.now(UTC) - begun).total_seconds() // 60)
    return f" since {minutes} min" if minutes > 0 else " since a moment ago"
