"""Catalogue entries."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from tessebs_core.database.schema import EB, TIC, Ephemeris, Origin
from tessebs_core.database.stores.targets import count_targets

__all__ = ["count_targets", "enter_signal", "origin_named", "signals_of"]


def enter_signal(session: Session, ephemeris: Ephemeris, signal_id: int) -> EB:
    """Add a signal to the target that ``ephemeris`` belongs to, or give the signal that is there this one."""
    statement = select(EB).where(EB.tic_id == ephemeris.tic_id, EB.signal_id == signal_id)
    row = session.scalar(statement)
    if row is None:
        row = EB(tic_id=ephemeris.tic_id, signal_id=signal_id)
        session.add(row)
    row.ephemeris = ephemeris
    session.flush()
    return row


def origin_named(session: Session, name: str) -> Origin:
    """The row of a contributor, added if it is new."""
    row = session.scalar(select(Origin).where(Origin.name == name))
    if row is None:
        row = Origin(name=name)
        session.add(row)
        session.flush()
    return row


def signals_of(session: Session, tess_id: int) -> list[EB]:
    """A target's signals by number, with their ephemerides loaded, in one query."""
    statement = (
        select(EB)
        .join(EB.tic)
        .where(TIC.tess_id == tess_id)
        .options(joinedload(EB.ephemeris))
        .order_by(EB.signal_id)
    )
    return list(session.scalars(statement))
