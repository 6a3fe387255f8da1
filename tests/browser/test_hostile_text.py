"""Markup in every text column of every table is text on every screen; so is the legacy catalogue's."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from tessebs_core.archive.client import Archive, ArchiveEndpoints
from tessebs_core.database.migrations import upgrade
from tessebs_core.database.schema import EB, TIC, Comment
from tessebs_core.database.stores.users import set_role
from tessebs_core.records import DataFolder
from tessebs_core.records.catalogue_columns import COLUMNS
from tessebs_core.vocabulary import Role
from tessebs_core.workflows.adjudication import set_first_look_blind
from tessebs_core.workflows.import_legacy import import_legacy
from tessebs_core.workflows.runner import runner_name
from tessebs_core.workflows.workspace import Workspace
from tessebs_widgets.apps import APPS, App, app_named
from tests.browser.catalogue import FIRST
from tests.browser.conftest import served
from tests.browser.databases import closing_database
from tests.browser.hostile import fill_hostile
from tests.browser.visits import Visit
from tests.support.legacy import legacy_fixture

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

ALIVE = """() => [window.__hostile, ...[...document.querySelectorAll('img, script')].filter((each) =>
    each.getAttribute('src') === 'x' || each.textContent.startsWith('window.__hostile')
    || each.textContent.startsWith('alert')).map((each) => each.outerHTML)].filter(Boolean)"""
MARK = "<img src=x onerror="
WORDED = {"signals", "ephemerides", "products", "notes"}


def look(here: Visit, place: str | None = None) -> None:
    """Nothing has run and nothing was built; in this place markup can be read."""
    if place is not None:
        here.page.wait_for_function(
            "([place, mark]) => window.__hostile || [...document.querySelectorAll(place)].some((each) =>"
            " each.checkVisibility() && each.innerText.includes(mark))",
            arg=[place, MARK],
        )
    assert here.page.evaluate(ALIVE) == []
    assert here.page.evaluate("document.documentElement.scrollWidth") <= 1366


def look_at_triage(here: Visit) -> None:
    here.wait_for_plots()
    for each in (".te-proposal", ".te-comments", ".te-header"):
        look(here, each)
    assert here.page.input_value(".te-comment-field").startswith(MARK)
    for tab in here.page.locator(".te-tab").all():
        tab.click()
        look(here)
    for key in ("@", "!", "?"):
        here.press(key)
        here.page.wait_for_selector("dialog[open]")
        look(here)
        here.press("Escape")


def look_at_sheet(here: Visit) -> None:
    here.page.wait_for_selector(".tessebs[data-phase=ready] .te-tile canvas[data-painted=yes]")
    look(here, ".te-sheet-bar")


def look_at_catalogue(here: Visit) -> None:
    here.page.wait_for_selector(".te-catalogue-table[aria-busy=false] td")
    for each in ("provenances", "origins", "asas_id", "ephemeris_source"):
        look(here, f"td[data-column={each}]")
    here.press("S")
    look(here, ".te-saved")
    here.page.click(".te-saved")
    here.page.wait_for_selector(".te-catalogue-table[aria-busy=false]")
    look(here)


def look_at_target(here: Visit) -> None:
    here.page.wait_for_selector(".tessebs[data-phase=ready] .te-section-signals .te-table")
    look(here, ".te-facts-card")
    for tab in here.page.locator(".te-section-tab").all():
        tab.click()
        name = tab.get_attribute("data-section")
        look(here, f".te-section-{name}" if name in WORDED else None)
        if name == "notes":
            edge = here.page.locator(".te-notes").evaluate("at => at.getBoundingClientRect().right")
            for each in (".te-comment-place", ".te-note-field"):
                box = here.page.locator(each).bounding_box()
                assert box["x"] + box["width"] <= edge, each


def look_at_ingest(here: Visit) -> None:
    here.page.wait_for_selector(".te-task")
    for each in (".te-runner", ".te-batch-list", ".te-task"):
        look(here, each)
    here.press("o")
    look(here, ".te-file")


def look_at_group(here: Visit) -> None:
    here.page.wait_for_selector(".te-people td")
    here.page.click(".te-conflict")
    for each in (".te-queue", ".te-side-list", ".te-people"):
        look(here, each)
    here.page.click(".te-person-link:has-text('<img')")
    look(here, ".te-history h3")


def look_at_admin(here: Visit) -> None:
    here.page.wait_for_selector(".te-people-table")
    look(here, ".te-people-table")
    tables = here.page.locator(".te-admin-side [data-table]").evaluate_all(
        "all => all.map((each) => each.dataset.table)"
    )
    for table in tables:
        here.page.click(f".te-admin-side [data-table='{table}']")
        here.page.wait_for_selector(f".te-rows-page h3:text-is('{table}')")
        look(here)
    here.page.click(".te-admin-side [data-table=Comment]")
    look(here, ".te-rows-table")
    here.press("j")
    here.page.wait_for_selector(".te-form-page [data-field=text]")
    look(here)
    here.press("A")
    look(here, ".te-entry-card")


MARKED = (
    select(TIC.tess_id)
    .join(EB, EB.tic_id == TIC.id)
    .join(Comment, Comment.eb_id == EB.id)
    .where(Comment.text.contains("<script>"))
)

LOOKS: dict[str, tuple[str, Callable[[Visit], None]]] = {
    "triage": (f"?tic={FIRST}", look_at_triage),
    "sheet": ("", look_at_sheet),
    "catalogue": (f"?in_catalog=any&columns={','.join(each.name for each in COLUMNS)}", look_at_catalogue),
    "target": (f"?tic={FIRST}", look_at_target),
    "ingest": ("", look_at_ingest),
    "group": ("", look_at_group),
    "admin": ("", look_at_admin),
}


def workspace_of(database, folder: Path) -> Workspace:
    return Workspace(database, DataFolder(folder), Archive(ArchiveEndpoints("http://127.0.0.1:9")))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory) -> Iterator:
    """The apps over the hostile catalogue."""
    folder = tmp_path_factory.mktemp("hostile")
    url = f"sqlite:///{folder / 'tessebs.sqlite3'}"
    with closing_database(url) as database:
        upgrade(database)
        fill_hostile(database, folder, runner_name(workspace_of(database, folder)))
    with served(url, folder, preheat=False) as server:
        yield server


@pytest.mark.parametrize("app", APPS, ids=lambda each: each.name)
def test_markup_in_every_text_column_is_text(hostile, visit, app: App):
    query, look_around = LOOKS[app.name]
    look_around(visit(hostile.address_of(app) + query, wait=False))


@pytest.fixture(scope="module")
def moved_in(tmp_path_factory) -> Iterator:
    """The apps over the imported legacy catalogue, and the target with markup in its comments."""
    source = legacy_fixture("legacy_fixture.sqlite3")
    folder = tmp_path_factory.mktemp("moved_in")
    url = f"sqlite:///{folder / 'tessebs.sqlite3'}"
    with closing_database(url) as database:
        upgrade(database)
        workspace = workspace_of(database, folder)
        database.write(lambda session: set_role(session, "ada", Role.ADMIN))
        import_legacy(workspace, "ada", str(source))
        set_first_look_blind(workspace, "ada", blind=False)
        tess_id = database.read(lambda session: session.scalar(MARKED))
    with served(url, folder, preheat=False) as server:
        yield server, tess_id


def test_the_legacy_catalogue_is_shown_as_text(moved_in, visit):
    server, tess_id = moved_in
    for name, query, ready in (
        ("target", f"?tic={tess_id}", ".te-section-signals .te-table"),
        ("catalogue", LOOKS["catalogue"][0], ".te-catalogue-table[aria-busy=false] td"),
        ("triage", f"?tic={tess_id}", ".te-proposal"),
        ("group", "", ".te-people td"),
    ):
        here = visit(server.address_of(app_named(name)) + query, wait=False)
        here.page.wait_for_selector(f".tessebs[data-phase=ready] {ready}")
        if name == "target":
            here.press("5")
        look(here, {"target": ".te-section-notes"}.get(name))
