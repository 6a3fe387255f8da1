"""Targets with their sectors and provenances."""

from collections.abc import Iterable
from dataclasses import asdict, fields

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from tessebs_core.database.schema import TIC
from tessebs_core.database.stores.provenances import provenances_named
from tessebs_core.database.stores.sectors import sectors_numbered
from tessebs_core.errors import UnknownTarget
from tessebs_core.records import TargetMetadata

__all__ = [
    "count_targets",
    "find_target",
    "save_target",
    "set_provenances",
    "set_sectors",
    "target_id",
    "target_record",
]


def save_target(session: Session, metadata: TargetMetadata) -> TIC:
    """Add a target or bring it up to date.

    What ``metadata`` does not know (None) stays as it is stored: an archive that was down for a moment
    makes nothing forgotten.
    """
    row = session.scalar(select(TIC).where(TIC.tess_id == metadata.tess_id))
    if row is None:
        row = TIC(tess_id=metadata.tess_id)
        session.add(row)
    for name, value in asdict(metadata).items():
        if value is not None:
            setattr(row, name, value)
    session.flush()
    return row


def find_target(session: Session, tess_id: int) -> TIC:
    """A target with its sectors and provenances loaded, in three queries.

    Raises
    ------
    UnknownTarget
        The catalogue has no such TIC.
    """
    found = session.scalar(
        select(TIC)
        .where(TIC.tess_id == tess_id)
        .options(selectinload(TIC.sectors), selectinload(TIC.provenances))
    )
    if found is None:
        raise UnknownTarget(tess_id)
    return found


def target_id(session: Session, tess_id: int, *, locked: bool = False) -> int:
    """The key of a target.

    Parameters
    ----------
    locked : bool
        Keep others from proposing on this target until the transaction ends. (SQLite has one writer at a
        time anyway.)

    Raises
    ------
    UnknownTarget
        The catalogue has no such TIC.
    """
    statement = select(TIC.id).where(TIC.tess_id == tess_id)
    found = session.scalar(statement.with_for_update() if locked else statement)
    if found is None:
        raise UnknownTarget(tess_id)
    return found


def target_record(row: TIC) -> TargetMetadata:
    """What a row says of its target."""
    return TargetMetadata(**{each.name: getattr(row, each.name) for each in fields(TargetMetadata)})


def set_sectors(session: Session, tic: TIC, numbers: Iterable[int]) -> None:
    """Say in which sectors a target was seen; others are taken from it."""
    tic.sectors = sectors_numbered(session, numbers)
    session.flush()


def set_provenances(session: Session, tic: TIC, names: Iterable[str]) -> None:
    """Say which products exist for a target; others are taken from it."""
    wanted = provenances_named(session, set(names))
    tic.provenances = [wanted[name] for name in sorted(wanted)]
    session.flush()


def count_targets(session: Session) -> int:
    """Count the targets of the catalogue."""
    return session.scalar(select(func.count()).select_from(TIC)) or 0
