"""Several people at once on one server, as `benchmarks.load` has them for minutes: a few seconds of it."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from benchmarks.kernel_watch import KernelWatch
from benchmarks.triagers import Measured, Triager
from benchmarks.voila_page import Page
from tessebs_widgets.apps import APPS
from tessebs_widgets.serving.kernel_lives import KernelLives
from tessebs_widgets.serving.voila_server import VoilaServer, free_port
from tests.browser.catalogue import FIRST, environment_for, fill
from tests.browser.databases import closing_database, votes_on

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

LIVES = KernelLives(after_goodbye=1.0, unvisited=60.0, after_cut=4.0)


@pytest.fixture
def server(tmp_path, migrated_sqlite_url):
    """A server with short patience, over three targets."""
    with closing_database(migrated_sqlite_url) as database:
        fill(database, tmp_path, count=3)
    environment = environment_for(migrated_sqlite_url, tmp_path)
    with VoilaServer(free_port(0), ready=APPS[:1], environment=environment, lives=LIVES) as server:
        yield server


def test_votes_of_several_pages_are_all_stored_and_no_kernel_outlives_its_page(server, migrated_sqlite_url):
    measured, watch = Measured(), KernelWatch(server.pid)
    people = [
        Triager(
            "ada", Page(f"{server.address}triage?tic={FIRST + number}"), measured, seed=number, hurry=20.0
        )
        for number in range(3)
    ]

    async def visit() -> None:
        await asyncio.gather(*(each.arrive() for each in people))
        await cut_and_mend(people[1].page)
        for _ in range(3):
            await asyncio.gather(*(each.judge_candidate() for each in people))
        parents = {process.ppid() for process in watch.kernels.values()}
        assert len(parents) == 1  # forked from what has everything imported
        assert parents != {server.pid}
        first = people[0].page.kernel_id
        await people[0].reload()
        assert people[0].page.kernel_id != first
        assert await gone(first)
        for each in people:
            await each.rest()
        await people[0].page.leave()
        people[1].page.close()  # the last request got lost
        people[2].page.vanish()  # nothing was said at all
        assert await gone(people[0].page.kernel_id, people[1].page.kernel_id)
        assert await gone(people[2].page.kernel_id)
        await asyncio.gather(*(each.page.until_cut() for each in people))

    async def cut_and_mend(page: Page) -> None:
        page.vanish()
        await page.until_cut()
        await page.connect()

    async def gone(*kernel_ids: str) -> bool:
        give_up = time.monotonic() + 30
        while watch.kernels_of(kernel_ids) and time.monotonic() < give_up:
            await asyncio.sleep(0.1)
        return not watch.kernels_of(kernel_ids)

    with ThreadPoolExecutor(1) as beside_playwright:  # whose loop runs in this thread
        beside_playwright.submit(lambda: asyncio.run(visit())).result()
    assert measured.failures == []
    assert len(measured.confirmed) == 9
    assert sum(len(votes_on(migrated_sqlite_url, FIRST + number)) for number in range(3)) == 9
