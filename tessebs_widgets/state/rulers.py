"""The ruler: a stretch of the light curve that holds a whole number of cycles."""

import math
from dataclasses import dataclass

from tessebs_core.errors import InputError

__all__ = ["MOST_CYCLES", "Ruler"]

MOST_CYCLES = 10_000


@dataclass(frozen=True)
class Ruler:
    """From ``start`` to ``end`` (BTJD, days) are ``cycles`` periods.

    Raises
    ------
    InputError
        A time is not finite, the end is not after the start, or the cycles are not 1 to `MOST_CYCLES`.
    """

    start: float
    end: float
    cycles: int = 1

    def __post_init__(self) -> None:
        if not (math.isfinite(self.start) and math.isfinite(self.end) and self.end > self.start):
            raise InputError(
                f"A ruler goes from an earlier to a later time; {self.start!r} to {self.end!r} BTJD does not."
            )
        if not isinstance(self.cycles, int) or not 1 <= self.cycles <= MOST_CYCLES:
            raise InputError(f"A ruler has 1 to {MOST_CYCLES} cycles, not {self.cycles!r}.")

    @property
    def period(self) -> float:
        """Days.

        Examples
        --------
        >>> Ruler(1326.0, 1336.0, 4).period
        2.5
        """
        return (self.end - self.start) / self.cycles

    @property
    def inner(self) -> tuple[float, ...]:
        """Times between start and end at which a cycle ends, BTJD; one fewer than cycles."""
        return tuple(self.start + self.period * each for each in range(1, self.cycles))

    @classmethod
    def between(cls, one: float, other: float, period: float | None, cycles: int | None = None) -> "Ruler":
        """A ruler between two times in any order, of the cycles named or else what fits a period best."""
        start, end = min(one, other), max(one, other)
        if cycles is None:
            fitting = 1 if period is None else round((end - start) / period)
            cycles = min(max(fitting, 1), MOST_CYCLES)
        return cls(start, end, cycles)
