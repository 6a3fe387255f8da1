"""Small folded pictures of a light curve at P/2, P and 2P."""

from collections.abc import Iterable

import numpy as np

from tessebs_core.compute.folding import flux_range, phase_raster
from tessebs_core.records import Ephemeris, LightCurve, Proposal
from tessebs_core.vocabulary import PeriodMultiple
from tessebs_widgets.state.thumbnails import Thumbnail

__all__ = ["FOLDS", "fold_thumbnail", "thumbnails_of"]

FOLDS = (PeriodMultiple.HALF, PeriodMultiple.PERIOD, PeriodMultiple.DOUBLE)
WIDTH, HEIGHT = 90, 48  # cells; the width divides into six quarters of a cycle and a half


def fold_thumbnail(
    light_curve: LightCurve, ephemeris: Ephemeris, limits: tuple[float, float] | None = None
) -> Thumbnail:
    """Fold a light curve into a raster of point densities.

    Parameters
    ----------
    limits : tuple of float, optional
        Lowest and highest flux; those of the light curve if left out.

    Notes
    -----
    One cycle is counted and its columns are repeated to phases -0.25 to 1.25. Densities are scaled
    logarithmically, as few points in an eclipse must stand beside thousands outside.
    """
    columns = WIDTH * 2 // 3
    counted = phase_raster(
        light_curve.time, light_curve.flux, ephemeris,
        phase_bins=columns, flux_bins=HEIGHT, limits=limits,
    )  # fmt: skip
    density = np.log1p(counted.counts[::-1])
    densest = float(density.max()) or 1.0
    cycle = np.ceil(255.0 * density / densest).astype(np.uint8)  # from phase -0.5 to 0.5
    quarter = columns // 4
    return Thumbnail(np.hstack((cycle[:, quarter:], cycle[:, :-quarter])))


def thumbnails_of(
    light_curve: LightCurve, proposals: Iterable[Proposal]
) -> dict[tuple[int, PeriodMultiple], Thumbnail]:
    """P/2, P and 2P of every proposal, on one flux scale."""
    limits = flux_range(light_curve.flux)
    return {
        (each.ephemeris_id, fold): fold_thumbnail(light_curve, each.ephemeris.multiple(fold), limits)
        for each in proposals
        for fold in FOLDS
    }
