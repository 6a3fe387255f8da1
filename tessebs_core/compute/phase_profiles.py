"""A folded light curve in few bins, narrow where it changes and wide where it does not, for fits."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tessebs_core.compute.phases import cycle_number, orbital_phase
from tessebs_core.compute.weights import stated_errors, usable_columns
from tessebs_core.errors import BadLightCurve
from tessebs_core.records import Ephemeris, FloatArray, IntArray

__all__ = ["FEWEST_POINTS", "PhaseProfile", "phase_profile", "wrapped"]

FEWEST_POINTS = 30
"""Fewer points fill no phase curve that a model of twelve parameters could be fitted to."""

_FINEST, _COARSEST = 8192, 512  # bins in a cycle; powers of two
_ENOUGH_BINS = 96  # where only a short stretch of the cycle was seen, bins stay finer
_FEWEST_BINS = 16  # models have up to twelve parameters
_SAME = 3.0  # neighbours that differ by fewer sigma are merged
_OUTLIER = 6.0  # sigma from the running median
_NEIGHBOURS = 9  # points of a running median; of thrice as many for the local scatter
_CELLS = 64  # of a cycle, in which cycles are compared with each other


@dataclass(frozen=True, eq=False)
class PhaseProfile:
    """Mean folded light curve in uneven bins, ascending in phase.

    Parameters
    ----------
    phase : ndarray of shape (m,)
        Mean phase of the points of each bin, in [-0.5, 0.5); empty bins are left out.
    flux : ndarray of shape (m,)
        Weighted mean relative flux.
    error : ndarray of shape (m,)
        One-sigma uncertainty of the mean, from the scatter of the points, not from stated errors alone;
        raised where cycles differ from each other by more than that scatter.
    time_step : float
        Median distance of neighbouring points, in phase.
    points : int
        Points used; ``outliers`` more were left out.
    outliers : int
        Points further than six sigma from the running median in phase.
    cycles : int
        Cycles that hold a point.
    red_noise : float
        Factor, at least 1, by which scatter between cycles exceeds that of single points.
    """

    phase: FloatArray
    flux: FloatArray
    error: FloatArray
    time_step: float
    points: int
    outliers: int
    cycles: int
    red_noise: float


def wrapped(phase: FloatArray | float) -> FloatArray:
    """Phase differences in [-0.5, 0.5)."""
    return np.asarray(phase - np.floor(np.asarray(phase) + 0.5), dtype=np.float64)


def phase_profile(
    time: FloatArray, flux: FloatArray, ephemeris: Ephemeris, flux_err: FloatArray | None = None
) -> PhaseProfile:
    """Fold a light curve and average it in bins.

    Parameters
    ----------
    time, flux : ndarray of shape (n,)
        BTJD in days, ascending, and relative flux; finite.
    ephemeris : Ephemeris
        What to fold on.
    flux_err : ndarray of shape (n,), optional
        One-sigma errors; points weigh 1/error^2. Equal weights where one is not positive and finite.

    Raises
    ------
    BadLightCurve
        Fewer than `FEWEST_POINTS` points, times out of order, values that are not finite, or points on
        less than a fivehundredth of the cycle.

    Notes
    -----
    The cycle begins with 8192 bins. The bins of a pair are merged, up to 1/512 of the cycle, while their
    means, and those of the pairs beside them, differ by less than three sigma; so an eclipse of 0.1 % of the
    cycle keeps its shape, the flat bottom between two slopes stays fine, and light that does not change
    costs little. The scatter is that of neighbours in phase; how much more the means of single cycles scatter
    (pulsation, spots, drifts) is measured in 64 cells of phase and raises all errors alike.
    """
    time, flux = usable_columns(time, flux, FEWEST_POINTS)
    errors = stated_errors(flux_err)
    weight = np.ones(flux.shape) if errors is None else (np.median(errors) / errors) ** 2
    phase = orbital_phase(time, ephemeris)
    order = np.argsort(phase, kind="stable")
    cycle = cycle_number(time, ephemeris)[order]
    phase, flux, weight = phase[order], flux[order], weight[order]
    noise = _neighbour_scatter(flux, weight)
    kept = _inliers(flux, weight, noise)
    phase, flux, weight, cycle = phase[kept], flux[kept], weight[kept], cycle[kept]
    bins = _merged_bins(phase, flux, weight, noise)
    starts = np.flatnonzero(np.append(True, np.diff(bins) > 0))
    if starts.size < _FEWEST_BINS:
        raise BadLightCurve(
            f"All points fall on {100 * starts.size / _FINEST:.2g} % of the cycle of {ephemeris.period:g} d; "
            "eclipses cannot be measured. Give a shorter period or more sectors."
        )
    red_noise = _excess_between_cycles(phase, flux, weight, cycle, noise)
    total = np.add.reduceat(weight, starts)
    return PhaseProfile(
        phase=np.add.reduceat(weight * phase, starts) / total,
        flux=np.add.reduceat(weight * flux, starts) / total,
        error=red_noise * noise / np.sqrt(total),
        time_step=float(np.median(np.diff(time))) / ephemeris.period,
        points=int(kept.sum()),
        outliers=int(kept.size - kept.sum()),
        cycles=int(np.unique(cycle).size),
        red_noise=red_noise,
    )


def _neighbour_scatter(flux: FloatArray, weight: FloatArray) -> float:
    """Sigma of a point of weight 1, from differences of points next to each other in phase."""
    scale = np.sqrt(1 / weight[1:] + 1 / weight[:-1])
    scatter = 1.4826 * float(np.median(np.abs(np.diff(flux)) / scale))
    return scatter or float(np.std(flux)) * 1e-3 or 1e-9


def _merged_bins(phase: FloatArray, flux: FloatArray, weight: FloatArray, noise: float) -> IntArray:
    """Number of the merged bin of each point, ascending."""
    fine = np.minimum(((phase + 0.5) * _FINEST).astype(np.int64), _FINEST - 1)
    total = np.bincount(fine, weight, _FINEST)
    sums = np.bincount(fine, weight * flux, _FINEST)
    first = np.arange(_FINEST)  # fine bin with which the merged bin of each fine bin begins
    whole = np.ones(_FINEST, dtype=bool)
    size = 1
    while _FINEST // size > _COARSEST and (total > 0).sum() > _ENOUGH_BINS:
        total, sums = total.reshape(-1, 2), sums.reshape(-1, 2)
        filled = (total > 0).all(axis=1)
        safe = np.where(total > 0, total, 1.0)
        apart = np.abs(sums[:, 0] / safe[:, 0] - sums[:, 1] / safe[:, 1])
        sigma = noise * np.sqrt(1 / safe[:, 0] + 1 / safe[:, 1])
        alike = ~filled | (apart < _SAME * sigma)
        alike &= np.roll(alike, 1) & np.roll(alike, -1)  # the flat bottom between two slopes stays fine
        whole = whole.reshape(-1, 2).all(axis=1) & alike
        total, sums, size = total.sum(axis=1), sums.sum(axis=1), 2 * size
        first = np.where(np.repeat(whole, size), np.arange(_FINEST) // size * size, first)
    return np.asarray(first[fine], dtype=np.int64)


def _inliers(flux: FloatArray, weight: FloatArray, noise: float) -> npt.NDArray[np.bool_]:
    """Points near the running median in phase, in units of the local or the general scatter."""
    from scipy.ndimage import median_filter

    away = np.abs(flux - median_filter(flux, _NEIGHBOURS, mode="wrap"))
    typical = 1.4826 * median_filter(away, 3 * _NEIGHBOURS, mode="wrap")
    return np.asarray(away < _OUTLIER * np.maximum(noise / np.sqrt(weight), typical))


def _excess_between_cycles(
    phase: FloatArray, flux: FloatArray, weight: FloatArray, cycle: IntArray, noise: float
) -> float:
    """How much more the means of single cycles scatter than their points explain; at least 1."""
    cell = np.minimum(((phase + 0.5) * _CELLS).astype(np.int64), _CELLS - 1)
    cycles, place = np.unique(cycle, return_inverse=True)
    if cycles.size < 2:
        return 1.0
    key = place * _CELLS + cell
    shape = (cycles.size, _CELLS)
    total = np.bincount(key, weight, cycles.size * _CELLS).reshape(shape)
    filled = total > 0
    centre = np.bincount(cell, weight * phase, _CELLS) / np.maximum(np.bincount(cell, weight, _CELLS), 1e-300)
    level = np.bincount(cell, weight * flux, _CELLS) / np.maximum(np.bincount(cell, weight, _CELLS), 1e-300)
    near = np.interp(phase, centre, level, period=1.0)  # takes out most of the slope inside a cell
    sums = np.bincount(key, weight * (flux - near), cycles.size * _CELLS).reshape(shape)
    mean = sums / np.where(filled, total, 1.0)
    middle = (total * mean).sum(axis=0) / np.maximum(total.sum(axis=0), 1e-300)
    chi2 = (total * (mean - middle) ** 2 * filled).sum(axis=0) / noise**2
    free = filled.sum(axis=0) - 1
    use = free > 0
    if not use.any():
        return 1.0
    typical = free[use] * (1 - 2 / (9 * free[use])) ** 3  # median of chi-squared (Wilson & Hilferty 1931)
    return float(np.sqrt(max(1.0, np.median(chi2[use] / typical))))
