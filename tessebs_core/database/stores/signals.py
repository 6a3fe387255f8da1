"""Catalogue entries: the signals of targets with their accepted ephemerides."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from tessebs_core.database.schema import EB, TIC, Ephemeris, Origin

__all__ = ["count_targets", "enter_signal", "signals_of"]


def signals_of(session: Session, tess_id: int) -> Sequence[EB]:
    """Find a target's entries with their ephemerides, in the order of their numbers."""
    return session.scalars(
        select(EB)
        .join(EB.tic)
        .where(TIC.tess_id == tess_id)
        .options(selectinload(EB.ephemeris))
        .order_by(EB.signal_id)
    ).all()


def enter_signal(session: Session, ephemeris: Ephemeris, signal_id: int) -> EB:
    """Make ``ephemeris`` the accepted one of its target's signal; the entry that is there is kept."""
    found = session.scalar(select(EB).where(EB.tic_id == ephemeris.tic_id, EB.signal_id == signal_id))
    entry = found or EB(tic_id=ephemeris.tic_id, signal_id=signal_id)
    entry.ephemeris = ephemeris
    session.add(entry)
    session.flush()
    return entry


def origin_named(session: Session, name: str) -> Origin:
    """Find or make the origin of this name."""
    found = session.scalar(select(Origin).where(Origin.name == name))
    if found is None:
        found = Origin(name=name)
        session.add(found)
        session.flush()
    return found


def count_targets(session: Session) -> int:
    """Count the targets of the catalogue."""
    return session.scalar(select(func.count()).select_from(TIC)) or 0
