"""The numerical report on the triage screen: Chromium, Voilà, a kernel, a database."""

import re
from collections import Counter

import pytest
from sqlalchemy import text

from tessebs_core.compute.lomb_scargle import lomb_scargle
from tessebs_core.database.stores.ephemerides import proposals_of
from tessebs_core.database.stores.signals import enter_signal
from tessebs_core.export.syndicated import write_syndicated
from tessebs_core.records import DataFolder
from tests.browser.catalogue import FIRST, PERIOD, fill
from tests.browser.databases import closing_database, votes_on, wait_for_draft
from tests.browser.test_triage import REACH
from tests.widgets.fakes import synthetic_light_curve

PROGRESS = ".te-evidence [role=progressbar]"

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def cell(here, row: str, column: int) -> str:
    """A cell of the evidence table by the name of its row."""
    return here.page.inner_text(f".te-evidence-table tr:has(th:text-is('{row}')) td:nth-of-type({column})")


def test_the_report_comes_by_itself_and_its_grade_stands_beside_the_phase_plot(app, visit, tic):
    here = visit(f"{app.address}?tic={tic}")
    here.page.wait_for_selector(".te-grade[data-grade=certain]")
    reported = float(re.search(r"certain ([0-9.]+) d", here.page.inner_text(".te-grade")).group(1))
    assert reported == pytest.approx(PERIOD, rel=1e-4)
    here.press("E")
    here.page.wait_for_selector(".te-evidence-table:visible")
    assert cell(here, "BIC", 2) == "0"
    assert cell(here, "odd/even depth", 1).startswith("-")
    assert "at 0.50" in cell(here, "2nd dip", 2)
    assert here.page.evaluate(REACH) == []
    assert here.page.evaluate("document.documentElement.scrollHeight") <= 768


def test_the_reported_period_is_adopted_by_a_key_and_judged_by_its_multiple(app, visit, catalogue_url, tic):
    here = visit(f"{app.address}?tic={tic}")
    here.page.wait_for_selector(".te-grade[data-grade=certain]")
    here.press("j")  # the proposal at half the period
    here.wait_for_period(PERIOD / 2)
    here.press("T")
    here.page.wait_for_selector(".te-evidence-fold[data-multiple=double]:visible")
    assert cell(here, "BIC", 3) == "0"
    here.press("V")
    here.page.wait_for_function(
        "period => { const at = document.querySelector('.te-phase-canvas').dataset.period;"
        " return at !== String(period) && Math.abs(at / period - 1) < 1e-4; }",
        arg=PERIOD,
    )
    wait_for_draft(catalogue_url, tic, period=here.period)
    here.press("e")
    here.wait_for_notice("saved", "eb")
    assert votes_on(catalogue_url, tic) == [("eb", None, "double")]


def test_a_fold_is_chosen_in_the_table_as_on_its_picture(app, visit, tic):
    here = visit(f"{app.address}?tic={tic}")
    here.page.click(".te-tab[data-tab=evidence]")
    here.page.click(".te-evidence-fold[data-multiple=double]")
    here.wait_for_period(2 * PERIOD)
    first = ".te-proposal[data-number='1']"
    here.page.wait_for_selector(f"{first} .te-fold[data-multiple=double][aria-pressed=true]")
    here.page.wait_for_selector(".te-evidence-fold[data-multiple=double][aria-pressed=true]")


def test_a_long_report_leaves_the_screen_alive_and_a_key_stops_it(
    migrated_sqlite_url, tmp_path, start_app, visit
):
    with closing_database(migrated_sqlite_url) as database:
        fill(database, tmp_path, count=1)
    long = synthetic_light_curve(FIRST, "SPOC", period=PERIOD, sectors=tuple(range(1, 41)), cadence=120.0)
    spectra = {"SPOC": lomb_scargle(long.time[::50], long.flux[::50], long.flux_err[::50])}
    write_syndicated(DataFolder(tmp_path).syndicated(FIRST), [long], spectra)
    here = visit(start_app(migrated_sqlite_url, tmp_path).address)
    here.press("T")
    here.page.wait_for_function(
        "(bar) => document.querySelector(bar)?.checkVisibility()"
        " || document.querySelector('.te-evidence').dataset.loading === 'ready'",
        arg=PROGRESS,
    )
    if here.page.get_attribute(".te-evidence", "data-loading") == "ready":
        here.press("C")  # it was done before anybody looked: once more
        here.page.wait_for_selector(f"{PROGRESS}:visible")
    here.page.click("button[aria-label='double the period']")
    here.wait_for_period(2 * PERIOD)
    here.press("C")
    here.page.wait_for_selector(".te-evidence-words:has-text('Stopped')")
    here.press("C")
    here.page.wait_for_selector(f"{PROGRESS}:visible")


def test_every_key_belongs_to_one_button(app, visit, tic):
    here = visit(f"{app.address}?tic={tic}")
    here.page.wait_for_selector(".te-grade[data-grade=certain]")
    keys = here.page.evaluate("[...document.querySelectorAll('[data-key]')].map((each) => each.dataset.key)")
    assert [key for key, count in Counter(keys).items() if count > 1] == []


def test_the_periodogram_is_whole_again_after_the_evidence(app, visit, tic):
    here = visit(f"{app.address}?tic={tic}")
    box = here.page.locator(".te-periodogram .te-bokeh canvas").first.bounding_box()
    here.press("T")
    here.page.wait_for_selector(".te-for-periodogram", state="hidden")
    here.press("T")
    here.page.wait_for_selector(".te-for-evidence", state="hidden")
    assert here.page.locator(".te-periodogram .te-bokeh canvas").first.bounding_box() == box


def test_products_stand_side_by_side_and_a_blend_is_told(app, visit, tic):
    here = visit(f"{app.address}?tic={tic}")
    here.page.click(".te-tab[data-tab=products]")
    here.page.wait_for_selector(".te-product[data-provenance=QLP] canvas[data-painted=yes]")
    depths = here.page.locator(".te-product-depth").all_inner_texts()
    assert len(depths) == 2
    assert all(float(each.split("(")[0]) == pytest.approx(25, rel=0.1) for each in depths)
    assert "agree" in here.page.inner_text(".te-product-warnings")
    here.page.click(".te-product[data-provenance=QLP] button")
    here.page.wait_for_selector(".te-product[data-provenance=QLP] [aria-pressed=true]")
    assert here.page.evaluate(REACH) == []


@pytest.mark.parametrize("engine", ["sqlite", pytest.param("mariadb", marks=pytest.mark.mariadb)])
def test_a_number_is_rejected_by_keys_and_what_is_accepted_stands_in_the_entry(
    engine, request, tmp_path, start_app, visit
):
    url = request.getfixturevalue(f"migrated_{engine}_url")
    with closing_database(url) as database:
        fill(database, tmp_path, count=1)
        database.write(enter_first)
    here = visit(start_app(url, tmp_path).address)
    here.page.click(".te-tab[data-tab=eclipses]")
    here.page.wait_for_selector(".te-tick[data-number=prim_depth_2g]:checked")
    here.page.focus(".te-tick[data-number=prim_pos_2g]")
    here.press("Space")
    here.page.wait_for_selector(".te-rejected .te-tick[data-number=prim_pos_2g]:focus")
    here.press("W")
    here.page.wait_for_function(
        "() => document.querySelector('.te-notice').textContent.includes('eclipses of entry')"
    )
    [(depth, position)] = numbers_in(url)
    assert depth == pytest.approx(0.25, rel=0.1)
    assert position is None


def enter_first(session) -> None:
    """The first proposal as the target's first signal."""
    enter_signal(session, proposals_of(session, FIRST)[0], 1)


def numbers_in(url: str) -> list[tuple]:
    """Depth and position of the primary in all entries, straight from the table."""
    with closing_database(url) as database:
        rows = database.read(
            lambda session: session.execute(text("SELECT prim_depth_2g, prim_pos_2g FROM EB")).all()
        )
        return [tuple(row) for row in rows]
