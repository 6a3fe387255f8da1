"""Ten people triage at once on one server: is anything lost, what does it take, how long do they wait.

    python -m benchmarks.load [--minutes 3] [--clients 10] [--engine sqlite|mariadb]

Each of them is a websocket client that says what the page's scripts say, with a person's pauses: steps of
the period, a multiple, a verdict, now and then a comment or another periodogram, then the next candidate.
It works on the demonstration catalogue, which is built once into a folder. Every line ends with HOLDS or
BROKEN; the exit code is 1 if one is broken. Figures mean something on a machine with nothing else to do.
"""

import argparse
import asyncio
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from sqlalchemy import text

from benchmarks.kernel_watch import KernelWatch
from benchmarks.triagers import Confirmed, Measured, Triager
from benchmarks.voila_page import Page
from tessebs_core.database.connection import Database
from tessebs_core.demonstration.building import build_demonstration, is_whole
from tessebs_core.settings import read_settings
from tessebs_core.vocabulary import Role
from tessebs_core.workflows.backups import back_up
from tessebs_core.workflows.people import set_role
from tessebs_core.workflows.restoring import restore
from tessebs_core.workflows.workspace import Workspace, upgrade_schema
from tessebs_widgets.serving.entrance import LOOPBACK
from tessebs_widgets.serving.kernel_lives import KernelLives
from tessebs_widgets.serving.voila_server import VoilaServer, free_port
from tessebs_widgets.serving.ways_in import WayIn, entrance_for
from tests.support.mariadb import running_server

PERSON = "X-Person"  # header in which a proxy, which is played here, says who somebody is
KEEPER = "lead"  # whose name is on what is done to the catalogue before people come
LIVES = KernelLives(after_goodbye=5.0, unvisited=30.0, after_cut=20.0)
MEMORY, PAGE, STEP, VOTE = 200e6, 30.0, 0.5, 1.0  # bytes; s: what nobody should exceed for 95 of 100
SETTLING = 15.0  # s after which a page that was left must have no kernel any more

VOTES = """
    SELECT Vote.request_id, "User".username, TIC.tess_id FROM Vote JOIN "User" ON Vote.user_id = "User".id
    JOIN Ephemeris ON Vote.ephemeris_id = Ephemeris.id JOIN TIC ON Ephemeris.tic_id = TIC.id
    WHERE Vote.duplicate_of_id IS NULL"""
COMMENTS = """
    SELECT Comment.request_id, Comment.author, TIC.tess_id FROM Comment JOIN TIC ON Comment.tic_id = TIC.id
    WHERE Comment.request_id IS NOT NULL"""


class Findings:
    """The lines of the table, and whether all of them hold."""

    def __init__(self) -> None:
        self.all_hold = True

    def tell(self, what: str, found: str, holds: bool) -> None:
        """Print one line."""
        self.all_hold &= holds
        print(f"{what:46} {found:46} {'HOLDS' if holds else 'BROKEN'}", flush=True)

    def times(self, what: str, seconds: Sequence[float], most: float) -> None:
        """Print how long something took."""
        if not seconds:
            self.tell(what, "never happened", False)
            return
        median, late = np.percentile(seconds, [50, 95])
        found = f"median {_shown(median)}, p95 {_shown(late)}, n {len(seconds)} (p95 < {_shown(most)})"
        self.tell(what, found, bool(late < most))


def demonstration(folder: Path) -> Workspace:
    """The demonstration catalogue in a folder, built if it is not there."""
    made = _workspace(f"sqlite:///{folder / 'tessebs.sqlite3'}", folder)
    upgrade_schema(made)
    if not is_whole(made):
        print(f"building the demonstration catalogue in {folder}, once", flush=True)
        build_demonstration(made)
        set_role(made, KEEPER, Role.ADMIN)
    return made


@contextmanager
def catalogue(engine: str, source: Workspace, folder: Path) -> Iterator[str]:
    """A database of its own, filled with what the demonstration holds."""
    backup = back_up(source, KEEPER, folder / "demonstration.backup").path
    if engine == "sqlite":
        url = f"sqlite:///{folder / 'tessebs.sqlite3'}"
        _fill(url, folder, backup)
        yield url
    else:
        with running_server("--max-connections=400") as server:
            server.run("CREATE DATABASE load_test CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin")
            url = server.url("load_test")
            _fill(url, folder, backup)
            yield url


def _fill(url: str, folder: Path, backup: Path) -> None:
    made = _workspace(url, folder)
    upgrade_schema(made)
    restore(made, KEEPER, backup)
    made.database.dispose()


def _workspace(url: str, folder: Path) -> Workspace:
    folder.mkdir(parents=True, exist_ok=True)
    names = {"TESSEBS_DATABASE_URL": url, "TESSEBS_DATA_DIR": str(folder)}
    return Workspace.from_settings(read_settings(names))


class Session:
    """All the people at one server, from arriving to having left."""

    def __init__(self, server: VoilaServer, watch: KernelWatch, findings: Findings) -> None:
        self._server = server
        self._watch = watch
        self._findings = findings
        self.measured = Measured()
        self._people: list[Triager] = []

    async def run(self, people: Sequence[tuple[str, dict[str, str]]], minutes: float, every: float) -> None:
        """Let people come one after the other, work, reload once, and go in three ways."""
        address = f"{self._server.address}triage"
        self._people = [
            Triager(name, Page(address, headers), self.measured, seed=number)
            for number, (name, headers) in enumerate(people)
        ]
        sampling = asyncio.create_task(self._sample())
        await asyncio.gather(
            *(self._work(each, every * place, minutes * 60) for place, each in enumerate(self._people))
        )
        sampling.cancel()
        self._watch.sample()
        self._report_work()
        await self._report_leaving()

    async def _work(self, person: Triager, delay: float, seconds: float) -> None:
        await asyncio.sleep(delay)
        try:
            await person.arrive()
            began = time.monotonic()
            await person.triage(began + seconds / 2)
            before = person.page.kernel_id
            await person.reload()
            if before == person.page.kernel_id:
                self.measured.failures.append("a reload has the kernel that its page had ended")
            await person.triage(began + seconds)
        except Exception as error:  # noqa: BLE001 - whatever happens to one person is a finding
            self.measured.failures.append(f"{person.username}: {type(error).__name__}: {error}")
            print(f"  failed: {self.measured.failures[-1]}", flush=True)

    async def _sample(self) -> None:
        while True:
            await asyncio.sleep(5.0)
            self._watch.sample()

    def _report_work(self) -> None:
        measured, tell = self.measured, self._findings.tell
        tell("failed actions", f"{len(measured.failures)} of {measured.actions}", not measured.failures)
        self._findings.times("page, until three plots have their data", measured.pages, PAGE)
        self._findings.times("step of the period, answered", measured.steps, STEP)
        self._findings.times("vote, confirmed", measured.votes, VOTE)
        self._findings.times("next candidate, with light curve and power", measured.targets, 5.0)
        self._findings.times("is anybody there, answered", measured.pings, 2.0)
        watch = self._watch
        tell(
            "memory of a kernel at its most, PSS",
            f"{watch.most_pss / 1e6:.0f} MB, own {watch.most_uss / 1e6:.0f}, RSS {watch.most_rss / 1e6:.0f}"
            f" (median {watch.median_pss / 1e6:.0f})",
            watch.most_pss < MEMORY,
        )
        print(f"  the server itself {watch.server_rss / 1e6:.0f} MB; load {os.getloadavg()[0]:.1f}")

    async def _report_leaving(self) -> None:
        """A third says goodbye, a third is killed softly, a third is gone without a word."""
        for each in self._people:
            await each.rest()
        ways = [self._people[way::3] for way in range(3)]
        await asyncio.gather(*(each.page.leave() for each in ways[0]))
        await self._none_left("kernels after pages were left", ways[0], SETTLING)
        for each in ways[1]:
            each.page.close()
        await self._none_left("kernels after browsers were ended", ways[1], LIVES.after_goodbye + SETTLING)
        for each in ways[2]:
            each.page.vanish()
        await asyncio.sleep(LIVES.after_goodbye + LIVES.look_every)
        kept = len(self._watch.kernels_of(each.page.kernel_id for each in ways[2]))
        self._findings.tell(
            "kernels soon after connections were cut", f"{kept} of {len(ways[2])} wait for their page",
            kept == len(ways[2]),
        )  # fmt: skip
        await self._none_left("kernels after the cull time", ways[2], LIVES.after_cut + SETTLING)
        ready = len(self._watch.kernels)
        self._findings.tell("kernels left in all", f"{ready}: those kept ready", ready <= 1)

    async def _none_left(self, what: str, people: Sequence[Triager], patience: float) -> None:
        began = time.monotonic()
        ids = [each.page.kernel_id for each in people]
        while (left := len(self._watch.kernels_of(ids))) and time.monotonic() - began < patience:
            await asyncio.sleep(0.2)
        found = f"{left} of {len(ids)} after {time.monotonic() - began:.1f} s"
        self._findings.tell(what, found, left == 0)


def report_database(url: str, measured: Measured, findings: Findings) -> None:
    """Compare what people saw confirmed with what the database holds."""
    database = Database.open(url)
    quote = (
        (lambda words: words)
        if database.engine.dialect.name == "sqlite"
        else (lambda words: words.replace('"', "`"))
    )
    for what, wanted, statement in (
        ("votes", measured.confirmed, VOTES),
        ("comments", measured.comments, COMMENTS),
    ):
        rows = database.read(lambda session, words=statement: session.execute(text(quote(words))).all())
        held = Counter(Confirmed(author, str(request), tic) for request, author, tic in rows)
        asked = {each.request_id for each in wanted}
        lost = [each for each in wanted if held[each] == 0]
        doubled = [each for each, count in held.items() if count > 1 and each.request_id in asked]
        unsaid = [each for each in held if each.request_id not in asked] if what == "votes" else []
        found = f"{len(wanted)} confirmed: {len(lost)} lost, {len(doubled)} doubled, {len(unsaid)} others"
        findings.tell(
            f"{what} in the database",
            found,
            not (lost or doubled or unsaid) and bool(wanted or what == "comments"),
        )
    database.dispose()


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=3.0, help="how long each of them works")
    parser.add_argument("--clients", type=int, default=10)
    parser.add_argument("--engine", choices=("sqlite", "mariadb"), default="sqlite")
    parser.add_argument("--every", type=float, default=4.0, help="seconds between two arrivals")
    parser.add_argument(
        "--catalogue", type=Path, default=Path(tempfile.gettempdir()) / "tessebs-load-catalogue"
    )
    asked = parser.parse_args()
    names = [f"judge{number:02d}" for number in range(1, asked.clients + 1)]
    source = demonstration(asked.catalogue)
    findings = Findings()
    with tempfile.TemporaryDirectory(prefix="tessebs-load-") as made:
        folder = Path(made)
        (folder / "lc_data").mkdir()
        for each in source.folder.root.glob("lc_data/*"):
            os.link(each, folder / "lc_data" / each.name)  # files are replaced, never changed
        with catalogue(asked.engine, source, folder) as url:
            outside = {name: value for name, value in os.environ.items() if not name.startswith("TESSEBS_")}
            environment = outside | {
                "TESSEBS_DATABASE_URL": url,
                "TESSEBS_DATA_DIR": str(folder),
                "LOGNAME": "ada",
            }
            print(
                f"{asked.clients} people, {asked.minutes:g} minutes each, {asked.engine};"
                f" {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start",
                flush=True,
            )
            port = free_port(0)
            way_in = WayIn(proxies=(LOOPBACK,), user_header=PERSON)
            entrance, _ = entrance_for(way_in, port)
            with VoilaServer(port, environment=environment, entrance=entrance, lives=LIVES) as server:
                session = Session(server, KernelWatch(server.pid), findings)
                people = [(name, {PERSON: name}) for name in names]
                asyncio.run(session.run(people, asked.minutes, asked.every))
            report_database(url, session.measured, findings)
    print("everything HOLDS" if findings.all_hold else "something is BROKEN")
    return 0 if findings.all_hold else 1


def _shown(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"


if __name__ == "__main__":
    sys.exit(main())
