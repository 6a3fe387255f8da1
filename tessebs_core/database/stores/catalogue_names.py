"""Names that a search of the catalogue can ask for."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from tessebs_core.database.schema import Origin, Provenance

__all__ = ["names_in_catalogue"]


def names_in_catalogue(session: Session) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of all light-curve products and of all contributors, each list sorted."""
    products, contributors = (
        tuple(session.scalars(select(table.name).order_by(table.name))) for table in (Provenance, Origin)
    )
    return products, contributors
