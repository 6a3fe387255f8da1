"""What was computed, by what and from what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from tessebs_core.database.schema import TIC, BLSRun, Run, User
from tessebs_core.database.stores.provenances import provenance_named
from tessebs_core.database.stores.sectors import sectors_numbered
from tessebs_core.database.stores.targets import target_id
from tessebs_core.database.stores.users import user_named
from tessebs_core.records.target_views import BoxRun

if TYPE_CHECKING:
    from tessebs_core.compute.box_least_squares import BoxSearch

__all__ = [
    "ACCEPTING",
    "DERIVING",
    "SWAPPING",
    "box_run_made_by",
    "box_runs_of",
    "run_of_request",
    "save_bls_run",
    "save_run",
]

ACCEPTING, SWAPPING = "tessebs_core.workflows.accepting", "tessebs_core.workflows.swapping"
DERIVING = (ACCEPTING, SWAPPING)
"""Codes of the runs whose ephemerides follow from one that was judged."""

_REMEMBERED = 100
"""Runs of one person among which a repeated request is looked for; it repeats within seconds."""

_BOX = (
    "duration", "bjd0", "period", "max_power", "bls_logp", "depth", "depth_unc", "depth_odd", "depth_odd_unc",
    "depth_even", "depth_even_unc", "depth_half", "depth_half_unc",
)  # fmt: skip


def save_run(
    session: Session,
    *,
    code: str,
    version: str,
    parameters: Mapping[str, Any],
    light_curve_hash: str | None = None,
    provenance: str | None = None,
    sectors: Iterable[int] = (),
    username: str | None = None,
) -> Run:
    """Store what computed a number.

    Parameters
    ----------
    code, version : str
        The module and its release.
    parameters : mapping
        What it was asked; texts, numbers, lists and dicts.
    light_curve_hash : str, optional
        sha256 of the light curve that it was given.
    """
    row = Run(
        code=code,
        version=version,
        parameters=dict(parameters),
        light_curve_hash=light_curve_hash,
        provenance=None if provenance is None else provenance_named(session, provenance),
        sectors=sectors_numbered(session, sectors),
        user=None if username is None else user_named(session, username),
    )
    session.add(row)
    session.flush()
    return row


def run_of_request(session: Session, code: str, username: str, request_id: str) -> Run | None:
    """The run that a request of this person has led to already, by the ``request_id`` in its parameters."""
    statement = select(Run).join(Run.user).where(Run.code == code, User.username == username)
    latest = session.scalars(statement.order_by(Run.id.desc()).limit(_REMEMBERED))
    return next((run for run in latest if run.parameters.get("request_id") == request_id), None)


def save_bls_run(
    session: Session,
    tess_id: int,
    found: BoxSearch,
    *,
    run: Run | None = None,
    provenance: str | None = None,
) -> BLSRun:
    """Store the best box of a search.

    Raises
    ------
    UnknownTarget
        The catalogue has no such TIC.
    """
    row = BLSRun(
        tic_id=target_id(session, tess_id),
        provenance=None if provenance is None else provenance_named(session, provenance),
        run=run,
        min_eclipses=found.minimum_eclipses,
        pmin=found.minimum_period,
        pmax=found.maximum_period,
        **{name: getattr(found, name) for name in _BOX},
    )
    session.add(row)
    session.flush()
    return row


def box_run_made_by(
    session: Session,
    tess_id: int,
    *,
    code: str,
    version: str,
    parameters: Mapping[str, Any],
    light_curve_hash: str,
) -> BLSRun | None:
    """The stored search of a target that the same code made of the same light curve; None if none is."""
    statement = (
        select(BLSRun)
        .join(BLSRun.tic)
        .join(BLSRun.run)
        .where(TIC.tess_id == tess_id, Run.light_curve_hash == light_curve_hash)
        .where(Run.code == code, Run.version == version)
        .options(joinedload(BLSRun.run))
    )
    found = session.scalars(statement)
    return next((row for row in found if row.run and row.run.parameters == dict(parameters)), None)


def box_runs_of(session: Session, tess_id: int) -> tuple[BoxRun, ...]:
    """A target's searches for boxes, newest first, in one query."""
    statement = (
        select(BLSRun)
        .join(BLSRun.tic)
        .where(TIC.tess_id == tess_id)
        .options(joinedload(BLSRun.provenance))
        .order_by(BLSRun.date_run.desc(), BLSRun.id.desc())
    )
    return tuple(
        BoxRun(
            provenance=row.provenance.name if row.provenance else None,
            date_run=row.date_run,
            pmin=row.pmin,
            pmax=row.pmax,
            min_eclipses=row.min_eclipses,
            bjd0=row.bjd0,
            period=row.period,
            duration=row.duration,
            depth=row.depth,
            depth_unc=row.depth_unc,
            depth_odd=row.depth_odd,
            depth_even=row.depth_even,
            log_probability=row.bls_logp,
        )
        for row in session.scalars(statement)
    )
