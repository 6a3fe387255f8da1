"""The trials of a box search, on all cores."""

import math
import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from tessebs_core.compute.box_grids import (
    PARTS_OF_BIN,
    Octave,
    fine_widths,
    finest_part,
    frequency_spacing,
    octaves,
    shortest_duration,
    trial_widths,
    whole_step,
)
from tessebs_core.compute.box_levels import Levels, flat, share
from tessebs_core.compute.peaks import find_peaks
from tessebs_core.records import FloatArray, IntArray, Periodogram
from tessebs_core.vocabulary import PeriodogramMethod

__all__ = ["BoxPoints", "refine_box", "search_all", "search_stretch", "side_by_side"]

_STRETCH = 60.0  # days of data that a quick search starts from
_GAP = 0.3  # days without a point that a fold skips
_ZOOMED_PEAKS = 16
_FINE_TRIALS = 40
_FINE_BINS, _FINEST_BINS = 8, 16  # in the shortest duration, while a period is refined and when it is
_FINE_WIDTHS, _FINEST_WIDTHS = 1.1, 1.03  # from one duration to the next
_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


@dataclass(frozen=True)
class BoxPoints:
    """Unbinned points: days from the first one, fluxes about their weighted mean, weights 1/error^2."""

    time: FloatArray
    flux: FloatArray
    weight: FloatArray

    @property
    def baseline(self) -> float:
        """Time from the first to the last point, days."""
        return float(self.time[-1] - self.time[0])


@dataclass(frozen=True)
class _Bins:
    """Sums of w y and w in the bins of ``step`` days that hold a point; w in units of ``unit``, their sum."""

    index: IntArray
    sums: FloatArray
    step: float
    unit: float

    @classmethod
    def of(cls, points: BoxPoints, step: float) -> "_Bins":
        from tessebs_core.compute.box_kernels import bin_points

        unit = float(points.weight.sum())
        index, sums = bin_points(points.time, points.flux, points.weight / unit, step)
        return cls(index, sums, step, unit)

    def laid_out(self, step: float) -> tuple[npt.NDArray[np.float32], IntArray]:
        """Pairs of sums in bins of ``step``, a whole multiple of these, and the stretches with data."""
        from tessebs_core.compute.box_kernels import lay_out

        return lay_out(self.index, self.sums, round(step / self.step), math.ceil(_GAP / step))


def search_all(points: BoxPoints, shortest: float, longest: float, duration: float | None) -> Periodogram:
    """Signal to noise of the best box at every trial period, on all points."""
    trials = octaves(points.baseline, shortest, longest, duration)
    return _periodogram(trials, _powers(points, trials))


def search_stretch(points: BoxPoints, shortest: float, longest: float, duration: float | None) -> Periodogram:
    """Search the densest 60 days, and all points only around the highest peaks and at long periods."""
    stretch = _densest_stretch(points)
    if stretch.baseline > 0.5 * points.baseline:
        return search_all(points, shortest, longest, duration)
    split = min(max(0.25 * stretch.baseline, shortest), longest)
    scale = float(points.weight.sum() / stretch.weight.sum())
    quick = octaves(stretch.baseline, shortest, split, duration)
    first = _periodogram(quick, [scale * each for each in _powers(stretch, quick)])
    slow = octaves(points.baseline, split, longest, duration)
    zoomed, keep = _zooms(points, first, stretch, duration)
    left = Octave(first.frequency[keep], 0.0, np.empty(0, dtype=np.int64))
    found = [*_powers(points, slow), *_powers(points, zoomed), first.power[keep] ** 2]
    return _periodogram([*slow, *zoomed, left], found)


def refine_box(points: BoxPoints, period: float, duration: float | None) -> tuple[float, float, float]:
    """Search finely within one trial of a period.

    Returns
    -------
    period, middle, width : float
        Days; ``middle`` is the mid-eclipse nearest after the time zero of ``points``.
    """
    from tessebs_core.compute.box_kernels import box_at

    shortest = duration or shortest_duration(period)
    step = shortest / _FINE_BINS
    reach = frequency_spacing(points.baseline, period, duration)
    frequency = 1 / period + reach * np.linspace(-1, 1, _FINE_TRIALS + 1)
    widths = fine_widths(1 / frequency[0], step, _FINE_BINS, duration, ratio=_FINE_WIDTHS)
    octave = Octave(frequency, step, widths)
    grid, stretches = _Bins.of(points, step).laid_out(step)
    chi2 = _Folding(octave, grid, flat(stretches)).run(0, frequency.size)
    found = float(1 / frequency[int(np.argmax(chi2))])
    step = shortest / _FINEST_BINS
    widths = fine_widths(found, step, _FINEST_BINS, duration, ratio=_FINEST_WIDTHS)
    grid, stretches = _Bins.of(points, step).laid_out(step)
    _, start, width = box_at(grid, stretches, found / step, widths)
    return found, (start + 0.5 * width) * step % found, width * step


def side_by_side(work: Callable[[_Item], _Result], items: Iterable[_Item]) -> list[_Result]:
    """Do the same to each item, on all cores; ``work`` should release the interpreter lock."""
    items = list(items)
    count = min(_cores(), len(items))
    if count < 2:
        return [work(item) for item in items]
    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(work, items))


def _cores() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(frozen=True)
class _Folding:
    """An octave, its data and its levels, ready to be folded."""

    octave: Octave
    grid: npt.NDArray[np.float32]
    levels: Levels

    @property
    def groups(self) -> int:
        return -(-len(self.octave) // self.levels.group)

    def run(self, first: int, last: int) -> FloatArray:
        """Chi-squared of the trials of some groups, in the unit of the weights."""
        from tessebs_core.compute.box_kernels import trial_powers

        frequency, group = self.octave.frequency, self.levels.group
        here = frequency[first * group : last * group]
        lowest = float(here[0]) * self.octave.step
        spacing = float(here[-1] - here[0]) / max(here.size - 1, 1) * self.octave.step
        chi2 = np.zeros(here.size, np.float32)
        levels = self.levels
        trial_powers(
            self.grid, levels.leaves, levels.blocks, lowest, spacing, levels.mids, levels.tops,
            self.octave.widths, chi2,
        )  # fmt: skip
        return chi2.astype(np.float64)


def _powers(points: BoxPoints, trials: Sequence[Octave]) -> list[FloatArray]:
    """Chi-squared that the best box takes away, at each trial of each octave."""
    if not trials:
        return []
    bins = _Bins.of(points, min(each.step for each in trials) / PARTS_OF_BIN)

    def prepare(octave: Octave) -> _Folding:
        grid, stretches = bins.laid_out(octave.step)
        return _Folding(octave, grid, share(stretches, 1 / (octave.frequency[0] * octave.step)))

    foldings = side_by_side(prepare, trials)
    parts = [(each, *part) for each in foldings for part in _parts(each.groups)]
    found = iter(side_by_side(lambda part: part[0].run(part[1], part[2]), parts))
    return [bins.unit * np.concatenate([next(found) for _ in _parts(each.groups)]) for each in foldings]


def _parts(groups: int) -> list[tuple[int, int]]:
    """Shares of the cores in so many groups of trials."""
    count = min(_cores(), groups)
    return [(groups * k // count, groups * (k + 1) // count) for k in range(count)]


def _periodogram(trials: Sequence[Octave], chi2: Sequence[FloatArray]) -> Periodogram:
    """Put pieces of frequencies and chi-squared in order."""
    frequency = np.concatenate([each.frequency for each in trials])
    order = np.argsort(frequency, kind="stable")
    power = np.sqrt(np.concatenate(chi2))
    return Periodogram(PeriodogramMethod.BOX_LEAST_SQUARES, frequency[order], power[order])


def _densest_stretch(points: BoxPoints) -> BoxPoints:
    """The days of `_STRETCH` with most weight."""
    last = np.searchsorted(points.time, points.time + _STRETCH, side="right")
    below = np.concatenate([[0.0], np.cumsum(points.weight)])
    first = int(np.argmax(below[last] - below[:-1]))
    here = slice(first, int(last[first]))
    weight = points.weight[here]
    flux = points.flux[here] - np.average(points.flux[here], weights=weight)
    return BoxPoints(points.time[here] - points.time[first], flux, weight)


def _zooms(
    points: BoxPoints, first: Periodogram, stretch: BoxPoints, duration: float | None
) -> tuple[list[Octave], npt.NDArray[np.bool_]]:
    """Trials on all points around the highest peaks of a stretch, and which of its own they leave."""
    keep = np.ones(first.frequency.size, dtype=np.bool_)
    peaks = find_peaks(first, _ZOOMED_PEAKS, time=stretch.time)
    part = finest_part(min((peak.period for peak in peaks), default=1.0), duration)
    zooms = []
    for peak in peaks:
        reach = 2.5 * frequency_spacing(stretch.baseline, peak.period, duration)
        count = math.ceil(2 * reach / frequency_spacing(points.baseline, peak.period, duration)) + 1
        frequency = 1 / peak.period + np.linspace(-reach, reach, count)
        step = whole_step(peak.period, part, duration)
        zooms.append(Octave(frequency, step, trial_widths(peak.period, step, duration)))
        keep &= np.abs(first.frequency - 1 / peak.period) > reach
    return zooms, keep
