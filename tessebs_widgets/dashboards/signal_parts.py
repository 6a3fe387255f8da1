"""What the signals card and the accept bar do when their buttons are pressed."""

from tessebs_widgets.actions.accepting import Accepting
from tessebs_widgets.actions.signals import Signals
from tessebs_widgets.views.accepting import AcceptActions
from tessebs_widgets.views.signals import SignalActions

__all__ = ["accept_actions", "signal_actions"]


def accept_actions(accepting: Accepting) -> AcceptActions:
    """The accept bar's buttons."""
    return AcceptActions(
        accept=lambda request: accepting.accept(request_id=request),
        swap=lambda request: accepting.swap(request_id=request),
        withdraw=lambda request: accepting.withdraw(request_id=request),
        cancel=accepting.cancel,
    )


def signal_actions(signals: Signals) -> SignalActions:
    """The signals card's buttons."""
    return SignalActions(
        take_out=signals.take_out,
        step_through=signals.step_through,
        search=signals.search,
        cancel=signals.cancel_search,
        fold=signals.fold_on_found,
        promote=lambda request: signals.promote(request_id=request),
    )
