"""Targets of ours that lie close to a position, and what of them stands in the catalogue."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from tessebs_core.compute.sphere import SkyBox
from tessebs_core.database.schema import EB, TIC, Ephemeris

__all__ = ["NearbyTarget", "entered_ephemerides", "proposals_by_target", "targets_in"]


@dataclass(frozen=True)
class NearbyTarget:
    """A target with its key in the database; position in degrees."""

    tic_id: int
    tess_id: int
    ra: float
    dec: float
    Tmag: float | None


def targets_in(session: Session, box: SkyBox, *, without: int) -> list[NearbyTarget]:
    """All targets in a box on the sky but the one ``without`` (``tess_id``), in one query."""
    ranges = (TIC.ra.between(low, high) for low, high in box.right_ascensions)
    statement = select(TIC.id, TIC.tess_id, TIC.ra, TIC.dec, TIC.Tmag).where(
        TIC.dec.between(*box.declinations), or_(*ranges), TIC.tess_id != without
    )
    return [
        NearbyTarget(tic_id, tess_id, ra, dec, tmag)
        for tic_id, tess_id, ra, dec, tmag in session.execute(statement)
        if ra is not None and dec is not None
    ]


def proposals_by_target(session: Session, tic_ids: Collection[int]) -> dict[int, list[Ephemeris]]:
    """The proposals of some targets by the target's key, in one query."""
    found: dict[int, list[Ephemeris]] = {key: [] for key in tic_ids}
    for row in session.scalars(select(Ephemeris).where(Ephemeris.tic_id.in_(tic_ids))):
        found[row.tic_id].append(row)
    return found


def entered_ephemerides(session: Session, tic_ids: Collection[int]) -> dict[int, list[int | None]]:
    """The ephemeris of each entry that is in the catalogue, None for one without, by the target's key."""
    found: dict[int, list[int | None]] = {key: [] for key in tic_ids}
    statement = select(EB.tic_id, EB.ephemeris_id).where(EB.tic_id.in_(tic_ids), EB.in_catalog)
    for tic_id, ephemeris_id in session.execute(statement):
        found[tic_id].append(ephemeris_id)
    return found
