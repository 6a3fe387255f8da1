"""Small folded pictures of a light curve at P/2, P and 2P."""

from collections.abc import Iterable

import numpy as np

from tessebs_core.compute.folding import flux_range, phase_raster
from tessebs_core.records import Ephemeris, LightCurve, Proposal
from tessebs_core.vocabulary import PeriodMultiple
from tessebs_widgets.state.thumbnails import Thumbnail

__all__ = ["FOLDS", "fold_thumbnail", "sheet_thumbnails", "thumbnails_of"]

FOLDS = (PeriodMultiple.HALF, PeriodMultiple.PERIOD, PeriodMultiple.DOUBLE)
CELLS = (90, 48)  # across and up; six quarters of a cycle are across
SHEET_CELLS = (150, 64)


def fold_thumbnail(
    light_curve: LightCurve,
    ephemeris: Ephemeris,
    limits: tuple[float, float] | None = None,
    cells: tuple[int, int] = CELLS,
) -> Thumbnail:
    """Fold a light curve into a raster of point densities.

    Parameters
    ----------
    limits : tuple of float, optional
        Lowest and highest flux; those of the light curve if left out.
    cells : tuple of int
        Columns, divisible by six, and rows.

    Notes
    -----
    One cycle is counted and its columns are repeated to phases -0.25 to 1.25. Densities are scaled
    logarithmically, as few points in an eclipse must stand beside thousands outside.
    """
    columns = cells[0] * 2 // 3
    counted = phase_raster(
        light_curve.time, light_curve.flux, ephemeris,
        phase_bins=columns, flux_bins=cells[1], limits=limits,
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


def sheet_thumbnails(light_curve: LightCurve, ephemeris: Ephemeris) -> dict[PeriodMultiple, Thumbnail]:
    """P/2, P and 2P of one ephemeris, on one flux scale and large enough for the contact sheet."""
    limits = flux_range(light_curve.flux)
    return {
        fold: fold_thumbnail(light_curve, ephemeris.multiple(fold), limits, SHEET_CELLS) for fold in FOLDS
    }
