"""Entering signals into the catalogue, and the numbers of their eclipses."""

from collections.abc import Collection
from dataclasses import asdict, dataclass

from sqlalchemy.orm import Session

from tessebs_core import __version__
from tessebs_core.compute.eclipse_numbers import EclipseNumber
from tessebs_core.compute.eclipse_review import EclipseReview, review_of
from tessebs_core.compute.eclipses import measure_eclipses
from tessebs_core.database.stores import signals
from tessebs_core.database.stores.ephemerides import ephemeris_record, propose_ephemeris
from tessebs_core.database.stores.runs import save_run
from tessebs_core.errors import InputError
from tessebs_core.records import Ephemeris, Source
from tessebs_core.vocabulary import EBSource, SignalFlag
from tessebs_core.workflows.light_curves import load_light_curve
from tessebs_core.workflows.permissions import require_member
from tessebs_core.workflows.signal_light import light_of_signal, others_of
from tessebs_core.workflows.workspace import Workspace

__all__ = ["CatalogueEntry", "count_targets", "enter_binary", "review_eclipses", "store_eclipses"]


@dataclass(frozen=True)
class CatalogueEntry:
    """One signal of a target with its accepted ephemeris, as it is to stand in the catalogue."""

    tess_id: int
    ephemeris: Ephemeris
    source: Source
    signal_id: int = 1
    in_catalog: bool = True
    data_source: EBSource | None = None
    morph_coeff: float | None = None
    flags: Collection[SignalFlag] = ()
    origins: Collection[str] = ()


def enter_binary(workspace: Workspace, entry: CatalogueEntry) -> int:
    """Write one catalogue entry, or bring the one that is there up to date.

    Returns
    -------
    int
        The entry's id.

    Raises
    ------
    UnknownTarget
        The catalogue has no such TIC.
    """

    def work(session: Session) -> int:
        ephemeris = propose_ephemeris(session, entry.tess_id, entry.ephemeris, entry.source)
        row = signals.enter_signal(session, ephemeris, entry.signal_id)
        row.in_catalog = entry.in_catalog
        row.source = entry.data_source
        row.morph_coeff = entry.morph_coeff
        for flag in SignalFlag:
            setattr(row, flag.value, flag in entry.flags)
        row.origins = [signals.origin_named(session, name) for name in entry.origins]
        return row.id

    return workspace.database.write(work, repeatable=True)


def count_targets(workspace: Workspace) -> int:
    """Count the targets of the catalogue."""
    return workspace.database.read(signals.count_targets)


def review_eclipses(workspace: Workspace, entry_id: int, provenance: str) -> EclipseReview:
    """Measure the eclipses of an entry on its accepted ephemeris; nothing is stored.

    The target's other signals that stand in the catalogue are taken out of the light first.

    Returns
    -------
    EclipseReview
        Numbers that passed all checks are accepted, doubtful ones are not; a person changes that with
        its ``accept`` and ``reject``.

    Raises
    ------
    InputError
        There is no such entry, or it has no accepted ephemeris.
    NoLightCurve, BadLightCurve
        There is nothing to measure on.
    """

    def work(session: Session) -> tuple[int, Ephemeris, tuple[Ephemeris, ...]]:
        entry = signals.entry_numbered(session, entry_id)
        if entry.ephemeris is None:
            raise InputError(f"Entry {entry_id} has no accepted ephemeris; accept one before measuring.")
        known = [signals.signal_record(each) for each in signals.signals_of(session, entry.tic.tess_id)]
        others = others_of(known, entry.signal_id)
        return entry.tic.tess_id, ephemeris_record(entry.ephemeris), others

    tess_id, ephemeris, others = workspace.database.read(work)
    light_curve = light_of_signal(load_light_curve(workspace, tess_id, provenance), others)
    return review_of(measure_eclipses(light_curve.time, light_curve.flux, ephemeris, light_curve.flux_err))


def store_eclipses(
    workspace: Workspace, entry_id: int, review: EclipseReview, username: str, provenance: str
) -> None:
    """Write the accepted numbers of a review into a catalogue entry; the others become NULL.

    A `Run` keeps the whole review: every value, whether it was accepted, by whom and why.

    Raises
    ------
    InputError
        There is no such entry.
    NotPermitted
        A viewer may not change the catalogue.
    """

    def work(session: Session) -> None:
        require_member(session, username)
        entry = signals.entry_numbered(session, entry_id)
        for number in EclipseNumber:
            setattr(entry, number.value, review.accepted(number))
        save_run(
            session,
            code="tessebs_core.compute.eclipses",
            version=__version__,
            parameters={"eb": entry_id, "review": [asdict(each) for each in review.numbers]},
            provenance=provenance,
            username=username,
        )

    workspace.database.write(work)
