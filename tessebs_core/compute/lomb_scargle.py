"""Lomb-Scargle periodograms, by non-uniform fast Fourier transform."""

import math

import numpy as np

from tessebs_core.compute.cleaning import flux_difference_errors, flux_differences, within
from tessebs_core.compute.weights import stated_errors, usable_columns
from tessebs_core.errors import BadLightCurve
from tessebs_core.records import FloatArray, LightCurve, Periodogram
from tessebs_core.vocabulary import PeriodogramMethod

__all__ = [
    "FEWEST_POINTS",
    "MOST_FREQUENCIES",
    "frequency_grid",
    "light_curve_periodogram",
    "lomb_scargle",
]

FEWEST_POINTS = 5
"""A sinusoid with a mean and a frequency has four parameters."""

MOST_FREQUENCIES = 2_000_000
"""Eight years of data down to 0.1 d need 300 000 at the default oversampling."""


def frequency_grid(
    baseline: float,
    *,
    minimum_period: float = 0.1,
    maximum_period: float | None = None,
    oversampling: float = 10.0,
) -> FloatArray:
    """Trial frequencies, evenly spaced at a fraction of the resolution 1/baseline.

    Parameters
    ----------
    baseline : float
        Time from the first to the last point, days.
    minimum_period, maximum_period : float
        Ends of the grid, days. Without a maximum, half the baseline: two cycles.
    oversampling : float
        Trial frequencies for each 1/baseline, the width of a peak. At 10 no peak loses more than 1 % of
        its power between two trials.

    Returns
    -------
    ndarray of shape (m,)
        Ordinary frequency, 1/d, ascending from 1/maximum_period; the last is at least 1/minimum_period.

    Raises
    ------
    BadLightCurve
        The grid is empty, or has more than `MOST_FREQUENCIES` points.
    """
    longest = 0.5 * baseline if maximum_period is None else maximum_period
    if not (minimum_period > 0 and oversampling > 0 and baseline > 0):
        raise BadLightCurve("Shortest period, oversampling and baseline must be positive.")
    if not minimum_period < longest < math.inf:
        raise BadLightCurve(
            f"No period lies between {minimum_period:g} d and {longest:g} d (a baseline of {baseline:g} d "
            f"shows two cycles of at most {0.5 * baseline:g} d). Give a wider range of periods or more data."
        )
    spacing = 1.0 / (oversampling * baseline)
    count = math.ceil((1.0 / minimum_period - 1.0 / longest) / spacing) + 1
    if count > MOST_FREQUENCIES:
        raise BadLightCurve(
            f"A baseline of {baseline:g} d searched from {minimum_period:g} d needs {count} frequencies; at "
            f"most {MOST_FREQUENCIES} are computed. Remove a wild time, raise the shortest period or lower "
            "the oversampling."
        )
    return 1.0 / longest + spacing * np.arange(count, dtype=np.float64)


def lomb_scargle(
    time: FloatArray,
    flux: FloatArray,
    flux_err: FloatArray | None = None,
    *,
    minimum_period: float = 0.1,
    maximum_period: float | None = None,
    oversampling: float = 10.0,
) -> Periodogram:
    """Compute the generalised Lomb-Scargle periodogram (sinusoid plus mean).

    Parameters
    ----------
    time : ndarray of shape (n,)
        BTJD, days; finite and ascending.
    flux : ndarray of shape (n,)
        Relative flux, dimensionless; finite.
    flux_err : ndarray of shape (n,), optional
        One-sigma errors; points weigh 1/error^2. Equal weights where one is not positive and finite.
    minimum_period, maximum_period, oversampling : float
        See `frequency_grid`.

    Returns
    -------
    Periodogram
        Power in standard normalisation: the fraction of the weighted variance about the mean that the
        best sinusoid of that frequency takes away, 0 to 1. All zero for a constant flux.

    Raises
    ------
    BadLightCurve
        Fewer than `FEWEST_POINTS` points, times out of order, values not finite, or a grid too long.

    Notes
    -----
    An eclipsing binary with like eclipses has its highest peak at half the orbital period.

    References
    ----------
    Zechmeister & Kuerster 2009, A&A 496, 577 (the statistic); Garrison et al. 2024, RNAAS 8, 250 (nifty-ls).
    """
    time, flux = usable_columns(time, flux, FEWEST_POINTS)
    frequency = frequency_grid(
        float(time[-1] - time[0]),
        minimum_period=minimum_period,
        maximum_period=maximum_period,
        oversampling=oversampling,
    )
    errors = stated_errors(flux_err)
    if errors is not None and errors.shape != flux.shape:
        raise BadLightCurve(f"{errors.size} errors for {flux.size} fluxes.")
    power = np.zeros_like(frequency)
    flux = flux - np.median(flux)
    if np.abs(flux).max() > 1e-13:  # else rounding would be taken for a signal
        power = _power(time, flux, errors, frequency)
    return Periodogram(PeriodogramMethod.LOMB_SCARGLE, frequency, power)


def light_curve_periodogram(
    light_curve: LightCurve,
    *,
    differences: bool = False,
    start: float | None = None,
    end: float | None = None,
    minimum_period: float = 0.1,
    maximum_period: float | None = None,
    oversampling: float = 10.0,
) -> Periodogram:
    """Compute the Lomb-Scargle periodogram of a light curve, or of its flux differences, in a range of time.

    Parameters
    ----------
    light_curve : LightCurve
        All of it; see ``start`` and ``end``.
    differences : bool
        Take the flux changes between neighbours, in which drifts vanish and ingresses stand out. A
        sinusoid of frequency f keeps 2 sin(pi f dt) of its amplitude at a cadence dt: short periods gain.
    start, end : float, optional
        First and last time, BTJD, both included; None leaves that side open.
    minimum_period, maximum_period, oversampling : float
        See `frequency_grid`; the baseline is that of the points in the range.

    Returns
    -------
    Periodogram
        As `lomb_scargle`; its errors are those stated, if they are stated for all points in the range.

    Raises
    ------
    BadLightCurve
        The range holds too few points, or leaves no periods to search.
    """
    part = within(light_curve, start, end)
    time, values, errors = part.time, part.flux, part.flux_err
    if differences:
        (time, values), errors = flux_differences(part), flux_difference_errors(part)
    return lomb_scargle(
        time,
        values,
        errors,
        minimum_period=minimum_period,
        maximum_period=maximum_period,
        oversampling=oversampling,
    )


def _power(
    time: FloatArray, flux: FloatArray, errors: FloatArray | None, frequency: FloatArray
) -> FloatArray:
    from nifty_ls import lombscargle

    found = lombscargle(
        time - 0.5 * (time[0] + time[-1]),
        flux,
        errors,
        fmin=float(frequency[0]),
        fmax=float(frequency[-1]),
        Nf=frequency.size,
        normalization="standard",
        backend="finufft",
        nthreads=1,  # one target, one thread: targets run side by side
    )
    power: FloatArray = np.nan_to_num(np.asarray(found.power, dtype=np.float64))
    return np.clip(power, 0.0, 1.0)
