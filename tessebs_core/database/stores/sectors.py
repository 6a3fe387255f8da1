"""Sectors and their pointings."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tessebs_core.database.schema import Sector
from tessebs_core.database.stores.upserts import upsert
from tessebs_core.records import SectorPointing

__all__ = ["save_sectors", "sectors_numbered"]


def save_sectors(session: Session, pointings: Sequence[SectorPointing]) -> None:
    """Store dates and pointings; sectors that are there are brought up to date."""
    rows = [_columns(each) for each in pointings]
    if not rows:
        return
    upsert(session, Sector, rows, key="sector_id", update=[name for name in rows[0] if name != "sector_id"])
    for row in session.identity_map.values():
        if isinstance(row, Sector):
            session.expire(row)


def sectors_numbered(session: Session, numbers: Iterable[int]) -> list[Sector]:
    """Rows of these sectors; one that the mission has not told of yet is added without dates and pointing."""
    wanted = {int(each) for each in numbers}
    found = {
        row.sector_id: row for row in session.scalars(select(Sector).where(Sector.sector_id.in_(wanted)))
    }
    for number in wanted - found.keys():
        found[number] = Sector(sector_id=number)
        session.add(found[number])
    return [found[number] for number in sorted(found)]


def _columns(pointing: SectorPointing) -> dict[str, Any]:
    row: dict[str, Any] = {
        "sector_id": pointing.sector_id,
        "date_start": pointing.date_start,
        "date_end": pointing.date_end,
    }
    axes = [("spacecraft", pointing.spacecraft)]
    axes += [(f"camera{number}", camera) for number, camera in enumerate(pointing.cameras, start=1)]
    for name, axis in axes:
        row |= {f"{name}_ra": axis.ra, f"{name}_dec": axis.dec, f"{name}_roll": axis.roll}
    return row
