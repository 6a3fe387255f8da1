"""A small sky for the tests: files, the archive that serves them, a workspace that asks it."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tessebs_core.archive.client import Archive, ArchiveEndpoints
from tessebs_core.archive.patience import Patience
from tessebs_core.database.connection import Database
from tessebs_core.demonstration.holdings import (
    Footprint,
    HeldFile,
    HeldObservation,
    HeldTarget,
    Holdings,
)
from tessebs_core.demonstration.product_files import write_product
from tessebs_core.records import DataFolder, TargetMetadata
from tessebs_core.workflows.workspace import Workspace

HASTY = Patience(connect=2, silence=5, query=10, transfer=20, tries=2, first_wait=0, sleep=lambda _: None)


@dataclass(frozen=True)
class File:
    """One light-curve file that the archive of a test holds."""

    path: Path
    tess_id: int
    provenance: str
    sector: int
    exposure: float


def holdings_of(files: list[File], metadata: dict[int, TargetMetadata] | None = None) -> Holdings:
    """Put files on the shelves of an archive, each in an observation of its own."""
    observations: dict[int, list[HeldObservation]] = {}
    for number, file in enumerate(files, start=70_000_001):
        kind = "LC" if file.provenance == "SPOC" else None
        held = HeldFile(
            path=file.path,
            uri=f"mast:{'TESS' if kind else 'HLSP'}/{file.path.name}",
            productFilename=file.path.name,
            productSubGroupDescription=kind,
        )
        observations.setdefault(file.tess_id, []).append(
            HeldObservation(
                obsid=str(number),
                obs_id=file.path.stem,
                provenance_name=file.provenance,
                sequence_number=file.sector,
                t_exptime=file.exposure,
                target_name=str(file.tess_id),
                files=(held,),
                obs_collection="TESS" if kind else "HLSP",
            )
        )
    return Holdings(tuple(_target(tess_id, each, metadata or {}) for tess_id, each in observations.items()))


def _target(
    tess_id: int, observations: list[HeldObservation], metadata: dict[int, TargetMetadata]
) -> HeldTarget:
    sectors = sorted({each.sequence_number for each in observations if each.sequence_number})
    known = metadata.get(tess_id, TargetMetadata(tess_id, ra=10.0 + tess_id % 300, dec=-60.0, Tmag=10.5))
    return HeldTarget(
        metadata=known,
        simbad_ids=(f"TIC {tess_id}", "Gaia DR3 4623036865373793408", "ASASSN-V J000000.00-000000.0"),
        sectors=tuple(Footprint(sector, 1, 1) for sector in sectors),
        observations=tuple(observations),
    )


def workspace_in(folder: Path, database: Database, endpoints: ArchiveEndpoints) -> Workspace:
    """Make an empty workspace that asks the archive at ``endpoints``."""
    return Workspace(database, DataFolder(folder / "data"), Archive(endpoints, HASTY))


TARGET = 9_000_000_123  # a number that no real TIC has
PERIOD = 2.345  # days
T0 = 1326.1  # BTJD


def dipping_flux(time: np.ndarray, seed: int = 1) -> np.ndarray:
    """Relative flux with a 5 % eclipse of 0.2 d every `PERIOD`, at `T0`, and a little noise."""
    phase = (time - T0) / PERIOD
    phase -= np.floor(phase + 0.5)
    noise = np.random.default_rng(seed).normal(0, 5e-4, time.size)
    return np.where(np.abs(phase) < 0.1 / PERIOD, 0.95, 1.0) + noise


def write_file(folder: Path, provenance: str, sector: int, exposure: float = 1800.0) -> File:
    """Write one product of `TARGET`: 25 days of a sector."""
    start = 1325.3 + 27.4 * (sector - 1)
    time = np.arange(start, start + 25.0, exposure / 86400)
    path = folder / f"{provenance.lower()}-s{sector:04d}.fits"
    write_product(
        path, provenance, tess_id=TARGET, gaia_id=4_623_036_865_373_793_408, sector=sector,
        cadence=exposure, time=time, flux=dipping_flux(time, sector), flux_err=5e-4,
    )  # fmt: skip
    return File(path, TARGET, provenance, sector, exposure)


def targets_of(folder: Path, *tess_ids: int) -> list[File]:
    """Write one short file of SPOC for each of some targets."""
    files = []
    for tess_id in tess_ids:
        path = folder / f"spoc-{tess_id}.fits"
        time = np.arange(1325.3, 1345.3, 1800.0 / 86400)
        write_product(
            path, "SPOC", tess_id=tess_id, gaia_id=4_623_036_865_373_793_408, sector=1, cadence=1800.0,
            time=time, flux=dipping_flux(time), flux_err=5e-4,
        )  # fmt: skip
        files.append(File(path, tess_id, "SPOC", 1, 1800.0))
    return files
