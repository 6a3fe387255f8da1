"""Krippendorff's alpha for nominal data with missing ratings."""

import numpy as np

from tessebs_core.records import FloatArray, IntArray
from tessebs_core.records.agreement import Alpha

__all__ = ["nominal_alpha"]

_LEVEL = 0.95
_AT_ONCE = 20  # samples in memory, of every unit


def nominal_alpha(
    unit: IntArray, label: IntArray, *, generator: np.random.Generator | None = None, draws: int = 500
) -> Alpha:
    """How far ratings agree beyond chance, however many people rated each unit.

    Parameters
    ----------
    unit : ndarray of int, shape (n,)
        What each rating is on.
    label : ndarray of int, shape (n,)
        What it says; equal or not, without order. A person who did not rate a unit has no entry.
    generator : numpy.random.Generator, optional
        With it, the interval is estimated too.
    draws : int
        Bootstrap samples of the units.

    Returns
    -------
    Alpha
        The value is None if no unit has two ratings, or all of those say one thing.

    Notes
    -----
    With n_uc ratings of unit u that say c, m_u of them in all and n in all units of two ratings or more,
    the observed disagreement is sum_u sum_c n_uc (m_u - n_uc) / (m_u - 1) / n, the expected one
    sum_c n_c (n - n_c) / (n (n - 1)), and alpha is one minus their ratio. The bootstrap draws whole units,
    since the ratings of one unit are not independent.

    References
    ----------
    Krippendorff, K. 2011, Computing Krippendorff's Alpha-Reliability, University of Pennsylvania,
    https://repository.upenn.edu/asc_papers/43

    Examples
    --------
    Two people, four units, one of them judged differently:

    >>> import numpy as np
    >>> alpha = nominal_alpha(np.array([0, 0, 1, 1, 2, 2, 3, 3]), np.array([1, 1, 1, 1, 2, 2, 1, 2]))
    >>> round(alpha.value, 3)
    0.533
    """
    counts = _counts(unit, label)
    ratings = counts.sum(axis=1)
    observed = (counts * (ratings[:, None] - counts)).sum(axis=1) / (ratings - 1.0)
    everyone = np.ones((1, len(counts)))
    value = _alpha(everyone, counts, observed)[0] if len(counts) else np.nan
    low = high = None
    if generator is not None and np.isfinite(value):
        drawn = np.concatenate(
            [
                _alpha(_resampled(generator, len(counts), min(_AT_ONCE, draws - done)), counts, observed)
                for done in range(0, draws, _AT_ONCE)
            ]
        )
        tail = 50.0 * (1.0 - _LEVEL)
        low, high = (float(each) for each in np.nanpercentile(drawn, (tail, 100.0 - tail)))
    return Alpha(float(value) if np.isfinite(value) else None, len(counts), low, high)


def _counts(unit: IntArray, label: IntArray) -> FloatArray:
    """Ratings by unit and label, for units of two ratings or more; shape (units, labels)."""
    units, row = np.unique(unit, return_inverse=True)
    labels, column = np.unique(label, return_inverse=True)
    cells = np.bincount(row * len(labels) + column, minlength=len(units) * len(labels))
    counts = cells.reshape(len(units), len(labels)).astype(float)
    together: FloatArray = counts[counts.sum(axis=1) >= 2]
    return together


def _alpha(weights: FloatArray, counts: FloatArray, observed: FloatArray) -> FloatArray:
    """Alpha for each row of how often every unit is taken."""
    marginal = weights @ counts
    total = marginal.sum(axis=1)
    expected = (marginal * (total[:, None] - marginal)).sum(axis=1) / (total - 1.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        alpha: FloatArray = np.where(expected > 0, 1.0 - (weights @ observed) / expected, np.nan)
    return alpha


def _resampled(generator: np.random.Generator, units: int, draws: int) -> FloatArray:
    """How often each unit is drawn, shape (draws, units)."""
    chances = np.full(units, 1.0 / units)
    return generator.multinomial(units, chances, size=draws).astype(float)
