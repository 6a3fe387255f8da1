"""An ephemeris as a value: when a primary minimum falls and how often."""

import math
from dataclasses import dataclass
from typing import Self

from tessebs_core.errors import BadEphemeris
from tessebs_core.vocabulary import PeriodMultiple

__all__ = ["BTJD_ZERO", "Ephemeris", "Source"]

BTJD_ZERO = 2457000.0
"""BTJD = BJD_TDB - 2457000, in days; the time scale of every time in the project."""

_LATEST_BTJD = 50_000.0  # the year 2151; a full BJD (2.4e6) is far beyond it


@dataclass(frozen=True)
class Ephemeris:
    """Time of a primary minimum and orbital period.

    Parameters
    ----------
    bjd0 : float
        Time of a primary minimum, BTJD (BJD_TDB - 2457000), days.
    period : float
        Orbital period, days; positive.
    bjd0_uncert, period_uncert : float or None
        One-sigma uncertainties, days; None where the source gives none.

    Raises
    ------
    BadEphemeris
        A value is not finite, a period or an uncertainty is not positive, or ``bjd0`` looks
        like a full BJD.
    """

    bjd0: float
    period: float
    bjd0_uncert: float | None = None
    period_uncert: float | None = None

    def __post_init__(self) -> None:
        for name in ("bjd0", "period", "bjd0_uncert", "period_uncert"):
            if getattr(self, name) is not None or not name.endswith("uncert"):
                object.__setattr__(self, name, _number(name, getattr(self, name)))
        if not math.isfinite(self.bjd0) or abs(self.bjd0) > _LATEST_BTJD:
            raise BadEphemeris(
                f"t0 = {self.bjd0!r} is no BTJD. Give BJD_TDB - 2457000 in days, for example 1325.3."
            )
        if not math.isfinite(self.period) or self.period <= 0:
            raise BadEphemeris(f"period = {self.period!r} d. Give a positive number of days.")
        for name in ("bjd0_uncert", "period_uncert"):
            value = getattr(self, name)
            if value is not None and not (math.isfinite(value) and value >= 0):
                raise BadEphemeris(f"{name} = {value!r} d. Give a positive number, or leave it out.")

    def times(self, factor: float) -> Self:
        """The same zero point with ``factor`` times the period and its uncertainty."""
        uncertainty = None if self.period_uncert is None else self.period_uncert * factor
        return type(self)(self.bjd0, self.period * factor, self.bjd0_uncert, uncertainty)

    def multiple(self, multiple: PeriodMultiple) -> Self:
        """The ephemeris that a reviewer means by a period multiple.

        Raises
        ------
        BadEphemeris
            ``other`` names no factor.
        """
        if multiple.factor is None:
            raise BadEphemeris("'other' names no factor; propose the ephemeris itself.")
        return self.times(multiple.factor)


def _number(name: str, value: object) -> float:
    """Turn a number of any kind (numpy's, Decimal) into a Python float; a text is no number."""
    try:
        if not isinstance(value, (str, bytes, bool)):
            return float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        pass
    raise BadEphemeris(f"{name} = {value!r} is no number. Give days, for example 2.5.")


@dataclass(frozen=True)
class Source:
    """Who or what proposed an ephemeris: a code with its version, or a person."""

    model: str
    version: str | None = None
    author: str = ""
    reference: str | None = None

    @property
    def label(self) -> str:
        """Short name for a screen: the model and its version."""
        return f"{self.model} {self.version}" if self.version else self.model
