"""Which of the files that MAST lists are a product's light curves.

The rule asks MAST's product list, never a number in a file's name (25155310 stands in 251553101, and ``spoc``
in ``tess-spoc``):

1. The observation is of this product (``provenance_name``, whole) and of this target.
2. The file is FITS (end of the data URI) and no mere auxiliary or preview.
3. ``productSubGroupDescription`` says what it is, where MAST fills it (mission products: LC, FAST-LC, TP...).
4. High-level products leave it empty. Then the last part of the URI, which MAST's naming rule reserves for
   the product type (``..._llc.fits``, ``..._ens-lc.fits``, ``..._tp.fits``), says it. An observation whose
   only FITS file is of no known type has that one as its light curve.
5. Of one sector, one file is taken: the product's preferred kind, then the finest cadence, then the newest
   observation. Two would hold the same photons twice.
"""
# ruff: noqa: N815 - the fields of ProductRow are MAST's columns

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from tessebs_core.provenances.base import Provenance
from tessebs_core.records import ListedProduct

__all__ = ["ProductRow", "choose_products"]

_NO_SUB_GROUP = frozenset({"", "--", "FITS", "HLSP", "SCIENCE", "TIMESERIES", "N/A", "NONE"})
"""Values of the sub-group that say nothing about the kind of file."""

_OTHER_TYPES = frozenset({"tp", "dvt", "dvs", "dvr", "dvm", "cbv", "ffi", "ffic", "pc", "img", "spec", "cat"})
"""Product types of MAST's naming rule that are FITS files and no light curve."""

_Order = tuple[int, int, float, int, str]

_LONGEST_TIC = 10
"""Digits of the longest TIC number; Gaia identifiers, which some products use as target name, are longer."""


@dataclass(frozen=True)
class ProductRow:
    """One file of MAST's product list with what its observation says; names are MAST's.

    Parameters
    ----------
    tess_id : int
        The target that the observations were asked for.
    obsID : str
        MAST's number of the observation.
    dataURI : str
        ``mast:...``; identifies the file.
    provenance_name : str
        The product of the observation.
    obs_id, target_name, productFilename : str
        Names; the last is only shown.
    sequence_number : int or None
        Sector.
    t_exptime : float or None
        Exposure time, seconds.
    productSubGroupDescription, productType, dataproduct_type, description : str or None
        What kind of file it is; None where MAST leaves it empty.
    size : int or None
        Bytes.
    """

    tess_id: int
    obsID: str
    dataURI: str
    provenance_name: str
    obs_id: str = ""
    target_name: str = ""
    productFilename: str = ""
    sequence_number: int | None = None
    t_exptime: float | None = None
    productSubGroupDescription: str | None = None
    productType: str | None = None
    dataproduct_type: str | None = None
    description: str | None = None
    size: int | None = None


def choose_products(provenance: Provenance, rows: Sequence[ProductRow]) -> tuple[ListedProduct, ...]:
    """Pick a product's light-curve files out of MAST's product list.

    Parameters
    ----------
    provenance : Provenance
        The product.
    rows : sequence of ProductRow
        The list, of any observations.

    Returns
    -------
    tuple of ListedProduct
        At most one file for each sector of each target, ordered by target and sector; empty when there is
        none.
    """
    observations: dict[tuple[int, str], list[ProductRow]] = defaultdict(list)
    for row in rows:
        if _is_observation_of(provenance, row) and _may_be_light_curve(row):
            observations[row.tess_id, row.obsID].append(row)
    best: dict[tuple[int, int | str], tuple[_Order, ListedProduct]] = {}
    for (tess_id, observation), files in observations.items():
        alone = len({row.dataURI for row in files}) == 1
        for row in files:
            rank = _rank(provenance, row, alone=alone)
            if rank is None:
                continue
            product = _listed(provenance, row)
            newest_first = -int(observation) if observation.isdigit() else 0
            order = (*rank, product.cadence or math.inf, newest_first, product.uri)
            place = (tess_id, product.sector or observation)
            if place not in best or order < best[place][0]:
                best[place] = (order, product)
    chosen = [product for _, product in best.values()]
    return tuple(sorted(chosen, key=lambda product: (product.tess_id, product.sector or 0, product.uri)))


def _is_observation_of(provenance: Provenance, row: ProductRow) -> bool:
    if row.provenance_name.strip().casefold() != provenance.name.casefold():
        return False
    name = row.target_name.strip().upper().removeprefix("TIC").strip()
    is_tic = name.isdigit() and len(name) <= _LONGEST_TIC
    return not is_tic or int(name) == row.tess_id


def _may_be_light_curve(row: ProductRow) -> bool:
    kind = (row.productType or "SCIENCE").strip().upper()
    return kind == "SCIENCE" and row.dataURI.strip().lower().endswith(".fits")


def _rank(provenance: Provenance, row: ProductRow, *, alone: bool) -> tuple[int, int] | None:
    """How much a file is preferred, (0, 0) the most; None for a file that is no light curve."""
    groups, kinds = provenance.sub_groups, provenance.product_types
    sub_group = (row.productSubGroupDescription or "").strip().upper()
    kind = row.dataURI.strip().lower().removesuffix(".fits").rpartition("_")[2]
    by_kind = kinds.index(kind) if kind in kinds else len(kinds)
    if sub_group not in _NO_SUB_GROUP:
        return (groups.index(sub_group), by_kind) if sub_group in groups else None
    is_light_curve = kind in kinds or (alone and kind not in _OTHER_TYPES)
    return (0, by_kind) if is_light_curve else None


def _listed(provenance: Provenance, row: ProductRow) -> ListedProduct:
    sector = row.sequence_number
    if provenance.many_sectors or sector is None or sector < 1:
        sector = None
    cadence = row.t_exptime
    if cadence is None or not math.isfinite(cadence) or cadence <= 0:
        cadence = None
    return ListedProduct(
        tess_id=row.tess_id,
        provenance=provenance.name,
        observation=row.obsID,
        uri=row.dataURI,
        file_name=row.productFilename or row.dataURI.rpartition("/")[2],
        sector=sector,
        cadence=cadence,
        size=row.size,
    )
