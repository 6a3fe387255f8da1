"""Loops compiled by numba; imported when first needed, since numba takes half a second to load.

Each kernel is an ordinary Python function, the slow twin that tests run, and its compiled form. All
release the interpreter lock. Compiled code is kept beside this file or in the user's cache folder.
"""

from collections.abc import Callable
from math import ceil, floor
from typing import Any

import numba
import numpy as np
import numpy.typing as npt
from numba.extending import register_jitable

from tessebs_core.records import FloatArray, IntArray

__all__ = ["best_boxes", "best_boxes_slow", "fold_counts", "fold_counts_slow", "fold_sums", "fold_sums_slow"]

_FAST = {"nnan", "ninf", "nsz", "arcp", "contract", "reassoc"}
_Singles = npt.NDArray[np.float32]


def _compiled(function: Callable[..., None], fastmath: bool | set[str] = False) -> Any:
    try:
        return numba.njit(function, cache=True, nogil=True, fastmath=fastmath)
    except RuntimeError:  # nowhere to keep compiled code: compile anew in each process
        return numba.njit(function, nogil=True, fastmath=fastmath)


def fold_sums_slow(  # noqa: PLR0917 -- compiled code takes its arrays by position
    time: FloatArray, flux: FloatArray, weight: FloatArray, zero: float, period: float, reference: float,
    sums: FloatArray, counts: IntArray,
) -> None:  # fmt: skip
    """Add weight, weight * (flux - reference) and its square to ``sums`` (3, bins), one to ``counts``."""
    bins = counts.size
    for i in range(time.size):
        cycles = (time[i] - zero) / period
        k = min(int((cycles - floor(cycles + 0.5) + 0.5) * bins), bins - 1)
        difference = flux[i] - reference
        sums[0, k] += weight[i]
        sums[1, k] += weight[i] * difference
        sums[2, k] += weight[i] * difference * difference
        counts[k] += 1


def fold_counts_slow(  # noqa: PLR0917 -- compiled code takes its arrays by position
    time: FloatArray, flux: FloatArray, zero: float, period: float, lowest: float, highest: float,
    counts: IntArray,
) -> None:  # fmt: skip
    """Count the points in each cell of ``counts`` (flux, phase), leaving out those beyond the fluxes."""
    rows, columns = counts.shape
    scale = rows / (highest - lowest)
    for i in range(time.size):
        if not lowest <= flux[i] <= highest:
            continue
        cycles = (time[i] - zero) / period
        column = min(int((cycles - floor(cycles + 0.5) + 0.5) * columns), columns - 1)
        row = min(int((flux[i] - lowest) * scale), rows - 1)
        counts[row, column] += 1


def best_boxes_slow(  # noqa: PLR0917 -- compiled code takes its arrays by position
    sums: _Singles, weights: _Singles, stretches: IntArray, frequency: FloatArray, widths: IntArray,
    power: FloatArray, start: IntArray, width: IntArray,
) -> None:  # fmt: skip
    """Find the best box at each trial frequency.

    ``sums`` and ``weights`` are sums of w y and w on an even time grid (y about its weighted mean),
    ``stretches`` (m, 2) the first and one past the last grid bin of each stretch with data, ``frequency``
    is in 1/bin and ``widths`` in bins. ``power`` becomes the chi-squared that the box takes away, 0 where
    nothing dips; ``start`` its first bin, ``width`` its width. No box is wider than a fifth of the
    period.
    """
    room = ceil(1.0 / frequency.min()) + 1
    profile = np.zeros((2, room), np.float32)
    below = np.zeros((2, room + widths.max() + 1))
    for trial in range(frequency.size):
        bins = ceil(1.0 / frequency[trial])
        _fold_rows(sums, weights, stretches, 1.0 / frequency[trial], profile[:, :bins])
        for j in range(bins + widths.max()):
            below[0, j + 1] = below[0, j] + profile[0, j % bins]
            below[1, j + 1] = below[1, j] + profile[1, j % bins]
        power[trial] = 0.0
        for each in widths:
            best = _best_box(below, each, bins) if 5 * each <= bins else 0.0
            if best > power[trial]:
                power[trial] = best
                width[trial] = each
        if power[trial] > 0:
            start[trial] = _first_bin(below, width[trial], bins)


def _fold_rows(
    sums: _Singles, weights: _Singles, stretches: IntArray, period: float, profile: _Singles
) -> None:
    """Fold by adding whole cycles as contiguous rows, each to the nearest bin: no modulo, no scatter."""
    profile[:] = 0
    for stretch in range(stretches.shape[0]):
        first, last = stretches[stretch, 0], stretches[stretch, 1]
        cycle = floor(first / period)
        begin = floor(cycle * period + 0.5)
        while begin < last:
            cycle += 1
            end = floor(cycle * period + 0.5)
            low, high = max(begin, first), min(end, last)
            if high > low:
                into, more = profile[0, low - begin : high - begin], sums[low:high]
                for j in range(high - low):
                    into[j] += more[j]
                into, more = profile[1, low - begin : high - begin], weights[low:high]
                for j in range(high - low):
                    into[j] += more[j]
            begin = end


def _best_box(below: FloatArray, width: int, bins: int) -> float:
    """Chi-squared taken away by the best box of one width; ``below`` are running sums of w y and w."""
    total = below[1, bins]
    tiny = 1e-12 * total * total
    low_sums, high_sums = below[0], below[0, width:]
    low_weights, high_weights = below[1], below[1, width:]
    best = 0.0
    for j in range(bins):
        inside = min(high_sums[j] - low_sums[j], 0.0)
        points = high_weights[j] - low_weights[j]
        best = max(best, inside * inside / (points * (total - points) + tiny))
    return float(best * total)


def _first_bin(below: FloatArray, width: int, bins: int) -> int:
    """Where the best box of one width begins."""
    total = below[1, bins]
    tiny = 1e-12 * total * total
    best, first = -1.0, 0
    for j in range(bins):
        inside = min(below[0, j + width] - below[0, j], 0.0)
        points = below[1, j + width] - below[1, j]
        value = inside * inside / (points * (total - points) + tiny)
        if value > best:
            best, first = value, j
    return first


for _each in (_fold_rows, _best_box, _first_bin):
    register_jitable(fastmath=_FAST)(_each)
fold_sums = _compiled(fold_sums_slow)
fold_counts = _compiled(fold_counts_slow)
best_boxes = _compiled(best_boxes_slow, _FAST)
