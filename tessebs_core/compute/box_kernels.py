"""Compiled loops of the box search; imported when first needed, since numba takes long to load.

Sums of weight * flux and of weight lie side by side in single precision (``2 k`` and ``2 k + 1`` of bin k):
a fold adds one contiguous row for both. Inner loops are written as the compiler makes vector code of
them: slices with plain indices, no reduction to a maximum of floats, no division by what Python would check.
Relaxed arithmetic is asked for in these functions alone; the process keeps its own.
"""

from math import floor

import numpy as np
import numpy.typing as npt
from numba.extending import register_jitable

from tessebs_core.compute.kernels import compiled
from tessebs_core.records import FloatArray, IntArray

__all__ = ["LEAST_RATIO", "bin_points", "box_at", "cut_leaves", "eclipse_sums",
           "group_leaves", "lay_out", "start_strides", "trial_powers"]  # fmt: skip

LEAST_RATIO = 5
"""A period holds at least so many boxes of the widest width tried at it."""

Singles = npt.NDArray[np.float32]

_FAST = {"nnan", "ninf", "nsz", "arcp", "contract", "reassoc"}
_LANES = 32  # singles that a row add takes at once: rows at the upper levels are whole multiples
_LEAST_STARTS = 4  # of boxes tried within the width of each, where its width can be divided so
_STARTS = 16  # first bins of boxes that are tried at once
_SOFT = 1e-6  # added to a box's weight product, in squares of all weight over bins: empty boxes weigh 0


@compiled()
def bin_points(
    time: FloatArray, flux: FloatArray, weight: FloatArray, step: float
) -> tuple[IntArray, FloatArray]:
    """Sum points in bins of ``step`` days: numbers of the bins that hold any, (m, 2) sums of w y and w."""
    index = np.empty(time.size, np.int64)
    sums = np.zeros((time.size, 2))
    used = -1
    for i in range(time.size):
        here = floor(time[i] / step)
        if used < 0 or index[used] != here:
            used += 1
            index[used] = here
        sums[used, 0] += weight[i] * flux[i]
        sums[used, 1] += weight[i]
    return index[: used + 1].copy(), sums[: used + 1].copy()


@compiled()
def lay_out(index: IntArray, sums: FloatArray, multiple: int, gap: int) -> tuple[Singles, IntArray]:
    """Sum bins by ``multiple`` into rows without gaps.

    Returns
    -------
    grid : ndarray of float32
        Pairs of sums of every bin of every stretch; memory follows the data, not the baseline.
    stretches : ndarray of int64, shape (m, 3)
        First bin, one past the last bin, and place in the grid of each stretch; between two lie more than
        ``gap`` bins without a point.
    """
    coarse = np.empty(index.size, np.int64)
    scale = 1.0 / multiple
    count = 1
    for i in range(index.size):
        coarse[i] = int((index[i] + 0.5) * scale)
        if i and coarse[i] - coarse[i - 1] > gap:
            count += 1
    stretches = np.empty((count, 3), np.int64)
    k, place, first = 0, 0, coarse[0]
    for i in range(1, index.size + 1):
        if i == index.size or coarse[i] - coarse[i - 1] > gap:
            stretches[k, 0], stretches[k, 1], stretches[k, 2] = first, coarse[i - 1] + 1, place
            place += stretches[k, 1] - first
            k += 1
            first = coarse[min(i, index.size - 1)]
    grid = np.zeros(2 * place, np.float32)
    k = 0
    for i in range(index.size):
        if coarse[i] >= stretches[k, 1]:
            k += 1
        at = 2 * (stretches[k, 2] + coarse[i] - stretches[k, 0])
        grid[at] += sums[i, 0]
        grid[at + 1] += sums[i, 1]
    return grid, stretches


@compiled()
def cut_leaves(stretches: IntArray, length: float) -> IntArray:
    """Cut stretches into even pieces of about ``length`` bins, with the columns of the stretches."""
    count = 0
    for size in stretches[:, 1] - stretches[:, 0]:
        count += max(1, floor(size / length + 0.5))
    leaves = np.empty((count, 3), np.int64)
    k = 0
    for i in range(stretches.shape[0]):
        size = stretches[i, 1] - stretches[i, 0]
        pieces = max(1, floor(size / length + 0.5))
        for piece in range(pieces):
            low = size * piece // pieces
            leaves[k, 0] = stretches[i, 0] + low
            leaves[k, 1] = stretches[i, 0] + size * (piece + 1) // pieces
            leaves[k, 2] = stretches[i, 2] + low
            k += 1
    return leaves


@compiled()
def group_leaves(leaves: IntArray, length: float) -> IntArray:
    """First leaf of each block of at most ``length`` bins from end to end, and one past the last leaf."""
    edges = np.empty(leaves.shape[0] + 1, np.int64)
    edges[0] = 0
    k = 0
    for i in range(1, leaves.shape[0]):
        if leaves[i, 1] - leaves[edges[k], 0] > length:
            k += 1
            edges[k] = i
    edges[k + 1] = leaves.shape[0]
    return edges[: k + 2].copy()


@compiled()
def start_strides(widths: IntArray) -> IntArray:
    """Bins between the first bins tried with each width: a power of two, at most a quarter of the width.

    Widths ascend; each is a whole multiple of its stride, and so is every longer one.
    """
    strides = np.ones(widths.size, np.int64)
    common = 1 << 40
    for k in range(widths.size - 1, -1, -1):
        while widths[k] % common:
            common //= 2
        strides[k] = common
        while _LEAST_STARTS * strides[k] > widths[k] and strides[k] > 1:
            strides[k] //= 2
    return strides


@compiled(fastmath=_FAST)
def trial_powers(  # noqa: PLR0917 -- compiled code takes its arrays by position
    grid: Singles, leaves: IntArray, blocks: IntArray, lowest: float, spacing: float, mids: int, tops: int,
    widths: IntArray, chi2: Singles,
) -> None:  # fmt: skip
    """Chi-squared that the best box takes away at each trial.

    Trial k has the frequency ``lowest + k * spacing`` (1/bin); a group is ``mids * tops`` trials. Each leaf
    is folded at the middle of its group, each block added from its leaves at the middle of ``tops`` trials,
    and each trial from the blocks, the pieces turned by what their middles move. ``chi2`` has one place for
    each trial; the last group may have fewer.
    """
    direct = blocks.size - 1 == leaves.shape[0]
    room = 4 * (int(1.0 / lowest) + 3) + 2 * _LANES
    leaf_profiles = np.zeros((leaves.shape[0], room), np.float32)
    block_profiles = leaf_profiles if direct else np.zeros((blocks.size - 1, room), np.float32)
    profile = np.zeros(room, np.float32)
    below = np.zeros((5, room), np.float32)
    strides = start_strides(widths)
    middles = _middles(leaves, blocks)
    group = mids * tops
    for number in range((chi2.size + group - 1) // group):
        period = 1.0 / (lowest + spacing * (number * group + 0.5 * (group - 1)))
        bins = floor(period + 0.5)
        beyond = _beyond(bins, widths, strides)
        for i in range(leaves.shape[0]):
            _fold_rows(grid, leaves[i], period, bins, leaf_profiles[i])
        for mid in range(mids):
            trial = (number * mids + mid) * tops
            offset = spacing * tops * (mid - 0.5 * (mids - 1))
            if not direct and trial < chi2.size:
                _join_leaves(leaf_profiles, leaves, blocks, offset, bins, block_profiles)
                offset = 0.0
            for top in range(min(tops, chi2.size - trial)):
                moved = offset + spacing * (top - 0.5 * (tops - 1))
                _add_turned(block_profiles, middles, moved, bins, profile)
                _add_up(profile, bins, beyond, below)
                chi2[trial + top] = _best_gain(below, bins, beyond, widths, strides)


@compiled(fastmath=_FAST)
def box_at(grid: Singles, leaves: IntArray, period: float, widths: IntArray) -> tuple[float, int, int]:
    """Fold at one period, in bins: chi-squared, first bin and width of the best box."""
    bins = floor(period + 0.5)
    part = np.zeros(4 * bins + 2, np.float32)
    profile = np.zeros(2 * bins, np.float32)
    for i in range(leaves.shape[0]):
        _fold_rows(grid, leaves[i], period, bins, part)
        _add(profile, part[: 2 * bins])
    best, start, width = 0.0, 0, int(widths[0])
    below = np.zeros((5, 2 * bins + 2 * _LANES), np.float32)
    _add_up(profile, bins, bins // LEAST_RATIO + _LANES, below)
    for each in widths:
        if LEAST_RATIO * each <= bins:
            _gains_of(below, bins, each)
            here = int(np.argmax(below[4, :bins]))
            gain = float(below[4, here])
            if gain > best:
                best, start, width = gain, here, each
    return best, start, width


@compiled()
def eclipse_sums(  # noqa: PLR0917 -- compiled code takes its arrays by position
    time: FloatArray, flux: FloatArray, weight: FloatArray, zero: float, period: float, near: float,
    sums: FloatArray,
) -> int:  # fmt: skip
    """Add up w y and w of the points of one ephemeris; return the number of cycles with a point inside.

    ``sums`` (5, 2) gains the points within ``near`` (phase) of an even eclipse, of an odd one, of none,
    and within ``2 * near`` of an eclipse and outside of all when folded at half the period. Times ascend.
    """
    eclipses = 0
    before = 0.0
    for i in range(time.size):
        cycles = (time[i] - zero) / period
        cycle = floor(cycles + 0.5)
        row = 2
        if abs(cycles - cycle) < near:
            row = int(cycle) % 2
            if eclipses == 0 or cycle != before:
                eclipses += 1
                before = cycle
        sums[row, 0] += weight[i] * flux[i]
        sums[row, 1] += weight[i]
        cycles = (time[i] - zero) / (0.5 * period)
        row = 3 if abs(cycles - floor(cycles + 0.5)) < 2 * near else 4
        sums[row, 0] += weight[i] * flux[i]
        sums[row, 1] += weight[i]
    return eclipses


def _beyond(bins: int, widths: IntArray, strides: IntArray) -> int:
    """Bins after a cycle that boxes of a cycle reach, with the starts that fill whole lanes."""
    stride = 1
    for k in range(widths.size):
        if LEAST_RATIO * widths[k] <= bins:
            stride = strides[k]
    return bins // LEAST_RATIO + (_STARTS + 2) * stride


def _middles(leaves: IntArray, blocks: IntArray) -> FloatArray:
    """Middle of each block, in bins."""
    middles = np.empty(blocks.size - 1)
    for k in range(middles.size):
        middles[k] = 0.5 * (leaves[blocks[k], 0] + leaves[blocks[k + 1] - 1, 1])
    return middles


def _fold_rows(grid: Singles, leaf: IntArray, period: float, bins: int, profile: Singles) -> None:
    """Fold one leaf by adding whole cycles as rows, each begun at its nearest bin; write the profile twice.

    A cycle that holds one bin more than the profile gives it to the first bin: nothing is left out.
    """
    first, last = leaf[0], leaf[1]
    for j in range(2 * bins + 2):
        profile[j] = 0
    cycle = floor(first / period) - 1.0
    begin = floor(cycle * period + 0.5)
    while begin < last:
        cycle += 1.0
        end = floor(cycle * period + 0.5)
        low, high = max(begin, first), min(end, last)
        if high > low:
            at = 2 * (leaf[2] + low - first)
            _add(profile[2 * (low - begin) : 2 * (high - begin)], grid[at : at + 2 * (high - low)])
        begin = end
    profile[0] += profile[2 * bins]
    profile[1] += profile[2 * bins + 1]
    _repeat(profile, 2 * bins)


def _join_leaves(  # noqa: PLR0917 -- compiled code takes its arrays by position
    leaf_profiles: Singles, leaves: IntArray, blocks: IntArray, offset: float, bins: int, profiles: Singles
) -> None:
    """Add up each block from its leaves at ``offset`` (1/bin) from their frequency; write it twice."""
    lanes = (2 * bins + _LANES - 1) // _LANES
    for k in range(blocks.size - 1):
        into = profiles[k]
        for j in range(_LANES * lanes):
            into[j] = 0
        for i in range(blocks[k], blocks[k + 1]):
            at = _turn(offset * 0.5 * (leaves[i, 0] + leaves[i, 1]), bins)
            _add_lanes(into, leaf_profiles[i, at:], lanes)
        _repeat(into, 2 * bins)


def _add_turned(profiles: Singles, middles: FloatArray, offset: float, bins: int, profile: Singles) -> None:
    """Add up all data from blocks at ``offset`` (1/bin) from their frequency."""
    lanes = (2 * bins + _LANES - 1) // _LANES
    for j in range(_LANES * lanes):
        profile[j] = 0
    for k in range(middles.size):
        _add_lanes(profile, profiles[k, _turn(offset * middles[k], bins) :], lanes)


def _turn(cycles: float, bins: int) -> int:
    """Where to begin reading a profile that was written twice, to move it on by so many cycles."""
    return 2 * (bins - floor((cycles - floor(cycles)) * bins + 0.5))


def _add(into: Singles, more: Singles) -> None:
    for j in range(into.size):
        into[j] += more[j]


def _add_lanes(into: Singles, more: Singles, lanes: int) -> None:
    for j in range(_LANES * lanes):
        into[j] += more[j]


def _repeat(profile: Singles, size: int) -> None:
    above = profile[size:]
    for j in range(size):
        above[j] = profile[j]


def _add_up(profile: Singles, bins: int, beyond: int, below: Singles) -> None:
    """Write running sums of w y and w over a cycle and ``beyond`` bins of the next."""
    sums, weights = below[0], below[1]
    flux, weight = np.float32(0), np.float32(0)
    for j in range(bins):
        flux += profile[2 * j]
        weight += profile[2 * j + 1]
        sums[j + 1] = flux
        weights[j + 1] = weight
    above_sums, above_weights = below[0, bins:], below[1, bins:]
    for j in range(1, beyond + 1):
        above_sums[j] = flux + sums[j]
        above_weights[j] = weight + weights[j]


def _best_gain(below: Singles, bins: int, beyond: int, widths: IntArray, strides: IntArray) -> float:
    """Chi-squared of the best box of any width, from running sums; all weight is 1."""
    row, stride, extent, k = 0, 1, bins + beyond + 1, 0
    most = np.int32(0)
    while k < widths.size and LEAST_RATIO * widths[k] <= bins:
        while stride < strides[k]:
            extent = (extent + 1) // 2
            _take_every_other(below[row], below[2 - row], extent)
            _take_every_other(below[row + 1], below[3 - row], extent)
            row = 2 - row
            stride *= 2
        last = k
        while last < min(k + 2, widths.size - 1) and (
            strides[last + 1] == stride and LEAST_RATIO * widths[last + 1] <= bins
        ):
            last += 1
        a, b, c = widths[k] // stride, widths[min(k + 1, last)] // stride, widths[last] // stride
        starts = (bins + stride - 1) // stride
        most = max(most, _best_of_three(below[row], below[row + 1], starts, a, b, c))
        k = last + 1
    below[4].view(np.int32)[0] = most
    return float(below[4, 0])


def _take_every_other(source: Singles, into: Singles, count: int) -> None:
    for j in range(count):
        into[j] = source[2 * j]


def _best_of_three(  # noqa: PLR0917 -- compiled code takes its arrays by position
    sums: Singles, weights: Singles, starts: int, a: int, b: int, c: int
) -> np.int32:
    """Bits of the highest gain of all boxes of three widths.

    Floats that are not negative order as their bits do, and the maximum of integers is vector code. One
    division serves three boxes, since x/u, y/v and z/w are xvw, yuw and zuv over uvw. Whole lanes are done:
    the first starts of the next cycle are those of this one again.
    """
    far_a, far_b, far_c = sums[a:], sums[b:], sums[c:]
    end_a, end_b, end_c = weights[a:], weights[b:], weights[c:]
    zero, one, soft = np.float32(0), np.float32(1), np.float32(_SOFT / starts)
    most = np.int32(0)
    for j in range(_STARTS * ((starts + _STARTS - 1) // _STARTS)):
        dip_a, dip_b, dip_c = (
            min(far_a[j] - sums[j], zero), min(far_b[j] - sums[j], zero), min(far_c[j] - sums[j], zero),
        )  # fmt: skip
        in_a, in_b, in_c = end_a[j] - weights[j], end_b[j] - weights[j], end_c[j] - weights[j]
        u, v, w = in_a * (one - in_a) + soft, in_b * (one - in_b) + soft, in_c * (one - in_c) + soft
        gain = max(dip_a * dip_a * (v * w), dip_b * dip_b * (u * w), dip_c * dip_c * (u * v))
        most = max(most, np.float32(gain / (u * v * w)).view(np.int32))
    return most


def _gains_of(below: Singles, bins: int, width: int) -> None:
    """Write the gain of every first bin of one width; all weight is 1."""
    sums, weights, gains = below[0], below[1], below[4]
    far, end = sums[width:], weights[width:]
    zero, one, soft = np.float32(0), np.float32(1), np.float32(_SOFT / bins)
    for j in range(bins):
        dip, inside = min(far[j] - sums[j], zero), end[j] - weights[j]
        gains[j] = dip * dip / (inside * (one - inside) + soft)


for _each in (_beyond, _middles, _fold_rows, _join_leaves, _add_turned, _turn, _add, _add_lanes, _repeat,
              _add_up, _best_gain, _take_every_other, _best_of_three, _gains_of):  # fmt: skip
    register_jitable(fastmath=_FAST, error_model="numpy")(_each)
