"""The target screen: Chromium, Voilà, a kernel, a database, and MAST on this machine."""

from dataclasses import replace

import pytest
from sqlalchemy import text

from tessebs_core.database.connection import Database
from tessebs_core.database.migrations import upgrade
from tessebs_core.database.stores.products import mark_failed, products_of
from tessebs_core.database.stores.targets import save_target
from tessebs_core.demonstration.local_archive import Answer, Fault, LocalArchive
from tessebs_core.records import Ephemeris, Judgement, Source, TargetMetadata
from tessebs_core.vocabulary import Verdict
from tessebs_core.workflows import triage
from tessebs_core.workflows.catalogue import CatalogueEntry, enter_binary
from tessebs_core.workflows.target_view import load_target
from tessebs_core.workflows.target_work import syndicate_anew
from tessebs_core.workflows.targets import fetch_products, refresh_target
from tessebs_widgets.apps import app_named
from tessebs_widgets.serving.voila_server import VoilaServer, free_port
from tests.browser.catalogue import environment_for
from tests.browser.databases import closing_database
from tests.support.sky import PERIOD, T0, TARGET, holdings_of, workspace_in, write_file

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

HOSTILE = "<img src=x onerror=\"document.title='owned'\"><b>bold</b>"
OLD = TargetMetadata(TARGET, ra=10.0, dec=-60.0, Tmag=10.0)
COMMENTS = "SELECT author, text FROM Comment ORDER BY id"
MARKUP = "document.querySelectorAll('img[src=x], .te-section td :not(a), .te-note-text *').length"
WRITING = "document.activeElement.matches('.te-note-field')"


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """An app over one target with hostile words everywhere; MAST has newer numbers than the database."""
    folder = tmp_path_factory.mktemp("target")
    shelves = folder / "shelves"
    shelves.mkdir()
    files = [write_file(shelves, "QLP", 1), write_file(shelves, "TASOC", 2)]
    url = f"sqlite:///{folder / 'tessebs.sqlite3'}"
    database = Database.open(url)
    upgrade(database)
    with LocalArchive(holdings_of(files, {TARGET: OLD})) as archive:
        _fill(workspace_in(folder, database, archive.endpoints))
    database.dispose()
    with LocalArchive(holdings_of(files, {TARGET: replace(OLD, Tmag=11.0)})) as archive:
        asking = {
            "TESSEBS_MAST_URL": archive.endpoints.mast_url,
            "TESSEBS_SIMBAD_URL": archive.endpoints.simbad_url,
        }
        around = environment_for(url, folder / "data") | asking
        with VoilaServer(free_port(0), ready=(), environment=around) as app:
            yield app, url, archive


def _fill(workspace) -> None:
    refresh_target(workspace, TARGET)
    fetch_products(workspace, TARGET)
    syndicate_anew(workspace, "ada", TARGET)
    source, found = Source(HOSTILE, HOSTILE[:60], HOSTILE, HOSTILE), Ephemeris(T0, PERIOD, 1e-3, 2e-5)
    enter_binary(workspace, CatalogueEntry(TARGET, found, source, origins=[HOSTILE]))
    [proposal] = load_target(workspace, "ada", TARGET).proposals
    for name in ("ada", HOSTILE):
        triage.cast_vote(
            workspace, name, proposal.ephemeris_id, Judgement(Verdict.EB), request_id=f"vote-{name[:3]}"
        )
    triage.add_comment(
        workspace, HOSTILE, TARGET, HOSTILE, request_id="one", ephemeris_id=proposal.ephemeris_id
    )
    triage.add_to_triage(workspace, TARGET, Ephemeris(T0, 7.7), Source("BLS"))

    def work(session) -> None:
        [uri] = [row.uri for row in products_of(session, TARGET, "TASOC")]
        mark_failed(session, uri, HOSTILE)
        save_target(session, TargetMetadata(TARGET + 1, ra=10.01, dec=-60.0, asas_id=HOSTILE[:32]))

    workspace.database.write(work)


def comments(url: str) -> list[tuple]:
    with closing_database(url) as database:
        return database.read(lambda session: [tuple(row) for row in session.execute(text(COMMENTS))])


def test_every_section_by_its_key_and_what_people_wrote_stays_text(place, visit):
    app, _, _ = place
    here = visit(f"{app.address_of(app_named('target'))}?tic={TARGET}", wait=False)
    here.page.wait_for_selector(".tessebs[data-phase=ready] .te-section-signals .te-table")
    words = {
        "1": ".te-section-signals", "2": ".te-section-ephemerides", "4": ".te-section-products",
        "5": ".te-section-notes",
    }  # fmt: skip
    for key, place_of in words.items():
        here.press(key)
        here.page.wait_for_selector(f"{place_of}:visible")
        assert HOSTILE in here.page.inner_text(place_of)
    assert "2.345000(20)" in here.page.text_content(".te-section-ephemerides")
    assert "after your vote" in here.page.text_content(".te-section-ephemerides")
    here.press("6")
    here.page.wait_for_selector(".te-section-neighbours a:visible")
    assert here.page.get_attribute(".te-section-neighbours a", "href") == f"target?tic={TARGET + 1}"
    assert here.page.evaluate(MARKUP) == 0
    assert here.page.evaluate("document.documentElement.scrollWidth") <= 1366
    here.press("g", "4", "2", "Enter")
    here.page.wait_for_selector(".te-absent:visible:has-text('TIC 42 is not in the database')")
    here.page.fill(".te-go", str(TARGET + 1))
    here.page.click(".te-nav button:has-text('Open')")
    here.page.wait_for_selector(f".te-tic:text-is('TIC {TARGET + 1}')")
    assert HOSTILE[:32] in here.page.inner_text(".te-facts-card")
    assert here.page.evaluate(MARKUP) == 0
    assert here.page.title() == f"TIC {TARGET + 1} · tessEBs target"


def test_refresh_figures_and_a_comment(place, visit):
    app, url, archive = place
    before = comments(url)
    archive.fault = lambda request: Fault(answer=Answer(404, b"gone"))
    here = visit(f"{app.address_of(app_named('target'))}?tic={TARGET}", wait=False)
    here.page.wait_for_selector(".tessebs[data-phase=ready] .te-table")
    here.press("m")
    here.page.wait_for_selector(".te-trouble:visible:has-text('Nothing was changed')")
    archive.fault = None
    here.page.click(".te-trouble button")
    here.page.wait_for_selector(".te-changes tr:has-text('Tmag'):has-text('10.0 mag'):has-text('11.0 mag')")
    assert "11.00" in here.page.inner_text(".te-facts-card .te-facts")
    here.press("3")
    here.page.wait_for_selector(".te-figure[data-state=missing]:visible:has-text('Make figures')")
    here.press("f")
    picture = ".te-figure[data-figure=signal] .te-figure-open img"
    here.page.wait_for_selector(picture)
    here.page.wait_for_function("at => document.querySelector(at).naturalWidth > 300", arg=picture)
    here.page.click(".te-figure[data-figure=light-curve] .te-figure-open")
    here.page.wait_for_selector(".te-large[open] img")
    here.press("Escape")
    here.press("w")
    here.page.wait_for_function(WRITING)
    here.press("Control+Enter")
    here.page.wait_for_selector(".te-form-words:has-text('empty')")
    here.page.keyboard.type("half said")
    here.page.reload()
    here.page.wait_for_selector(".tessebs[data-phase=ready] .te-notes")
    here.press("w")
    here.page.wait_for_selector(".te-note-field:visible")
    assert here.page.input_value(".te-note-field") == "half said"
    here.page.select_option(".te-comment-place", "signal 1")
    here.page.fill(".te-note-field", HOSTILE)
    here.page.press(".te-note-field", "Control+Enter")
    here.page.wait_for_selector(".te-note-card:has-text('signal 1')")
    assert comments(url) == [*before, ("ada", HOSTILE)]
    assert here.page.input_value(".te-note-field") == ""
    assert here.page.title() != "owned"
