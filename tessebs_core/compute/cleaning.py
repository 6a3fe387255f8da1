"""Light curves made ready for searches: normalised sectors, differences of neighbours."""

import numpy as np

from tessebs_core.records import FloatArray, IntArray, LightCurve

__all__ = ["flux_differences", "normalise_by_sector"]

_LONGEST_STEP = 1.5  # in cadences; a longer step jumps over a missing point


def normalise_by_sector(
    flux: FloatArray, flux_err: FloatArray, sector: IntArray, cadence: FloatArray | None = None
) -> tuple[FloatArray, FloatArray]:
    """Divide flux and error by the median flux of their sector.

    Parameters
    ----------
    flux, flux_err : ndarray of shape (n,)
        In one unit, whatever it is; NaN fluxes do not count in the median.
    sector : ndarray of shape (n,)
        TESS sector of each point.
    cadence : ndarray of shape (n,), optional
        Exposure time, seconds; when given, each cadence of a sector has its own median.

    Returns
    -------
    flux, flux_err : ndarray of shape (n,)
        Relative flux and its error, dimensionless. All NaN in a sector whose median is not positive:
        over-subtracted sky leaves nothing to normalise by.
    """
    keys = np.asarray(sector, dtype=np.float64)
    groups = keys[:, None] if cadence is None else np.stack([keys, cadence], axis=1)
    _, group = np.unique(groups, axis=0, return_inverse=True)
    group = group.reshape(-1)
    relative = np.full(flux.shape, np.nan)
    relative_err = np.full(flux.shape, np.nan)
    for each in range(int(group.max(initial=-1)) + 1):
        here = group == each
        finite = flux[here & np.isfinite(flux)]
        median = float(np.median(finite)) if finite.size else 0.0
        if median > 0:
            relative[here] = flux[here] / median
            relative_err[here] = flux_err[here] / median
    return relative, relative_err


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
    time, flux = light_curve.time, light_curve.flux
    step = np.diff(time)
    near = (
        (step > 0)
        & (step <= _LONGEST_STEP * light_curve.cadence[1:] / 86400.0)
        & (np.diff(light_curve.sector) == 0)
        & (np.diff(light_curve.cadence) == 0)
    )
    return (time[:-1] + 0.5 * step)[near], np.diff(flux)[near]
