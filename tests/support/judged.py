"""Workspaces whose targets have proposals to judge; no archive, no files."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from tessebs_core.archive.client import ArchiveEndpoints
from tessebs_core.database.connection import Database
from tessebs_core.database.stores.targets import save_target
from tessebs_core.records import Ephemeris, Source, TargetMetadata
from tessebs_core.workflows.triage import add_to_triage
from tessebs_core.workflows.workspace import Workspace
from tests.support.sky import workspace_in

P = 3.0

Proposed = Sequence[tuple[Ephemeris, Source]]


def group_of_five() -> Proposed:
    """Three proposals at `P`, one at half of it, one of something else."""
    return (
        (Ephemeris(1400.0, P), Source("QATS")),
        (Ephemeris(1400.0, P / 2), Source("BLS")),
        (Ephemeris(1403.0, P), Source("ECLIPSR")),
        (Ephemeris(1397.0, P), Source("manual", author="ben")),
        (Ephemeris(1402.2, 7.7), Source("LS")),
    )


def workspace_with(folder: Path, database: Database, targets: Mapping[int, Proposed]) -> Workspace:
    """A workspace with these targets and what is proposed for them."""
    made = workspace_in(folder, database, ArchiveEndpoints("http://127.0.0.1:9"))
    for tess_id, proposed in targets.items():
        database.write(lambda session, tess_id=tess_id: save_target(session, TargetMetadata(tess_id)))
        for ephemeris, source in proposed:
            add_to_triage(made, tess_id, ephemeris, source)
    return made
