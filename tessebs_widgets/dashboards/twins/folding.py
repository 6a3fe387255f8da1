"""What the phase plot is folded on."""

from tessebs_core.vocabulary import PeriodMultiple
from tessebs_widgets.actions.editing import Editing
from tessebs_widgets.dashboards.twins.words import word_of

__all__ = ["FoldingTwins"]


class FoldingTwins:
    """Choose and edit the fold; what proposals, their pictures and the editor do."""

    _editing: Editing

    def select(self, ephemeris_id: int, period: PeriodMultiple | str | None = None) -> None:
        """Take up a proposal and fold on it, at a multiple of its period."""
        self._editing.select(ephemeris_id, None if period is None else word_of(PeriodMultiple, period))

    def adopt(self, ephemeris_id: int | None = None) -> None:
        """Fold on a proposal as it was proposed."""
        self._editing.adopt(ephemeris_id)

    def set_multiple(self, period: PeriodMultiple | str) -> None:
        """Fold on P/2, P or 2P of the selected proposal, and vote for that period."""
        self._editing.set_multiple(word_of(PeriodMultiple, period))

    def set_period(self, period: float) -> None:
        """Fold on a period, days."""
        self._editing.set_period(period)

    def set_t0(self, bjd0: float) -> None:
        """Put phase 0 at a time, BTJD."""
        self._editing.set_t0(bjd0)

    def halve(self) -> None:
        """Halve the period."""
        self._editing.scale_period(0.5)

    def double(self) -> None:
        """Double the period."""
        self._editing.scale_period(2.0)

    def step_period(self, steps: float = 1.0) -> None:
        """Change the period by fine steps: 0.01 cycle over the light curve each."""
        self._editing.step_period(steps)

    def shift_t0(self, cycles: float) -> None:
        """Move phase 0 by a part of the period, or by whole periods."""
        self._editing.shift_t0(cycles)
