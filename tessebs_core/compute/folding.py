"""Folded light curves as pictures are drawn from them: a density raster and binned means."""

from dataclasses import dataclass

import numpy as np

from tessebs_core.compute.phases import orbital_phase
from tessebs_core.compute.weights import stated_errors
from tessebs_core.errors import BadLightCurve
from tessebs_core.records import Ephemeris, FloatArray, IntArray

__all__ = ["BinnedPhase", "PhaseRaster", "binned_mean", "flux_range", "phase_raster"]

_MANY = 100_000
"""From so many points on the compiled loop is worth loading numba (half a second, once)."""


@dataclass(frozen=True, eq=False)
class PhaseRaster:
    """How many points fall in each cell of phase and flux.

    Parameters
    ----------
    counts : ndarray of int64, shape (flux bins, phase bins)
        Points in each cell; row 0 is the lowest flux, column 0 begins at phase -0.5.
    lowest, highest : float
        Range of relative flux; points outside are not counted.
    """

    counts: IntArray
    lowest: float
    highest: float


@dataclass(frozen=True, eq=False)
class BinnedPhase:
    """Mean light curve in even bins of phase.

    Parameters
    ----------
    phase : ndarray of shape (m,)
        Middles of the bins, from -0.5 to 0.5.
    mean : ndarray of shape (m,)
        Weighted mean flux; NaN in an empty bin.
    std : ndarray of shape (m,)
        Weighted standard deviation of the points of a bin about their mean, not the uncertainty of
        the mean; NaN for fewer than two points.
    count : ndarray of int64, shape (m,)
        Points in each bin.
    """

    phase: FloatArray
    mean: FloatArray
    std: FloatArray
    count: IntArray


def flux_range(flux: FloatArray, margin: float = 0.06) -> tuple[float, float]:
    """Return the range of flux that a picture should show.

    Single wild points do not set the scale, eclipses of two points and more do: the range is that of
    running medians of three, with a margin on both sides.
    """
    if flux.size == 0:
        return 0.0, 2.0
    smooth = flux
    if flux.size >= 3:
        before, here, after = flux[:-2], flux[1:-1], flux[2:]
        smooth = np.maximum(np.minimum(before, here), np.minimum(np.maximum(before, here), after))
    low, high = float(smooth.min()), float(smooth.max())
    room = margin * (high - low) or 1e-3 * abs(high) or 1e-3
    return low - room, high + room


def phase_raster(
    time: FloatArray,
    flux: FloatArray,
    ephemeris: Ephemeris,
    *,
    phase_bins: int = 600,
    flux_bins: int = 300,
    limits: tuple[float, float] | None = None,
) -> PhaseRaster:
    """Count folded points in cells of phase and flux.

    Parameters
    ----------
    time : ndarray of shape (n,)
        BTJD, days; finite.
    flux : ndarray of shape (n,)
        Relative flux; finite.
    ephemeris : Ephemeris
        What to fold on.
    phase_bins, flux_bins : int
        Cells, each way.
    limits : tuple of float, optional
        Lowest and highest flux; `flux_range` without it.

    Returns
    -------
    PhaseRaster
        Counts; a plot scales them (by a logarithm) as it likes.

    Raises
    ------
    BadLightCurve
        No bins, or limits that are not a range.
    """
    _check_bins(phase_bins, flux_bins)
    lowest, highest = flux_range(flux) if limits is None else limits
    if not lowest < highest:
        raise BadLightCurve(f"Fluxes from {lowest:g} to {highest:g} are not a range.")
    if time.size >= _MANY:
        from tessebs_core.compute.kernels import fold_counts

        counts = np.zeros((flux_bins, phase_bins), dtype=np.int64)
        fold_counts(time, flux, ephemeris.bjd0, ephemeris.period, lowest, highest, counts)
        return PhaseRaster(counts, lowest, highest)
    shown = (flux >= lowest) & (flux <= highest)
    column = _phase_bin(time[shown], ephemeris, phase_bins)
    row = ((flux[shown] - lowest) * (flux_bins / (highest - lowest))).astype(np.int64)
    cell = np.minimum(row, flux_bins - 1) * phase_bins + column
    counts = np.bincount(cell, minlength=flux_bins * phase_bins).astype(np.int64)
    return PhaseRaster(counts.reshape(flux_bins, phase_bins), lowest, highest)


def binned_mean(
    time: FloatArray,
    flux: FloatArray,
    ephemeris: Ephemeris,
    flux_err: FloatArray | None = None,
    *,
    bins: int = 200,
) -> BinnedPhase:
    """Average a folded light curve in bins of phase.

    Parameters
    ----------
    time, flux : ndarray of shape (n,)
        BTJD in days and relative flux; finite.
    ephemeris : Ephemeris
        What to fold on.
    flux_err : ndarray of shape (n,), optional
        One-sigma errors; points weigh 1/error^2. Equal weights where one is not positive and finite.
    bins : int
        Bins in a cycle.

    Raises
    ------
    BadLightCurve
        No bins.
    """
    _check_bins(bins)
    errors = stated_errors(flux_err)
    weight = np.ones(flux.shape) if errors is None else (errors.mean() / errors) ** 2
    reference = float(flux.mean()) if flux.size else 0.0  # sums of squares about zero would lose digits
    if time.size >= _MANY:
        from tessebs_core.compute.kernels import fold_sums

        sums, count = np.zeros((3, bins)), np.zeros(bins, dtype=np.int64)
        fold_sums(time, flux, weight, ephemeris.bjd0, ephemeris.period, reference, sums, count)
    else:
        place, difference = _phase_bin(time, ephemeris, bins), flux - reference
        powers = (weight, weight * difference, weight * difference**2)
        sums = np.stack([np.bincount(place, each, bins) for each in powers])
        count = np.bincount(place, minlength=bins).astype(np.int64)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = sums[1] / sums[0]
        variance = np.maximum(sums[2] / sums[0] - mean**2, 0.0)
    std = np.where(count > 1, np.sqrt(variance), np.nan)
    return BinnedPhase((np.arange(bins) + 0.5) / bins - 0.5, mean + reference, std, count)


def _phase_bin(time: FloatArray, ephemeris: Ephemeris, bins: int) -> IntArray:
    place = ((orbital_phase(time, ephemeris) + 0.5) * bins).astype(np.int64)
    return np.minimum(place, bins - 1)


def _check_bins(*bins: int) -> None:
    if min(bins) < 1:
        raise BadLightCurve("A fold needs at least one bin.")
