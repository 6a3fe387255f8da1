"""The triage app as a person meets it: Chromium, Voilà, a kernel, a database."""

import pytest

from benchmarks.kernel_watch import KernelWatch
from tests.browser.catalogue import FIRST, PERIOD, fill
from tests.browser.databases import closing_database, votes_on, wait_for_draft, wait_until

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

HOSTILE = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script><b>bold</b>"


REACH = """() => [...document.querySelectorAll(
    '.te-verdicts button, .te-editor button, .te-header button, .te-tab, .te-comment-field, .te-notice')]
  .filter((each) => {
    const box = each.getBoundingClientRect();
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return box.bottom > innerHeight || box.right > innerWidth || !(each === top || each.contains(top));
  }).map((each) => each.textContent)"""


@pytest.mark.parametrize("engine", ["sqlite", pytest.param("mariadb", marks=pytest.mark.mariadb)])
def test_a_candidate_is_drawn_its_period_changed_and_its_verdict_is_in_the_database(
    engine, request, tmp_path, start_app, visit
):
    url = request.getfixturevalue(f"migrated_{engine}_url")
    with closing_database(url) as database:
        fill(database, tmp_path, count=2)
    here = visit(start_app(url, tmp_path).address)
    assert here.tic == FIRST
    here.page.click("button[aria-label='double the period']")
    here.page.click("button[data-verdict=eb][data-reason=ambiguous]")  # at once: it waits for the period
    assert "saved" in here.wait_for_notice("saved", "eb")
    here.wait_for_period(2 * PERIOD)
    assert votes_on(url, FIRST) == [("eb", "ambiguous", "double")]
    here.page.click(".te-next")
    here.page.wait_for_function("() => document.querySelector('.te-tic').textContent === 'TIC 1002'")


def test_a_reload_brings_back_the_target_the_period_and_the_comment(app, visit, catalogue_url, tic):
    here = visit(f"{app.address}?tic={tic}")
    here.page.fill(".te-period.te-input", "3.25")
    here.press("Enter")
    here.wait_for_period(3.25)
    here.page.fill(".te-comment-field", "a third body?")
    here.page.click(".te-tic")  # leaving the field gives its text away at once
    wait_for_draft(catalogue_url, tic, period=3.25, comment="a third body?")
    here.reload()
    assert here.tic == tic
    assert here.period == 3.25
    assert here.page.input_value(".te-comment-field") == "a third body?"
    assert votes_on(catalogue_url, tic) == []


def test_a_dead_kernel_is_noticed_and_nothing_is_lost(app, visit, catalogue_url, tic):
    here = visit(f"{app.address}?tic={tic}")
    here.page.fill(".te-period.te-input", "4.5")
    here.press("Enter")
    here.wait_for_period(4.5)
    wait_for_draft(catalogue_url, tic, period=4.5)
    KernelWatch(app.pid).kernels[here.kernel_id].kill()
    here.page.wait_for_selector(".te-banner:not([hidden])")
    here.page.click(".te-banner button")
    here.wait_for_plots()
    assert here.tic == tic
    assert here.period == 4.5


def test_hostile_text_is_shown_and_not_run(app, visit, tic):
    here = visit(f"{app.address}?tic={tic}")
    here.page.fill(".te-comment-field", HOSTILE)
    here.page.press(".te-comment-field", "Control+Enter")
    here.page.wait_for_selector(".te-comment p")
    assert here.page.inner_text(".te-comment p") == HOSTILE
    assert here.page.locator(".te-comment :is(img, script, b)").count() == 0
    assert here.page.title() != "owned"


def test_everything_goes_by_keys(app, visit, catalogue_url, tic):
    here = visit(f"{app.address}?tic={tic}")
    here.press("3")
    here.wait_for_period(2 * PERIOD)
    here.press("h")
    here.wait_for_notice("saved", "heartbeat")
    assert votes_on(catalogue_url, tic) == [("eb", "heartbeat", "double")]
    here.press("j", "z")
    here.wait_for_notice("saved", "no-signal")
    assert votes_on(catalogue_url, tic)[-1] == ("not-eb", "no-signal", "period")
    here.press("Enter")
    here.page.keyboard.type("exn?")
    assert here.page.input_value(".te-comment-field") == "exn?"
    here.press("Escape", "?")
    here.page.wait_for_selector("dialog[open]")
    here.press("Escape", "n")
    here.page.wait_for_function(f"() => document.querySelector('.te-tic').textContent !== 'TIC {tic}'")
    assert len(votes_on(catalogue_url, tic)) == 2


def test_every_verdict_is_on_the_screen_without_scrolling(app, visit, tic):
    here = visit(f"{app.address}?tic={tic}")
    assert here.page.evaluate(REACH) == []
    assert here.page.evaluate("document.documentElement.scrollHeight") <= 768
    here.page.set_viewport_size({"width": 1093, "height": 614})  # as at 125 %
    here.page.wait_for_function(f"() => ({REACH})().length === 0")
    assert here.page.evaluate("document.documentElement.scrollHeight") <= 614


def test_a_tap_on_a_peak_folds_on_it(app, visit, tic):
    here = visit(f"{app.address}?tic={tic}")
    box = here.page.locator(".te-periodogram .te-bokeh canvas").first.bounding_box()
    here.page.mouse.click(box["x"] + 0.3 * box["width"], box["y"] + 0.5 * box["height"])
    here.page.wait_for_function(
        "(before) => Number(document.querySelector('.te-phase-canvas').dataset.period) !== before", arg=PERIOD
    )
    assert 0.1 < here.period < PERIOD


def test_a_zoom_into_the_light_curve_brings_its_points(app, visit, tic):
    here = visit(f"{app.address}?tic={tic}")
    before = int(here.page.get_attribute(".te-light-curve .te-bokeh", "data-patches") or 0)
    box = here.page.locator(".te-light-curve .te-bokeh canvas").first.bounding_box()
    here.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    here.page.mouse.wheel(0, -400)
    here.page.wait_for_function(
        "(before) => (document.querySelector('.te-light-curve .te-bokeh').dataset.patches ?? 0) > before",
        arg=before,
    )


def test_an_eb_with_another_period_is_refused_in_words(app, visit, catalogue_url, tic):
    here = visit(f"{app.address}?tic={tic}")
    here.page.fill(".te-period.te-input", "3.3")
    here.press("Enter")
    here.wait_for_period(3.3)
    here.page.fill(".te-comment-field", "kept")
    here.page.click("button[data-verdict=eb]:not([data-reason])")
    assert "propose it" in here.wait_for_notice("error")
    assert here.page.input_value(".te-comment-field") == "kept"
    assert votes_on(catalogue_url, tic) == []
    here.press("N")
    here.page.wait_for_selector(".te-proposal[data-number='3'].te-chosen canvas[data-painted=yes]")
    here.press("e")
    here.wait_for_notice("saved", "eb")
    assert votes_on(catalogue_url, tic) == [("eb", None, "period")]


def test_a_picture_clicked_is_the_fold_and_the_vote(app, visit, catalogue_url, tic):
    here = visit(f"{app.address}?tic={tic}")
    here.page.click(".te-proposal[data-number='2'] .te-fold[data-multiple=double]")
    here.wait_for_period(PERIOD)
    here.press("e")
    here.wait_for_notice("saved", "double")
    assert votes_on(catalogue_url, tic)[-1] == ("eb", None, "double")
    assert "you said: eb, 2P" in here.page.inner_text(".te-proposal[data-number='2']")


def test_an_unknown_target_and_nonsense_are_answered_in_words(app, visit, tic):
    here = visit(f"{app.address}?tic={tic}")
    for typed, words in (("999999", "TIC 999999"), ("vega", "vega")):
        here.page.fill(".te-tic-field", typed)
        here.press("Enter")
        here.wait_for_notice("error", words)
    assert here.tic == tic


@pytest.mark.parametrize(("scheme", "is_dark"), [("light", False), ("dark", True)])
def test_the_screen_follows_the_theme_of_the_system(app, visit, scheme, is_dark, tic):
    here = visit(f"{app.address}?tic={tic}", color_scheme=scheme)
    colours = here.page.evaluate("getComputedStyle(document.querySelector('.te-panel')).backgroundColor")
    red = int(colours.removeprefix("rgb(").split(",")[0])
    assert (red < 80) is is_dark


def test_leaving_a_page_ends_its_kernel(app, visit, tic):
    here = visit(f"{app.address}?tic={tic}")
    mine = [here.kernel_id]
    here.reload()
    mine.append(here.kernel_id)
    watch = KernelWatch(app.pid)
    assert watch.kernels_of(mine[1:])
    here.leave()
    wait_until(lambda: watch.kernels_of(mine), lambda alive: not alive)


def test_an_empty_queue_says_thank_you(tmp_path, migrated_sqlite_url, start_app, visit):
    here = visit(start_app(migrated_sqlite_url, tmp_path).address, wait=False)
    here.page.wait_for_selector(".te-veil[data-phase=empty]")
    assert "Nothing is left for you" in here.page.inner_text(".te-veil")


def test_a_database_that_is_not_there_is_said_on_the_screen(tmp_path, start_app, visit):
    here = visit(start_app(f"sqlite:///{tmp_path / 'none.sqlite3'}", tmp_path).address, wait=False)
    here.page.wait_for_selector(".te-veil[data-phase=failed]")
    assert "tessebs db upgrade" in here.page.inner_text(".te-veil")
