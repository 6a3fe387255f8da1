"""Points of one or many sectors: their sampling, normalisation and order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from tessebs_core.errors import NoLightCurve
from tessebs_core.records import FloatArray, IntArray, LightCurve

__all__ = ["Points", "joined", "light_curve", "sampling"]

_EXPOSURES = np.array([20.0, 120.0, 200.0, 600.0, 1800.0])
"""Seconds; the sampling of TESS light curves."""

_SAME_TIME = 1e-6  # days; times of one exposure from two files differ by rounding, exposures by 20 s or more
_DAY = 86_400.0  # seconds
_FEWEST_DIFFERENCES = 3

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Points:
    """Columns of points of one target and product, of equal length and in any order.

    ``time`` in BTJD days, ``flux`` and ``flux_err`` in any one unit, ``cadence`` in seconds.
    """

    time: FloatArray
    flux: FloatArray
    flux_err: FloatArray
    sector: IntArray
    cadence: FloatArray
    quality: IntArray

    def where(self, chosen: Mask | npt.NDArray[np.intp]) -> "Points":
        """The points that a mask or an order picks."""
        return Points(
            self.time[chosen], self.flux[chosen], self.flux_err[chosen],
            self.sector[chosen], self.cadence[chosen], self.quality[chosen],
        )  # fmt: skip


def joined(segments: Sequence[LightCurve]) -> Points:
    """The points of all segments, one segment after another."""
    names = ("time", "flux", "flux_err", "sector", "cadence", "quality")
    return Points(*(np.concatenate([getattr(each, name) for each in segments]) for name in names))


def sampling(time: FloatArray, sector: IntArray, listed: float | None) -> FloatArray:
    """Tell the exposure time of every point.

    The median step of the times of a sector is it, where that is within a tenth of an exposure time of TESS.
    Headers and MAST's list are less sure: TGLC's ``TIMEDEL`` is the mean step, gaps included.

    Parameters
    ----------
    time : ndarray of shape (n,)
        BTJD, days, of all rows of a file, in its order; NaN where there is none.
    sector : ndarray of shape (n,)
        Sector of each row.
    listed : float or None
        What MAST lists, seconds; taken where the times do not tell.

    Returns
    -------
    ndarray of shape (n,)
        Seconds; NaN where nothing tells.
    """
    cadence = np.full(time.size, np.nan)
    for each in np.unique(sector):
        of_sector = sector == each
        steps = np.diff(time[of_sector & np.isfinite(time)]) * _DAY
        steps = steps[steps > 0]
        step = float(np.median(steps)) if steps.size else np.nan
        nearest = float(_EXPOSURES[np.argmin(np.abs(_EXPOSURES - step))])
        if abs(nearest - step) <= nearest / 10:
            cadence[of_sector] = nearest
        else:
            cadence[of_sector] = step if listed is None else listed
    return cadence


def light_curve(tess_id: int, provenance: str, points: Points, *, scatter_is_error: bool) -> LightCurve:
    """Order and normalise points.

    Parameters
    ----------
    tess_id : int
        The target.
    provenance : str
        The product's name.
    points : Points
        Good points only. Groups of one sector and cadence are divided by their median flux; a group whose
        median is not positive has no relative flux and is left out.
    scatter_is_error : bool
        Whether to estimate the errors from the scatter of neighbouring points.

    Raises
    ------
    NoLightCurve
        No point is left.
    """
    if (np.diff(points.time) <= _SAME_TIME).any():
        points = points.where(np.argsort(points.time, kind="stable"))
        points = points.where(np.diff(points.time, prepend=-np.inf) > _SAME_TIME)
    flux, flux_err = points.flux.copy(), points.flux_err.copy()
    kept = np.zeros(flux.size, dtype=np.bool_)
    for group in _groups(points):
        median = float(np.median(flux[group]))
        if not median > 0:
            continue
        kept[group] = True
        with np.errstate(all="ignore"):
            flux[group] /= median
            flux_err[group] /= median
            if scatter_is_error:
                flux_err[group] = _scatter(points.time[group], flux[group], points.cadence[group])
    kept &= np.isfinite(flux)
    flux_err[~np.isfinite(flux_err)] = np.nan
    points = replace(points, flux=flux, flux_err=flux_err).where(kept)
    if not kept.any():
        why = "the median flux is not positive" if kept.size else "every point is flagged or no number"
        raise NoLightCurve(f"TIC {tess_id} has no usable {provenance} point here: {why}.")
    return LightCurve(
        tess_id, provenance, points.time, points.flux, points.flux_err,
        points.sector, points.cadence, points.quality,
    )  # fmt: skip


def _groups(points: Points) -> Iterator[npt.NDArray[np.intp]]:
    """Places of the points of one sector and cadence, group by group."""
    if points.time.size == 0:
        return
    cadence = np.nan_to_num(points.cadence, nan=-1.0)
    order = np.lexsort((cadence, points.sector))
    new = (np.diff(points.sector[order]) != 0) | (np.diff(cadence[order]) != 0)
    yield from np.split(order, np.flatnonzero(new) + 1)


def _scatter(time: FloatArray, flux: FloatArray, cadence: FloatArray) -> float:
    """Estimate a one-sigma error from the differences of neighbouring points.

    The median absolute difference of neighbours, as a Gaussian sigma, over the square root of two. Slow
    variation drops out of differences and eclipses out of the median; what varies within one exposure time
    does not, so the estimate is an upper limit for fast variables. NaN for fewer than three neighbours, and
    where most do not differ at all.
    """
    neighbours = np.diff(time) * _DAY < 1.5 * cadence[1:]
    differences = np.diff(flux)[neighbours]
    if differences.size < _FEWEST_DIFFERENCES:
        return float("nan")
    scatter = float(1.4826 * np.median(np.abs(differences)) / np.sqrt(2.0))
    return scatter if scatter > 0 else float("nan")
