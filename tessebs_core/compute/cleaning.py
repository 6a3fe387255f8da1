"""Light curves made ready for searches: ranges of time, differences of neighbours."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from tessebs_core.records import FloatArray, LightCurve

__all__ = ["flux_difference_errors", "flux_differences", "within"]

_LONGEST_STEP = 1.5  # in cadences; a longer step jumps over a missing point


def flux_differences(light_curve: LightCurve) -> tuple[FloatArray, FloatArray]:
    """Flux changes between neighbours: ingresses and egresses stand out, slow drifts vanish.

    Only neighbours of one sector and cadence with no missing point between them are compared.

    Returns
    -------
    time : ndarray of shape (m,)
        Middle of each pair, BTJD, days; m < n.
    difference : ndarray of shape (m,)
        Later minus earlier relative flux, dimensionless.
    """
    time, near = light_curve.time, _neighbours(light_curve)
    return (time[:-1] + 0.5 * np.diff(time))[near], np.diff(light_curve.flux)[near]


def flux_difference_errors(light_curve: LightCurve) -> FloatArray:
    """One-sigma errors of `flux_differences`, shape (m,), dimensionless; NaN where one is not stated.

    A point's noise enters two differences with opposite signs; that correlation is not told here.
    """
    squared = light_curve.flux_err**2
    return np.sqrt(squared[:-1] + squared[1:])[_neighbours(light_curve)]


def within(light_curve: LightCurve, start: float | None = None, end: float | None = None) -> LightCurve:
    """Keep the points from ``start`` to ``end``, both included, BTJD; None leaves that side open."""
    first = 0 if start is None else int(np.searchsorted(light_curve.time, start, side="left"))
    last = len(light_curve) if end is None else int(np.searchsorted(light_curve.time, end, side="right"))
    here = slice(first, max(first, last))
    columns = ("time", "flux", "flux_err", "sector", "cadence", "quality")
    return replace(light_curve, **{name: getattr(light_curve, name)[here] for name in columns})


def _neighbours(light_curve: LightCurve) -> npt.NDArray[np.bool_]:
    """Which points and their next ones have no missing point between them, shape (n - 1,)."""
    step = np.diff(light_curve.time)
    near: npt.NDArray[np.bool_] = (
        (step > 0)
        & (step <= _LONGEST_STEP * light_curve.cadence[1:] / 86400.0)
        & (np.diff(light_curve.sector) == 0)
        & (np.diff(light_curve.cadence) == 0)
    )
    return near
