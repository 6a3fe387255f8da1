"""The catalogue's screen as a person meets it: Chromium, Voilà, a kernel, a database of its own."""

from io import BytesIO
from pathlib import Path

import pytest
from astropy.table import Table
from sqlalchemy import text

from benchmarks.large_catalogue import fill_catalogue
from tessebs_widgets.apps import app_named
from tests.browser.databases import closing_database

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

HOSTILE = "<img src=x onerror=\"document.title='owned'\">"
TEXTS = ("Provenance", "name"), ("Origin", "name"), ("EphemerisSource", "model"), ("TIC", "asas_id")
SETTLED = ".tessebs[data-phase=ready] .te-catalogue-table[aria-busy=false]"
CELLS = "(name) => [...document.querySelectorAll(`td[data-column=${name}]`)].map((each) => each.textContent)"


@pytest.fixture
def own(tmp_path, migrated_sqlite_url, start_app):
    """An app of the test's own, for "ada", over 300 entries; every text in them is markup."""
    with closing_database(migrated_sqlite_url) as database:
        fill_catalogue(database, entries=300, ephemerides=400)
        for table, column in TEXTS:  # what people or codes wrote
            change = text(f"UPDATE {table} SET {column} = :words || id").bindparams(words=HOSTILE)
            database.write(lambda session, change=change: session.execute(change))
    return start_app(migrated_sqlite_url, tmp_path).address_of(app_named("catalogue"))


def settle(page, count: str | None = None) -> None:
    """Until the search is answered, with this count if one is given."""
    page.wait_for_selector(SETTLED)
    if count is not None:
        page.wait_for_function(
            "(words) => document.querySelector('.te-found').textContent.startsWith(words)", arg=count
        )


def cells(page, column: str) -> list[str]:
    return page.evaluate(CELLS, column)


def wait_for_cells(page, column: str, words: str) -> None:
    """Until every row has these words in a column: conditions are on the screen before their answer is."""
    page.wait_for_function(
        "([name, words]) => { const all = [...document.querySelectorAll(`td[data-column=${name}]`)];"
        " return all.length && all.every((each) => each.textContent.includes(words)); }",
        arg=[column, words],
    )
    settle(page)


def ordered(page, column: str, sign: str) -> None:
    page.wait_for_selector(f"th[data-column={column}] .te-rank:text-is('{sign}')")
    settle(page)


def search_for_periods(page) -> None:
    """A bad number first, which searches nothing; then 1 to 15 days."""
    before = page.inner_text(".te-found")
    page.fill("[data-field=period_min]", "wide")
    page.press("[data-field=period_min]", "Enter")
    page.wait_for_selector(".te-wrong:has-text(\"'wide' is no number\")")
    assert page.inner_text(".te-found") == before
    page.fill("[data-field=period_min]", "1")
    page.fill("[data-field=period_max]", "15")
    page.press("[data-field=period_max]", "Enter")
    page.wait_for_selector(".te-chip:has-text('Period 1 to 15 d')")
    settle(page)


def downloaded(page, word: str, form: str) -> Table:
    """The file of this format, as astropy reads it."""
    page.keyboard.press("D")
    with page.expect_download() as begun:
        page.click(f"[data-format={word}]")
    return Table.read(BytesIO(Path(begun.value.path()).read_bytes()), format=form)


def copied_link(page) -> str:
    """What the button has put into the clipboard."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.keyboard.press("L")
    page.wait_for_selector(".te-copy:has-text('Copied')")
    return page.evaluate("() => navigator.clipboard.readText()")


def assert_asked_as_before(page) -> None:
    assert page.input_value("[data-field=period_max]") == "15"
    assert page.input_value(".te-size") == "50"
    ordered(page, "period", " ▼")
    ordered(page, "Tmag", " ▲2")


def test_a_search_is_typed_ordered_paged_saved_downloaded_and_opened_again_by_its_link(own, visit):
    here = visit(own, wait=False)
    page = here.page
    settle(page)
    everything = page.inner_text(".te-found")
    search_for_periods(page)
    page.click("th[data-column=period] button")
    ordered(page, "period", " ▲")
    page.keyboard.press("Enter")  # the heading has kept the focus
    ordered(page, "period", " ▼")
    page.click("th[data-column=Tmag] button", modifiers=["Shift"])
    ordered(page, "Tmag", " ▲2")
    page.select_option(".te-size", "50")
    page.wait_for_function("() => document.querySelectorAll('td[data-column=period]').length === 50")
    settle(page)
    before = cells(page, "period")
    assert [float(each) for each in before] == sorted(map(float, before), reverse=True)
    assert len(before) == 50
    page.keyboard.press("Escape")
    here.press("n")
    page.wait_for_selector(".te-page:has-text('page 2 of')")
    settle(page)
    shown, link = cells(page, "period"), copied_link(page)
    assert float(shown[0]) <= float(before[-1])

    count = int(page.inner_text(".te-found").split()[0])
    for word, form in (("csv", "ascii.csv"), ("fits", "fits"), ("ecsv", "ascii.ecsv")):
        if word == "ecsv":
            page.keyboard.press("D")
            page.check(".te-files-shown")
            assert page.is_disabled("[data-format=mast]")
            page.keyboard.press("Escape")
        table = downloaded(page, word, form)
        assert len(table) == count
        assert all(1 <= each <= 15 for each in table["period"])
    assert table.colnames == page.eval_on_selector_all(
        "th[data-column]", "all => all.map((each) => each.dataset.column)"
    )
    assert table["period"].unit == "d"

    here.press("S")
    page.fill(".te-save-name", "middle")
    page.press(".te-save-name", "Enter")
    page.wait_for_selector(".te-saved:text-is('middle')")

    other = visit(link, wait=False).page
    other.wait_for_selector(".te-page:has-text('page 2 of')")
    settle(other)
    assert cells(other, "period") == shown
    assert_asked_as_before(other)
    other.click(".te-chip")
    settle(other, everything.split(",")[0])
    other.keyboard.press("S")
    other.click(".te-saved:text-is('middle')")
    other.wait_for_selector(".te-page:has-text('page 2 of')")
    settle(other)
    assert cells(other, "period") == shown


def test_keys_find_a_target_and_open_it_and_no_text_is_ever_markup(own, visit):
    columns = (
        "tess_id,period,flags,sectors,provenances,origins,asas_id,ephemeris_source,ra,dec,glon,glat,status"
    )
    here = visit(f"{own}?in_catalog=any&columns={columns}", wait=False)
    page = here.page
    settle(page)
    for column in ("provenances", "origins", "asas_id", "ephemeris_source"):
        page.locator(f"td[data-column={column}]", has_text=HOSTILE).first.wait_for()
    assert page.locator(".tessebs img").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") == 1366
    place = page.locator(".te-table-box")
    assert place.evaluate("(box) => box.scrollWidth > box.clientWidth")
    left = page.locator("tbody td").first.bounding_box()["x"]
    place.evaluate("(box) => { box.scrollLeft = 400; }")
    assert page.locator("tbody td").first.bounding_box()["x"] == left
    page.locator(".te-toggle", has_text=f"{HOSTILE}2").first.click()
    page.wait_for_selector(".te-chip:has-text('onerror')")
    wait_for_cells(page, "provenances", f"{HOSTILE}2")

    wanted = page.locator("tbody tr").nth(2).locator(".te-tic-link").inner_text().lstrip("0")
    here.press("/")
    page.keyboard.type(f"TIC {wanted}")
    here.press("Enter")
    page.wait_for_selector(f".te-chip:has-text('TIC {wanted}')")
    wait_for_cells(page, "tess_id", wanted.zfill(10))
    page.fill("[data-field=period_min]", "5000")
    page.press("[data-field=period_min]", "Enter")
    page.wait_for_selector(".te-loosening:has-text('without Period')")
    page.click(".te-loosening:has-text('without Period')")
    page.wait_for_selector("tbody tr[aria-selected]")
    assert page.title() != "owned"
    page.keyboard.press("Escape")
    here.press("ArrowDown", "Enter")
    page.wait_for_url(f"**/target?tic={wanted}")
