"""How long exports of a large catalogue take and how much memory: ``python -m benchmarks.exports``.

50 000 entries, of which 45 000 are confirmed, and 200 000 proposals, on SQLite and MariaDB. Each export runs
in a process of its own, whose greatest resident size is measured with everything that it imports. The naive
way, rows of the ORM whose relationships are followed one by one, runs beside it on fewer rows.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from tessebs_core.database.connection import Database
from tessebs_core.database.schema import EB
from tessebs_core.export.mast import write_mast
from tessebs_core.records.catalogue_lines import CatalogueLine
from tessebs_core.records.data_folder import DataFolder
from tessebs_core.vocabulary import ExportKind
from tessebs_core.workflows.exporting import export_catalogue
from tessebs_core.workflows.workspace import Workspace

NAIVE_ROWS = 4_500
LIMIT_S, LIMIT_MB = 3.0, 200.0


def run_one(url: str, what: str) -> None:
    """Export once and print what it took, as JSON; for a process of its own."""
    database = Database.open(url)
    with tempfile.TemporaryDirectory() as folder:
        begun, worked = time.perf_counter(), time.process_time()
        if what == "naive":
            rows = naive(database, Path(folder) / "out")
        else:
            workspace = Workspace(database, DataFolder(Path(folder)), None)
            rows = export_catalogue(workspace, ExportKind(what), Path(folder) / "out")
        seconds, cpu = time.perf_counter() - begun, time.process_time() - worked
        size = (Path(folder) / "out").stat().st_size
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"rows": rows, "seconds": seconds, "cpu": cpu, "peak_mb": peak, "size_mb": size / 1e6}))


def naive(database: Database, path: Path) -> int:
    """Write what `export_catalogue` writes for MAST, one object and one relationship after the other."""

    def lines(session: Session) -> Iterator[CatalogueLine]:
        nothing = dict.fromkeys(CatalogueLine._fields)
        for entry in session.scalars(select(EB).where(EB.in_catalog).order_by(EB.id).limit(NAIVE_ROWS)):
            values = dict(nothing)
            for row in (entry.ephemeris, entry.tic, entry):
                values |= {name: getattr(row, name) for name in nothing if row and hasattr(row, name)}
            values["sectors"] = ",".join(str(each.sector_id) for each in entry.tic.sectors)
            yield CatalogueLine(**values)

    with path.open("wb") as file:
        return database.read(lambda session: write_mast(file, lines(session)))


def measured(url: str, what: str) -> dict[str, float]:
    """Run one export in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.exports", "--one", url, what]
    found: dict[str, float] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return found


def report(engine: str, url: str, kinds: list[str], *, beside_naive: bool) -> bool:
    """Print one line for each export; return whether the one for MAST keeps its limits."""
    slow = measured(url, "naive") if beside_naive else None
    if slow is not None:
        print(f"{engine}: naive {slow['rows']:.0f} rows {slow['seconds']:.1f} s {slow['peak_mb']:.0f} MB")
    kept = True
    for kind in kinds:
        found = measured(url, kind)
        ratio = ""
        if slow is not None:
            times = slow["seconds"] / slow["rows"] / (found["seconds"] / found["rows"])
            ratio = f", {times:5.1f} x faster a row than naive"
        print(
            f"{engine}: {kind:8s} {found['rows']:.0f} rows {found['seconds']:6.2f} s "
            f"({found['cpu']:.2f} s of processor), {found['peak_mb']:4.0f} MB, "
            f"file {found['size_mb']:5.1f} MB{ratio}",
            flush=True,
        )
        if kind == ExportKind.MAST:
            kept = found["seconds"] < LIMIT_S and found["peak_mb"] < LIMIT_MB
    return kept


def main() -> None:
    """Fill a catalogue on each engine and measure."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--all", action="store_true", help="the other formats too")
    arguments.add_argument("--without-naive", action="store_true", help="do not wait for the naive way")
    arguments.add_argument("--one", nargs=2, metavar=("URL", "WHAT"), help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.one:
        run_one(*given.one)
        return
    from benchmarks.large_catalogue import large_catalogue, on_mariadb

    kinds = [each.value for each in ExportKind] if given.all else [ExportKind.MAST.value]
    with tempfile.TemporaryDirectory() as folder, on_mariadb() as server:
        kept = []
        for engine, url in (("SQLite", f"sqlite:///{folder}/large.sqlite3"), ("MariaDB", server)):
            large_catalogue(url).dispose()
            kept.append(report(engine, url, kinds, beside_naive=not given.without_naive))
    limits = f"MAST in less than {LIMIT_S:g} s and {LIMIT_MB:g} MB"
    print(f"{limits}: {'kept' if all(kept) else 'BROKEN'}")
    sys.exit(not all(kept))


if __name__ == "__main__":
    main()
