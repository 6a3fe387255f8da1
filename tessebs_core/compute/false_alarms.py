"""How often noise alone would give as high a peak."""

import math

import numpy as np

from tessebs_core.records import FloatArray

__all__ = ["false_alarm_probability"]


def false_alarm_probability(power: FloatArray, time: FloatArray, maximum_frequency: float) -> FloatArray:
    """Upper limit on the chance that white noise peaks as high anywhere in the periodogram.

    Parameters
    ----------
    power : ndarray
        Lomb-Scargle power in standard normalisation, 0 to 1.
    time : ndarray of shape (n,)
        Observation times, days; n >= 5.
    maximum_frequency : float
        Highest frequency searched, 1/d.

    Returns
    -------
    ndarray
        Probability, 0 to 1, of the shape of ``power``; 0 below about 1e-308.

    Notes
    -----
    Holds for white Gaussian noise and equal weights. Spots, drifts and scattered light are red noise,
    whose peaks are far more frequent at low frequencies: a small value says "not white noise", not
    "periodic", and nothing about eclipses.

    References
    ----------
    Baluev 2008, MNRAS 385, 1279 (equations 5 and 6).
    """
    power = np.clip(np.asarray(power, dtype=np.float64), 0.0, 1.0)
    degrees = time.size - 3  # sinusoid plus mean
    if degrees < 2:
        return np.ones_like(power)
    about_mean = time.size - 1
    bandwidth = maximum_frequency * math.sqrt(4.0 * math.pi * float(np.var(time)))
    gamma = math.sqrt(2.0 / about_mean) * math.exp(
        math.lgamma(0.5 * about_mean) - math.lgamma(0.5 * (about_mean - 1))
    )
    rest = 1.0 - power
    single = rest ** (0.5 * degrees)
    crossings = gamma * bandwidth * rest ** (0.5 * (degrees - 1)) * np.sqrt(0.5 * about_mean * power)
    return np.clip(-np.expm1(-crossings) + single * np.exp(-crossings), 0.0, 1.0)
