"""Proposed ephemerides."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from tessebs_core import records
from tessebs_core.database.schema import TIC, Ephemeris, EphemerisSource, Run
from tessebs_core.database.stores.provenances import provenance_named
from tessebs_core.database.stores.sectors import sectors_numbered
from tessebs_core.database.stores.targets import target_id
from tessebs_core.database.stores.upserts import batches

__all__ = [
    "ephemeris_record",
    "lock_proposal",
    "proposals_numbered",
    "proposals_of",
    "propose_ephemeris",
    "source_named",
    "source_record",
]


def propose_ephemeris(
    session: Session,
    tess_id: int,
    ephemeris: records.Ephemeris,
    source: records.Source,
    *,
    provenance: str | None = None,
    sectors: Iterable[int] = (),
    run: Run | None = None,
) -> Ephemeris:
    """Add a proposal to a target.

    Parameters
    ----------
    provenance, sectors, run
        What it was found in and by, where known.

    Returns
    -------
    Ephemeris
        The row; the one that is there if the same source has proposed the same numbers before.

    Raises
    ------
    UnknownTarget
        The catalogue has no such TIC.
    """
    tic_id = target_id(session, tess_id, locked=True)  # or two could add the same proposal at once
    source_row = source_named(session, source)
    found = session.scalar(
        select(Ephemeris).where(
            Ephemeris.tic_id == tic_id,
            Ephemeris.source_id == source_row.id,
            Ephemeris.bjd0 == ephemeris.bjd0,
            Ephemeris.period == ephemeris.period,
            Ephemeris.bjd0_uncert.is_not_distinct_from(ephemeris.bjd0_uncert),
            Ephemeris.period_uncert.is_not_distinct_from(ephemeris.period_uncert),
        )
    )
    if found is not None:
        return found
    row = Ephemeris(
        tic_id=tic_id,
        source=source_row,
        bjd0=ephemeris.bjd0,
        bjd0_uncert=ephemeris.bjd0_uncert,
        period=ephemeris.period,
        period_uncert=ephemeris.period_uncert,
        provenance=None if provenance is None else provenance_named(session, provenance),
        sectors=sectors_numbered(session, sectors),
        run=run,
    )
    session.add(row)
    session.flush()
    return row


def source_named(session: Session, source: records.Source) -> EphemerisSource:
    """The row of a source, added if it is new."""
    found = session.scalar(
        select(EphemerisSource).where(
            EphemerisSource.model == source.model,
            EphemerisSource.version == source.version,
            EphemerisSource.author == source.author,
            EphemerisSource.reference == source.reference,
        )
    )
    if found is None:
        found = EphemerisSource(
            model=source.model, version=source.version, author=source.author, reference=source.reference
        )
        session.add(found)
        session.flush()
    return found


def proposals_of(session: Session, tess_id: int) -> list[Ephemeris]:
    """A target's proposals, oldest first, with source and provenance loaded, in one query."""
    statement = (
        select(Ephemeris)
        .join(Ephemeris.tic)
        .where(TIC.tess_id == tess_id)
        .options(joinedload(Ephemeris.source), joinedload(Ephemeris.provenance))
        .order_by(Ephemeris.id)
    )
    return list(session.scalars(statement))


def proposals_numbered(session: Session, ephemeris_ids: Iterable[int]) -> list[Ephemeris]:
    """Proposals by their keys, with target and source loaded; those that are not there are left out."""
    found: list[Ephemeris] = []
    for batch in batches(sorted(set(ephemeris_ids))):
        statement = select(Ephemeris).where(Ephemeris.id.in_(batch))
        found += session.scalars(statement.options(joinedload(Ephemeris.source), joinedload(Ephemeris.tic)))
    return sorted(found, key=lambda row: row.id)


def lock_proposal(session: Session, ephemeris_id: int) -> None:
    """Let nobody else judge a proposal until the transaction ends, so that what was read stays true."""
    session.execute(select(Ephemeris.id).where(Ephemeris.id == ephemeris_id).with_for_update())


def ephemeris_record(row: Ephemeris) -> records.Ephemeris:
    """A proposal's numbers."""
    return records.Ephemeris(row.bjd0, row.period, row.bjd0_uncert, row.period_uncert)


def source_record(row: EphemerisSource) -> records.Source:
    """Who or what proposed."""
    return records.Source(row.model, row.version, row.author, row.reference)
