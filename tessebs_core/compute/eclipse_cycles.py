"""Every single eclipse against the mean one: how deep, and how early or late."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import floor

import numpy as np
import numpy.typing as npt

from tessebs_core.compute.folded_dips import FoldedCurve
from tessebs_core.compute.search_points import SearchPoints
from tessebs_core.records import FloatArray, IntArray

__all__ = ["CycleFits", "OddEven", "fit_cycles", "odd_even", "profile_table"]

OFFSET, TREND, DEPTH, SHIFT = range(4)
_COVERED = 0.3  # of the usual weight on each side of the middle
_FEW = 10  # eclipses, of which all labellings can be tried
_PRIOR_CYCLES = 3  # cycles' worth of belief that their scatter is that of the noise, and a little more
_PRIOR_SCATTER = 2.0


@dataclass(frozen=True, eq=False)
class CycleFits:
    """Fits of single eclipses.

    Parameters
    ----------
    cycle : ndarray of int64, shape (m,)
        Numbers of the cycles that were seen on both sides of their middle.
    value, error : ndarray of shape (m, columns)
        Fitted factors of the chosen columns and their errors from the weights of the points.
    """

    cycle: IntArray
    value: FloatArray
    error: FloatArray


@dataclass(frozen=True)
class OddEven:
    """Odd against even eclipses: difference over its error, relative difference, eclipses of each kind."""

    sigma: float
    difference: float
    odd: int
    even: int


def fit_cycles(
    points: SearchPoints,
    zero: float,
    period: float,
    half_width: float,
    table: tuple[FloatArray, FloatArray],
    *,
    columns: Sequence[int],
) -> CycleFits:
    """Fit the eclipse near ``zero + n * period`` of every cycle n that was seen.

    Parameters
    ----------
    points : SearchPoints
        Any points.
    zero, period, half_width : float
        Days; a window of ``half_width`` on both sides of the eclipse is used.
    table : tuple of ndarray
        Template flux and its derivative (1/d), at even steps over the window.
    columns : sequence of int
        Which of offset, linear trend, depth factor and shift (days) are free: 0, 1, 2, 3. A depth or a shift
        that is not free is 1 or 0.
    """
    from tessebs_core.compute.fold_kernels import cycle_sums

    first = floor((points.time[0] - zero) / period + 0.5)
    count = floor((points.time[-1] - zero) / period + 0.5) - first + 1
    normal, right, sides = np.zeros((count, 4, 4)), np.zeros((count, 4)), np.zeros((count, 2))
    cycle_sums(
        points.time, points.flux, points.weight, zero, period, half_width,
        table[0], table[1], first, normal, right, sides,
    )  # fmt: skip
    usual = float(np.median(sides[sides > 0])) if (sides > 0).any() else 1.0
    seen = np.flatnonzero((sides > _COVERED * usual).all(axis=1))
    if DEPTH not in columns:
        right = right - normal[:, :, DEPTH]
    chosen = np.array(columns)
    inverse = np.linalg.pinv(normal[seen][:, chosen[:, None], chosen[None, :]], hermitian=True)
    value = np.einsum("nij,nj->ni", inverse, right[seen][:, chosen])
    error = np.sqrt(np.maximum(np.einsum("nii->ni", inverse), 0.0))
    known = (error > 0).all(axis=1)
    return CycleFits((seen + first)[known].astype(np.int64), value[known], error[known])


def profile_table(curve: FoldedCurve, phase: float, half_width: float) -> tuple[FloatArray, FloatArray]:
    """Tabulate a folded curve about a phase, over ``half_width`` days each side, as a template."""
    away = np.linspace(-half_width, half_width, 301) / curve.period
    flux = np.interp((away + phase) % 1.0, curve.phase, curve.mean, period=1.0)
    return flux, np.zeros_like(flux)


def odd_even(cycle: IntArray, value: FloatArray, error: FloatArray) -> OddEven:
    """Compare a quantity of odd cycles with that of even ones.

    Scatter among eclipses of one kind, which spots and drifts cause, enlarges the error. With ten eclipses or
    fewer, a difference counts only if no other way of dividing them in two kinds gives as large a one.

    Parameters
    ----------
    cycle : ndarray of int64, shape (m,)
    value, error : ndarray of shape (m,)
        One for each cycle.
    """
    odd = cycle % 2 == 1
    kinds = int(odd.sum()), int((~odd).sum())
    if min(kinds) < 1:
        return OddEven(0.0, 0.0, *kinds)
    difference, formal, scatter = _difference(value, error, odd)
    degrees = cycle.size - 2
    spread = (scatter + _PRIOR_SCATTER * _PRIOR_CYCLES) / (degrees + _PRIOR_CYCLES)
    sigma = difference / (formal * max(1.0, spread) ** 0.5)
    if cycle.size <= _FEW and abs(sigma) > 3 and _is_one_of_many(value, error, odd):
        sigma = float(np.sign(sigma)) * 2.0
    return OddEven(float(sigma), float(difference), *kinds)


def _difference(
    value: FloatArray, error: FloatArray, odd: npt.NDArray[np.bool_]
) -> tuple[float, float, float]:
    """Difference of the weighted means, its formal error, and chi-squared about the two means."""
    weight = error**-2.0
    means, inverse, scatter = [], 0.0, 0.0
    for kind in (odd, ~odd):
        total = float(weight[kind].sum())
        means.append(float((weight[kind] * value[kind]).sum()) / total)
        inverse += 1.0 / total
        scatter += float((weight[kind] * (value[kind] - means[-1]) ** 2).sum())
    return means[0] - means[1], inverse**0.5, scatter


def _is_one_of_many(value: FloatArray, error: FloatArray, odd: npt.NDArray[np.bool_]) -> bool:
    """Whether another division into groups of the same sizes differs as much."""
    difference, formal, _ = _difference(value, error, odd)
    for chosen in combinations(range(value.size), int(odd.sum())):
        other = np.zeros(value.size, dtype=np.bool_)
        other[list(chosen)] = True
        if (other == odd).all() or (other == ~odd).all():
            continue
        apart, error_apart, _ = _difference(value, error, other)
        if abs(apart / error_apart) >= 0.98 * abs(difference / formal):
            return True
    return False
