"""Checks of accepted ephemerides in newer data; see `tessebs_core.database.schema.queue.SectorCheck`."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from tessebs_core.database.schema import EB, TIC, Run, SectorCheck
from tessebs_core.database.schema import Ephemeris as EphemerisRow
from tessebs_core.database.stores.ephemerides import ephemeris_record
from tessebs_core.database.stores.provenances import provenance_named
from tessebs_core.records import Ephemeris
from tessebs_core.records.sector_checks import SectorCheckResult

__all__ = ["Entry", "entries_to_check", "last_sector_checked", "save_check"]


@dataclass(frozen=True)
class Entry:
    """A catalogue entry as a check needs it.

    Parameters
    ----------
    entry_id, ephemeris_id, tess_id : int
    ephemeris : Ephemeris
        The accepted one.
    sectors : tuple of int
        Those that it was found in; empty where that is not stored.
    provenance : str or None
        The product that it was found in.
    width : float or None
        Of the primary, in phase.
    depth : float or None
        Of the primary, relative flux.
    insufficient : bool
        Too few cycles were covered.
    """

    entry_id: int
    ephemeris_id: int
    tess_id: int
    ephemeris: Ephemeris
    sectors: tuple[int, ...]
    provenance: str | None
    width: float | None
    depth: float | None
    insufficient: bool


def entries_to_check(session: Session, tess_ids: Collection[int] | None = None) -> list[Entry]:
    """All entries with an accepted ephemeris, of these targets or of all, by target and signal."""
    statement = (
        select(EB, EphemerisRow, TIC.tess_id)
        .join(EphemerisRow, EB.ephemeris_id == EphemerisRow.id)
        .join(TIC, EB.tic_id == TIC.id)
        .options(
            selectinload(EphemerisRow.sectors),
            selectinload(EphemerisRow.provenance),
            selectinload(EphemerisRow.run).selectinload(Run.sectors),
        )
        .order_by(TIC.tess_id, EB.signal_id)
    )
    if tess_ids is not None:
        statement = statement.where(TIC.tess_id.in_(tess_ids))
    return [_entry(entry, row, tess_id) for entry, row, tess_id in session.execute(statement)]


def last_sector_checked(session: Session, entry: Entry, provenance: str) -> int | None:
    """The newest sector that the accepted ephemeris was checked in; None if it never was."""
    newest = select(func.max(SectorCheck.newest_sector)).where(
        SectorCheck.eb_id == entry.entry_id,
        SectorCheck.ephemeris_id == entry.ephemeris_id,
        SectorCheck.provenance_id == provenance_named(session, provenance).id,
    )
    found: int | None = session.scalar(newest)
    return found


def save_check(
    session: Session,
    entry: Entry,
    result: SectorCheckResult,
    *,
    provenance: str,
    newest_sector: int,
    run: Run,
) -> None:
    """Add a check; the newest of an entry counts."""
    session.add(
        SectorCheck(
            eb_id=entry.entry_id,
            ephemeris_id=entry.ephemeris_id,
            provenance=provenance_named(session, provenance),
            run=run,
            newest_sector=newest_sector,
            predicted=result.predicted,
            observed=result.observed,
            offset=result.offset,
            offset_uncert=result.offset_uncert,
            outcome=result.outcome,
        )
    )
    session.flush()


def _entry(entry: EB, row: EphemerisRow, tess_id: int) -> Entry:
    sectors = row.sectors or (row.run.sectors if row.run is not None else [])
    measured = entry.prim_width_2g is not None and entry.prim_depth_2g is not None
    return Entry(
        entry_id=entry.id,
        ephemeris_id=row.id,
        tess_id=tess_id,
        ephemeris=ephemeris_record(row),
        sectors=tuple(each.sector_id for each in sectors),
        provenance=None if row.provenance is None else row.provenance.name,
        width=entry.prim_width_2g if measured else entry.prim_width_pf,
        depth=entry.prim_depth_2g if measured else entry.prim_depth_pf,
        insufficient=entry.insufficient,
    )
