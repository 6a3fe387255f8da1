"""A smooth symmetric eclipse shape, for timing eclipses and for telling round bottoms from flat ones."""

from dataclasses import dataclass

import numpy as np

from tessebs_core.compute.search_points import SearchPoints
from tessebs_core.records import FloatArray

__all__ = ["EclipseTemplate", "fit_template"]

_TABLE = 401  # points at which a template is tabulated; linear between
_BINS = 90
_SHAPELESS = 40.0  # sigma; fainter eclipses show a width but no shape


@dataclass(frozen=True, eq=False)
class EclipseTemplate:
    """A fitted eclipse.

    Parameters
    ----------
    half_width : float
        Half of the window of the fit, days.
    depth : float
        Of the middle below the level beside; relative flux.
    scale : float
        Width parameter, days.
    flatness : float
        Exponent: below 1 a pointed minimum, 1 like a Gaussian, above 2 a flat bottom.
    flux, slope : ndarray
        The shape (0 far outside, -depth in the middle) and its derivative by time (1/d), at even steps
        from -half_width to half_width.
    """

    half_width: float
    depth: float
    scale: float
    flatness: float
    flux: FloatArray
    slope: FloatArray


def fit_template(
    points: SearchPoints, zero: float, period: float, half_width: float
) -> EclipseTemplate | None:
    """Fit the mean eclipse within ``half_width`` days of ``zero`` on a level that may bend symmetrically.

    Returns
    -------
    EclipseTemplate or None
        None where the window holds fewer than eight bins or nothing dips.

    Notes
    -----
    The shape is 1 - (1 - exp(1 - cosh(t / scale)))**flatness [1]_. It is even in time, so the noise of the
    fit cannot shift the eclipses that are timed with it.

    References
    ----------
    .. [1] Mikulasek 2015, A&A 584, A8.
    """
    x, mean, weight = _window_means(points, zero, period, half_width)
    if x.size < 8:
        return None
    depth, scale, exponent, sigma = _search_shape((x, mean, weight), half_width, np.geomspace(0.5, 5.0, 7))
    if sigma < _SHAPELESS:  # noise would choose a shape with steeper flanks than the eclipse has
        depth, scale, exponent, sigma = _search_shape((x, mean, weight), half_width, np.ones(1))
    if not depth > 0:
        return None
    table = np.linspace(-half_width, half_width, _TABLE)
    flux = -depth * _shape(table, scale, exponent)
    return EclipseTemplate(half_width, depth, scale, exponent, flux, np.gradient(flux, table))


def _window_means(
    points: SearchPoints, zero: float, period: float, half_width: float
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Mean times, fluxes and weights of the folded points in even bins about ``zero``."""
    away = (points.time - zero) / period
    away = (away - np.floor(away + 0.5)) * period
    near = np.abs(away) < half_width
    place = np.minimum(((away[near] + half_width) / (2 * half_width) * _BINS).astype(np.int64), _BINS - 1)
    weight = np.bincount(place, points.weight[near], _BINS).astype(np.float64)
    filled = weight > 0
    x = np.bincount(place, points.weight[near] * away[near], _BINS)[filled] / weight[filled]
    mean = np.bincount(place, points.weight[near] * points.flux[near], _BINS)[filled] / weight[filled]
    return x, mean, weight[filled]


def _shape(x: FloatArray, scale: FloatArray | float, exponent: FloatArray | float) -> FloatArray:
    """Return 1 in the middle, 0 far outside."""
    inner = -np.expm1(1.0 - np.cosh(np.clip(x / scale, -7, 7)))
    return np.asarray(1.0 - inner**exponent)


def _search_shape(
    means: tuple[FloatArray, FloatArray, FloatArray], half_width: float, flatness: FloatArray
) -> tuple[float, float, float, float]:
    """Zoom in on the best shape: depth, scale, flatness, depth in sigma."""
    scales = half_width * np.geomspace(0.04, 0.7, 14)
    for _ in range(3):
        found = _best_shape(means, half_width, scales, flatness)
        scales = found[1] * np.geomspace(0.85, 1.18, 5)
        flatness = found[2] * np.geomspace(0.8, 1.25, 5) if flatness.size > 1 else flatness
    return found


def _best_shape(
    means: tuple[FloatArray, FloatArray, FloatArray],
    half_width: float,
    scales: FloatArray,
    flatness: FloatArray,
) -> tuple[float, float, float, float]:
    """Depth, scale, flatness and depth in sigma of the shape that fits best on a bent level."""
    x, mean, weight = means
    scale, exponent = (each.reshape(-1, 1) for each in np.meshgrid(scales, flatness))
    root = np.sqrt(weight)
    level = np.broadcast_to(np.stack([root, root * (x / half_width) ** 2]), (scale.size, 2, x.size))
    dip = -_shape(x, scale, exponent) * root
    design = np.concatenate([level, dip[:, None, :]], axis=1)
    normal = design @ design.transpose(0, 2, 1)
    normal += 1e-10 * np.trace(normal, axis1=1, axis2=2)[:, None, None] * np.eye(3)
    right = design @ (mean * root)
    values = np.linalg.solve(normal, right[:, :, None])[:, :, 0]
    edge = values[:, 1] + values[:, 2] * (1 - _shape(np.ones(1) * half_width, scale, exponent)[:, 0])
    is_dip = (values[:, 2] > 0) & (edge > 0)  # below both its level and the ends of the window
    gain = np.where(is_dip, np.einsum("ij,ij->i", values, right), -np.inf)
    if not is_dip.any():
        return 0.0, float(scale[0, 0]), float(exponent[0, 0]), 0.0
    best = int(np.argmax(gain))
    error = float(np.linalg.inv(normal[best])[2, 2]) ** 0.5
    depth = float(values[best, 2])
    return depth, float(scale[best, 0]), float(exponent[best, 0]), depth / error
