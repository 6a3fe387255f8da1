"""One signal as each light-curve product of a target shows it."""

from dataclasses import dataclass

from tessebs_core.records.arrays import FloatArray
from tessebs_core.records.ephemerides import Ephemeris

__all__ = ["ProductComparison", "ProductFold"]


@dataclass(frozen=True, eq=False)
class ProductFold:
    """One product folded on an ephemeris, and what its eclipses measure.

    Parameters
    ----------
    provenance : str
        The product.
    sectors : tuple of int
        What it covers.
    points : int
        How many points it has.
    exposure : float
        Median cadence, seconds.
    depth, depth_unc, width, width_unc : float or None
        Primary eclipse by the two-Gaussian model: relative flux, and phase from first to last contact;
        one-sigma uncertainties. None where it shows none.
    secondary, secondary_unc : float or None
        Depth of the secondary eclipse.
    scatter : float
        Robust scatter of single points about the mean folded curve, relative flux.
    curve : ndarray of shape (n,)
        Mean flux in even phase bins from -0.5 to 0.5; NaN where there are no points.
    remark : str
        Why it is not measured, or not compared; empty if it is.
    """

    provenance: str
    sectors: tuple[int, ...]
    points: int
    exposure: float
    depth: float | None
    depth_unc: float | None
    width: float | None
    width_unc: float | None
    secondary: float | None
    secondary_unc: float | None
    scatter: float
    curve: FloatArray
    remark: str = ""


@dataclass(frozen=True, eq=False)
class ProductComparison:
    """All products of a target on one ephemeris; ``warnings`` say in words where their depths disagree."""

    ephemeris: Ephemeris
    folds: tuple[ProductFold, ...]
    warnings: tuple[str, ...] = ()
