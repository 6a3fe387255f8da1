"""The ephemeris that the phase plot is folded on, and what it says of a proposal."""

import math
from dataclasses import dataclass

from tessebs_core.records import Ephemeris, StoredVote
from tessebs_core.vocabulary import PeriodMultiple

__all__ = ["SAME_PERIOD", "Fold", "multiple_of", "voted_multiple"]

SAME_PERIOD = 1e-3
"""Largest relative difference at which two periods still mean the same multiple: a verdict is on
the factor, a refined value is proposed as an ephemeris of its own."""


@dataclass(frozen=True)
class Fold:
    """Zero point (BTJD, days) and period (days) of the phase plot, in one value.

    One value, so that no view is ever painted with the new period and the old zero point. The
    one-sigma uncertainties (days) are those of a fit; None after an edit by hand.
    """

    bjd0: float
    period: float
    bjd0_uncert: float | None = None
    period_uncert: float | None = None

    def __post_init__(self) -> None:
        self.ephemeris  # noqa: B018 - the record says what is wrong

    @classmethod
    def on(cls, ephemeris: Ephemeris) -> "Fold":
        """The fold of an ephemeris."""
        return cls(ephemeris.bjd0, ephemeris.period, ephemeris.bjd0_uncert, ephemeris.period_uncert)

    @property
    def ephemeris(self) -> Ephemeris:
        """The fold as an ephemeris, with the uncertainties that it has."""
        return Ephemeris(self.bjd0, self.period, self.bjd0_uncert, self.period_uncert)

    def with_period(self, period: float) -> "Fold":
        """The same zero point with another period, days."""
        return Fold(self.bjd0, period)

    def times(self, factor: float) -> "Fold":
        """The same zero point with ``factor`` times the period and its uncertainty."""
        return Fold.on(self.ephemeris.times(factor))

    def shifted(self, cycles: float) -> "Fold":
        """The zero point later by ``cycles`` periods; whole cycles carry the uncertainties along."""
        bjd0 = self.bjd0 + cycles * self.period
        uncertainty = None
        if self.bjd0_uncert is not None and self.period_uncert is not None and cycles == round(cycles):
            uncertainty = math.hypot(self.bjd0_uncert, cycles * self.period_uncert)
        return Fold(bjd0, self.period, uncertainty, self.period_uncert)


def voted_multiple(vote: StoredVote | None) -> PeriodMultiple:
    """The multiple to show of a proposal: the one voted for; a duplicate at no multiple shows as proposed."""
    if vote is None:
        return PeriodMultiple.PERIOD
    said = vote.judgement
    marked = said.duplicate_of is not None and said.period_multiple is PeriodMultiple.OTHER
    return PeriodMultiple.PERIOD if marked else said.period_multiple


def multiple_of(period: float, proposed: float) -> PeriodMultiple:
    """Which multiple of the proposed period a period is, within `SAME_PERIOD`.

    Examples
    --------
    >>> multiple_of(2.0, 1.0)
    <PeriodMultiple.DOUBLE: 'double'>
    >>> multiple_of(1.5, 1.0)
    <PeriodMultiple.OTHER: 'other'>
    """
    for multiple in (PeriodMultiple.PERIOD, PeriodMultiple.HALF, PeriodMultiple.DOUBLE):
        factor = multiple.factor
        if factor is not None and abs(period / (factor * proposed) - 1.0) <= SAME_PERIOD:
            return multiple
    return PeriodMultiple.OTHER
