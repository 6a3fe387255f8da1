"""Compiled loops of the period decision; imported when first needed, since numba takes long to load.

Each is an ordinary Python function, the slow twin that tests run, and its compiled form. Times are days from
the first point, weights inverse variances.
"""

from collections.abc import Callable
from math import floor
from typing import Any

import numba
import numpy as np
from numba.extending import register_jitable

from tessebs_core.records import FloatArray, IntArray

__all__ = [
    "cycle_sums", "cycle_sums_slow", "fold_energy", "fold_energy_slow",
    "prediction_chi2", "prediction_chi2_slow",
]  # fmt: skip

_SIGNIFICANT = 2.5
"""Chi-squared that a bin's mean loses to shrinkage: insignificant bins predict nothing."""


def _compiled(function: Callable[..., None]) -> Any:
    try:
        return numba.njit(function, cache=True, nogil=True, fastmath={"nsz", "arcp", "contract", "reassoc"})
    except RuntimeError:  # nowhere to keep compiled code: compile anew in each process
        return numba.njit(function, nogil=True)


def fold_energy_slow(  # noqa: PLR0917 -- compiled code takes its arrays by position
    time: FloatArray, flux: FloatArray, weight: FloatArray, frequency: FloatArray, bins: int,
    energy: FloatArray,
) -> None:  # fmt: skip
    """Chi-squared that the folded means of each trial frequency explain.

    Every point is shared linearly by two neighbouring phase bins, which makes the result smooth in frequency.
    """
    sums, weights = np.zeros(bins + 1), np.zeros(bins + 1)
    for trial in range(frequency.size):
        sums[:] = 0.0
        weights[:] = 0.0
        for i in range(time.size):
            cycles = time[i] * frequency[trial]
            place = (cycles - floor(cycles)) * bins
            k = min(int(place), bins - 1)
            right = (place - k) * weight[i]
            left = weight[i] - right
            sums[k] += left * flux[i]
            sums[k + 1] += right * flux[i]
            weights[k] += left
            weights[k + 1] += right
        sums[0] += sums[bins]
        weights[0] += weights[bins]
        total = 0.0
        for k in range(bins):
            if weights[k] > 0.0:
                total += sums[k] * sums[k] / weights[k]
        energy[trial] = total


def prediction_chi2_slow(  # noqa: PLR0917 -- compiled code takes its arrays by position
    time: FloatArray, flux: FloatArray, weight: FloatArray, period: float, bins: int, block: IntArray,
    chi2: FloatArray,
) -> None:  # fmt: skip
    """Chi-squared of each time block about a fold of all other cycles.

    The prediction at a point is a smooth curve through the means of ``bins`` phase bins, made without the
    point's own cycle and shrunk to 0 where they are not significant. ``block`` numbers the blocks of
    the points, ``chi2`` becomes their sums.
    """
    cycles = floor((time[-1] - time[0]) / period) + 1
    sums, weights = np.zeros((cycles, bins)), np.zeros((cycles, bins))
    for i in range(time.size):
        place = (time[i] - time[0]) / period
        c = min(int(place), cycles - 1)
        k = min(int((place - c) * bins), bins - 1)
        sums[c, k] += weight[i] * flux[i]
        weights[c, k] += weight[i]
    all_sums, all_weights = sums.sum(axis=0), weights.sum(axis=0)
    means, seen = np.zeros(4), np.zeros(4)
    chi2[:] = 0.0
    for i in range(time.size):
        place = (time[i] - time[0]) / period
        c = min(int(place), cycles - 1)
        x = (place - c) * bins - 0.5
        k = floor(x)
        for j in range(4):
            bin_, other = k - 1 + j, -1
            if bin_ < 0:
                bin_, other = bin_ + bins, c - 1
            elif bin_ >= bins:
                bin_, other = bin_ - bins, c + 1
            w, s = all_weights[bin_] - weights[c, bin_], all_sums[bin_] - sums[c, bin_]
            if 0 <= other < cycles:
                w -= weights[other, bin_]
                s -= sums[other, bin_]
            known = w > 1e-9 * weight[i]
            seen[j] = 1.0 if known else 0.0
            means[j] = s / w * max(0.0, 1.0 - _SIGNIFICANT * w / (s * s + 1e-300)) if known else 0.0
        residual = flux[i] - _interpolated(means, seen, x - k)
        chi2[block[i]] += weight[i] * residual * residual


def _interpolated(means: FloatArray, seen: FloatArray, part: float) -> float:
    """Smooth curve between the middle two of four bin means, corrected for the width of the bins."""
    m0, m1, m2, m3 = means[0], means[1], means[2], means[3]
    if seen[1] == 0.0 and seen[2] > 0.0:
        m1 = m2
    if seen[2] == 0.0 and seen[1] > 0.0:
        m2 = m1
    if seen[0] == 0.0:
        m0 = m1
    if seen[3] == 0.0:
        m3 = m2
    a = m1 - (m0 - 2.0 * m1 + m2) / 24.0
    b = m2 - (m1 - 2.0 * m2 + m3) / 24.0
    slope_a, slope_b = 0.5 * (b - m0), 0.5 * (m3 - a)
    square = part * part
    cube = square * part
    return float(
        (2.0 * cube - 3.0 * square + 1.0) * a
        + (cube - 2.0 * square + part) * slope_a
        + (3.0 * square - 2.0 * cube) * b
        + (cube - square) * slope_b
    )


def cycle_sums_slow(  # noqa: PLR0917 -- compiled code takes its arrays by position
    time: FloatArray, flux: FloatArray, weight: FloatArray, zero: float, period: float, half_width: float,
    template: FloatArray, slope: FloatArray, first: int, normal: FloatArray, right: FloatArray,
    sides: FloatArray,
) -> None:  # fmt: skip
    """Normal equations of every eclipse: offset, linear trend, depth and shift of a template.

    ``template`` and ``slope`` (its derivative by time) stand at even steps from -half_width to half_width
    (days); ``first`` is the number of the first cycle. ``normal`` (m, 4, 4) and ``right`` (m, 4) gain the
    sums of the columns 1, x, template, -slope, and ``sides`` (m, 2) the weight before and after the middle.
    """
    columns = np.zeros(4)
    cells = template.size - 1
    for i in range(time.size):
        cycle = floor((time[i] - zero) / period + 0.5)
        x = time[i] - zero - cycle * period
        if abs(x) >= half_width:
            continue
        place = (x + half_width) / (2.0 * half_width) * cells
        k = min(int(place), cells - 1)
        part = place - k
        columns[0] = 1.0
        columns[1] = x / half_width
        columns[2] = template[k] + part * (template[k + 1] - template[k])
        columns[3] = -(slope[k] + part * (slope[k + 1] - slope[k]))
        c = int(cycle) - first
        for a in range(4):
            right[c, a] += weight[i] * columns[a] * flux[i]
            for b in range(4):
                normal[c, a, b] += weight[i] * columns[a] * columns[b]
        sides[c, 0 if x < 0 else 1] += weight[i]


register_jitable(fastmath=True)(_interpolated)
fold_energy = _compiled(fold_energy_slow)
prediction_chi2 = _compiled(prediction_chi2_slow)
cycle_sums = _compiled(cycle_sums_slow)
