"""Searches of a large catalogue: queries and median seconds, beside rows and their relations one by one.

Run it with ``python -m benchmarks.catalogue``; it builds 50 000 entries and 200 000 proposals on SQLite and,
where it is installed, on a MariaDB of its own. The load of the machine is printed: seconds taken beside other
work mean little. The processor's, of this process and of the server together, mean more.
"""

import argparse
import os
import statistics
import tempfile
import time as clock
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from benchmarks.large_catalogue import large_catalogue, on_mariadb
from tessebs_core.archive.client import Archive, ArchiveEndpoints
from tessebs_core.database.connection import Database
from tessebs_core.database.schema import EB, TIC
from tessebs_core.records import DataFolder
from tessebs_core.records.catalogue_columns import COLUMNS
from tessebs_core.records.searching import Cone, Order, Range, Search
from tessebs_core.vocabulary import EphemerisStatus, InCatalogue, SignalFlag
from tessebs_core.workflows.searching import find
from tessebs_core.workflows.workspace import Workspace
from tests.support.mariadb import ServerMissing
from tests.support.rows import statements_sent

ALLOWED = 0.15  # seconds for a page
LEGACY = tuple(each.name for each in COLUMNS[:23])
BY_BRIGHTNESS = (Order("Tmag"), Order("period", descending=True))

SEARCHES = {
    "first page": Search(),
    "last page": Search(page=450),
    "by Tmag and period, first": Search(order=BY_BRIGHTNESS),
    "by Tmag and period, middle": Search(order=BY_BRIGHTNESS, page=225),
    "by Tmag and period, last": Search(order=BY_BRIGHTNESS, page=450),
    "all, by number of sectors": Search(
        in_catalog=InCatalogue.ANY, order=(Order("n_sectors", descending=True), Order("teff")), page=250
    ),
    "period 1 to 2 d": Search(ranges=(Range("period", 1.0, 2.0),)),
    "Teff and period, by Tmag": Search(
        ranges=(Range("teff", 4000.0), Range("period", 0.3)), order=BY_BRIGHTNESS, page=100
    ),
    "sectors 1 to 26, by period": Search(
        ranges=(Range("sectors", 1, 26),), order=(Order("period"),), page=200
    ),
    "flags, by morphology": Search(
        flags=(SignalFlag.HEARTBEAT,), flags_not=(SignalFlag.MULTI,), order=(Order("morph_coeff"),)
    ),
    "a product, by period": Search(provenances=("SPOC",), order=(Order("period"),), page=150),
    "open, by status": Search(status=EphemerisStatus.OPEN, order=(Order("status", descending=True),)),
    "cone of 5 deg at the pole": Search(cone=Cone(0.2, 89.0, 5.0), order=(Order("distance"),)),
    "cone of 60 deg over RA 0": Search(cone=Cone(350.0, 20.0, 60.0), order=(Order("distance"),), page=50),
    "cone of 120 deg": Search(cone=Cone(350.0, 20.0, 120.0), order=(Order("distance"),), page=50),
    "a Gaia name": Search(text="Gaia DR3 2305843009213693953"),
}


def one_by_one(session: Session) -> list[Any]:
    """A page as the legacy site makes it: rows, and each of their relations when it is touched."""
    condition = EB.in_catalog.is_(True)
    session.scalar(select(func.count()).select_from(EB).where(condition))
    page = select(EB).join(EB.tic).where(condition).order_by(TIC.Tmag, TIC.tess_id).limit(100)
    return [
        (row.tic.tess_id, row.ephemeris and row.ephemeris.period, list(row.tic.sectors),
         list(row.tic.provenances), list(row.origins))
        for row in session.scalars(page)
    ]  # fmt: skip


def processor(database: Database) -> float:
    """Seconds of processor that this process, and a server of this machine, have used so far."""
    if database.is_sqlite:
        return clock.process_time()
    with database.engine.connect() as connection:
        pid = Path(connection.exec_driver_sql("SELECT @@pid_file").scalar_one()).read_text().strip()
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return clock.process_time() + sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")


def measured(database: Database, work: Callable[[], object], repeats: int) -> tuple[int, float, float]:
    """Queries that ``work`` sends, its median time and its processor time, seconds."""
    with statements_sent(database) as sent:
        work()
    times, worked = [], processor(database)
    for _ in range(repeats):
        begin = clock.perf_counter()
        work()
        times.append(clock.perf_counter() - begin)
    return len(sent), statistics.median(times), (processor(database) - worked) / repeats


def report(database: Database, folder: Path, repeats: int) -> None:
    """Print the table of one engine."""
    workspace = Workspace(database, DataFolder(folder), Archive(ArchiveEndpoints("http://127.0.0.1:9")))
    print(f"\n{database.engine.dialect.name}, load {os.getloadavg()[0]:.1f}")
    queries, naive, worked = measured(database, lambda: database.read(one_by_one), repeats)
    print(f"{'rows and relations one by one':30} {queries:5} {naive:8.3f} s {worked:9.3f} s")
    for name, search in SEARCHES.items():
        work = partial(find, workspace, search, LEGACY)
        queries, median, worked = measured(database, work, repeats)
        verdict = "yes" if queries <= 3 and median < ALLOWED else "NO"
        print(
            f"{name:30} {queries:5} {median:8.3f} s {worked:9.3f} s  {median / naive:6.2f}  {verdict}",
            flush=True,
        )
    database.dispose()


def main() -> None:
    """Measure both engines."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--repeats", type=int, default=9)
    arguments.add_argument("--entries", type=int, default=50_000)
    arguments.add_argument("--ephemerides", type=int, default=200_000)
    given = arguments.parse_args()
    size = {"entries": given.entries, "ephemerides": given.ephemerides}
    print(f"{'':30} queries    median   processor  of one by one   < {ALLOWED} s and at most 3 queries")
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        report(large_catalogue(f"sqlite:///{folder / 'large.sqlite3'}", **size), folder, given.repeats)
        try:
            url = stack.enter_context(on_mariadb())
        except ServerMissing as missing:
            print(f"\nno MariaDB: {missing}")
            return
        report(large_catalogue(url, **size), folder, given.repeats)


if __name__ == "__main__":
    main()
