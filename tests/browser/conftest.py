"""A real Chromium on the real app, over a small catalogue made in a moment."""

import os
import re
import shutil
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import pytest
from playwright import sync_api as playwright

from tessebs_core.database.connection import Database
from tessebs_core.database.migrations import upgrade
from tessebs_widgets.apps import APPS
from tessebs_widgets.serving.voila_server import VoilaServer, free_port
from tests.browser.catalogue import FIRST, add, environment_for, fill
from tests.browser.databases import closing_database
from tests.browser.visits import Visit

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
OURS = re.compile(r"(https?|wss?)://127\.0\.0\.1:|(data|blob|about):")
SIZE = {"width": 1366, "height": 768}
VISITS = pytest.StashKey[list[Visit]]()


@pytest.fixture(scope="session")
def chromium() -> Iterator["playwright.Browser"]:
    """Debian's Chromium; where everything is required, its absence is a failure."""
    program = shutil.which("chromium")
    if program is None:
        if os.environ.get("CI") or os.environ.get("TESSEBS_REQUIRE_ALL"):
            pytest.fail("Chromium is required here: apt-get install chromium")
        pytest.skip("no Chromium")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


def served(url: str, data_dir: Path, *, preheat: bool) -> VoilaServer:
    """The apps over a database and a data folder, as the person "ada"."""
    return VoilaServer(
        free_port(0),
        ready=APPS[:1] if preheat else (),
        environment=environment_for(url, data_dir),
    )


@pytest.fixture
def start_app() -> Iterator[Callable[[str, Path], VoilaServer]]:
    """Start an app for one test, without a kernel kept ready."""
    with ExitStack() as running:
        yield lambda url, data_dir: running.enter_context(served(url, data_dir, preheat=False))


@pytest.fixture(scope="session")
def catalogue_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("catalogue")


@pytest.fixture(scope="session")
def catalogue_url(catalogue_folder: Path) -> str:
    """A SQLite catalogue of a few targets that nobody judges; a test that judges asks for ``tic``."""
    url = f"sqlite:///{catalogue_folder / 'tessebs.sqlite3'}"
    database = Database.open(url)
    upgrade(database)
    fill(database, catalogue_folder, 3)
    database.dispose()
    return url


@pytest.fixture(scope="session")
def unused_numbers() -> Iterator[int]:
    """TIC numbers above those that all tests may look at."""
    return count(FIRST + 100)


@pytest.fixture
def tic(catalogue_url: str, catalogue_folder: Path, unused_numbers: Iterator[int]) -> int:
    """A target of the test's own: what it judges and leaves behind disturbs no other test."""
    tess_id = next(unused_numbers)
    with closing_database(catalogue_url) as database:
        add(database, catalogue_folder, tess_id)
    return tess_id


@pytest.fixture(scope="session")
def app(catalogue_url: str, catalogue_folder: Path) -> Iterator[VoilaServer]:
    """The app over the small catalogue, with a kernel kept ready; one server for all tests."""
    with served(catalogue_url, catalogue_folder, preheat=True) as server:
        yield server


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Say what was on the screen when a test failed."""
    report = yield
    if report.when == "call" and report.failed:
        accounts = [each.account() for each in item.stash.get(VISITS, [])]
        report.sections += [(f"page {number}", each) for number, each in enumerate(accounts, start=1)]
    return report


@pytest.fixture
def visit(request: pytest.FixtureRequest, chromium: "playwright.Browser") -> Iterator[Callable[..., Visit]]:
    """Open a page in a browser of its own; afterwards nothing may have gone to another host."""
    opened = request.node.stash[VISITS] = []

    def open_page(address: str, *, wait: bool = True, **options: str) -> Visit:
        context = chromium.new_context(viewport=SIZE, **options)
        made = Visit(context.new_page(), address)
        opened.append(made)
        made.go(wait=wait)
        return made

    yield open_page
    for each in opened:
        each.leave()
        each.page.context.close()
    asked = [url for each in opened for url in each.requests]
    assert [
        url for url in asked if not re.match(r"(https?|wss?)://127\.0\.0\.1:|(data|blob|about):", url)
    ] == []
    assert [error for each in opened for error in each.errors] == []
