"""Least squares with a Jacobian, by MINPACK, with a covariance that never warns."""

from collections.abc import Callable

import numpy as np

from tessebs_core.records import FloatArray

__all__ = ["levenberg_marquardt"]


def levenberg_marquardt(
    residuals: Callable[[FloatArray], FloatArray],
    slopes: Callable[[FloatArray], FloatArray],
    start: FloatArray,
    *,
    tolerance: float = 1e-8,
    evaluations: int = 80,
) -> tuple[FloatArray, FloatArray]:
    """Minimise a sum of squares from a starting point.

    Parameters
    ----------
    residuals : callable
        Values of shape (k,) to residuals of shape (m,), in sigma; m >= k.
    slopes : callable
        Values to their derivatives, shape (k, m).
    start : ndarray of shape (k,)
        Where to begin.
    tolerance : float
        Relative, on the sum of squares and on the values.
    evaluations : int
        Residuals computed at most; the best point so far is returned then.

    Returns
    -------
    values : ndarray of shape (k,)
        Where the sum of squares is lowest nearby.
    covariance : ndarray of shape (k, k)
        Inverse of the normal matrix; NaN where the residuals do not determine the values.
    """
    from scipy.optimize import leastsq

    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        values, *_ = leastsq(
            residuals,
            start,
            Dfun=slopes,
            col_deriv=True,
            full_output=True,
            ftol=tolerance,
            xtol=tolerance,
            maxfev=evaluations,
        )
        jacobian = slopes(values)
        scale = np.sqrt((jacobian**2).sum(axis=1))
        covariance = np.full((values.size, values.size), np.nan)
        if np.isfinite(scale).all() and (scale > 0).all():
            normal = (jacobian / scale[:, None]) @ (jacobian / scale[:, None]).T
            if np.linalg.cond(normal) < 1e13:
                covariance = np.linalg.inv(normal) / np.outer(scale, scale)
    return np.asarray(values), covariance
