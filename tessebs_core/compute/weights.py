"""How much each point of a light curve counts."""

import numpy as np

from tessebs_core.errors import BadLightCurve
from tessebs_core.records import FloatArray

__all__ = ["point_to_point_scatter", "stated_errors", "usable_columns"]


def usable_columns(time: FloatArray, flux: FloatArray, least: int) -> tuple[FloatArray, FloatArray]:
    """Check that a period can be sought in these points, and return them as doubles.

    Raises
    ------
    BadLightCurve
        Fewer than ``least`` points, unequal lengths, times not ascending, or a value that is not finite.
    """
    time = np.ascontiguousarray(time, dtype=np.float64)
    flux = np.ascontiguousarray(flux, dtype=np.float64)
    if time.ndim != 1 or time.shape != flux.shape:
        raise BadLightCurve(
            f"Times of shape {time.shape} and fluxes of shape {flux.shape} do not belong together."
        )
    if time.size < least:
        raise BadLightCurve(f"{time.size} points are too few to seek a period; at least {least} are needed.")
    if not (np.isfinite(time).all() and np.isfinite(flux).all()):
        raise BadLightCurve("NaN or infinity among times or fluxes; remove such points first.")
    steps = np.diff(time)
    if (steps < 0).any() or not steps.any():
        raise BadLightCurve("Times must ascend and must not all be the same; sort the points first.")
    return time, flux


def stated_errors(flux_err: FloatArray | None) -> FloatArray | None:
    """Errors that can serve as weights, or None for equal weights.

    A product states an error for every point or for none, so one missing (NaN), zero, negative or
    infinite error means that the errors cannot be trusted as weights, and none of them is used.
    """
    if flux_err is None:
        return None
    errors = np.ascontiguousarray(flux_err, dtype=np.float64)
    usable = errors.size > 0 and bool(np.isfinite(errors).all()) and bool((errors > 0).all())
    return errors if usable else None


def point_to_point_scatter(flux: FloatArray) -> float:
    """Noise of one point from the differences of neighbours, blind to slow variation and to outliers.

    Returns
    -------
    float
        1.4826 times the median absolute difference of neighbours, over the square root of 2: the standard
        deviation of white Gaussian noise. 0 for fewer than two points.
    """
    if flux.size < 2:
        return 0.0
    return float(1.4826 * np.median(np.abs(np.diff(flux))) / np.sqrt(2.0))
