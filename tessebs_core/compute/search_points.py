"""Points as period searches want them: binned in time, weighted by their true scatter."""

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from tessebs_core.compute.weights import usable_columns
from tessebs_core.records import FloatArray, IntArray, LightCurve

__all__ = ["FEWEST_POINTS", "SearchPoints", "binned", "flattened", "search_points", "stretches"]

FEWEST_POINTS = 30
"""Fewer points show no cycle twice."""

_BIN = 10.0 / 1440.0  # days; the shortest ingress that matters to a period takes longer
_GAP = 0.3  # days without a point
_NEAR = 0.1  # days from the neighbour before to the one after
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
    group, groups = _groups(light_curve.sector, light_curve.cadence)
    scatter = np.array([_scatter(flux[each]) for each in groups])
    stated = np.array([_median_error(light_curve.flux_err[each]) for each in groups])
    noise = np.fmin(
        scatter, _TRUST * stated
    )  # less than the scatter where a signal as fast as the cadence is
    usual = float(np.median(noise[noise > 0])) if (noise > 0).any() else float(np.std(flux)) or 1.0
    noise = np.maximum(noise, 0.1 * usual)[group]
    spike = _spikes(time, flux, np.maximum(scatter[group], noise))
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


def _spikes(time: FloatArray, flux: FloatArray, scatter: FloatArray) -> npt.NDArray[np.bool_]:
    """Points that stand out of both neighbours, which are near."""
    before, after = flux[1:-1] - flux[:-2], flux[1:-1] - flux[2:]
    apart = np.minimum(np.abs(before), np.abs(after))
    is_near = time[2:] - time[:-2] < _NEAR
    return np.concatenate([[False], is_near & (before * after > 0) & (apart > 8 * scatter[1:-1]), [False]])


def _groups(sector: IntArray, cadence: FloatArray) -> tuple[IntArray, list[npt.NDArray[np.intp]]]:
    """Number the sectors and cadences of the points; and the places of the points of each number."""
    turns = (np.diff(sector) != 0) | (np.diff(cadence) != 0)
    edges = np.concatenate([[0], np.flatnonzero(turns) + 1, [sector.size]])
    numbers: dict[tuple[int, float], int] = {}
    group = np.zeros(sector.size, dtype=np.int64)
    for first, last in pairwise(edges):
        key = (int(sector[first]), float(cadence[first]))
        group[first:last] = numbers.setdefault(key, len(numbers))
    order = np.argsort(group, kind="stable")
    return group, np.split(order, np.searchsorted(group[order], np.arange(1, len(numbers))))


def _median_error(stated: FloatArray) -> float:
    """Median of the errors that are stated; NaN when there are none."""
    known = stated[np.isfinite(stated) & (stated > 0)]
    return float(np.median(known)) if known.size else float("nan")


def _scatter(flux: FloatArray) -> float:
    """Noise of one point from second differences, blind to slopes and to rare outliers."""
    if flux.size < 5:
        return 0.0
    second = flux[2:] - 2.0 * flux[1:-1] + flux[:-2]
    return float(1.4826 * np.median(np.abs(second - np.median(second))) / np.sqrt(6.0))
