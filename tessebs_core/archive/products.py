"""The light-curve files that MAST lists for a target."""

from collections.abc import Collection, Sequence

from tessebs_core.archive.client import Archive, Row, understanding
from tessebs_core.provenances.base import Provenance
from tessebs_core.provenances.selection import ProductRow, choose_products
from tessebs_core.records import ListedProduct

__all__ = ["list_products"]


def list_products(
    archive: Archive, tess_id: int, provenances: Sequence[Provenance], *, gaia_ids: Sequence[int] = ()
) -> tuple[ListedProduct, ...]:
    """Ask MAST for a target's observations and their files, and choose the light curves.

    Parameters
    ----------
    gaia_ids : sequence of int
        The target's Gaia identifiers; products that name their targets so are found by them.

    Returns
    -------
    tuple of ListedProduct
        In the order of the provenances, each by sector; empty when there are none.

    Raises
    ------
    ArchiveUnavailable, ArchiveRefused
        MAST did not answer, or not with a product list.
    """
    names = {each.name.casefold() for each in provenances}
    targets = [str(each) for each in gaia_ids]
    with understanding(f"TIC {tess_id}, product list", "MAST"):
        observations = {
            str(row["obsid"]): row
            for row in archive.observation_rows(tess_id, targets)
            if str(row["provenance_name"]).strip().casefold() in names
            and row["target_name"] in (str(tess_id), *targets)
        }
        if not observations:
            return ()
        rows = [
            _product_row(tess_id, observations[obsid], obsid, row)
            for row in archive.product_rows(tess_id, list(observations))
            if (obsid := _observation_of(row, observations.keys()))
        ]
        return tuple(chosen for each in provenances for chosen in choose_products(each, rows))


def _observation_of(row: Row, asked: Collection[str]) -> str | None:
    """Return the observation that a file was listed for; its own may be another, of many sectors."""
    return next((str(row[name]) for name in ("parent_obsid", "obsID") if str(row.get(name)) in asked), None)


def _product_row(tess_id: int, observation: Row, obsid: str, row: Row) -> ProductRow:
    size = row["size"]
    return ProductRow(
        tess_id=tess_id,
        obsID=obsid,
        dataURI=row["dataURI"],
        provenance_name=observation["provenance_name"],
        obs_id=observation["obs_id"] or "",
        target_name=observation["target_name"] or "",
        productFilename=row["productFilename"] or "",
        sequence_number=observation["sequence_number"],
        t_exptime=observation["t_exptime"],
        productSubGroupDescription=row["productSubGroupDescription"],
        productType=row["productType"],
        dataproduct_type=row["dataproduct_type"],
        description=row["description"],
        size=size if size is not None and size > 0 else None,
    )
