"""The trials of a box search, in bounded time."""

import math
from dataclasses import dataclass

import numpy as np

from tessebs_core.compute.box_grids import (
    Octave,
    frequency_spacing,
    octaves,
    shortest_duration,
    trial_widths,
)
from tessebs_core.compute.peaks import find_peaks
from tessebs_core.records import FloatArray, IntArray, Periodogram
from tessebs_core.vocabulary import PeriodogramMethod

__all__ = ["BoxPoints", "refine_box", "search_boxes"]

_MOST_WORK = 2e9  # sums made while folding and scanning: about two seconds on one core
_STRETCH = 60.0  # days of data that a longer search starts from
_GAP = 0.3  # days without a point that a fold skips
_ZOOMED_PEAKS = 16
_FINE_TRIALS = 40
_FINE_BINS = 8  # in the shortest duration


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

    @property
    def observed(self) -> float:
        """Baseline without its gaps, days."""
        steps = np.diff(self.time)
        return float(steps[steps < _GAP].sum())


@dataclass(frozen=True)
class _Boxes:
    """The best box of each trial: chi-squared taken away, first time bin and width in bins."""

    chi2: FloatArray
    start: IntArray
    width: IntArray


def search_boxes(points: BoxPoints, shortest: float, longest: float, duration: float | None) -> Periodogram:
    """Signal to noise of the best box at every trial period, in bounded time (see `box_least_squares`)."""
    trials = octaves(points.baseline, shortest, longest, duration)
    if sum(_work(points, each) for each in trials) <= _MOST_WORK:
        parts = [(each.frequency, _boxes(points, each).chi2) for each in trials]
        return _periodogram(parts)
    stretch = _densest_stretch(points)
    split = min(max(0.25 * stretch.baseline, shortest), longest)
    scale = float(points.weight.sum() / stretch.weight.sum())
    slow = octaves(points.baseline, split, longest, duration)
    quick = octaves(stretch.baseline, shortest, split, duration)
    parts = [(each.frequency, _boxes(points, each).chi2) for each in slow]
    first = _periodogram([(each.frequency, scale * _boxes(stretch, each).chi2) for each in quick])
    parts += _zoomed(points, first, stretch, duration)
    return _periodogram(parts)


def refine_box(points: BoxPoints, period: float, duration: float | None) -> tuple[float, float, float]:
    """Search finely within one trial of a period.

    Returns
    -------
    period, middle, width : float
        Days; ``middle`` is the mid-eclipse nearest after the time zero of ``points``.
    """
    shortest = duration or shortest_duration(period)
    step = shortest / _FINE_BINS
    reach = frequency_spacing(points.baseline, period, duration)
    frequency = 1 / period + reach * np.linspace(-1, 1, _FINE_TRIALS + 1)
    widths = trial_widths(1 / frequency[0], step, _FINE_BINS, duration, ratio=1.15)
    boxes = _boxes(points, Octave(frequency, step, widths))
    best = int(np.argmax(boxes.chi2))
    found = float(1 / frequency[best])
    middle = (float(boxes.start[best]) + 0.5 * float(boxes.width[best])) * step
    return found, middle % found, float(boxes.width[best]) * step


def _work(points: BoxPoints, octave: Octave) -> float:
    """Bins folded and boxes weighed in one octave."""
    phase_bins = 1 / (octave.step * float(octave.frequency[0]))
    return len(octave) * (points.observed / octave.step + octave.widths.size * phase_bins)


def _boxes(points: BoxPoints, octave: Octave) -> _Boxes:
    from tessebs_core.compute.kernels import best_boxes

    bins = np.floor(points.time / octave.step).astype(np.int64)
    bins -= (offset := int(bins[0]))
    length = int(bins[-1]) + 1
    unit = float(points.weight.mean())  # keeps sums in single precision near 1
    weights = np.bincount(bins, points.weight / unit, length).astype(np.float32)
    sums = np.bincount(bins, points.weight * points.flux / unit, length).astype(np.float32)
    chi2 = np.zeros(len(octave))
    start, width = np.zeros((2, len(octave)), dtype=np.int64)
    stretches = _stretches(bins, math.ceil(_GAP / octave.step))
    best_boxes(sums, weights, stretches, octave.frequency * octave.step, octave.widths, chi2, start, width)
    return _Boxes(chi2 * unit, start + offset, width)


def _stretches(bins: IntArray, gap: int) -> IntArray:
    """First and one past the last bin of each stretch without a gap."""
    breaks = np.flatnonzero(np.diff(bins) > gap)
    first = bins[np.concatenate([[0], breaks + 1])]
    last = bins[np.concatenate([breaks, [bins.size - 1]])] + 1
    return np.stack([first, last], axis=1)


def _periodogram(parts: list[tuple[FloatArray, FloatArray]]) -> Periodogram:
    """Put pieces of frequencies and chi-squared in order."""
    frequency = np.concatenate([each for each, _ in parts])
    chi2 = np.concatenate([each for _, each in parts])
    order = np.argsort(frequency, kind="stable")
    return Periodogram(PeriodogramMethod.BOX_LEAST_SQUARES, frequency[order], np.sqrt(chi2[order]))


def _densest_stretch(points: BoxPoints) -> BoxPoints:
    """The days of `_STRETCH` with most weight."""
    last = np.searchsorted(points.time, points.time + _STRETCH, side="right")
    below = np.concatenate([[0.0], np.cumsum(points.weight)])
    first = int(np.argmax(below[last] - below[:-1]))
    here = slice(first, int(last[first]))
    weight = points.weight[here]
    flux = points.flux[here] - np.average(points.flux[here], weights=weight)
    return BoxPoints(points.time[here], flux, weight)


def _zoomed(
    points: BoxPoints, first: Periodogram, stretch: BoxPoints, duration: float | None
) -> list[tuple[FloatArray, FloatArray]]:
    """Replace the surroundings of the highest peaks of a stretch by trials on all points."""
    keep = np.ones(first.frequency.size, dtype=np.bool_)
    parts = []
    for peak in find_peaks(first, _ZOOMED_PEAKS, time=stretch.time):
        reach = 2.5 * frequency_spacing(stretch.baseline, peak.period, duration)
        count = math.ceil(2 * reach / frequency_spacing(points.baseline, peak.period, duration)) + 1
        frequency = 1 / peak.period + np.linspace(-reach, reach, count)
        step = (duration or shortest_duration(peak.period)) / 4
        octave = Octave(frequency, step, trial_widths(peak.period, step, 4, duration))
        parts.append((frequency, _boxes(points, octave).chi2))
        keep &= np.abs(first.frequency - 1 / peak.period) > reach
    return [(first.frequency[keep], first.power[keep] ** 2), *parts]
