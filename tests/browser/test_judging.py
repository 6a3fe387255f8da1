"""Judging as a person meets it: whole groups, undo, two windows; by mouse and by keys."""

import pytest
from sqlalchemy import text

from tests.browser.catalogue import FIRST, fill
from tests.browser.databases import closing_database

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

CURRENT = """
    SELECT Ephemeris.id - (SELECT MIN(id) FROM Ephemeris AS e WHERE e.tic_id = TIC.id) AS place,
           Vote.verdict, Vote.period_multiple, Vote.withdrawn, Vote.action
    FROM Vote JOIN Ephemeris ON Vote.ephemeris_id = Ephemeris.id JOIN TIC ON Ephemeris.tic_id = TIC.id
    WHERE TIC.tess_id = :tess_id ORDER BY Vote.id"""


def rows(url: str, tess_id: int) -> list[tuple]:
    """Place of the proposal, verdict, multiple and whether it takes back, of every vote on a target."""
    with closing_database(url) as database:
        found = database.read(lambda session: session.execute(text(CURRENT), {"tess_id": tess_id}).all())
    return [(place, verdict, multiple, bool(withdrawn)) for place, verdict, multiple, withdrawn, _ in found]


@pytest.fixture
def own(tmp_path, migrated_sqlite_url, start_app):
    """An app of the test's own over two targets with a proposal at P and one at P/2."""
    with closing_database(migrated_sqlite_url) as database:
        fill(database, tmp_path, count=2)
    return start_app(migrated_sqlite_url, tmp_path), migrated_sqlite_url


def test_a_group_is_judged_undone_and_judged_alone_by_keys(own, visit):
    app, url = own
    here = visit(app.address)
    assert here.page.inner_text(".te-alias-words") == "1 source at P, 1 at P/2"
    here.press("2", "e")
    here.wait_for_notice("saved", "1 duplicate marked - undo U")
    assert rows(url, FIRST) == [(0, "eb", "period", False), (1, "duplicate", "double", False)]
    here.press("U")
    here.wait_for_notice("saved", "2 verdicts of TIC 1001 taken back")
    assert [each[3] for each in rows(url, FIRST)] == [False, False, True, True]
    here.page.wait_for_function("() => !document.querySelector('.te-proposal .te-said')")
    here.press("#", "x")
    here.wait_for_notice("saved", "not-eb")
    assert rows(url, FIRST)[4:] == [(0, "not-eb", "period", False)]
    here.press("U", "U")
    here.wait_for_notice("info", "nothing left to undo")


def test_undo_by_mouse_goes_back_to_the_target_before(own, visit):
    app, url = own
    here = visit(app.address)
    here.page.click("button[data-verdict=eb]:not([data-reason])")
    here.wait_for_notice("saved", "eb")
    here.page.click(".te-next")
    here.page.wait_for_function("() => document.querySelector('.te-tic').textContent === 'TIC 1002'")
    here.page.click(".te-undo")
    here.page.wait_for_function("() => document.querySelector('.te-tic').textContent === 'TIC 1001'")
    here.wait_for_notice("saved", "taken back")
    assert [each[3] for each in rows(url, FIRST)] == [False, False, True, True]


def test_two_windows_of_one_person_are_told_of_each_other(own, visit):
    app, url = own
    first, second = (visit(f"{app.address}?tic={FIRST}") for _ in range(2))  # the queue may offer another
    second.press("x")
    second.wait_for_notice("saved", "not-eb")
    first.press("3", "e")
    first.page.wait_for_selector("dialog.te-refused[open]")
    assert first.page.inner_text(".te-stored").startswith("not-eb")
    assert first.page.inner_text(".te-refused-wanted") == "eb, 2P"
    assert len(rows(url, FIRST)) == 2
    first.press("y")  # no verdict while the question stands
    first.page.click(".te-anyway")
    first.wait_for_notice("saved", "eb, double")
    assert rows(url, FIRST)[2] == (0, "eb", "double", False)
    second.press("y")
    second.page.wait_for_selector("dialog.te-refused[open]")
    second.press("Escape")
    second.page.wait_for_function("() => !document.querySelector('dialog.te-refused').open")
    assert len([each for each in rows(url, FIRST) if each[0] == 0]) == 2
