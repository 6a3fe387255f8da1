"""The group's screen as a lead meets it: Chromium, Voilà, a kernel, a database."""

import pytest
from sqlalchemy import text

from tessebs_core.archive.client import Archive, ArchiveEndpoints
from tessebs_core.database.stores.users import set_role
from tessebs_core.records import DataFolder, Judgement
from tessebs_core.vocabulary import Role, Verdict
from tessebs_core.workflows.adjudication import is_first_look_blind
from tessebs_core.workflows.judging import cast_group_vote
from tessebs_core.workflows.triage import load_candidate
from tessebs_core.workflows.workspace import Workspace
from tessebs_widgets.apps import app_named
from tests.browser.catalogue import FIRST, fill
from tests.browser.databases import closing_database, wait_until

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

HOSTILE = "<img src=x onerror=\"document.title='owned'\"><b>bold</b>"
DECISIONS = "SELECT verdict, note FROM Decision ORDER BY id"


@pytest.fixture
def own(tmp_path, migrated_sqlite_url, start_app):
    """An app of the test's own, for "ada", a lead; three others disagree on the first target."""
    with closing_database(migrated_sqlite_url) as database:
        fill(database, tmp_path, count=2)
        workspace = Workspace(database, DataFolder(tmp_path), Archive(ArchiveEndpoints("http://127.0.0.1:9")))
        database.write(lambda session: set_role(session, "ada", Role.LEAD))
        key = load_candidate(workspace, "ada", FIRST).proposals[0].ephemeris_id
        for name, verdict in ((HOSTILE, Verdict.EB), ("ben", Verdict.EB), ("cleo", Verdict.NOT_EB)):
            cast_group_vote(workspace, name, key, Judgement(verdict), request_id=name[:9])
    return start_app(migrated_sqlite_url, tmp_path), migrated_sqlite_url


def decisions(url: str) -> list[tuple]:
    with closing_database(url) as database:
        return database.read(lambda session: [tuple(row) for row in session.execute(text(DECISIONS))])


def blind(url: str) -> bool:
    with closing_database(url) as database:
        return is_first_look_blind(
            Workspace(database, DataFolder("."), Archive(ArchiveEndpoints("http://127.0.0.1:9")))
        )


def test_a_lead_sees_both_sides_and_decides_with_a_reason(own, visit):
    app, url = own
    here = visit(app.address_of(app_named("group")), wait=False)
    here.page.wait_for_selector(".te-conflict")
    assert here.page.locator(".te-conflict").count() == 2
    assert [each.split("\n")[0] for each in here.page.locator(".te-side").all_inner_texts()] == [
        "2: eb period", "1: not-eb",
    ]  # fmt: skip
    here.page.wait_for_selector(".te-people td")
    assert HOSTILE in here.page.inner_text(".te-people")
    assert here.page.locator(".te-people :is(img, b)").count() == 0
    here.press("e")
    here.wait_for_notice("error", "reason")
    assert decisions(url) == []
    here.page.fill(".te-note-field", HOSTILE)
    here.press("Escape", "j")  # a reason begun stays with its conflict
    here.page.wait_for_function("() => document.querySelector('.te-note-field').value === ''")
    here.press("k")
    here.page.wait_for_function("() => document.querySelector('.te-note-field').value !== ''")
    here.press("e")
    here.wait_for_notice("saved", "decided")
    assert decisions(url) == [("eb", HOSTILE), ("duplicate", HOSTILE)]
    here.page.wait_for_selector(".te-queue .te-none")
    here.page.click(".te-conflict")
    assert HOSTILE in here.page.inner_text(".te-side-list .te-decision")
    assert here.page.title() != "owned"


def test_a_lead_switches_the_blind_look_and_opens_a_history_by_mouse(own, visit):
    app, url = own
    here = visit(app.address_of(app_named("group")), wait=False)
    here.page.wait_for_selector(".te-people td")
    here.page.click(".te-blind")
    wait_until(lambda: blind(url), lambda is_blind: not is_blind)
    here.page.click(".te-person-link:text-is('cleo')")
    here.page.wait_for_selector(".te-history h3:text-is('History of cleo')")
    assert "not-eb" in here.page.inner_text(".te-history .te-past >> nth=-1")
    link = here.page.get_attribute(".te-side-list a", "href")
    assert link.startswith(f"triage?tic={FIRST}&ephemeris=")
