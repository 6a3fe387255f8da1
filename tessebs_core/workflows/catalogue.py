"""Entering signals into the catalogue."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy.orm import Session

from tessebs_core.database.stores import signals
from tessebs_core.database.stores.ephemerides import propose_ephemeris
from tessebs_core.records import Ephemeris, Source
from tessebs_core.vocabulary import EBSource, SignalFlag
from tessebs_core.workflows.workspace import Workspace

__all__ = ["CatalogueEntry", "count_targets", "enter_binary"]


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
