"""The same signal on two neighbouring targets: commensurate periods, and minima that coincide."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from tessebs_core.compute.neighbours import REACH, neighbour_pairs, reach_of
from tessebs_core.records import FloatArray, IntArray

__all__ = ["MOST_CHANCE", "SIGMAS", "Matches", "SignalTable", "match_signals"]

SIGMAS = 5.0
"""Within how many sigma periods and times of minimum must agree."""
MOST_CHANCE = 1e-3
"""The largest probability of agreeing by chance that is reported."""

_RATIOS = tuple(
    Fraction(p, q) for p, q in ((1, 1), (1, 2), (2, 1), (1, 3), (3, 1), (2, 3), (3, 2), (1, 4), (4, 1))
)
_TIME_FLOOR = 0.002  # days; codes disagree on the middle of an eclipse by that much
_PHASE_FLOOR = 0.002  # of the period
_PERIOD_FLOOR = 1e-5  # relative
_UNSTATED_PHASE = 0.01  # sigma of a minimum whose source states none, of the period
_UNSTATED_SPAN = 27.0  # days over which such a source has counted cycles: one sector
_WIDEST = 0.01  # relative; what differs by more is another period
_BATCH = 500_000  # pairs compared at once, so that memory stays small
_LOGS = np.log([float(each) for each in _RATIOS])
_Column = npt.NDArray[Any]


@dataclass(frozen=True, eq=False)
class SignalTable:
    """Signals as columns; each row one ephemeris of one target.

    Parameters
    ----------
    tess_id : ndarray of int
        Ascending.
    ra, dec, magnitude : ndarray
        Of the target: degrees, and in the TESS band; NaN where unknown.
    bjd0, bjd0_uncert, period, period_uncert : ndarray
        Days; uncertainties NaN where not stated.
    secondary : ndarray
        Phase of the secondary eclipse; NaN where not known, taken as one half.
    """

    tess_id: IntArray
    ra: FloatArray
    dec: FloatArray
    magnitude: FloatArray
    bjd0: FloatArray
    bjd0_uncert: FloatArray
    period: FloatArray
    period_uncert: FloatArray
    secondary: FloatArray


@dataclass(frozen=True, eq=False)
class Matches:
    """Pairs of rows that agree, as columns; ``tested`` pairs were compared on ``targets`` targets.

    The columns are those of `tessebs_core.records.blends.SharedSignal`; ``ratio`` is a place in ``ratios``.
    """

    first: IntArray
    second: IntArray
    separation: FloatArray
    ratio: IntArray
    period_sigma: FloatArray
    time_difference: FloatArray
    time_sigma: FloatArray
    same_minimum: FloatArray
    chance: FloatArray
    targets: int
    tested: int
    ratios: tuple[Fraction, ...] = _RATIOS


def match_signals(
    table: SignalTable, *, reach: float = REACH, most_chance: float = MOST_CHANCE, tess_id: int | None = None
) -> Matches:
    """Find the pairs of signals of different targets that are one signal.

    Parameters
    ----------
    table : SignalTable
        All signals; those without a position are left out.
    reach : float
        Pixels that the light of a faint star reaches; see `tessebs_core.compute.neighbours.reach_of`.
    most_chance : float
        Pairs that agree by chance with a larger probability are left out.
    tess_id : int, optional
        Only the pairs of this target.

    Returns
    -------
    Matches
        The same pair of targets may be there many times, once for each pair of its ephemerides.

    Notes
    -----
    The idea is that of Coughlin et al. (2014, AJ 147, 119): neighbours with the same ephemeris are one
    source. Periods agree at one of nine small ratios within five sigma; uncertainties have floors (0.002 d
    and 0.002 P in time, 1e-5 in period), and sources that state none are given 0.01 P over one sector.
    Minima are compared on the finest grid that both share, at the epoch of one of them, the uncertainty of
    the better period propagated to it; at equal periods one may count from the other's secondary.

    The probability of chance: an unrelated signal has its period from the distribution of all periods of the
    table in ln P and its minimum anywhere. x is the probability that it is as near to one of the ratios, y
    that its minimum is as near to one of the places that are allowed; neither is counted as nearer than one
    sigma.
    That a product of two such numbers is as small as ``k = x y`` happens with probability ``k (1 - ln k)``.
    """
    known = np.flatnonzero(np.isfinite(table.ra) & np.isfinite(table.dec))
    stars, begin, count = np.unique(table.tess_id[known], return_index=True, return_counts=True)
    at = known[begin]
    one, two, separation = neighbour_pairs(table.ra[at], table.dec[at], reach_of(table.magnitude[at], reach))
    if tess_id is not None:
        wanted = (stars[one] == tess_id) | (stars[two] == tess_id)
        one, two, separation = one[wanted], two[wanted], separation[wanted]
    density = _period_density(table.period[known])
    found, tested = [], 0
    for part in _parts(count[one] * count[two]):
        pairs = _expanded(begin, count, one[part], two[part])
        tested += pairs[0].size
        rows = _Rows(known[pairs[0]], known[pairs[1]], separation[part][pairs[2]])
        found.append(_matched(table, rows, density, most_chance))
    nothing: list[_Column] = [np.empty(0, dtype=np.int64)] * 9
    columns = [np.concatenate(each) for each in zip(*found, strict=True)] if found else nothing
    first, second, apart, ratio, period_sigma, difference, time_sigma, same, chance = columns
    return Matches(
        first, second, apart, ratio, period_sigma, difference, time_sigma, same, chance,
        targets=int(stars.size), tested=tested,
    )  # fmt: skip


class _Rows(NamedTuple):
    """Pairs of rows, and how far apart their targets are."""

    first: IntArray
    second: IntArray
    separation: FloatArray


def _parts(sizes: IntArray) -> Iterator[slice]:
    """Runs of pairs of targets with about so many pairs of signals."""
    ends = np.flatnonzero(np.diff(np.cumsum(sizes) // _BATCH)) + 1
    for start, end in zip([0, *ends], [*ends, sizes.size], strict=True):
        if end > start:
            yield slice(int(start), int(end))


def _expanded(
    begin: IntArray, count: IntArray, one: IntArray, two: IntArray
) -> tuple[IntArray, IntArray, IntArray]:
    """Every signal of the one with every signal of the other, and the place of their pair of targets."""
    sizes = count[one] * count[two]
    pair = np.repeat(np.arange(one.size), sizes)
    within = np.arange(pair.size) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return begin[one[pair]] + within // count[two[pair]], begin[two[pair]] + within % count[two[pair]], pair


def _period_density(period: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Signals per unit of ln P, normalised: middles of bins and densities, smoothed over three bins.

    A hundred signals of usual periods are added, so that a table of few has a distribution too: those of the
    first catalogue (Prsa et al. 2022, ApJS 258, 16) are spread by a factor of four about two and a half days.
    """
    edges = np.arange(-5.0, 8.01, 0.25)
    usual = np.exp(-0.5 * ((0.5 * (edges[1:] + edges[:-1]) - np.log(2.5)) / np.log(4.0)) ** 2)
    counts = np.histogram(np.clip(np.log(period), edges[0], edges[-1]), edges)[0] + 100 * usual / usual.sum()
    smooth = np.convolve(np.pad(counts, 1, mode="edge"), np.full(3, 1 / 3), "valid")
    return 0.5 * (edges[1:] + edges[:-1]), smooth / (smooth.sum() * 0.25)


def _time_error(table: SignalTable, rows: IntArray) -> FloatArray:
    """Of the minimum at its own epoch, days, with its floor."""
    period, stated = table.period[rows], table.bjd0_uncert[rows]
    error = np.where(np.isfinite(stated), stated, _UNSTATED_PHASE * period)
    return np.asarray(np.sqrt(error**2 + _TIME_FLOOR**2 + (_PHASE_FLOOR * period) ** 2))


def _rate_error(table: SignalTable, rows: IntArray) -> FloatArray:
    """Of the period, relative, with its floor."""
    period, stated = table.period[rows], table.period_uncert[rows]
    unstated = _UNSTATED_PHASE * period / np.maximum(_UNSTATED_SPAN, period)
    return np.hypot(np.where(np.isfinite(stated), stated / period, unstated), _PERIOD_FLOOR)


def _matched(
    table: SignalTable, rows: _Rows, density: tuple[FloatArray, FloatArray], most_chance: float
) -> tuple[_Column, ...]:
    """Compare rows pairwise; the columns of those that agree."""
    first, second, separation = rows
    away = np.log(table.period[second]) - np.log(table.period[first])
    ratio = np.abs(away[:, None] - _LOGS).argmin(axis=1)
    off = np.abs(away - _LOGS[ratio])
    relative = np.hypot(_rate_error(table, first), _rate_error(table, second))
    near = off <= np.minimum(SIGMAS * relative, _WIDEST)
    first, second, separation = first[near], second[near], separation[near]
    ratio, off, relative = ratio[near], off[near], relative[near]

    rate_one, rate_two = _rate_error(table, first), _rate_error(table, second)
    difference, step, same = _nearest_minimum(table, first, second, ratio, rate_one <= rate_two)
    drift = np.abs(table.bjd0[second] - table.bjd0[first]) * np.minimum(rate_one, rate_two)
    error = np.sqrt(_time_error(table, first) ** 2 + _time_error(table, second) ** 2 + drift**2)
    chance = np.minimum(1.0, _chance(
        _by_period(table.period[first], np.minimum(np.maximum(off, relative), _WIDEST), density),
        _by_time(np.maximum(np.abs(difference), error), step, ratio),
    ))  # fmt: skip
    good = (np.abs(difference) <= SIGMAS * error) & (chance <= most_chance)
    columns = (
        first, second, separation, ratio, off / relative, difference, np.abs(difference) / error, same, chance
    )  # fmt: skip
    return tuple(each[good] for each in columns)


def _by_period(period: FloatArray, window: FloatArray, density: tuple[FloatArray, FloatArray]) -> FloatArray:
    """Probability that a period is so near to any of the ratios; ``window`` is relative."""
    at_ratios = sum(np.interp(np.log(period) + each, *density) for each in _LOGS)
    return np.asarray(np.minimum(2 * window * at_ratios, 1.0))


def _by_time(window: FloatArray, step: FloatArray, ratio: IntArray) -> FloatArray:
    """Probability that a minimum is so near to any place that is allowed, days.

    At equal periods there are three: the same minimum, and the secondary of the one and of the other.
    """
    places = np.where(ratio == 0, 3.0, 1.0)
    return np.asarray(np.minimum(2 * places * window / step, 1.0))


def _chance(by_period: FloatArray, by_time: FloatArray) -> FloatArray:
    """Probability that two uniform numbers have a product as small."""
    product = np.maximum(by_period * by_time, 1e-300)
    return np.asarray(product * (1 - np.log(product)))


def _nearest_minimum(
    table: SignalTable, first: IntArray, second: IntArray, ratio: IntArray, by_first: _Column
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Minimum of the second less the nearest of the first, the grid's step, days, and whether it is the same.

    The grid is counted with the better of the two periods.
    """
    over = np.array([each.denominator for each in _RATIOS])[ratio]
    under = np.array([each.numerator for each in _RATIOS])[ratio]
    step = np.where(by_first, table.period[first] / over, table.period[second] / under)
    cycles = (table.bjd0[second] - table.bjd0[first]) / step
    best = cycles - np.round(cycles)
    same = np.ones(best.shape)
    for phase, sign in ((table.secondary[first], 1.0), (table.secondary[second], -1.0)):
        moved = cycles - sign * np.where(np.isfinite(phase), phase, 0.5)
        rest = moved - np.round(moved)
        nearer = (ratio == 0) & (np.abs(rest) < np.abs(best))
        best, same = np.where(nearer, rest, best), np.where(nearer, 0.0, same)
    return best * step, step, same
