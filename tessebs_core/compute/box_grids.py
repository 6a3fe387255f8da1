"""Which periods and durations a box search tries."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from tessebs_core.errors import BadLightCurve
from tessebs_core.records import FloatArray, IntArray

__all__ = [
    "LONGEST_FRACTION",
    "MOST_TRIALS",
    "PARTS_OF_BIN",
    "Octave",
    "fine_widths",
    "finest_part",
    "frequency_spacing",
    "longest_duration",
    "octaves",
    "shortest_duration",
    "trial_widths",
    "whole_step",
]

LONGEST_FRACTION = 0.2
"""Longest box as a fraction of the period; longer ones fit half of any smooth curve."""

MOST_TRIALS = 5_000_000
"""Trial periods of one search; forty sectors over seven years need 1 200 000 from 0.1 d on."""

PARTS_OF_BIN = 4
"""All bins of a search are whole multiples of this part of the finest: one pre-binning serves them all."""

_RATIO = 1.5  # longest period over shortest of one octave
_LADDER = (4, 5, 6)  # bins of trial durations, with all doubles: at worst 6 % of the power lies between two


@dataclass(frozen=True)
class _Fineness:
    """How finely a search divides its shortest duration.

    Parameters
    ----------
    bins : int
        Time bins in it.
    trials : float
        Trial frequencies while an eclipse drifts by it from one end of the data to the other.
    """

    bins: int
    trials: float


_SEVERAL = _Fineness(3, 2.0)  # longer durations have more of both
_SINGLE = _Fineness(5, 2.5)


@dataclass(frozen=True)
class Octave:
    """Trial periods that share one time grid.

    Parameters
    ----------
    frequency : ndarray of shape (m,)
        Trial frequencies, 1/d, ascending and evenly spaced.
    step : float
        Time bin, days: three of them, or a little more, make the shortest duration; five a given one.
    widths : ndarray of int64
        Trial durations in bins, ascending.
    """

    frequency: FloatArray
    step: float
    widths: IntArray

    def __len__(self) -> int:
        return int(self.frequency.size)


def shortest_duration(period: float) -> float:
    """Shortest eclipse sought, days: 0.03 P^(1/6) or, beyond 9 d, 0.0145 P^(1/2); at most a tenth of P.

    Central eclipses of M dwarfs last 0.04 d at 1 d, grazing ones of stars like the Sun 0.1 d at 10 d.
    """
    return float(min(max(0.03 * period ** (1 / 6), 0.0145 * math.sqrt(period)), 0.1 * period))


def longest_duration(period: float) -> float:
    """Longest eclipse sought, days: 0.35 P^(1/3), long for a dwarf, at most a fifth of the period."""
    return float(min(0.35 * np.cbrt(period), LONGEST_FRACTION * period))


def octaves(
    baseline: float, minimum_period: float, maximum_period: float, duration: float | None = None
) -> tuple[Octave, ...]:
    """Lay out the trials of a search.

    Parameters
    ----------
    baseline : float
        Time from the first to the last point, days.
    minimum_period, maximum_period : float
        Ends of the range, days.
    duration : float, optional
        The only duration to try, days; without it, from `shortest_duration` to `longest_duration`.

    Returns
    -------
    tuple of Octave
        From the longest periods to the shortest, so that frequencies ascend.

    Raises
    ------
    BadLightCurve
        More than `MOST_TRIALS` trials.

    Notes
    -----
    In each octave the step in frequency is D f / (2 T) with the shortest duration D: the far ends of
    the data move by D / 2 from one trial to the next [1]_, and by 0.4 D for a given duration.

    References
    ----------
    .. [1] Ofir 2014, A&A 561, A138.
    """
    edges = list(_edges(baseline, minimum_period, maximum_period, duration))
    trials = sum(count for *_, count in edges)
    if trials > MOST_TRIALS:
        raise BadLightCurve(
            f"A baseline of {baseline:g} d searched from {minimum_period:g} d to {maximum_period:g} d needs "
            f"{trials} trial periods; at most {MOST_TRIALS} are made. Remove a wild time or raise the "
            "shortest period."
        )
    part = finest_part(minimum_period, duration)
    return tuple(_octave(short, long, count, duration, part) for short, long, count in edges)


def frequency_spacing(baseline: float, period: float, duration: float | None = None) -> float:
    """Step in frequency at a period, 1/d: a part of D / (P T); shortest duration D, baseline T."""
    return (duration or shortest_duration(period)) / (period * _fineness(duration).trials * baseline)


def trial_widths(period: float, step: float, duration: float | None = None) -> IntArray:
    """Trial durations in bins of ``step`` days: 3, 4, 6, 8, 10, 12, 16, 20, 24..., or the given one."""
    if duration is not None:
        return np.array([max(1, round(duration / step))], dtype=np.int64)
    most = longest_duration(period) / step * (1 + 1e-9)
    doubled = [each * 2**k for k in range(1, 40) for each in _LADDER if each * 2**k <= most]
    return np.array([3, 4, 6, *doubled], dtype=np.int64)


def fine_widths(
    period: float, step: float, narrowest: int, duration: float | None = None, *, ratio: float
) -> IntArray:
    """Trial durations in bins of ``step`` days: from ``narrowest`` up by ``ratio``, or the given one."""
    if duration is not None:
        return np.array([max(1, round(duration / step))], dtype=np.int64)
    growth = max(longest_duration(period) / (step * narrowest), 1.0)
    count = math.floor(math.log(growth, ratio) + 1e-9) + 1
    widths = np.rint(narrowest * ratio ** np.arange(count)).tolist()
    return np.array(list(dict.fromkeys(widths)), dtype=np.int64)  # each once, in order


def _fineness(duration: float | None) -> _Fineness:
    return _SEVERAL if duration is None else _SINGLE


def _edges(
    baseline: float, minimum_period: float, maximum_period: float, duration: float | None
) -> Iterator[tuple[float, float, int]]:
    """Shortest period, longest period and number of trials of each octave."""
    long = maximum_period
    while long > minimum_period * (1 + 1e-9):
        short = max(long / _RATIO, minimum_period)
        spacing = frequency_spacing(baseline, long, duration)  # the least of the octave
        yield short, long, math.ceil((1 / short - 1 / long) / spacing)
        long = short


def finest_part(period: float, duration: float | None = None) -> float:
    """Pre-binning of a search down to a period, days."""
    return (duration or shortest_duration(period)) / (_fineness(duration).bins * PARTS_OF_BIN)


def whole_step(period: float, part: float, duration: float | None = None) -> float:
    """Time bin at a period, days: the longest multiple of ``part`` that is fine enough."""
    bins = _fineness(duration).bins
    return part * math.floor((duration or shortest_duration(period)) / (bins * part) + 1e-9)


def _octave(short: float, long: float, count: int, duration: float | None, part: float) -> Octave:
    spacing = (1 / short - 1 / long) / count
    frequency = 1 / long + spacing * (np.arange(count, dtype=np.float64) + 0.5)
    step = whole_step(short, part, duration)
    return Octave(frequency, step, trial_widths(long, step, duration))
