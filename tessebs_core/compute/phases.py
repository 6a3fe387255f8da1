"""Where in its cycle an observation falls."""

import numpy as np

from tessebs_core.records import Ephemeris, FloatArray, IntArray

__all__ = ["cycle_number", "orbital_phase"]


def orbital_phase(time: FloatArray, ephemeris: Ephemeris) -> FloatArray:
    """Fold observation times on an ephemeris.

    Parameters
    ----------
    time : ndarray of shape (n,)
        Observation times, BTJD (BJD_TDB - 2457000), days; NaN gives NaN.
    ephemeris : Ephemeris
        Zero point and period, on the same time scale.

    Returns
    -------
    ndarray of shape (n,)
        Phase in [-0.5, 0.5), dimensionless; 0 is primary minimum.

    Examples
    --------
    >>> import numpy as np
    >>> orbital_phase(np.array([1325.0, 1325.5, 1326.0]), Ephemeris(1325.0, 2.0))
    array([ 0.  ,  0.25, -0.5 ])
    """
    cycles = (time - ephemeris.bjd0) / ephemeris.period
    return cycles - np.floor(cycles + 0.5)


def cycle_number(time: FloatArray, ephemeris: Ephemeris) -> IntArray:
    """Number the cycles, from the middle between two primary minima to the next such middle.

    Parameters
    ----------
    time : ndarray of shape (n,)
        Observation times, BTJD, days; finite.
    ephemeris : Ephemeris
        Zero point and period.

    Returns
    -------
    ndarray of int64, shape (n,)
        0 for the cycle around ``bjd0``; ``time = bjd0 + (cycle + phase) * period``.
    """
    return np.floor((time - ephemeris.bjd0) / ephemeris.period + 0.5).astype(np.int64)
