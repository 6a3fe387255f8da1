"""The morphology coefficient: from 0 (well detached) to 1 (ellipsoidal), read off a polynomial chain."""

from dataclasses import dataclass

import numpy as np

from tessebs_core.compute.polyfit import PolyfitFit
from tessebs_core.records import FloatArray

__all__ = ["AMPLITUDE_RATIOS", "WIDTHS", "Morphology", "amplitude_ratio", "morphology"]

WIDTHS = (0.006, 0.009, 0.013, 0.018, 0.025, 0.035, 0.05, 0.07, 0.09, 0.11, 0.13, 0.16, 0.2, 0.25)
"""Rows of the table: width of the primary eclipse in the polyfit, phase."""

AMPLITUDE_RATIOS = (1.0, 1.12, 1.36, 2.4, 2.85, 3.75, 4.75)
"""Columns: amplitude of the whole chain over the depth of its primary eclipse."""

_TABLE = (
    (0.06, 0.04, 0.04, 0.05, 0.09, 0.14, 0.16),
    (0.08, 0.07, 0.09, 0.15, 0.17, 0.17, 0.20),
    (0.08, 0.10, 0.15, 0.16, 0.19, 0.19, 0.21),
    (0.16, 0.14, 0.16, 0.20, 0.20, 0.24, 0.26),
    (0.21, 0.22, 0.23, 0.26, 0.26, 0.30, 0.33),
    (0.30, 0.29, 0.31, 0.35, 0.37, 0.41, 0.41),
    (0.37, 0.40, 0.45, 0.46, 0.49, 0.43, 0.70),
    (0.49, 0.50, 0.54, 0.55, 0.55, 0.57, 0.72),
    (0.53, 0.53, 0.60, 0.60, 0.60, 0.75, 0.73),
    (0.54, 0.56, 0.62, 0.70, 0.76, 0.76, 0.75),
    (0.57, 0.58, 0.64, 0.76, 0.77, 0.76, 0.75),
    (0.60, 0.61, 0.65, 0.82, 0.77, 0.76, 0.77),
    (0.66, 0.71, 0.80, 0.82, 0.82, 0.77, 0.77),
    (0.76, 0.84, 0.93, 0.93, 0.86, 0.77, 0.77),
)

_SCATTER = ((0.8, 0.04), (1.01, 0.1))
"""68 % of the catalogue's rows are this near, below each coefficient."""


@dataclass(frozen=True)
class Morphology:
    """The coefficient with what it was read from.

    Parameters
    ----------
    value : float
        0 (detached) to 1 (ellipsoidal).
    value_unc : float
        Half the range that holds 68 % of the catalogue's own values around this one.
    width : float
        Width of the primary eclipse, phase.
    amplitude_ratio : float
        Amplitude of the chain over the depth of the primary.
    """

    value: float
    value_unc: float
    width: float
    amplitude_ratio: float

    @property
    def words(self) -> str:
        """The class that Matijevic et al. (2012) give to this range."""
        for limit, name in ((0.5, "detached"), (0.7, "semi-detached"), (0.8, "contact")):
            if self.value < limit:
                return name
        return "ellipsoidal or uncertain"


def morphology(chain: PolyfitFit) -> Morphology | None:
    """Read the morphology coefficient off a polynomial chain.

    Parameters
    ----------
    chain : PolyfitFit
        The fitted chain.

    Returns
    -------
    Morphology or None
        None where the chain has no eclipse.

    Notes
    -----
    The coefficient of Matijevic et al. 2012, AJ 143, 123, is the arc length along a locally linear embedding
    of the chains of Kepler's binaries. That training set is not part of this project. What orders the
    curves along the embedding is how much of the cycle the eclipses fill and how much the light varies
    between them, so two numbers of the chain stand for it: the width of the primary and the ratio of the
    chain's whole amplitude to the primary's depth (1 for flat light between eclipses, 2 for a cosine, up to 5
    for contact binaries, whose knots sit close to the minimum). A table gives the coefficient, bilinear in
    both logarithms.

    The table holds medians of the nearest 25 rows of half the TESS catalogue (Prsa et al. 2022, ApJS 258,
    16), where the ratio of two-Gaussian to polyfit depth stands for the amplitude ratio; simulated
    detached, semi-detached and contact binaries tie the two ratios together. Each half of the rows is met
    by the table of the other half within 0.026 (median), 0.043 (68 %) and 0.15 (95 %). Of simulated binaries
    (5th to 95th percentile), detached ones come out at 0.21 to 0.64 (rank correlation with the sum of the
    relative radii 0.995), semi-detached ones at 0.56 to 0.62, contact ones at 0.71 to 0.83. See
    ``docs/methods/morphology.md`` for the validation and its limits.
    """
    eclipse = chain.primary
    if eclipse is None or not eclipse.width or not eclipse.depth:
        return None
    ratio = amplitude_ratio(chain)
    value = _looked_up(eclipse.width, ratio)
    scatter = next(each for limit, each in _SCATTER if value < limit)
    return Morphology(value, scatter, eclipse.width, ratio)


def amplitude_ratio(chain: PolyfitFit) -> float:
    """Highest minus lowest flux of the chain over the depth of its primary eclipse."""
    light: FloatArray = chain.flux(np.linspace(-0.5, 0.5, 1001))
    depth = chain.primary.depth if chain.primary is not None else None
    return float(np.ptp(light) / depth) if depth else float("nan")


def _looked_up(width: float, ratio: float) -> float:
    table = np.array(_TABLE)
    row = float(np.interp(np.log(width), np.log(WIDTHS), np.arange(table.shape[0])))
    column = float(np.interp(np.log(ratio), np.log(AMPLITUDE_RATIOS), np.arange(table.shape[1])))
    i, j = min(int(row), table.shape[0] - 2), min(int(column), table.shape[1] - 2)
    u, v = row - i, column - j
    upper = table[i, j] * (1 - v) + table[i, j + 1] * v
    lower = table[i + 1, j] * (1 - v) + table[i + 1, j + 1] * v
    return float(upper * (1 - u) + lower * u)
