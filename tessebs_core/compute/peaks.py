"""The highest peaks of a periodogram."""

from dataclasses import replace

import numpy as np

from tessebs_core.compute.false_alarms import false_alarm_probability
from tessebs_core.records import FloatArray, Harmonic, Peak, Periodogram
from tessebs_core.vocabulary import PeriodogramMethod

__all__ = ["find_peaks", "harmonics_among"]

_RATIOS = ((2, 1), (1, 2), (3, 1), (1, 3), (3, 2), (2, 3), (4, 1), (1, 4), (4, 3), (3, 4))
"""Periods over those of stronger peaks, simplest first."""

_STEPS_APART = 10  # the resolution of a periodogram of the default oversampling


def find_peaks(
    periodogram: Periodogram,
    count: int = 10,
    *,
    time: FloatArray | None = None,
    between: tuple[float, float] | None = None,
) -> tuple[Peak, ...]:
    """Find the highest local maxima, no two closer than the resolution.

    Parameters
    ----------
    periodogram : Periodogram
        Of any method.
    count : int
        At most so many peaks.
    time : ndarray of shape (n,), optional
        Times of the light curve, days. With them the resolution is 1/baseline and Lomb-Scargle peaks
        carry their false alarm probability; without them the resolution is ten steps of the frequency
        grid.
    between : tuple of float, optional
        Shortest and longest period, days, to look for peaks; all by default.

    Returns
    -------
    tuple of Peak
        Highest first, periods refined by a parabola through three powers; empty where nothing peaks. The
        two ends of the grid are no peaks: a power that still rises there says that the period lies
        outside. A peak whose period is a small multiple or fraction of a higher one's says so.
    """
    frequency, power = periodogram.frequency, periodogram.power
    if power.size < 3 or count < 1:
        return ()
    inner = power[1:-1]
    is_top = (inner > power[:-2]) & (inner >= power[2:]) & (inner > 0)
    tops = np.flatnonzero(is_top) + 1
    if between is not None:
        shortest, longest = between
        tops = tops[(frequency[tops] * shortest <= 1.0) & (frequency[tops] * longest >= 1.0)]
    apart = _resolution(frequency, time)[tops]
    chosen: list[int] = []
    while tops.size and len(chosen) < count:
        best = int(tops[np.argmax(power[tops])])
        chosen.append(best)
        far = np.abs(frequency[tops] - frequency[best]) >= apart
        tops, apart = tops[far], apart[far]
    peaks = [_peak(periodogram, each, time) for each in chosen]
    found = np.array([1 / peak.period for peak in peaks])
    marks = harmonics_among(found, _resolution(frequency, time)[chosen])
    return tuple(replace(peak, harmonic=mark) for peak, mark in zip(peaks, marks, strict=True))


def harmonics_among(frequency: FloatArray, resolution: FloatArray) -> tuple[Harmonic | None, ...]:
    """Tell which of some frequencies are small multiples or fractions of earlier ones.

    Parameters
    ----------
    frequency : ndarray of shape (m,)
        1/d, of peaks, highest first.
    resolution : ndarray of shape (m,)
        Width of a peak, 1/d; within half of it two frequencies are taken for one.

    Returns
    -------
    tuple of Harmonic or None
        One for each frequency: the highest peak, and the simplest ratio of periods up to 4, that it fits.
        Where peaks are as wide as the frequencies themselves (a cycle or two in all data), everything
        fits something.
    """
    return tuple(
        _harmonic(frequency[:k], float(each), float(resolution[k])) for k, each in enumerate(frequency)
    )


def _harmonic(higher: FloatArray, frequency: float, resolution: float) -> Harmonic | None:
    for rank, base in enumerate(higher):
        for numerator, denominator in _RATIOS:
            if abs(base * denominator / numerator - frequency) < 0.5 * resolution:
                return Harmonic(numerator, denominator, rank)
    return None


def _resolution(frequency: FloatArray, time: FloatArray | None) -> FloatArray:
    """Least distance of two peaks at each frequency, 1/d."""
    if time is not None and time.size > 1 and time[-1] > time[0]:
        return np.full(frequency.size, 1.0 / float(time[-1] - time[0]))
    return _STEPS_APART * np.gradient(frequency)


def _peak(periodogram: Periodogram, index: int, time: FloatArray | None) -> Peak:
    frequency, power = _vertex(periodogram.frequency, periodogram.power, index)
    probability = None
    if time is not None and periodogram.method is PeriodogramMethod.LOMB_SCARGLE:
        highest = float(periodogram.frequency[-1])
        probability = float(false_alarm_probability(np.array([power]), time, highest)[0])
    return Peak(period=1.0 / frequency, power=power, false_alarm_probability=probability)


def _vertex(frequency: FloatArray, power: FloatArray, index: int) -> tuple[float, float]:
    """Top of the parabola through a maximum and its two neighbours, which need not be evenly spaced."""
    left, middle, right = (float(each) for each in frequency[index - 1 : index + 2])
    low, top, high = (float(each) for each in power[index - 1 : index + 2])
    slope_left = (top - low) / (middle - left)
    slope_right = (high - top) / (right - middle)
    curvature = (slope_right - slope_left) / (right - left)
    if curvature >= 0:
        return middle, top
    slope = (slope_left * (right - middle) + slope_right * (middle - left)) / (right - left)
    shift = -0.5 * slope / curvature
    shift = min(max(shift, 0.5 * (left - middle)), 0.5 * (right - middle))
    return middle + shift, top + slope * shift + curvature * shift * shift
