"""Synthetic targets in a database and a data folder, made through the project's own stores and files."""

import os
from functools import cache
from pathlib import Path

from tessebs_core.compute.lomb_scargle import lomb_scargle
from tessebs_core.database.connection import Database
from tessebs_core.database.stores.ephemerides import propose_ephemeris
from tessebs_core.database.stores.targets import save_target
from tessebs_core.export.syndicated import write_syndicated
from tessebs_core.records import DataFolder, Ephemeris, Periodogram, Source, TargetMetadata
from tests.widgets.fakes import synthetic_light_curve

FIRST = 1001
PERIOD = 2.345678


def fill(database: Database, folder: Path, count: int = 20) -> list[int]:
    """Targets ``FIRST``, ``FIRST`` + 1, ... with two products and two proposals each; returns them."""
    targets = list(range(FIRST, FIRST + count))
    for tess_id in targets:
        add(database, folder, tess_id)
    return targets


def add(database: Database, folder: Path, tess_id: int) -> None:
    """One target with two products and two proposals."""
    curves = [synthetic_light_curve(tess_id, name, period=PERIOD) for name in ("SPOC", "QLP")]
    write_syndicated(DataFolder(folder).syndicated(tess_id), curves, _spectra())
    database.write(lambda session: _propose(session, tess_id))


@cache
def _spectra() -> dict[str, Periodogram]:
    curves = [synthetic_light_curve(FIRST, name, period=PERIOD) for name in ("SPOC", "QLP")]
    return {each.provenance: lomb_scargle(each.time, each.flux, each.flux_err) for each in curves}


def environment_for(url: str, folder: Path) -> dict[str, str]:
    """Variables that point the app at a catalogue, as the person "ada"."""
    outside = {name: value for name, value in os.environ.items() if not name.startswith("TESSEBS_")}
    return outside | {"TESSEBS_DATABASE_URL": url, "TESSEBS_DATA_DIR": str(folder), "LOGNAME": "ada"}


def _propose(session, tess_id: int) -> None:
    save_target(session, TargetMetadata(tess_id=tess_id, ra=83.8221, dec=-5.3911, Tmag=10.2, teff=6400.0))
    propose_ephemeris(session, tess_id, Ephemeris(1326.1, PERIOD), Source("QATS", "2.1"))
    propose_ephemeris(session, tess_id, Ephemeris(1326.1, PERIOD / 2), Source("BLS", "1.0"))
