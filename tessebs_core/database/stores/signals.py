"""Catalogue entries."""

from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, joinedload, selectinload

from tessebs_core.compute.eclipse_numbers import EclipseNumber
from tessebs_core.database.schema import EB, TIC, Comment, Ephemeris, Origin, SectorCheck
from tessebs_core.database.stores.ephemerides import ephemeris_record
from tessebs_core.database.stores.targets import count_targets
from tessebs_core.errors import InputError
from tessebs_core.records import CatalogueSignal
from tessebs_core.records.target_views import SignalEntry
from tessebs_core.vocabulary import SignalFlag

__all__ = [
    "count_targets",
    "enter_signal",
    "entry_numbered",
    "entry_record",
    "entry_state",
    "flags_of",
    "is_used",
    "origin_named",
    "set_flags",
    "signal_record",
    "signals_of",
]


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


def signals_of(session: Session, tess_id: int, *, origins: bool = False) -> list[EB]:
    """A target's signals by number, with their ephemerides loaded, in one query; in two with ``origins``."""
    statement = (
        select(EB)
        .join(EB.tic)
        .where(TIC.tess_id == tess_id)
        .options(joinedload(EB.ephemeris))
        .order_by(EB.signal_id)
    )
    if origins:
        statement = statement.options(selectinload(EB.origins))
    return list(session.scalars(statement))


def entry_numbered(session: Session, entry_id: int) -> EB:
    """An entry by its key.

    Raises
    ------
    InputError
        There is none.
    """
    entry = session.get(EB, entry_id)
    if entry is None:
        raise InputError(f"The catalogue has no entry {entry_id}; it may have been removed.")
    return entry


def is_used(session: Session, entry: EB) -> bool:
    """Whether comments or checks of new sectors stand on an entry, which would go with it."""
    uses = (exists().where(Comment.eb_id == entry.id), exists().where(SectorCheck.eb_id == entry.id))
    return any(session.scalar(select(each)) for each in uses)


def flags_of(entry: EB) -> frozenset[SignalFlag]:
    """The flags that are set."""
    return frozenset(flag for flag in SignalFlag if getattr(entry, flag.value))


def set_flags(entry: EB, flags: frozenset[SignalFlag]) -> None:
    """Set these flags and clear the others."""
    for flag in SignalFlag:
        setattr(entry, flag.value, flag in flags)


def entry_state(entry: EB) -> dict[str, Any]:
    """An entry as it stands, for the record of what changes it."""
    return {
        "eb": entry.id,
        "signal": entry.signal_id,
        "ephemeris": entry.ephemeris_id,
        "in_catalog": entry.in_catalog,
        "flags": sorted(str(each) for each in flags_of(entry)),
        **{number.value: getattr(entry, number.value) for number in EclipseNumber},
    }


def signal_record(entry: EB) -> CatalogueSignal:
    """What screens and figures need of an entry."""
    return CatalogueSignal(
        entry_id=entry.id,
        signal_id=entry.signal_id,
        in_catalog=entry.in_catalog,
        ephemeris_id=entry.ephemeris_id,
        ephemeris=None if entry.ephemeris is None else ephemeris_record(entry.ephemeris),
        flags=flags_of(entry),
        has_secondary=entry.sec_pos_2g is not None or entry.sec_pos_pf is not None,
    )


def entry_record(entry: EB) -> SignalEntry:
    """Everything that an entry holds; its origins are loaded with it by `signals_of`."""
    return SignalEntry(
        entry_id=entry.id,
        signal_id=entry.signal_id,
        in_catalog=entry.in_catalog,
        source=entry.source,
        ephemeris_id=entry.ephemeris_id,
        ephemeris=None if entry.ephemeris is None else ephemeris_record(entry.ephemeris),
        numbers={number.value: getattr(entry, number.value) for number in EclipseNumber},
        flags=flags_of(entry),
        origins=tuple(each.name for each in entry.origins),
        date_added=entry.date_added,
        date_modified=entry.date_modified,
    )
