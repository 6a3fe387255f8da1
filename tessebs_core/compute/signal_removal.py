"""Take a periodic signal and slow drifts out of a light curve, so that another signal can be sought."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from tessebs_core.compute.phase_profiles import phase_profile, wrapped
from tessebs_core.compute.phases import orbital_phase
from tessebs_core.compute.two_gaussian import TwoGaussianFit
from tessebs_core.compute.weights import point_to_point_scatter, stated_errors
from tessebs_core.records import Ephemeris, FloatArray

__all__ = ["Remainder", "Removal", "outside_eclipses", "remainder", "share_in_eclipse", "without_signal"]

_FLATTENED_OVER = 0.8  # days: boxes of a third of it survive, spots and drifts do not
_STEP = 1 / 24  # days

_MARGIN = 1.1  # masks are so much wider than the eclipses
_GAP = 0.3  # days without points; orbits end and begin there
_EDGE = 0.3  # days at both ends of an orbit: settling and scattered light dip there
_CELLS = 64  # of the cycle, in which the remaining scatter is measured
_ENOUGH = 8  # points in such a cell


class Removal(StrEnum):
    """How the eclipses of the first signal are taken out; what else repeats with it is always subtracted."""

    MASK = "mask"
    SUBTRACT = "subtract"


@dataclass(frozen=True, eq=False)
class Remainder:
    """What is left to search: BTJD, relative flux about 0, and one-sigma errors, each of shape (n,)."""

    time: FloatArray
    flux: FloatArray
    error: FloatArray


def share_in_eclipse(eclipses: TwoGaussianFit) -> float:
    """Part of the cycle that both eclipses fill; widths as in the two-Gaussian model."""
    return sum(shape.width or 0.0 for shape in (eclipses.primary, eclipses.secondary) if shape is not None)


def outside_eclipses(
    time: FloatArray, ephemeris: Ephemeris, eclipses: TwoGaussianFit
) -> npt.NDArray[np.bool_]:
    """Points outside all eclipses of a signal; widths as in the two-Gaussian model, plus a tenth."""
    phase = orbital_phase(time, ephemeris)
    outside = np.ones(time.shape, dtype=bool)
    for shape in (eclipses.primary, eclipses.secondary):
        if shape is not None and shape.width:
            outside &= np.abs(wrapped(phase - shape.position)) > 0.5 * _MARGIN * shape.width
    return outside


def without_signal(
    time: FloatArray, flux: FloatArray, ephemeris: Ephemeris, flux_err: FloatArray | None = None
) -> FloatArray:
    """Subtract the folded light curve and slow drifts.

    Parameters
    ----------
    time, flux : ndarray of shape (n,)
        BTJD in days, ascending, and relative flux; finite.
    ephemeris : Ephemeris
        Of the signal to take out.
    flux_err : ndarray of shape (n,), optional
        One-sigma errors, for weights.

    Returns
    -------
    ndarray of shape (n,)
        What is left, about 0.

    Notes
    -----
    The mean folded curve follows eclipses of any shape, and whatever else repeats with the orbit. With few
    cycles it also takes up part of other signals: a part of about one over the number of cycles. Drifts are
    the running median of 0.8 d of what is left; they are taken out before the final fold, since bins of phase
    that hold points of different cycles would otherwise print the drift onto the folded curve.
    """
    drift = _running_median(time, flux - _folded(time, flux, ephemeris, flux_err))
    steady = flux - drift
    return np.asarray(steady - _folded(time, steady, ephemeris, flux_err))


def remainder(  # noqa: PLR0917 -- a light curve and its first signal
    time: FloatArray,
    flux: FloatArray,
    ephemeris: Ephemeris,
    eclipses: TwoGaussianFit,
    flux_err: FloatArray | None,
    removal: Removal,
) -> Remainder:
    """Make a light curve ready for the search of another signal.

    Parameters
    ----------
    time, flux, flux_err : ndarray of shape (n,)
        As in `without_signal`.
    ephemeris, eclipses : Ephemeris, TwoGaussianFit
        The first signal.
    removal : Removal
        Whether its eclipses are left out after the fold is subtracted.

    Returns
    -------
    Remainder
        May be empty. The first and last 0.3 d of each orbit are left out. Errors are the stated ones, or the
        point-to-point scatter, raised to the scatter that is left at that phase: eclipses that change leave
        more than the noise where they were subtracted.
    """
    left = without_signal(time, flux, ephemeris, flux_err)
    kept = _inside_orbits(time)
    if removal is Removal.MASK:
        kept &= outside_eclipses(time, ephemeris, eclipses)
    stated = stated_errors(flux_err)
    error = np.full(time.shape, point_to_point_scatter(left) or 1.0) if stated is None else stated
    time, left, error = time[kept], left[kept], error[kept]
    if time.size == 0:
        return Remainder(time, left, error)
    return Remainder(time, left, error * _scatter_at(orbital_phase(time, ephemeris), left / error))


def _folded(
    time: FloatArray, flux: FloatArray, ephemeris: Ephemeris, flux_err: FloatArray | None
) -> FloatArray:
    profile = phase_profile(time, flux, ephemeris, flux_err)
    return np.interp(orbital_phase(time, ephemeris), profile.phase, profile.flux, period=1.0)


def _running_median(time: FloatArray, flux: FloatArray) -> FloatArray:
    """Running median of hourly medians, between them by straight lines."""
    from scipy.ndimage import median_filter

    hour = np.floor((time - time[0]) / _STEP).astype(np.int64)
    order = np.lexsort((flux, hour))
    starts = np.flatnonzero(np.diff(hour, prepend=-1))
    middle = starts + np.diff(np.append(starts, hour.size)) // 2
    smooth = median_filter(flux[order][middle], round(_FLATTENED_OVER / _STEP), mode="nearest")
    return np.asarray(np.interp(time, time[middle], smooth))


def _inside_orbits(time: FloatArray) -> npt.NDArray[np.bool_]:
    """Points that are not next to a long gap."""
    gaps = np.flatnonzero(np.diff(time) > _GAP)
    begin, end = time[np.append(0, gaps + 1)], time[np.append(gaps, time.size - 1)]
    orbit = np.searchsorted(begin, time, side="right") - 1
    return np.asarray((time - begin[orbit] > _EDGE) & (end[orbit] - time > _EDGE))


def _scatter_at(phase: FloatArray, reduced: FloatArray) -> FloatArray:
    """Robust scatter of ``reduced`` in the cell of phase of each point, at least the usual one."""
    cell = np.minimum(((phase + 0.5) * _CELLS).astype(np.int64), _CELLS - 1)
    away = np.abs(reduced - np.median(reduced))
    count = np.bincount(cell, minlength=_CELLS)
    first = np.append(0, np.cumsum(count)[:-1])
    middle = np.minimum(first + count // 2, away.size - 1)
    scatter = 1.4826 * away[np.lexsort((away, cell))][middle]
    enough = count > _ENOUGH
    usual = float(np.median(scatter[enough])) if enough.any() else 1.4826 * float(np.median(away))
    return np.asarray(np.maximum(np.where(enough, scatter, usual), usual or 1.0)[cell])
