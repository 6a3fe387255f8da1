"""Peaks, ruler, searches of a part and the fit, in Chromium, down to the database."""

import pytest
from sqlalchemy import text

from tests.browser.catalogue import PERIOD
from tests.browser.databases import closing_database, wait_for_draft, wait_until

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

OWN = """
    SELECT Ephemeris.bjd0_uncert, Ephemeris.period_uncert, Ephemeris.period
    FROM Ephemeris JOIN EphemerisSource ON Ephemeris.source_id = EphemerisSource.id
    JOIN TIC ON Ephemeris.tic_id = TIC.id
    WHERE TIC.tess_id = :tess_id AND EphemerisSource.model = 'manual'"""


def test_a_peak_is_folded_on_by_mouse_and_by_key_and_zooming_updates_the_peaks(
    app, visit, catalogue_url, tic
):
    here = visit(f"{app.address}?tic={tic}")
    first = here.page.locator(".te-peak").first
    first.click()
    here.wait_for_period_near(PERIOD / 2)
    wait_for_draft(catalogue_url, tic, period=here.period)
    here.press("6")
    here.page.wait_for_selector(".te-peak:nth-child(2)[aria-pressed=true]")
    before = here.page.inner_text(".te-peaks")
    box = here.page.locator(".te-periodogram .te-bokeh canvas").first.bounding_box()
    here.page.mouse.move(box["x"] + 0.6 * box["width"], box["y"] + 0.5 * box["height"])
    here.page.mouse.wheel(0, -600)
    here.page.wait_for_function(
        "(before) => document.querySelector('.te-peaks').innerText !== before", arg=before
    )
    here.press("0")
    here.wait_for_period(PERIOD)


def test_the_ruler_goes_by_dragging_by_clicks_and_by_keys(app, visit, catalogue_url, tic):
    here = visit(f"{app.address}?tic={tic}")
    box = here.page.locator(".te-light-curve .te-bokeh canvas").first.bounding_box()
    here.press("R")
    here.page.wait_for_selector(".te-ruler:not([hidden]) .te-ruler-period:not(:empty)")
    here.wait_for_period(PERIOD)
    here.press(")")  # one cycle more in the same range: a shorter period
    here.page.wait_for_function(
        "() => Number(document.querySelector('.te-phase-canvas').dataset.period) < 2.3"
    )
    here.press("'")
    here.page.wait_for_function(
        "(t0) => Math.abs(document.querySelector('.te-phase-canvas').dataset.t0 - t0) < 1e-6", arg=1326.1
    )
    before = here.page.input_value(".te-ruler-start")
    box = here.page.locator(".te-light-curve .te-bokeh canvas").first.bounding_box()
    middle = box["y"] + 0.6 * box["height"]
    here.page.mouse.move(box["x"] + 0.30 * box["width"], middle)
    here.page.mouse.down()
    for part in (0.32, 0.36, 0.40, 0.45, 0.50):  # as a hand does, with frames between
        here.page.mouse.move(box["x"] + part * box["width"], middle)
        here.page.evaluate("() => new Promise((done) => requestAnimationFrame(done))")
    here.page.mouse.up()
    here.page.wait_for_function(
        "(before) => document.querySelector('.te-ruler-start').value !== before", arg=before
    )
    start, end, cycles = (
        float(here.page.input_value(f".te-ruler-{part}")) for part in ("start", "end", "cycles")
    )
    here.wait_for_period_near((end - start) / cycles, 1e-5)
    here.page.mouse.click(box["x"] + 0.55 * box["width"], middle)
    here.page.wait_for_function(
        "() => document.querySelector('.te-ruler-words').textContent.startsWith('From')"
    )
    here.page.mouse.click(box["x"] + 0.35 * box["width"], middle)
    here.page.wait_for_function(
        "(before) => document.querySelector('.te-ruler-words').textContent === ''"
        " && document.querySelector('.te-ruler-start').value !== before",
        arg=f"{start:.5f}",
    )
    start, end, cycles = (
        float(here.page.input_value(f".te-ruler-{part}")) for part in ("start", "end", "cycles")
    )
    wait_for_draft(catalogue_url, tic, period=here.period)
    assert here.period == pytest.approx((end - start) / cycles, rel=1e-5)
    here.press("R")
    here.page.wait_for_selector(".te-ruler[hidden]", state="attached")
    here.press("0")
    here.wait_for_period(PERIOD)


def test_differences_and_the_times_in_view_are_searched_by_keys_and_said(app, visit, tic):
    here = visit(f"{app.address}?tic={tic}")
    here.press("%")
    note = ".te-periodogram .te-note"
    here.page.wait_for_function(
        "(at) => document.querySelector(at).textContent === 'flux differences'", arg=note
    )
    before = here.page.inner_text(".te-peaks")
    here.press(">", ">")  # the first sector, the second
    here.press("*")
    here.page.wait_for_function(
        "(at) => document.querySelector(at).textContent.includes('BTJD 13')", arg=note
    )
    here.page.wait_for_selector(".te-periodogram [data-loading=ready]")
    here.page.wait_for_function(
        "(before) => document.querySelector('.te-peaks').innerText !== before", arg=before
    )
    here.page.click("[data-toggle=in_view]")
    here.page.click("[data-toggle=differences]")
    here.page.wait_for_function("(at) => document.querySelector(at).textContent === 'all data'", arg=note)


def test_a_fit_by_key_is_proposed_with_its_uncertainties(app, visit, catalogue_url, tic):
    here = visit(f"{app.address}?tic={tic}")
    here.press("=")  # a hundredth of a cycle over the light curve: within an eclipse
    here.page.wait_for_function(
        "(before) => document.querySelector('.te-phase-canvas').dataset.period != before", arg=str(PERIOD)
    )
    here.press("B")
    here.wait_for_notice("info", "Fitted to")
    here.press("N")
    here.wait_for_notice("saved", "new ephemeris")
    with closing_database(catalogue_url) as database:
        [row] = wait_until(
            lambda: database.read(lambda session: session.execute(text(OWN), {"tess_id": tic}).all()),
            bool,
        )
    assert 0 < row.period_uncert < 1e-3
    assert 0 < row.bjd0_uncert < 1e-2
    assert abs(row.period - PERIOD) < 4 * row.period_uncert
