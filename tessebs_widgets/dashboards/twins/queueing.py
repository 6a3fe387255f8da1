"""Whose turn is what: the order of the queue, and putting a target off."""

from tessebs_core.vocabulary import QueueOrder
from tessebs_widgets.actions.queueing import Queueing
from tessebs_widgets.dashboards.twins.words import word_of

__all__ = ["QueueingTwins"]


class QueueingTwins:
    """Order the queue; what the selector and "Snooze" in the bar at the top do."""

    _queueing: Queueing

    def snooze(self, days: float | None = None) -> None:
        """Put the target off for some days, or until it has another sector, and show the next."""
        self._queueing.snooze(days)

    def set_order(self, order: QueueOrder | str) -> None:
        """Choose which targets come first: ``set_order('hard')``."""
        self._queueing.set_order(word_of(QueueOrder, order))
