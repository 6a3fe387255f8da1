"""Ephemerides with uncertainties that are right, and what they become at other epochs."""

import math
from dataclasses import dataclass, replace

import numpy as np

from tessebs_core.compute.eclipse_cycles import DEPTH, OFFSET, SHIFT, TREND, CycleFits, fit_cycles
from tessebs_core.compute.eclipse_templates import EclipseTemplate, fit_template
from tessebs_core.compute.folded_dips import fold, main_dip
from tessebs_core.compute.search_points import SearchPoints, search_points
from tessebs_core.records import Ephemeris, FloatArray, IntArray, LightCurve

__all__ = ["Refinement", "predicted_time", "refine", "refine_points"]

_ROUNDS = 4
_NARROW = 0.12  # of the period: there is level light beside such eclipses
_ALONE = 8.0  # depth in sigma from which a single eclipse fits its own depth
_LARGEST_SHIFT = 0.4  # of the template's window
_OUTLIER = 5.0
_PRIOR_DEGREES = 6.0  # eclipses' worth of belief that the points say how well they are timed


@dataclass(frozen=True, eq=False)
class Refinement:
    """A linear ephemeris and the eclipses that it rests on.

    Parameters
    ----------
    ephemeris : Ephemeris
        With uncertainties; ``bjd0`` is the minimum nearest to the weighted middle of the data, where its
        uncertainty and that of the period are independent.
    cycle : ndarray of int64, shape (m,)
        Cycles from ``bjd0`` of the eclipses used.
    time, time_unc : ndarray of shape (m,)
        Their times of minimum and one-sigma errors from the noise of the points, BTJD and days.
    scatter : float
        Factor by which the uncertainties of the ephemeris were changed because the times scatter more
        (spots, drifts, a period that changes) or less than their errors.
    template : EclipseTemplate
        The shape fitted.
    """

    ephemeris: Ephemeris
    cycle: IntArray
    time: FloatArray
    time_unc: FloatArray
    scatter: float
    template: EclipseTemplate


def refine(light_curve: LightCurve, ephemeris: Ephemeris) -> Refinement | None:
    """Fit time of minimum and period to all eclipses of a light curve; see `refine_points`.

    Raises
    ------
    BadLightCurve
        Too few points.
    """
    points = search_points(light_curve)
    return refine_points(points, ephemeris)


def refine_points(points: SearchPoints, ephemeris: Ephemeris) -> Refinement | None:
    """Fit time of minimum and period to all eclipses.

    Parameters
    ----------
    points : SearchPoints
        Unbinned points.
    ephemeris : Ephemeris
        Right to a tenth of an eclipse duration over the data.

    Returns
    -------
    Refinement or None
        None where fewer than two eclipses are seen whole, or nothing dips at ``bjd0``.

    Notes
    -----
    A symmetric template is fitted to the folded eclipse and shifted onto every single one, with a level and,
    where there is level light beside the eclipse, a slope of its own; a weighted straight line through the
    times gives the ephemeris. Because the template is even and the shift an odd change of it, noise in the
    template does not enter the times. Errors come from the point-to-point noise, and are multiplied by the
    scatter of the times over these errors, as far as there are times enough to know it: the noise counts
    as much as six times do. The factor may be below 1: one that could only grow would cover the truth in 71
    to 75 % of trials. A light curve that is not symmetric about its minimum (spots, heartbeats) has a time of
    minimum by this definition all the same, and its uncertainty is that of this definition.
    """
    zero, period = ephemeris.bjd0 - points.origin, ephemeris.period
    points = _reweighted(points, period)
    width = _width_at(points, zero, period)
    half_width = min(1.7 * width, 0.24 * period)
    for _ in range(_ROUNDS):
        template = fit_template(points, zero, period, half_width)
        if template is None:
            return None
        found = _fitted(points, zero, period, template)
        if found is None or abs(found.ephemeris.period / ephemeris.period - 1) > 0.1:
            return None
        moved = found.ephemeris.bjd0 - points.origin - zero
        moved -= round(moved / period) * period
        zero, period = found.ephemeris.bjd0 - points.origin, found.ephemeris.period
        if abs(moved) < 0.02 * (found.ephemeris.bjd0_uncert or 0.0):
            break
    return found


def predicted_time(ephemeris: Ephemeris, cycle: int) -> tuple[float, float]:
    """Time of minimum of a cycle and its one-sigma uncertainty, BTJD and days.

    The errors of ``bjd0`` and ``period`` count as independent, which holds for a `Refinement`; an error that
    is not stated counts as 0.
    """
    error = math.hypot(ephemeris.bjd0_uncert or 0.0, cycle * (ephemeris.period_uncert or 0.0))
    return ephemeris.bjd0 + cycle * ephemeris.period, error


def _reweighted(points: SearchPoints, period: float) -> SearchPoints:
    """Raise the weights where the points scatter less about the fold than from one to the next.

    In smooth curves of short periods the signal itself moves between two points.
    """
    bins = int(np.clip(points.time.size // 30, 20, 200))
    curve = fold(points, period, period / bins)
    rest = points.flux - np.interp(points.time / period % 1.0, curve.phase, curve.mean, period=1.0)
    spread = 1.4826 * float(np.median(np.abs(rest * np.sqrt(points.weight))))
    spread /= (1 - curve.mean.size / points.time.size) ** 0.5
    return replace(points, weight=points.weight / spread**2) if 0 < spread < 1 else points


def _width_at(points: SearchPoints, zero: float, period: float) -> float:
    """Full width at half depth of the dip at ``zero``, days."""
    away = (points.time - zero) / period
    away -= np.floor(away + 0.5)
    place = np.clip(((away + 0.5) * 400).astype(np.int64), 0, 399)
    weight = np.bincount(place, points.weight, 400)
    filled = np.flatnonzero(weight)
    mean = np.bincount(place, points.weight * points.flux, 400)[filled] / weight[filled]
    mean = np.interp(np.arange(400), filled, mean, period=400)
    mean = np.convolve(np.concatenate([mean[-1:], mean, mean[:1]]), np.full(3, 1 / 3), "valid")
    bottom = float(mean[198:202].min())
    level = float(np.median(mean[mean >= np.median(mean)]))
    below = mean < 0.5 * (level + bottom)
    if not below[199:201].any():
        return main_dip(fold(points, period, max(period / 400, 1e-4))).width * period
    left, right = int(np.argmin(below[199::-1])), int(np.argmin(below[200:]))
    return max(left + right, 2) / 400 * period


def _shifts(
    points: SearchPoints, zero: float, period: float, template: EclipseTemplate
) -> tuple[CycleFits, FloatArray, FloatArray]:
    """Shift of every eclipse and its error, days."""
    table = (template.flux, template.slope)
    level = [OFFSET, TREND] if template.scale < _NARROW * period else [OFFSET]
    fits = fit_cycles(points, zero, period, template.half_width, table, columns=[*level, DEPTH, SHIFT])
    depth, depth_error = fits.value[:, -2], fits.error[:, -2]
    alone = fits.cycle.size > 0 and float(np.median(1 / np.maximum(depth_error, 1e-12))) > _ALONE
    if alone:
        factor = np.clip(depth, 0.3, 3.0)
        return fits, fits.value[:, -1] / factor, fits.error[:, -1] / factor
    fits = fit_cycles(points, zero, period, template.half_width, table, columns=[*level, SHIFT])
    return fits, fits.value[:, -1], fits.error[:, -1]


def _line(
    cycle: IntArray, shift: FloatArray, error: FloatArray
) -> tuple[float, float, float, float, int, float] | None:
    """Weighted straight line: shift and slope at the middle cycle, their errors, that cycle, the scatter."""
    kept = np.ones(cycle.size, dtype=np.bool_)
    for _ in range(2):
        if np.unique(cycle[kept]).size < 2:
            return None
        weight = error[kept] ** -2.0
        middle = int(np.round(np.average(cycle[kept], weights=weight)))
        x = (cycle - middle).astype(np.float64)
        design = np.stack([np.ones(kept.sum()), x[kept]], axis=1)
        inverse = np.linalg.inv(design.T @ (weight[:, None] * design))
        start, slope = inverse @ (design.T @ (weight * shift[kept]))
        rest = (shift - start - slope * x) / error
        usual = max(1.0, 1.4826 * float(np.median(np.abs(rest[kept]))))
        if cycle.size > 4:
            kept = np.abs(rest) < _OUTLIER * usual
    degrees = int(kept.sum()) - 2
    spread = (float((rest[kept] ** 2).sum()) + _PRIOR_DEGREES) / (degrees + _PRIOR_DEGREES)
    scatter = spread**0.5
    errors = np.sqrt(np.diag(inverse)) * scatter
    return float(start), float(slope), float(errors[0]), float(errors[1]), middle, scatter


def _fitted(points: SearchPoints, zero: float, period: float, template: EclipseTemplate) -> Refinement | None:
    """Time all eclipses with one template, and put a line through the times."""
    fits, shift, error = _shifts(points, zero, period, template)
    good = np.abs(shift) < _LARGEST_SHIFT * template.half_width
    line = _line(fits.cycle[good], shift[good], error[good]) if good.sum() >= 2 else None
    if line is None:
        return None
    start, slope, start_error, slope_error, middle, scatter = line
    best = period + slope
    bjd0 = points.origin + zero + middle * period + start
    cycle = fits.cycle[good] - middle
    time = points.origin + zero + fits.cycle[good] * period + shift[good]
    ephemeris = Ephemeris(bjd0, best, start_error, slope_error)
    return Refinement(ephemeris, cycle, time, error[good], scatter, template)
