"""The same eclipses in every product: where depths disagree, apertures hold another star's light."""

from collections.abc import Sequence
from math import hypot

import numpy as np

from tessebs_core.compute.phase_profiles import phase_profile
from tessebs_core.compute.phases import orbital_phase
from tessebs_core.compute.two_gaussian import fit_two_gaussian
from tessebs_core.errors import BadLightCurve
from tessebs_core.records import Ephemeris, FloatArray, LightCurve
from tessebs_core.records.product_folds import ProductComparison, ProductFold

__all__ = ["LEAST_FRACTION", "LEAST_SIGMA", "compare_folds", "fold_product"]

LEAST_FRACTION = 0.1
"""Part of the deeper depth by which depths must differ to be worth a warning: detrending alone moves them
by some per cent."""
LEAST_SIGMA = 4.0
"""And how many sigma of both uncertainties."""

_BINS = 120
_FEWEST_EXPOSURES = 3.0  # in an eclipse; with fewer it looks wider and shallower than it is


def fold_product(light_curve: LightCurve, ephemeris: Ephemeris) -> ProductFold:
    """Fold one product and measure its eclipses by the two-Gaussian model.

    A light curve that cannot be measured comes back with its fold and the reason as its remark.
    """
    phase = orbital_phase(light_curve.time, ephemeris)
    exposure = float(np.median(light_curve.cadence))
    about = (light_curve.provenance, light_curve.sectors, len(light_curve), exposure)
    curve = _mean_curve(phase, light_curve.flux)
    scatter = _scatter(phase, light_curve.flux, curve)
    try:
        fit = fit_two_gaussian(
            phase_profile(light_curve.time, light_curve.flux, ephemeris, light_curve.flux_err)
        )
    except BadLightCurve as error:
        return ProductFold(*about, None, None, None, None, None, None, scatter, curve, str(error))
    first, second = fit.primary, fit.secondary
    if first is None:
        return ProductFold(*about, None, None, None, None, None, None, scatter, curve, "shows no eclipse")
    short = (first.width or 0.0) * ephemeris.period * 86400.0 < _FEWEST_EXPOSURES * exposure
    return ProductFold(
        *about, first.depth, first.depth_unc, first.width, first.width_unc,
        second.depth if second else None, second.depth_unc if second else None, scatter, curve,
        "not compared: its exposures are too long for so short an eclipse" if short else "",
    )  # fmt: skip


def compare_folds(ephemeris: Ephemeris, folds: Sequence[ProductFold]) -> ProductComparison:
    """Say where depths disagree by more than `LEAST_SIGMA` and by more than `LEAST_FRACTION`.

    Parameters
    ----------
    ephemeris : Ephemeris
        What all were folded on.
    folds : sequence of ProductFold
        From `fold_product`.

    Returns
    -------
    ProductComparison
        With one warning for each eclipse whose deepest and shallowest depths disagree.

    Notes
    -----
    A pixel is 21 arc seconds wide. Where an aperture takes in more of a neighbour's steady light, eclipses of
    the target are shallower in it; where the neighbour is the binary, they are deeper. Depths that agree
    prove nothing: all apertures may hold the same neighbour.
    """
    primary = [(each.provenance, each.depth, each.depth_unc) for each in folds if not each.remark]
    secondary = [(each.provenance, each.secondary, each.secondary_unc) for each in folds if not each.remark]
    found = (_disagreement("primary", primary), _disagreement("secondary", secondary))
    return ProductComparison(ephemeris, tuple(folds), tuple(each for each in found if each is not None))


_Depth = tuple[str, float | None, float | None]


def _disagreement(eclipse: str, depths: Sequence[_Depth]) -> str | None:
    """The most significant disagreement of two products, in words."""
    known = [
        (name, depth, unc)
        for name, depth, unc in depths
        if depth is not None and unc is not None and depth > 0
    ]
    worst: tuple[float, str] = (LEAST_SIGMA, "")
    for name, depth, unc in known:
        for other, shallower, other_unc in known:
            apart = depth - shallower
            sigma = apart / max(hypot(unc, other_unc), 1e-30)
            if apart > LEAST_FRACTION * depth and sigma > worst[0]:
                worst = sigma, (
                    f"The {eclipse} eclipse is {100 * depth:.2f} % deep in {name} and "
                    f"{100 * shallower:.2f} % in {other}: {100 * apart / depth:.0f} % less, "
                    f"{sigma:.0f} sigma."
                )  # fmt: skip
    return worst[1] or None


def _mean_curve(phase: FloatArray, flux: FloatArray) -> FloatArray:
    place = np.minimum(((phase + 0.5) * _BINS).astype(np.int64), _BINS - 1)
    count = np.bincount(place, minlength=_BINS)
    total = np.bincount(place, flux, _BINS)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def _scatter(phase: FloatArray, flux: FloatArray, curve: FloatArray) -> float:
    """Robust scatter of the points about the mean folded curve."""
    middles = (np.arange(_BINS) + 0.5) / _BINS - 0.5
    filled = np.isfinite(curve)
    away = flux - np.interp(phase, middles[filled], curve[filled], period=1.0)
    return 1.4826 * float(np.median(np.abs(away - np.median(away))))
