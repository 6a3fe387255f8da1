"""Legacy zero points and periods as ephemerides: BTJD and days, or a reason why they are none."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tessebs_core.compute.legacy.columns import real
from tessebs_core.errors import BadEphemeris, BadLegacyRow
from tessebs_core.records import Ephemeris
from tessebs_core.records.ephemerides import BTJD_ZERO

__all__ = ["LegacyEphemeris", "btjd_of", "read_ephemeris"]

_FULL_BJD = (2_400_000.0, 2_500_000.0)
_LONGEST_PERIOD = 100_000.0  # days; nobody has seen an eclipse return after 270 years
_SMALLEST = 1e-300  # below it a number is the trace of a broken computation, not a time
_PLACEHOLDER = (0.0, 1.0)


@dataclass(frozen=True)
class LegacyEphemeris:
    """An ephemeris with what was done to the row to get it.

    Parameters
    ----------
    ephemeris : Ephemeris
    doubts : tuple of str
        What a person should know.
    beside : dict
        Values that are not in ``ephemeris`` as they were, by column.
    """

    ephemeris: Ephemeris
    doubts: tuple[str, ...] = ()
    beside: dict[str, Any] = field(default_factory=dict)


def btjd_of(time: float) -> tuple[float, bool]:
    """A time as BTJD, and whether it was a full BJD before."""
    is_full = _FULL_BJD[0] < time < _FULL_BJD[1]
    return (time - BTJD_ZERO if is_full else time), is_full


def read_ephemeris(values: Mapping[str, Any]) -> LegacyEphemeris:
    """Read ``bjd0``, ``period`` and their uncertainties.

    Parameters
    ----------
    values : mapping
        A row of ``catalog_ephemeris``, or of ``catalog_eb`` before migration 0048.

    Raises
    ------
    BadLegacyRow
        It is no ephemeris: a value is missing, not finite, or nothing that a binary can do.
    """
    bjd0, period = _measured(values, "bjd0"), _measured(values, "period")
    if period > _LONGEST_PERIOD:
        raise BadLegacyRow(f"period = {period!r} d is longer than any that was observed")
    doubts: list[str] = []
    beside: dict[str, Any] = {}
    btjd, was_full = btjd_of(bjd0)
    if was_full:
        doubts.append(f"bjd0 = {bjd0!r} was a full BJD and is stored as BTJD {btjd!r}")
        beside["bjd0"] = bjd0
    if (bjd0, period) == _PLACEHOLDER:
        doubts.append("bjd0 = 0 and period = 1 are what the legacy site filled in where nobody gave numbers")
    uncertainties = {name: _uncertainty(values, name, beside) for name in ("bjd0_uncert", "period_uncert")}
    doubts += [
        f"{name} = {beside[name]!r} is no uncertainty and is left out"
        for name in uncertainties
        if name in beside
    ]
    doubts += [
        f"{name} = {value!r} d is larger than the period"
        for name, value in uncertainties.items()
        if value is not None and value > period > 0
    ]
    try:
        found = Ephemeris(btjd, period, **uncertainties)
    except BadEphemeris as error:
        raise BadLegacyRow(str(error).split(". Give")[0]) from error
    return LegacyEphemeris(found, tuple(doubts), beside)


def _measured(values: Mapping[str, Any], name: str) -> float:
    value = real(values, name)
    if value is None:
        raise BadLegacyRow(f"{name} is missing")
    if 0 < abs(value) < _SMALLEST:
        raise BadLegacyRow(f"{name} = {value!r} is nothing that was measured")
    return value


def _uncertainty(values: Mapping[str, Any], name: str, beside: dict[str, Any]) -> float | None:
    try:
        value = real(values, name)
    except BadLegacyRow:
        beside[name] = str(values[name])
        return None
    if value is not None and value < 0:
        beside[name] = value
        return None
    return value
