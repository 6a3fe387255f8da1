"""Edit the fold: choose a proposal, a multiple, step period and zero point; keep the draft."""

import math
from collections.abc import Iterable

from tessebs_core.errors import BadEphemeris, InputError
from tessebs_core.records import Proposal
from tessebs_core.vocabulary import PeriodMultiple, SignalFlag
from tessebs_widgets.actions.background import Background
from tessebs_widgets.actions.triage import Desk
from tessebs_widgets.state.folds import Fold, multiple_of, voted_multiple
from tessebs_widgets.state.guarding import guarded
from tessebs_widgets.state.triage import TriageState

__all__ = ["FINE_STEP", "Editing", "period_step"]

FINE_STEP = 0.01
"""A fine period step moves the last eclipse by this part of a cycle against the first."""

_DRAFT_DELAY = 0.15  # seconds; a key held down writes its last value, not each
_UNKNOWN_BASELINE = 27.0  # days; one sector


def period_step(period: float, baseline: float | None, drift: float = FINE_STEP) -> float:
    """Change of period (days) that moves the last eclipse by ``drift`` cycles.

    Over a baseline T there are T/P cycles, so that dP = drift * P**2 / T; at most ``drift * P``.

    Examples
    --------
    >>> round(period_step(2.0, 400.0), 6)
    0.0001
    """
    return drift * period * min(1.0, period / (baseline or _UNKNOWN_BASELINE))


class Editing:
    """Change what the phase plot is folded on; every change that matters is kept as a draft."""

    def __init__(self, state: TriageState, desk: Desk, background: Background) -> None:
        self._state = state
        self._desk = desk
        self._background = background

    def select(self, ephemeris_id: int, multiple: PeriodMultiple | None = None) -> None:
        """Take up a proposal, at the multiple given, or voted for, or its own period.

        Raises
        ------
        InputError
            It is no proposal of the candidate shown.
        """
        proposal = self._proposal(ephemeris_id)
        if multiple is None:
            multiple = voted_multiple(proposal.counted_vote)
        with self._state.hold_trait_notifications():
            if ephemeris_id != self._state.selected:
                self._state.selected = ephemeris_id
                self._state.flags = self._state.voted_flags
            self._state.fold = Fold.on(proposal.ephemeris.times(multiple.factor or 1.0))
            self._state.multiple = multiple
        self.keep_draft(soon=True)

    def select_by(self, step: int) -> None:
        """Take up the proposal ``step`` places below the one selected, round the ends."""
        ids = [each.ephemeris_id for each in self._state.proposals]
        if ids:
            at = ids.index(self._state.selected) if self._state.selected in ids else -1
            self.select(ids[(at + step) % len(ids)])

    def set_multiple(self, multiple: PeriodMultiple) -> None:
        """Choose P/2, P or 2P of the selected proposal and fold on it; 'other' leaves the fold."""
        proposal = self._state.proposal
        if proposal is None or multiple.factor is None:
            self._state.multiple = multiple
            return
        self.select(proposal.ephemeris_id, multiple)

    def set_fold(self, fold: Fold) -> None:
        """Fold on anything; the multiple follows from the period."""
        with self._state.hold_trait_notifications():
            self._state.fold = fold
            if self._state.proposal is not None:
                self._state.multiple = multiple_of(fold.period, self._state.proposal.ephemeris.period)
        self.keep_draft(soon=True)

    def set_period(self, period: float) -> None:
        """Fold on another period, days."""
        if self._state.fold is None:
            if self._state.light_curve is None:
                raise BadEphemeris("There is nothing to fold yet.")
            self.set_fold(Fold(float(self._state.light_curve.time[0]), period))
        else:
            self.set_fold(self._state.fold.with_period(period))

    def set_t0(self, bjd0: float) -> None:
        """Put phase 0 at another time, BTJD."""
        fold = self._fold()
        self.set_fold(Fold(bjd0, fold.period, None, fold.period_uncert))

    def scale_period(self, factor: float) -> None:
        """Halve, double: multiply the period."""
        self.set_fold(self._fold().times(factor))

    def step_period(self, steps: float) -> None:
        """Change the period by fine steps; see `period_step`."""
        fold = self._fold()
        step = period_step(fold.period, self._state.baseline)
        self.set_fold(fold.with_period(fold.period + steps * step))

    def shift_t0(self, cycles: float) -> None:
        """Move phase 0 by a part of the period, or by whole periods."""
        if not math.isfinite(cycles):
            raise BadEphemeris(f"{cycles!r} is no part of a period.")
        self.set_fold(self._fold().shifted(cycles))

    def adopt(self, ephemeris_id: int | None = None) -> None:
        """Go back to a proposal's own ephemeris; the selected one if none is named."""
        chosen = self._state.selected if ephemeris_id is None else ephemeris_id
        if chosen is not None:
            self.select(chosen, PeriodMultiple.PERIOD)

    def set_flags(self, flags: Iterable[SignalFlag]) -> None:
        """Choose the flags that go with a verdict of 'eb'."""
        self._state.flags = frozenset(flags)
        self.keep_draft()

    def set_comment(self, text: str) -> None:
        """Keep the comment as it is being written."""
        self._state.comment = text
        self.keep_draft()

    def keep_draft(self, *, soon: bool = False) -> None:
        """Store what has been begun: at once, or when a key held down comes to rest."""
        if self._state.candidate is None:
            return
        tess_id = self._state.candidate.target.tess_id

        def save() -> None:
            candidate = self._state.candidate
            if candidate is not None and candidate.target.tess_id == tess_id:
                with guarded(self._state):
                    self._desk.save_draft(tess_id, self._state.draft)

        self._background.later("draft", _DRAFT_DELAY if soon else 0.0, save)

    def _fold(self) -> Fold:
        if self._state.fold is None:
            raise BadEphemeris("There is no ephemeris yet: type a period, or tap a peak of the periodogram.")
        return self._state.fold

    def _proposal(self, ephemeris_id: int) -> Proposal:
        for each in self._state.proposals:
            if each.ephemeris_id == ephemeris_id:
                return each
        raise InputError(f"Ephemeris {ephemeris_id} is no proposal of the target on the screen.")
