"""What leads, warns and marks on the triage screen, in Chromium, down to the database."""

import re

import pytest
from sqlalchemy import text

from tessebs_core.database.stores.settings import save_setting, settings_of
from tessebs_widgets.dashboards import Triage
from tests.browser.catalogue import FIRST, PERIOD, fill
from tests.browser.databases import closing_database, votes_on, wait_for_draft
from tests.widgets.dashboards.test_controls import ROWS

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

FLAGS = """
    SELECT Vote.flags FROM Vote JOIN Ephemeris ON Vote.ephemeris_id = Ephemeris.id
    JOIN TIC ON Ephemeris.tic_id = TIC.id WHERE TIC.tess_id = :tess_id
    AND Vote.duplicate_of_id IS NULL ORDER BY Vote.id"""


def flags_on(url: str, tess_id: int) -> list[str]:
    """The flags of the votes on a target, oldest first, straight from the table."""
    with closing_database(url) as database:
        rows = database.read(lambda session: session.execute(text(FLAGS), {"tess_id": tess_id}).all())
        return [row.flags for row in rows]


def test_flags_by_mouse_and_by_keys_are_in_the_vote_and_in_the_draft(app, visit, catalogue_url, tic):
    here = visit(f"{app.address}?tic={tic}")
    here.page.click("button[data-flag=multi]")
    here.page.wait_for_selector("button[data-flag=multi][aria-pressed=true]")
    here.press("A", "A", "&")  # the draft that is waited for is the last of these
    here.page.wait_for_selector("button[data-flag=pulscomp][aria-pressed=true]")
    wait_for_draft(catalogue_url, tic, flags=frozenset({"multi", "pulscomp"}))
    here.reload()
    assert here.page.locator(".te-flag[aria-pressed=true]").count() == 2
    here.press("e")
    here.wait_for_notice("saved", "eb")
    assert flags_on(catalogue_url, tic) == ["multi,pulscomp"]
    here.press("x")
    here.wait_for_notice("saved", "not-eb")
    assert flags_on(catalogue_url, tic)[-1] == ""


def test_an_eb_with_another_period_leads_through_the_period_to_the_verdict(app, visit, catalogue_url, tic):
    here = visit(f"{app.address}?tic={tic}")
    here.press("4", "e")
    here.wait_for_notice("error", "propose it")
    here.page.wait_for_selector(".te-period.te-input.te-wanted:focus")
    here.page.keyboard.type("3.3x")
    here.press("Enter")
    here.wait_for_notice("error", "no number")
    here.press("e", "Escape")  # still in the field, where no letter judges; it then shows the fold again
    assert here.page.input_value(".te-period.te-input").startswith("2.3456")
    here.page.fill(".te-period.te-input", "3.3")
    here.press("Enter")
    here.wait_for_period(3.3)
    here.page.wait_for_selector("button.te-primary.te-wanted")
    here.press("N")
    here.page.wait_for_selector(".te-proposal[data-number='3'].te-chosen")
    assert here.page.locator(".te-wanted").count() == 0
    here.press("e")
    here.wait_for_notice("saved", "eb")
    assert votes_on(catalogue_url, tic) == [("eb", None, "period")]


def test_leaving_what_is_unjudged_takes_two_presses(app, visit, catalogue_url, tic):
    here = visit(f"{app.address}?tic={tic}")
    here.press("n")
    here.wait_for_notice("warning", "#1, #2 are unjudged")
    assert here.tic == tic
    here.press("#", "e")  # one proposal alone
    here.wait_for_notice("saved", "eb")
    here.press("n")
    here.wait_for_notice("warning", "#2 is unjudged")
    here.press("n")
    here.page.wait_for_function(f"() => document.querySelector('.te-tic').textContent !== 'TIC {tic}'")
    assert votes_on(catalogue_url, tic) == [("eb", None, "period")]


def test_a_comment_stored_at_once_does_not_come_back_into_its_field(app, visit, catalogue_url, tic):
    here = visit(f"{app.address}?tic={tic}")
    here.page.evaluate(  # within a quarter of a second: the draft has not gone out when the comment does
        """() => {
            const field = document.querySelector('.te-comment-field');
            field.focus();
            field.value = 'stored at once';
            field.dispatchEvent(new InputEvent('input', { bubbles: true }));
            field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, bubbles: true }));
        }"""
    )
    here.wait_for_notice("saved", "comment")
    here.press("Escape", "3")
    here.wait_for_period(2 * PERIOD)  # what had been put off has happened by now
    wait_for_draft(catalogue_url, tic, comment="")
    here.reload()
    assert here.page.input_value(".te-comment-field") == ""
    assert here.page.inner_text(".te-comment p") == "stored at once"


def test_no_key_is_given_to_two_controls(app, visit, tic):
    here = visit(f"{app.address}?tic={tic}")
    keys = here.page.evaluate("[...document.querySelectorAll('[data-key]')].map((each) => each.dataset.key)")
    assert sorted(key for key in keys if keys.count(key) > 1) == []
    assert here.page.locator("[data-key]:not([data-help])").count() == 0
    in_python = re.findall(r"`([^`]+)`", " ".join(row[0] for screen, row in ROWS if screen is Triage))
    assert sorted(set(keys) - set(in_python)) == ["$", "?", "c"]  # these keep nothing


def test_a_target_judged_before_is_reopened_and_settings_are_kept_over_a_reload(
    app, visit, catalogue_url, tic
):
    here = visit(f"{app.address}?tic={tic}")
    here.press("y")
    here.wait_for_notice("saved", "maybe")
    here.page.goto(f"{app.address}?tic={FIRST}")
    here.wait_for_plots()
    here.press("@")
    here.page.wait_for_selector(f".te-history-row:has-text('TIC {tic}')")
    assert "maybe, P" in here.page.inner_text(".te-history-row:nth-child(2)")  # below the duplicate it marked
    here.press("Enter")
    here.page.wait_for_function(f"() => document.querySelector('.te-tic').textContent === 'TIC {tic}'")
    here.press("!")
    here.page.select_option("select[name=theme]", "dark")
    here.page.wait_for_selector("body[data-te-theme=dark]")
    here.press("Escape")
    here.reload()
    here.page.wait_for_selector("body[data-te-theme=dark]")
    with closing_database(catalogue_url) as database:
        assert database.read(lambda session: settings_of(session, "ada")) == {"theme": "dark"}
        database.write(lambda session: save_setting(session, "ada", "theme", None))


def test_by_choice_the_last_verdict_brings_the_next_target_at_the_fold_preferred(
    migrated_sqlite_url, tmp_path, start_app, visit
):
    with closing_database(migrated_sqlite_url) as database:
        fill(database, tmp_path, count=2)
    here = visit(start_app(migrated_sqlite_url, tmp_path).address)
    assert (here.tic, here.period) == (FIRST, pytest.approx(PERIOD))
    here.press("!")
    here.page.select_option("select[name=first_fold]", "double")
    here.page.select_option("select[name=drawing]", "density")
    here.page.check("input[name=auto_advance]")
    here.press("Escape")
    here.press("x", "x")  # the second is no verdict on the target that nobody has seen yet
    here.page.wait_for_function(f"() => document.querySelector('.te-tic').textContent === 'TIC {FIRST + 1}'")
    here.wait_for_period(2 * PERIOD)
    here.page.wait_for_selector(".te-phase-canvas[data-drawing=density]")
    assert votes_on(migrated_sqlite_url, FIRST) == [("not-eb", None, "period")]
    here.press("n", "p")  # answered after all that was pressed before
    here.page.wait_for_function("() => !document.querySelector('.te-next').disabled")
    assert votes_on(migrated_sqlite_url, FIRST + 1) == []
