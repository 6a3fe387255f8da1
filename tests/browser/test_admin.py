"""The admin screen as an admin and as a member meet it: Chromium, Voilà, a kernel, a database."""

import pytest
from sqlalchemy import select, text, update

from tessebs_core.database.schema import TIC
from tessebs_core.database.stores.comments import add_comment
from tessebs_core.database.stores.users import set_role
from tessebs_core.vocabulary import Role
from tessebs_widgets.apps import app_named
from tests.browser.catalogue import FIRST, fill
from tests.browser.databases import closing_database

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

HOSTILE = "<img src=x onerror=\"document.title='owned'\"><b>bold</b>"


@pytest.fixture
def own(tmp_path, migrated_sqlite_url, start_app):
    """An app of the test's own, for "ada"; two targets, a hostile comment, "ben", a member."""
    with closing_database(migrated_sqlite_url) as database:
        fill(database, tmp_path, count=2)
        database.write(lambda session: set_role(session, "ada", Role.ADMIN))
        database.write(lambda session: set_role(session, "ben", Role.MEMBER))
        database.write(lambda session: add_comment(session, FIRST + 1, HOSTILE, HOSTILE) and None)
    return start_app(migrated_sqlite_url, tmp_path), migrated_sqlite_url


def asked(url: str, statement: str) -> list[tuple]:
    with closing_database(url) as database:
        return database.read(lambda session: [tuple(row) for row in session.execute(text(statement))])


def opened(visit, app):
    here = visit(app.address_of(app_named("admin")), wait=False)
    here.page.wait_for_selector(".te-people-table")
    return here


def open_table(here, name: str) -> None:
    here.page.click(f".te-admin-side [data-table={name}]")
    here.page.wait_for_selector(f".te-rows-page h3:text-is('{name}')")


def wait_for_words(here, kind: str, words: str) -> None:
    here.page.wait_for_selector(f".te-admin-notice[data-kind={kind}]:has-text('{words}')")


def rewrites_a_comment(here, url: str) -> None:
    open_table(here, "Comment")
    assert HOSTILE[:40] in here.page.inner_text(".te-rows-table")
    here.press("j")
    here.page.wait_for_selector(".te-form-page")
    assert here.page.input_value("[data-field=text]") == HOSTILE
    here.page.fill("[data-field=text]", HOSTILE * 2)
    here.press("Control+Enter")
    wait_for_words(here, "saved", "Comment")
    here.press("H")
    here.page.wait_for_selector(".te-entry-card")
    assert HOSTILE * 2 in here.page.inner_text(".te-entry-card")
    assert here.page.locator(":is(.te-admin-main, .te-header) :is(img, .te-after b)").count() == 0
    assert asked(url, "SELECT text FROM Comment") == [(HOSTILE * 2,)]


def corrects_a_target(here, url: str) -> None:
    open_table(here, "TIC")
    here.press("j")
    here.page.wait_for_selector(".te-form-page h3:text-is('TIC 1')")
    here.page.fill("[data-field=ra]", "400")
    here.press("Control+Enter")
    here.page.wait_for_selector(".te-form-words:has-text('ra: 400.0 is not between 0 and 360 deg')")
    assert here.page.get_attribute(".te-field:has([data-field=ra])", "data-wrong") == "true"
    here.page.fill("[data-field=ra]", "0.30000000000000004")
    here.press("Control+Enter")
    wait_for_words(here, "saved", "TIC 1")
    assert asked(url, "SELECT ra FROM TIC WHERE id = 1") == [(0.1 + 0.2,)]


def meets_a_stale_form(here, url: str) -> None:
    with closing_database(url) as database:  # somebody else, meanwhile
        database.write(lambda session: session.execute(update(TIC).where(TIC.id == 1).values(teff=7000.0)))
    here.page.fill("[data-field=teff]", "6500")
    here.press("Control+Enter")
    here.page.wait_for_selector(".te-form-words:has-text('teff is now 7000.0, you saw 6400.0')")
    assert here.page.input_value("[data-field=teff]") == "6500"
    assert "stored: 7000.0" in here.page.inner_text(".te-field:has([data-field=teff])")
    assert asked(url, "SELECT teff FROM TIC WHERE id = 1") == [(7000.0,)]


def deletes_a_target(here, url: str) -> None:
    here.page.click("tr[data-row='2']")
    here.page.wait_for_selector(".te-form-page h3:text-is('TIC 2')")
    here.press("D")
    here.page.wait_for_selector(".te-delete[open]")
    assert "2 Ephemeris deleted with it" in here.page.inner_text(".te-hanging")
    assert here.page.is_disabled(".te-delete-now")
    here.page.fill(".te-delete-form .te-input >> nth=0", "2")
    here.press("Enter")
    wait_for_words(here, "saved", "deleted: TIC 2")
    assert asked(url, "SELECT id FROM TIC") == [(1,)]
    assert asked(url, "SELECT count(*) FROM Comment") == [(0,)]


def reads_the_trail(here, _url: str) -> None:
    here.press("A")
    here.page.wait_for_selector(".te-entry-card")
    heads = here.page.locator(".te-entry-head").all_inner_texts()
    assert heads[0].startswith("− deleted TIC 2 by ada")
    edit = here.page.locator(".te-entry-card[data-action=edit]", has_text="TIC 1").first.inner_text()
    assert "83.8221" in edit
    assert "0.30000000000000004" in edit
    assert here.page.evaluate("document.documentElement.scrollWidth") == 1366
    assert here.page.title() == "tessEBs admin"


def test_an_admin_gives_roles_edits_and_deletes_with_markup_as_text_and_a_stale_form_refused(own, visit):
    app, url = own
    here = opened(visit, app)
    here.page.select_option("tr[data-person=ben] select", "lead")
    here.page.click("tr[data-person=ben] .te-confirm .te-primary")
    wait_for_words(here, "saved", "ben is lead now")
    assert asked(url, "SELECT role FROM User WHERE username = 'ben'") == [("lead",)]
    for step in (
        rewrites_a_comment,
        corrects_a_target,
        meets_a_stale_form,
        deletes_a_target,
        reads_the_trail,
    ):
        step(here, url)


def test_a_member_is_told_who_may_and_sees_no_table(own, visit):
    app, url = own
    with closing_database(url) as database:
        database.write(lambda session: set_role(session, "ben", Role.ADMIN))
        database.write(lambda session: set_role(session, "ada", Role.MEMBER))
        assert database.read(lambda session: session.scalars(select(TIC.id)).all()) == [1, 2]
    here = visit(app.address_of(app_named("admin")), wait=False)
    here.page.wait_for_selector(".te-veil[data-phase=empty]")
    assert "ada is a member" in here.page.inner_text(".te-veil")
    assert here.page.locator(".te-admin-side [data-table]").count() == 0
