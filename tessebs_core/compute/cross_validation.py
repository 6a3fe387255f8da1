"""Whether a period predicts cycles that it has not seen."""

import numpy as np

from tessebs_core.compute.search_points import SearchPoints, stretches
from tessebs_core.records import FloatArray, IntArray

__all__ = ["CrossValidation"]

_BLOCKS = 60  # a paired comparison of two periods wants many


class CrossValidation:
    """Leave-one-cycle-out prediction of a light curve at trial periods.

    Parameters
    ----------
    points : SearchPoints
        Binned points.

    Notes
    -----
    Every point is predicted by the phase-folded mean of all other cycles, with the same time resolution
    for all periods. A period too short by a factor of two mixes unlike eclipses, one too long has fewer
    cycles to learn from, and one near the baseline has none: it predicts nothing, however well it fits. No
    penalty for the number of bins has to be chosen (Stone 1974, J. R. Stat. Soc. B 36, 111).
    """

    def __init__(self, points: SearchPoints) -> None:
        self.points = points
        self.block = _blocks(points.time, max(0.7, points.observed / _BLOCKS))
        squares = points.weight * points.flux**2
        self.null = np.bincount(self.block, squares)

    def chi2(self, period: float, resolution: float) -> FloatArray:
        """Chi-squared of each block of time about its prediction.

        Parameters
        ----------
        period : float
            Days.
        resolution : float
            Width of the phase bins, days.
        """
        from tessebs_core.compute.fold_kernels import prediction_chi2

        points = self.points
        bins = int(np.clip(round(period / resolution), 12, 6000))
        chi2 = np.zeros(self.null.size)
        prediction_chi2(points.time, points.flux, points.weight, period, bins, self.block, chi2)
        return chi2

    def explained(self, period: float, resolution: float) -> float:
        """Fraction of the variance that is predicted; negative where predictions do harm."""
        return 1.0 - float(self.chi2(period, resolution).sum() / self.null.sum())


def _blocks(time: FloatArray, length: float) -> IntArray:
    """Number stretches of about ``length`` days, none across a gap."""
    block = np.zeros(time.size, dtype=np.int64)
    begun = 0
    for first, last in stretches(time):
        here = time[first:last] - time[first]
        count = max(1, round(float(here[-1]) / length))
        block[first:last] = begun + np.minimum(here / (here[-1] + 1e-9) * count, count - 1).astype(np.int64)
        begun += count
    return block
