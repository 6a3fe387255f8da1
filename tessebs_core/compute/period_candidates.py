"""Which periods a light curve suggests, before anything is decided."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from tessebs_core.compute.box_least_squares import BoxSearch, box_least_squares
from tessebs_core.compute.lomb_scargle import lomb_scargle
from tessebs_core.compute.peaks import find_peaks
from tessebs_core.compute.search_points import SearchPoints, flattened
from tessebs_core.errors import BadLightCurve
from tessebs_core.records import Ephemeris, FloatArray, Periodogram

__all__ = ["CandidateSearch", "families", "longest_period", "refined", "search_candidates", "time_resolution"]

SHORTEST_PERIOD = 0.1
"""Days; W UMa stars end at 0.2 d, and half of that shows first."""

_MULTIPLES = (0.25, 1 / 3, 0.5, 2 / 3, 1.0, 1.5, 2.0, 3.0, 4.0)
_LS_PEAKS, _BOX_PEAKS, _FLAT_PEAKS, _RISING_PEAKS = 3, 4, 3, 2
_SLOW = 0.8  # days; shorter periods need no flattening and show no brightenings of their own
_LONGEST = 50.0
_SAME = 0.1  # of the resolution in frequency, and as far as a period is still refined when it is chosen


@dataclass(frozen=True, eq=False)
class CandidateSearch:
    """Periodograms of a light curve and the periods that they and others suggest.

    Parameters
    ----------
    periods : tuple of float
        Days, best of each source first, refined; none is a small multiple of one before it.
    sources : tuple of str
        Where each comes from.
    lomb_scargle : Periodogram
        Of the binned light curve.
    box : BoxSearch
        Dips of the binned light curve.
    """

    periods: tuple[float, ...]
    sources: tuple[str, ...]
    lomb_scargle: Periodogram
    box: BoxSearch


def longest_period(baseline: float) -> float:
    """Longest period sought, days: two minima must fit, with a little room to tell them apart."""
    return min(0.95 * baseline, _LONGEST)


def search_candidates(points: SearchPoints, proposals: Sequence[Ephemeris] = ()) -> CandidateSearch:
    """Collect the periods that sinusoids, dips, brightenings and earlier proposals suggest.

    Parameters
    ----------
    points : SearchPoints
        Binned points.
    proposals : sequence of Ephemeris
        What others found; each is a candidate like any other.

    Raises
    ------
    BadLightCurve
        The baseline is too short for any period.
    """
    longest = longest_period(points.baseline)
    if not longest > 5 * SHORTEST_PERIOD:
        raise BadLightCurve(
            f"A baseline of {points.baseline:.2f} d is too short to seek a period. More data are needed."
        )
    errors = points.weight**-0.5
    sinusoids = lomb_scargle(
        points.time,
        points.flux,
        errors,
        minimum_period=SHORTEST_PERIOD,
        maximum_period=longest,
        oversampling=8,
    )
    dips = _boxes(points, SHORTEST_PERIOD, longest, quick=False)
    found = [(peak.period, "Lomb-Scargle") for peak in find_peaks(sinusoids, _LS_PEAKS, time=points.time)]
    found += _box_peaks(dips, points, _BOX_PEAKS, "box least squares")
    if longest > 2 * _SLOW:
        width = dips.duration if dips.duration is not None else 0.2
        flat = flattened(points, float(np.clip(6 * width, 1.0, 3.0)))
        found += _box_peaks(_boxes(flat, _SLOW, longest), points, _FLAT_PEAKS, "box least squares, flattened")
        rises = _boxes(points, _SLOW, longest, rising=True)
        found += _box_peaks(rises, points, _RISING_PEAKS, "brightenings")
    found += [(each.period, "proposal") for each in proposals if SHORTEST_PERIOD < each.period < longest]
    return _distinct(points, found, sinusoids, dips)


def families(periods: Iterable[float], baseline: float, cadence: float = 0.0) -> FloatArray:
    """All small multiples of the candidates, ascending, no two so near that refining them leads to one.

    A multiple of a refined period is as well refined: its minima fall on the same times. Where sectors lie
    years apart, candidates that count a cycle more or less differ less in their multiples. Periods of fewer
    than six cadences are left out, since their phases are seen one after the other, not in every cycle.
    """
    shortest, longest = max(SHORTEST_PERIOD, 6 * cadence), longest_period(baseline)
    kept: list[float] = []
    for period in periods:
        for multiple in _MULTIPLES:
            member = period * multiple
            is_new = all(abs(1 / member - 1 / each) > _SAME / baseline for each in kept)
            if shortest <= member <= longest and is_new:
                kept.append(member)
    return np.array(sorted(kept))


def time_resolution(duration: float, cadence: float, period: float) -> float:
    """Width of phase bins that resolves eclipses of a duration, days."""
    width = float(np.clip(duration / 9, max(10 / 1440, 0.6 * cadence), 0.03))
    if period < 1:
        width = min(width, max(0.012 * math.cbrt(period), 10 / 1440))
    return min(width, period / 16)


def refined(points: SearchPoints, period: float, resolution: float, reach: float = 0.5) -> float:
    """Refine a period to where the folded means explain most.

    Parameters
    ----------
    points : SearchPoints
        Binned points.
    period, resolution : float
        Days.
    reach : float
        How far to look, in units of the resolution in frequency, 1/baseline.
    """
    from tessebs_core.compute.fold_kernels import fold_energy

    bins = int(np.clip(round(period / resolution), 16, 400))
    middle, half = 1 / period, reach / points.baseline
    trials = int(np.clip(4 * reach * bins + 1, 9, 41))
    coarse = max(8, min(bins, int(trials / (4 * reach))))
    while True:
        frequency = np.linspace(max(middle - half, 1e-3 * middle), middle + half, trials)
        energy = np.zeros(trials)
        fold_energy(points.time, points.flux, points.weight, frequency, coarse, energy)
        middle = float(frequency[int(np.argmax(energy))])
        if coarse == bins and half < 0.05 / bins / points.baseline:
            return 1 / middle
        half, coarse, trials = 2.5 * (frequency[1] - frequency[0]), min(4 * coarse, bins), 11


def _boxes(
    points: SearchPoints, shortest: float, longest: float, *, rising: bool = False, quick: bool = True
) -> BoxSearch:
    return box_least_squares(
        points.time, points.flux, points.weight**-0.5,
        minimum_period=shortest, maximum_period=longest, rising=rising, quick=quick, boxes=1,
    )  # fmt: skip


def _box_peaks(search: BoxSearch, points: SearchPoints, count: int, name: str) -> list[tuple[float, str]]:
    return [(peak.period, name) for peak in find_peaks(search.periodogram, count, time=points.time)]


def _distinct(
    points: SearchPoints, found: Sequence[tuple[float, str]], sinusoids: Periodogram, dips: BoxSearch
) -> CandidateSearch:
    periods: list[float] = []
    sources: list[str] = []
    duration = dips.duration or 0.1
    for period, source in found:
        if any(_is_multiple(period, each, points.baseline) for each in periods):
            continue
        better = refined(points, period, time_resolution(duration, points.step, period))
        if not any(_is_multiple(better, each, points.baseline) for each in periods):
            periods.append(better)
            sources.append(source)
    return CandidateSearch(tuple(periods), tuple(sources), sinusoids, dips)


def _is_multiple(period: float, known: float, baseline: float) -> bool:
    """Whether the family of a known period holds this one."""
    return any(abs(1 / period - 1 / (known * each)) < _SAME / baseline for each in _MULTIPLES)
