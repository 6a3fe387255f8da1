"""The ephemeris that the phase plot is folded on, and what it says of a proposal."""

from dataclasses import dataclass

from tessebs_core.records import Ephemeris
from tessebs_core.vocabulary import PeriodMultiple

__all__ = ["SAME_PERIOD", "Fold", "multiple_of"]

SAME_PERIOD = 1e-3
"""Largest relative difference at which two periods still mean the same multiple: a verdict is on
the factor, a refined value is proposed as an ephemeris of its own."""


@dataclass(frozen=True)
class Fold:
    """Zero point (BTJD, days) and period (days) of the phase plot, in one value.

    One value, so that no view is ever painted with the new period and the old zero point.
    """

    bjd0: float
    period: float

    def __post_init__(self) -> None:
        Ephemeris(self.bjd0, self.period)  # the record says what is wrong

    @classmethod
    def on(cls, ephemeris: Ephemeris) -> "Fold":
        """The fold of an ephemeris."""
        return cls(ephemeris.bjd0, ephemeris.period)

    @property
    def ephemeris(self) -> Ephemeris:
        """The fold as an ephemeris, without uncertainties."""
        return Ephemeris(self.bjd0, self.period)

    def with_period(self, period: float) -> "Fold":
        """The same zero point with another period, days."""
        return Fold(self.bjd0, period)

    def shifted(self, cycles: float) -> "Fold":
        """The zero point later by ``cycles`` periods."""
        return Fold(self.bjd0 + cycles * self.period, self.period)


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
