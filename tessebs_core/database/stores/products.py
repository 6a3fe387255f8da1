"""Light-curve files: listed, held, failed."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session, contains_eager

from tessebs_core.database.schema import TIC, Product, Provenance
from tessebs_core.database.stores.provenances import provenances_named
from tessebs_core.database.stores.upserts import batches, upsert
from tessebs_core.errors import InputError, UnknownTarget
from tessebs_core.records import HeldProduct, ListedProduct
from tessebs_core.vocabulary import ProductState

__all__ = ["held_record", "listed_record", "mark_failed", "mark_held", "products_of", "save_listed"]

_LISTED = ("provenance_id", "observation", "file_name", "sector", "cadence", "size")


def save_listed(session: Session, products: Sequence[ListedProduct]) -> None:
    """Store what the archive lists, one row for each URI; a file that is held stays held.

    Raises
    ------
    UnknownTarget
        A product belongs to a TIC that the catalogue does not have.
    """
    if not products:
        return
    tics = _keys_of_targets(session, {each.tess_id for each in products})
    provenances = provenances_named(session, {each.provenance for each in products})
    rows: dict[str, dict[str, Any]] = {
        each.uri: {
            "tic_id": tics[each.tess_id],
            "provenance_id": provenances[each.provenance].id,
            "observation": each.observation,
            "uri": each.uri,
            "file_name": each.file_name,
            "sector": each.sector,
            "cadence": each.cadence,
            "size": each.size,
            "state": ProductState.WANTED,
        }
        for each in products
    }
    upsert(session, Product, list(rows.values()), key="uri", update=_LISTED)


def mark_held(session: Session, held: HeldProduct) -> None:
    """Store that a file is whole in the data folder; what it failed of before is forgotten."""
    save_listed(session, [held.product])
    session.execute(
        update(Product)
        .where(Product.uri == held.product.uri)
        .values(state=ProductState.HELD, path=held.path, held_size=held.size, sha256=held.sha256, error=None)
    )


def mark_failed(session: Session, uri: str, error: str) -> None:
    """Store why a file could not be had or used.

    Raises
    ------
    InputError
        No product has this URI.
    """
    values = {"state": ProductState.FAILED, "error": error}
    marked = session.scalars(select(Product.id).where(Product.uri == uri)).all()
    if not marked:
        raise InputError(f"No product {uri} is listed. Refresh the target first.")
    session.execute(update(Product).where(Product.uri == uri).values(values))


def products_of(session: Session, tess_id: int, provenance: str | None = None) -> list[Product]:
    """A target's files by provenance and sector, in one query; none for a target that is unknown."""
    statement = (
        select(Product)
        .join(Product.tic)
        .join(Product.provenance)
        .where(TIC.tess_id == tess_id)
        .options(contains_eager(Product.tic), contains_eager(Product.provenance))
        .order_by(Provenance.name, Product.sector, Product.uri)
        .execution_options(populate_existing=True)
    )
    if provenance is not None:
        statement = statement.where(Provenance.name == provenance)
    return list(session.scalars(statement))


def listed_record(row: Product) -> ListedProduct:
    """What the archive lists of a file."""
    return ListedProduct(
        tess_id=row.tic.tess_id,
        provenance=row.provenance.name,
        observation=row.observation,
        uri=row.uri,
        file_name=row.file_name,
        sector=row.sector,
        cadence=row.cadence,
        size=row.size,
    )


def held_record(row: Product) -> HeldProduct | None:
    """What is held of a file; None if it is not."""
    if row.state is not ProductState.HELD or row.path is None or row.held_size is None or row.sha256 is None:
        return None
    return HeldProduct(product=listed_record(row), path=row.path, size=row.held_size, sha256=row.sha256)


def _keys_of_targets(session: Session, tess_ids: set[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for batch in batches(sorted(tess_ids)):
        pairs = session.execute(select(TIC.tess_id, TIC.id).where(TIC.tess_id.in_(batch)))
        found.update((tess_id, key) for tess_id, key in pairs)
    if missing := sorted(tess_ids - found.keys()):
        raise UnknownTarget(missing[0])
    return found
