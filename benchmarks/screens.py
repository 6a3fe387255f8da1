"""How the screens feel: from click to painted frame, in Chromium, on the app as it is served.

Run it with ``python -m benchmarks.screens``; it takes some minutes, wants Chromium and, for figures that
mean something, a machine with nothing else to do: the load is printed beside each line.
"""

import argparse
import os
import shutil
import tempfile
import time as clock
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import psutil
from playwright import sync_api as playwright

from benchmarks.kernel_watch import KernelWatch
from tessebs_core.compute.lomb_scargle import light_curve_periodogram
from tessebs_core.database.connection import Database
from tessebs_core.database.migrations import upgrade
from tessebs_core.database.stores.ephemerides import propose_ephemeris
from tessebs_core.database.stores.targets import save_target
from tessebs_core.export.syndicated import write_syndicated
from tessebs_core.records import DataFolder, Ephemeris, LightCurve, Source, TargetMetadata
from tessebs_widgets.apps import app_named
from tessebs_widgets.serving.voila_server import VoilaServer, free_port

FEW, MANY = 18_000, 1_000_000  # points: a sector at two minutes, eight sectors at twenty seconds
PERIOD = 2.345678
SMALL, LARGE = range(1001, 1061), range(2001, 2004)  # TIC numbers
PARTS = ("folding", "judging", "sheet", "amid_a_report")
PATIENCE = 120_000  # ms
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]

# Each gives milliseconds by the browser's own clock: since the page was asked for, or since the click
# arrived, until the frame after the change has been painted.
FRAME = "const frame = () => new Promise((done) => requestAnimationFrame(done));"
WHEN = (
    FRAME
    + """
const when = async (isSo) => { while (!isSo()) await frame(); await frame(); return performance.now(); };
const at = (place) => document.querySelector(place);
const phase = () => at('.te-phase-canvas')?.dataset ?? {};
const isDrawn = () => at('.tessebs')?.dataset.phase === 'ready' && phase().drawn === 'yes'
  && [...document.querySelectorAll('.te-light-curve, .te-periodogram')].every((each) =>
    each.querySelector('[data-loading=ready]') && each.querySelector('.te-bokeh[data-drawn=yes]'));
"""
)
DRAWN = f"async () => {{ {WHEN} return when(isDrawn); }}"
ANSWERED = f"""async () => {{ {WHEN}
  await when(() => at('.tessebs')?.dataset.phase === 'ready' && phase().drawn === 'yes');
  const before = phase().period;
  at("button[aria-label='double the period']").click();
  return when(() => phase().period !== before);
}}"""
LISTEN = """() => addEventListener('click', (event) => { window.__clicked = event.timeStamp; }, true)"""
ARM = f"""(what) => {{ {WHEN}
  const before = {{ paints: phase().paints, period: phase().period, tic: at('.te-tic')?.textContent,
    notice: at('.te-notice')?.textContent, tile: at('.te-tile')?.dataset.tic }};
  const changes = {{
    period: () => phase().period !== before.period && phase().paints !== before.paints,
    candidate: () => at('.te-tic').textContent !== before.tic && phase().drawn === 'yes'
      && Number(phase().points) > 0 && phase().paints !== before.paints,
    vote: () => at('.te-notice').dataset.kind === 'saved' && at('.te-notice').textContent !== before.notice,
    page: () => at('.te-tile').dataset.tic !== before.tile
      && [...document.querySelectorAll('.te-tile canvas')].every((each) => each.dataset.painted === 'yes'),
  }};
  window.__changed = when(changes[what]).then((now) => now - window.__clicked);
}}"""


@dataclass
class Line:
    """One line of the table: what was measured, how fast it should be, and each time, ms."""

    name: str
    wanted: float
    times: list[float] = field(default_factory=list)
    load: float = 0.0

    def add(self, milliseconds: float) -> None:
        """Take one more time."""
        self.times.append(milliseconds)
        self.load = max(self.load, os.getloadavg()[0])

    def show(self) -> None:
        """Print it."""
        median, worst = float(np.median(self.times)), max(self.times)
        verdict = "yes" if median < self.wanted else "NO"
        print(
            f"{self.name:52} < {self.wanted:5.0f}  {median:7.0f}  {min(self.times):7.0f}  {worst:7.0f}"
            f"  {len(self.times):3}  {self.load:5.1f}  {verdict}",
            flush=True,
        )


def light_curve(tess_id: int, points: int) -> LightCurve:
    """Two eclipses a period in noise."""
    random = np.random.default_rng(tess_id)
    step = 120.0 if points <= FEW else 20.0
    time = 1325.3 + np.arange(points) * step / 86400.0
    phase = ((time - 1326.1) / PERIOD + 0.5) % 1.0 - 0.5
    flux = 1.0 - 0.2 * np.exp(-0.5 * (phase / 0.02) ** 2)
    flux -= 0.08 * np.exp(-0.5 * ((np.abs(phase) - 0.5) / 0.02) ** 2)
    flux += random.normal(0.0, 0.004, points)
    return LightCurve(
        tess_id=tess_id, provenance="SPOC", time=time, flux=flux, flux_err=np.full(points, 0.004),
        sector=1 + ((time - time[0]) // 27.0).astype(int), cadence=np.full(points, step),
        quality=np.zeros(points, dtype=int),
    )  # fmt: skip


def build(folder: Path) -> dict[str, str]:
    """A catalogue of sixty targets of `FEW` points and three of `MANY`; gives the app's environment.

    Each part of the benchmark has targets of its own: a fold edited on one would be told before a vote.
    """
    url = f"sqlite:///{folder / 'tessebs.sqlite3'}"
    database = Database.open(url)
    upgrade(database)
    for points, targets in ((FEW, SMALL), (MANY, LARGE)):
        spectrum = light_curve_periodogram(light_curve(targets[0], points))
        for tess_id in targets:
            path = DataFolder(folder).syndicated(tess_id)
            write_syndicated(path, [light_curve(tess_id, points)], {"SPOC": spectrum})

            def add(session: Any, tess_id: int = tess_id) -> None:
                save_target(session, TargetMetadata(tess_id=tess_id, ra=83.8, dec=-5.4, Tmag=10.2))
                propose_ephemeris(session, tess_id, Ephemeris(1326.1, PERIOD), Source("QATS"))

            database.write(add)
    database.dispose()
    outside = {name: value for name, value in os.environ.items() if not name.startswith("TESSEBS_")}
    return outside | {"TESSEBS_DATABASE_URL": url, "TESSEBS_DATA_DIR": str(folder), "LOGNAME": "ada"}


class Bench:
    """The served app and a browser, with measurements as methods."""

    def __init__(self, server: VoilaServer, browser: Any, repeats: int) -> None:
        self.server = server
        self.browser = browser
        self.repeats = repeats

    @contextmanager
    def page(self, address: str) -> Iterator[Any]:
        """A new browser's page."""
        context = self.browser.new_context(viewport={"width": 1366, "height": 768})
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(address, wait_until="commit")
        yield page
        page.goto("about:blank")  # as a person leaves: it ends its kernel
        context.close()

    def quiet(self) -> None:
        """Wait until the server and its kernels rest: pools filled, what is fetched ahead is there."""
        calm = 0
        while calm < 3:
            processes = psutil.Process(self.server.pid).children(recursive=True)
            before = sum(_cpu(each) for each in processes)
            clock.sleep(0.4)
            calm = calm + 1 if sum(_cpu(each) for each in processes) - before < 0.03 else 0

    def kernels(self) -> list[psutil.Process]:
        """The kernels, oldest first."""
        return sorted(KernelWatch(self.server.pid).kernels.values(), key=_born)

    def first_click(self) -> Line:
        """A browser that has never been here, until its first click is answered on the phase plot."""
        line = Line("new browser, first click answered", 5000)
        for _ in range(self.repeats):
            self.quiet()
            with self.page(self.server.address) as page:
                line.add(page.evaluate(ANSWERED))
        return line

    def reload(self) -> Line:
        """The same browser again, until all three plots are drawn."""
        line = Line("reload, all three plots drawn", 2500)
        with self.page(self.server.address) as page:
            page.evaluate(DRAWN)
            for _ in range(self.repeats):
                self.quiet()
                page.reload(wait_until="commit")
                line.add(page.evaluate(DRAWN))
        return line

    def clicks(
        self,
        name: str,
        wanted: float,
        page: Any,
        change: str,
        button: Callable[[int], str],
        *,
        quiet: bool = True,
    ) -> Line:
        """Real clicks, each until its change is painted; after all that was begun has ended, or amidst it."""
        line = Line(name, wanted)
        page.evaluate(LISTEN)
        for number in range(self.repeats * 3):
            if quiet:
                self.quiet()
            page.evaluate(ARM, change)
            page.click(button(number))
            line.add(page.evaluate("() => window.__changed"))
        return line

    def folding(self) -> Iterator[Line]:
        """Steps of the period, at `FEW` points and at `MANY`."""
        for points, tess_id in ((FEW, SMALL[0]), (MANY, LARGE[0])):
            with self.page(f"{self.server.address}triage?tic={tess_id}") as page:
                page.evaluate(DRAWN)
                step = "button[data-key='=']"
                name = f"period step, phase plot painted, {points:,} points"
                yield self.clicks(name, 100, page, "period", lambda _, step=step: step)
                paint = float(page.get_attribute(".te-phase-canvas", "data-milliseconds"))
                print(f"  (of the last, {paint:.0f} ms were the browser's drawing)")
                self.memory(points)

    def judging(self) -> Iterator[Line]:
        """A verdict on each candidate, and on to the next."""
        votes = Line("vote acknowledged, triage", 200)
        following = Line("next candidate drawn, 18,000 points", 500)
        with self.page(f"{self.server.address}triage?tic={SMALL[1]}") as page:
            page.evaluate(DRAWN)
            page.evaluate(LISTEN)
            for _ in range(self.repeats * 3):
                for line, change, button in (
                    (votes, "vote", ".te-verdict[data-verdict=eb]"),
                    (following, "candidate", ".te-next"),
                ):
                    self.quiet()
                    page.evaluate(ARM, change)
                    page.click(button)
                    line.add(page.evaluate("() => window.__changed"))
        yield votes
        yield following

    def amid_a_report(self) -> Iterator[Line]:
        """What a report on `MANY` points, in a thread of the kernel, does to everything else."""
        verdicts = (".te-verdict[data-verdict=eb]", ".te-verdict[data-verdict=not-eb]")
        steps = ("button[data-key='=']", "button[data-key='-']")
        for tess_id, name, wanted, change, buttons in (
            (LARGE[1], "period step, while a report is computed", 100, "period", steps),
            (LARGE[2], "vote acknowledged, while a report is computed", 200, "vote", verdicts),
        ):
            self.quiet()
            with self.page(f"{self.server.address}triage?tic={tess_id}") as page:
                page.evaluate(DRAWN)
                page.wait_for_timeout(600)  # a report begins 0.4 s after the light curve
                yield self.clicks(
                    name, wanted, page, change, lambda number, all_=buttons: all_[number % 2], quiet=False
                )

    def sheet(self) -> Iterator[Line]:
        """The contact sheet: votes, then the next page."""
        with self.page(self.server.address_of(app_named("sheet"))) as page:
            page.wait_for_selector(".te-tile:nth-child(20) canvas[data-painted=yes]")
            yield self.clicks(
                "vote acknowledged, contact sheet", 200, page, "vote",
                lambda number: f".te-tile:nth-child({number % 20 + 1}) [data-quick=eb]",
            )  # fmt: skip
            line = Line("next twenty drawn", 500)
            self.quiet()
            page.evaluate(ARM, "page")
            page.click(".te-next")
            line.add(page.evaluate("() => window.__changed"))
            yield line

    def memory(self, points: int) -> None:
        """Print what the page's kernel holds."""
        used = [each.memory_full_info() for each in self.kernels()]
        largest = max(used, key=lambda each: each.uss)
        verdict = "yes" if largest.uss < 200e6 else "NO"
        own, shared = largest.uss / 1e6, largest.rss / 1e6
        name = f"memory of a kernel, {points:,} points (MB)"
        print(f"{name:52} <   200  {own:7.0f} of its own, {shared:.0f} with shared  {verdict}", flush=True)


def _cpu(process: psutil.Process) -> float:
    try:
        return float(sum(process.cpu_times()[:2]))
    except psutil.NoSuchProcess:
        return 0.0


def _born(process: psutil.Process) -> float:
    return float(process.create_time())


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--only", choices=("opening", *PARTS))
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="tessebs-bench-"))
    try:
        environment = build(folder)
        with (
            VoilaServer(free_port(0), environment=environment) as server,
            playwright.sync_playwright() as driver,
        ):
            browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
            bench = Bench(server, browser, asked.repeats)
            print(f"{os.cpu_count()} cores; load {os.getloadavg()[0]:.1f} at the start; times in ms")
            print(f"{'':52}   wanted   median     best    worst    n   load")
            if asked.only in (None, "opening"):
                bench.first_click().show()
                bench.reload().show()
            for part in PARTS:
                if asked.only in (None, part):
                    for line in getattr(bench, part)():
                        line.show()
            browser.close()
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
