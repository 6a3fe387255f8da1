"""The signals' half of the desk without a database."""

from tessebs_core.errors import Cancelled
from tessebs_core.records import CatalogueSignal, Ephemeris, FoundSignal, Offer, SignalBoard
from tessebs_core.records.reporting import Step
from tessebs_core.vocabulary import PeriodMultiple, SignalFlag
from tessebs_core.workflows.further import residual_periodogram, take_out

__all__ = ["FOUND", "FakeSignalDesk", "offer"]

FOUND = Ephemeris(1326.9, 5.4321, 1e-3, 1e-4)


def offer(ephemeris_id: int, **changes) -> Offer:
    """An offer to accept a proposal as signal 1."""
    values = {
        "ephemeris": Ephemeris(1326.1, 2.345678),
        "multiple": PeriodMultiple.PERIOD,
        "flags": frozenset({SignalFlag.AMBIGUOUS}),
        "signal_id": 1,
    }
    return Offer(ephemeris_id, **{**values, **changes})


class FakeSignalDesk:
    """The same methods as `tessebs_widgets.actions.signal_desk.SignalDesk`."""

    board = SignalBoard()
    secondary = 0.43
    accept_error: Exception | None = None

    def signals(self, tess_id):
        self._answer("signals", tess_id)
        return self.board

    def take_out(self, light_curve, removed):
        self._answer("take_out", [(each.number, str(each.method)) for each in removed])
        return take_out(light_curve, [(each.ephemeris, each.method.value) for each in removed])

    def residual_periodogram(self, light_curve, method, **part):
        self._answer("residual_periodogram", method)
        return residual_periodogram(light_curve, method, **part)

    def search_further(self, tess_id, provenance, signals, method, *, report, cancelled):
        self._answer("search_further", (tuple(signals), method))
        report(Step(1, 2, "searching what is left"))
        if cancelled():
            raise Cancelled("The search was stopped; nothing was changed.")
        return FoundSignal(
            tess_id, provenance, "0" * 64, (1, 2), tuple(signals), "mask", FOUND, True, 0.03, 0.2,
            "further signal: P = 5.4321 d",
        )  # fmt: skip

    def promote(self, tess_id, found, *, request_id):
        self._answer("promote", request_id)
        return self.propose(tess_id, found.ephemeris)

    def secondary_phase(self, light_curve, ephemeris):
        self._answer("secondary_phase", ephemeris)
        return self.secondary

    def accept(self, ephemeris_id, signal_id, *, request_id, report, cancelled):
        self._answer("accept", (ephemeris_id, signal_id))
        report(Step(0, 2, "drawing SPOC"))
        if self.accept_error is not None:
            raise self.accept_error
        done = self.board.offers[ephemeris_id]
        signal = CatalogueSignal(
            7, done.signal_id, True, ephemeris_id, done.ephemeris, done.flags, has_secondary=True
        )
        offers = {**self.board.offers, ephemeris_id: offer(ephemeris_id, accepted=True, updates=True)}
        self.board = SignalBoard((signal,), offers)
        return 7

    def swap(self, entry_id, *, request_id, report, cancelled):
        self._answer("swap", entry_id)
        return 99

    def withdraw(self, entry_id, *, remove, request_id):
        self._answer("withdraw", (entry_id, remove))
        self.board = SignalBoard((), {number: offer(number) for number in self.board.offers})
