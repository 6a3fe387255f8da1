"""The contact sheet as a person meets it: Chromium, Voilà, a kernel, a database."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from tessebs_core.database.connection import Database
from tessebs_core.database.migrations import upgrade
from tessebs_core.database.schema import TIC, Ephemeris, Vote
from tessebs_core.database.stores.votes import is_current
from tessebs_widgets.apps import app_named
from tessebs_widgets.serving.voila_server import VoilaServer
from tests.browser.catalogue import FIRST, fill
from tests.browser.conftest import served
from tests.browser.databases import closing_database, votes_on

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

COUNT = 23
WHOLE = ".te-tile:nth-child({count})[data-loading=ready] canvas[data-painted=yes]"
REACH = """() => [...document.querySelectorAll(
    '.te-tile, .te-sheet-bar button, .te-sheet-bar a, .te-quick, .te-notice')]
  .filter((each) => {
    const box = each.getBoundingClientRect();
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return box.width < 8 || box.bottom > innerHeight || box.right > innerWidth
      || !(each === top || each.contains(top));
  }).map((each) => each.textContent)"""


@pytest.fixture(scope="module")
def sheet_folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("sheet")


@pytest.fixture(scope="module")
def sheet_url(sheet_folder: Path) -> str:
    """A SQLite catalogue of two pages; each test judges tiles of its own."""
    url = f"sqlite:///{sheet_folder / 'tessebs.sqlite3'}"
    database = Database.open(url)
    upgrade(database)
    fill(database, sheet_folder, COUNT)
    database.dispose()
    return url


@pytest.fixture(scope="module")
def sheet_app(sheet_url: str, sheet_folder: Path) -> Iterator[VoilaServer]:
    with served(sheet_url, sheet_folder, preheat=False) as server:
        yield server


@pytest.fixture
def open_sheet(visit, sheet_app):
    """Open the sheet and wait for its pictures."""

    def open_page(server: VoilaServer = sheet_app, **options):
        here = visit(server.address_of(app_named("sheet")), wait=False, **options)
        wait_for_pictures(here.page)
        return here

    return open_page


def wait_for_pictures(page) -> None:
    page.wait_for_selector(".tessebs[data-phase=ready]")
    count = page.locator(".te-tile").count()
    page.wait_for_selector(WHOLE.format(count=count))


def tile(tess_id: int, rest: str = "") -> str:
    return f".te-tile[data-tic='{tess_id}']{rest}"


def wait_for_saved(page, tess_id: int, words: str) -> None:
    page.wait_for_selector(tile(tess_id, f"[data-state=saved] .te-sheet-said:has-text('{words}')"))


def wait_for_focus(page, tess_id: int) -> None:
    page.wait_for_selector(tile(tess_id, ".te-focused"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everything_is_on_the_screen_without_scrolling(open_sheet, scheme):
    here = open_sheet(color_scheme=scheme)
    assert here.page.locator(".te-tile").count() == 20
    assert here.page.evaluate(REACH) == []
    assert here.page.evaluate("document.documentElement.scrollHeight") <= 768


@pytest.mark.parametrize("engine", ["sqlite", pytest.param("mariadb", marks=pytest.mark.mariadb)])
def test_keys_judge_tile_after_tile_and_a_slip_is_undone(engine, request, tmp_path, start_app, open_sheet):
    url = request.getfixturevalue(f"migrated_{engine}_url")
    with closing_database(url) as database:
        fill(database, tmp_path, count=4)
    here = open_sheet(start_app(url, tmp_path))
    here.press("e", "3", "e", "z", "e")
    wait_for_saved(here.page, FIRST + 3, "eb, P")
    assert votes_on(url, FIRST)[0] == ("eb", None, "period")
    assert votes_on(url, FIRST + 1)[0] == ("eb", None, "double")
    assert votes_on(url, FIRST + 2)[0] == ("not-eb", "no-signal", "period")
    assert "all 4 are judged" in here.page.inner_text(".te-notice")
    here.press("U")
    wait_for_focus(here.page, FIRST + 3)
    here.page.wait_for_selector(tile(FIRST + 3, "[data-verdict='']"))
    here.press("x")
    wait_for_saved(here.page, FIRST + 3, "not-eb")
    assert current_votes(url, FIRST + 3) == {("not-eb", "period"), ("duplicate", "double")}
    assert current_votes(url, FIRST + 1) == {("eb", "double"), ("duplicate", "other")}


def test_clicks_judge_the_tile_that_they_are_on_and_no_other(open_sheet, sheet_url):
    here = open_sheet()
    here.page.click(tile(FIRST + 6, " [data-multiple=half]"))
    here.page.wait_for_selector(tile(FIRST + 6, " [data-multiple=half][aria-pressed=true]"))
    here.page.click(tile(FIRST + 6, " [data-quick=eb]"))
    wait_for_saved(here.page, FIRST + 6, "eb, P/2")
    here.page.click(tile(FIRST + 4, " .te-tile-picture"))
    wait_for_focus(here.page, FIRST + 4)
    here.page.click(".te-sheet-bar button[data-verdict=maybe][data-reason=sinusoidal]")
    wait_for_saved(here.page, FIRST + 4, "maybe, sinusoidal")
    here.page.click(tile(FIRST + 5, " [data-quick=not-eb]"))
    wait_for_saved(here.page, FIRST + 5, "not-eb")
    assert votes_on(sheet_url, FIRST + 6)[0] == ("eb", None, "half")
    assert votes_on(sheet_url, FIRST + 4)[0] == ("maybe", "sinusoidal", "period")
    assert votes_on(sheet_url, FIRST + 5)[0] == ("not-eb", None, "period")
    assert votes_on(sheet_url, FIRST + 7) == []
    here.page.click(".te-undo")
    here.page.wait_for_selector(tile(FIRST + 5, "[data-verdict='']"))
    assert current_votes(sheet_url, FIRST + 5) == set()


def test_arrows_move_over_the_page_and_the_address_follows(open_sheet, sheet_url):
    here = open_sheet()
    first = int(here.page.get_attribute(".te-focused", "data-tic"))
    order = here.page.eval_on_selector_all(".te-tile", "all => all.map((each) => Number(each.dataset.tic))")
    here.press("ArrowRight", "ArrowDown", "ArrowDown", "ArrowLeft", "ArrowUp")
    wait_for_focus(here.page, order[order.index(first) + 5])
    here.page.wait_for_function(
        "(tic) => location.search === `?tic=${tic}`", arg=order[order.index(first) + 5]
    )
    link = here.page.get_attribute(".te-focused .te-sheet-tic", "href")
    assert link == f"triage?tic={order[order.index(first) + 5]}"


def test_the_next_page_follows_at_once_and_the_one_before_comes_back(open_sheet):
    here = open_sheet()
    before = here.page.get_attribute(".te-tile", "data-tic")
    here.press("n")
    here.page.wait_for_function("(tic) => document.querySelector('.te-tile').dataset.tic !== tic", arg=before)
    wait_for_pictures(here.page)
    assert "stay in your queue" in here.page.inner_text(".te-notice")
    here.press("p")
    here.page.wait_for_function("(tic) => document.querySelector('.te-tile').dataset.tic === tic", arg=before)


def test_a_reload_comes_back_to_what_is_not_judged(open_sheet):
    here = open_sheet()
    first = int(here.page.get_attribute(".te-tile", "data-tic"))
    here.press("e")
    wait_for_saved(here.page, first, "eb")
    here.page.goto(here.page.url.split("?")[0])
    wait_for_pictures(here.page)
    assert here.page.locator(tile(first)).count() == 0
    assert here.page.locator(".te-tile[data-verdict='']").count() == here.page.locator(".te-tile").count()


def test_a_tile_opens_its_target_in_triage_and_a_vote_there_is_seen_here(
    open_sheet, visit, sheet_app, sheet_url
):
    here = open_sheet()
    there = visit(f"{sheet_app.address}{here.page.get_attribute(tile(FIRST + 8, ' a'), 'href')}")
    assert there.tic == FIRST + 8
    there.press("x")
    there.wait_for_notice("saved")
    here.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    wait_for_saved(here.page, FIRST + 8, "not-eb")


def test_a_target_without_a_light_curve_says_so_on_its_tile(open_sheet, sheet_folder):
    path = sheet_folder / "lc_data" / f"tic{FIRST + 9:010d}.fits"
    aside = path.rename(path.with_suffix(".aside"))
    try:
        here = open_sheet()
        assert "no light curves" in here.page.inner_text(tile(FIRST + 9, " .te-sheet-words"))
    finally:
        aside.rename(path)


def test_an_empty_queue_is_said(migrated_sqlite_url, tmp_path, start_app, visit):
    server = start_app(migrated_sqlite_url, tmp_path)
    page = visit(server.address_of(app_named("sheet")), wait=False).page
    page.wait_for_selector(".tessebs[data-phase=empty]")
    assert "Nothing is left for you" in page.inner_text(".te-veil")


def test_a_catalogue_that_cannot_be_opened_is_said(tmp_path, start_app, visit):
    server = start_app(f"sqlite:///{tmp_path / 'nowhere' / 'tessebs.sqlite3'}", tmp_path)
    page = visit(server.address_of(app_named("sheet")), wait=False).page
    page.wait_for_selector(".tessebs[data-phase=failed]")
    assert "tessebs" in page.inner_text(".te-veil")


def current_votes(url: str, tess_id: int) -> set[tuple[str, str]]:
    """Verdict and multiple of what counts on a target."""
    statement = (
        select(Vote.verdict, Vote.period_multiple)
        .join(Vote.ephemeris).join(Ephemeris.tic)
        .where(TIC.tess_id == tess_id, is_current(Vote))
    )  # fmt: skip
    with closing_database(url) as database:
        return {(str(a), str(b)) for a, b in database.read(lambda session: session.execute(statement).all())}
