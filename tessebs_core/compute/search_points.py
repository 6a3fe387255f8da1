"""Points as period searches want them: binned in time, weighted by their true scatter."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from tessebs_core.compute.weights import usable_columns
from tessebs_core.records import FloatArray, IntArray, LightCurve

__all__ = ["FEWEST_POINTS", "SearchPoints", "binned", "flattened", "search_points", "stretches"]

FEWEST_POINTS = 30
"""Fewer points show no cycle twice."""

_BIN = 10.0 / 1440.0  # days; the shortest ingress that matters to a period takes longer
_GAP = 0.3  # days without a point
_TRUST = 1.5  # stated errors may be too small by as much


@dataclass(frozen=True, eq=False)
class SearchPoints:
    """Points of a light curve.

    Parameters
    ----------
    origin : float
        BTJD of time zero, days.
    time : ndarray of shape (n,)
        Days from ``origin``, ascending from 0.
    flux : ndarray of shape (n,)
        Relative flux minus its weighted mean, dimensionless.
    weight : ndarray of shape (n,)
        Inverse variances of ``flux`` by the point-to-point scatter of its sector.
    """

    origin: float
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

    @property
    def step(self) -> float:
        """Median distance of neighbouring points, days."""
        return float(np.median(np.diff(self.time)))


def search_points(light_curve: LightCurve) -> SearchPoints:
    """Weigh the points of a light curve by the scatter that each sector and cadence really has.

    Single points that stand out of both neighbours by more than eight times the scatter are left out: cosmic
    rays and jitter, no eclipses.

    Raises
    ------
    BadLightCurve
        Fewer than `FEWEST_POINTS` points, or all at one time.
    """
    time, flux = usable_columns(light_curve.time, light_curve.flux, FEWEST_POINTS)
    keys = np.stack([light_curve.sector.astype(np.float64), light_curve.cadence], axis=1)
    _, group = np.unique(keys, axis=0, return_inverse=True)
    group = group.reshape(-1)
    groups = [group == each for each in range(int(group.max()) + 1)]
    scatter = np.array([_scatter(flux[each]) for each in groups])
    noise = np.array([
        _noise(wide, light_curve.flux_err[each]) for wide, each in zip(scatter, groups, strict=True)
    ])  # fmt: skip
    usual = float(np.median(noise[noise > 0])) if (noise > 0).any() else float(np.std(flux)) or 1.0
    noise = np.maximum(noise, 0.1 * usual)[group]
    spike = _spikes(flux, np.maximum(scatter[group], noise))
    time, flux, weight = time[~spike], flux[~spike], noise[~spike] ** -2.0
    mean = np.average(flux, weights=weight)
    return SearchPoints(float(time[0]), time - time[0], flux - mean, weight)


def binned(points: SearchPoints, width: float = _BIN) -> SearchPoints:
    """Average points in bins of ``width`` days, at their mean times; slower cadences stay as they are."""
    bins = np.floor(points.time / width).astype(np.int64)
    weight = np.bincount(bins, points.weight).astype(np.float64)
    kept = np.flatnonzero(weight)
    weight = weight[kept]
    time = np.bincount(bins, points.weight * points.time)[kept] / weight
    flux = np.bincount(bins, points.weight * points.flux)[kept] / weight
    return SearchPoints(points.origin + float(time[0]), time - time[0], flux, weight)


def flattened(points: SearchPoints, window: float) -> SearchPoints:
    """Subtract a running median of ``window`` days: narrow eclipses stay, spots and drifts go."""
    from scipy.ndimage import median_filter

    wide = max(round(window / points.step) | 1, 3)
    flux = points.flux.copy()
    for first, last in stretches(points.time):
        size = min(wide, (last - first) | 1)
        flux[first:last] -= median_filter(points.flux[first:last], size=size, mode="reflect")
    return replace(points, flux=flux - np.average(flux, weights=points.weight))


def stretches(time: FloatArray, gap: float = _GAP) -> IntArray:
    """First and one past the last index of each stretch without a gap, shape (m, 2)."""
    breaks = np.flatnonzero(np.diff(time) > gap) + 1
    return np.stack([np.concatenate([[0], breaks]), np.concatenate([breaks, [time.size]])], axis=1)


def _spikes(flux: FloatArray, scatter: FloatArray) -> npt.NDArray[np.bool_]:
    """Points that stand out of both neighbours."""
    apart = np.minimum(np.abs(flux[1:-1] - flux[:-2]), np.abs(flux[1:-1] - flux[2:]))
    is_turn = (flux[1:-1] - flux[:-2]) * (flux[1:-1] - flux[2:]) > 0
    return np.concatenate([[False], is_turn & (apart > 8 * scatter[1:-1]), [False]])


def _noise(scatter: float, stated: FloatArray) -> float:
    """Noise of one point: its scatter, unless a signal as fast as the cadence is in it."""
    known = stated[np.isfinite(stated) & (stated > 0)]
    return min(scatter, _TRUST * float(np.median(known))) if known.size else scatter


def _scatter(flux: FloatArray) -> float:
    """Noise of one point from second differences, blind to slopes and to rare outliers."""
    if flux.size < 5:
        return 0.0
    second = flux[2:] - 2.0 * flux[1:-1] + flux[:-2]
    return float(1.4826 * np.median(np.abs(second - np.median(second))) / np.sqrt(6.0))
