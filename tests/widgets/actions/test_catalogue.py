"""The catalogue's screen without a browser, over a real database."""

from io import BytesIO
from pathlib import Path

import pytest
from astropy.table import Table

from benchmarks.large_catalogue import fill_catalogue
from tessebs_core.archive.client import ArchiveEndpoints
from tessebs_core.database.connection import Database
from tessebs_core.errors import BadSearch, DatabaseUnavailable, InputError
from tessebs_core.records.catalogue_columns import CHOSEN
from tessebs_core.records.searching import Order, Range, Search
from tessebs_core.vocabulary import InCatalogue
from tessebs_core.workflows.workspace import Workspace
from tessebs_widgets.actions.background import Immediate
from tessebs_widgets.actions.catalogue_desk import CatalogueDesk
from tessebs_widgets.dashboards.catalogue import Catalogue
from tessebs_widgets.state import Kind, Phase
from tests.support.sky import workspace_in
from tests.widgets.fakes import parts_of, send

ALL = InCatalogue.ANY


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A catalogue of 300 entries, read by all tests of this file."""
    from tessebs_core.database.migrations import upgrade

    folder: Path = tmp_path_factory.mktemp("catalogue")
    database = Database.open(f"sqlite:///{folder / 'tessebs.sqlite3'}")
    upgrade(database)
    fill_catalogue(database, entries=300, ephemerides=400)
    yield workspace_in(folder, database, ArchiveEndpoints("http://127.0.0.1:9"))
    database.dispose()


class Waiting(Immediate):
    """Work begins when the test says so."""

    def __init__(self) -> None:
        self.left = []

    def run(self, work, then, failed):
        self.left.append(lambda: super(Waiting, self).run(work, then, failed))


def opened(workspace, username="ada", query="", background=None) -> Catalogue:
    screen = Catalogue(CatalogueDesk(username, workspace), background or Immediate())
    screen._searching.open_first(query)
    return screen


def values(screen, name: str) -> list:
    page = screen.state.page
    place = [each.name for each in page.columns].index(name)
    return [each.values[place] for each in page.entries]


def test_a_new_visitor_sees_the_confirmed_entries_in_the_usual_columns(workspace):
    screen = opened(workspace, "somebody-new")
    assert screen.state.phase is Phase.READY
    assert screen.state.columns == CHOSEN
    assert screen.state.page.count > 200
    assert len(parts_of(screen).CatalogueTable.shown["rows"]) == 100
    assert parts_of(screen).CatalogueScreen.shown["starting"] == "Opening the catalogue…"


def test_the_number_of_the_target_heads_every_row_whatever_columns_are_chosen(workspace):
    screen = opened(workspace)
    table = parts_of(screen).CatalogueTable
    for chosen in (("in_catalog", "tess_id", "period"), ("in_catalog", "period")):
        screen.choose_columns(chosen)
        assert [each["name"] for each in table.shown["columns"]] == ["tess_id", "in_catalog", "period"]
        entry, row = screen.state.page.entries[0], table.shown["rows"][0]
        assert row["cells"][:2] == [f"{entry.tess_id:010d}", "yes"]
        assert screen.state.columns == chosen


def test_one_line_of_python_searches_orders_and_pages(workspace):
    screen = opened(workspace).search(period=(1, 4), in_catalog="any", order="-period", size=20)
    periods = values(screen, "period")
    assert periods == sorted(periods, reverse=True)
    assert 1 <= periods[-1] <= periods[0] <= 4
    screen.next()
    assert screen.state.search.page == 2
    assert values(screen, "period")[0] <= periods[-1]
    screen.order_by("period")
    assert (screen.state.search.order, screen.state.search.page) == ((Order("period"),), 1)
    screen.order_by("Tmag", second=True)
    screen.order_by("Tmag", second=True)
    assert screen.state.search.order == (Order("period"), Order("Tmag", descending=True))
    screen.back()
    assert screen.state.search.order == (Order("period"), Order("Tmag"))
    with pytest.raises(BadSearch, match="period"):
        screen.search(period=3)
    with pytest.raises(InputError, match="no page 99"):
        screen.go(99)


def test_the_form_searches_and_bad_fields_leave_everything_as_it_is(workspace):
    screen = opened(workspace)
    form = parts_of(screen).CatalogueForm
    send(form, "submit", fields={"period_min": ["1"], "period_max": ["3"]})
    assert screen.state.search.ranges == (Range("period", 1.0, 3.0),)
    found = screen.state.page
    send(form, "submit", fields={"period_min": ["<b>"], "period_max": ["3"], "teff_max": ["cold"]})
    assert screen.state.page is found
    assert set(form.shown["problems"]) == {"period_min", "teff_max"}
    assert form.shown["values"]["period_min"] == "<b>"
    send(form, "submit", fields={"period_max": ["3"]})
    assert form.shown["problems"] == {}
    for nonsense in (None, [], {"a": "b"}, {"a": [1]}, {"a": ["x" * 300]}, {"": ["x"] * 200}):
        screen.state.notice = None
        send(form, "submit", fields=nonsense)
        assert screen.state.notice.kind is Kind.ERROR


def test_the_address_brings_back_search_columns_and_page_in_another_session(workspace):
    one = opened(workspace).search(
        period=(0.5, 9), in_catalog="any", order=("-teff", "period"), size=10, page=3
    )
    one.choose_columns(["tess_id", "teff", "period", "flags"])
    other = opened(workspace, "ben", f"?tic=5&{one.state.address}")
    assert other.state.search == one.state.search
    assert other.state.columns == one.state.columns
    assert other.state.page.entries == one.state.page.entries
    assert opened(workspace, "ben").state.columns == CHOSEN  # a link changes nobody's own choice
    assert opened(workspace).state.columns == ("tess_id", "teff", "period", "flags")


def test_a_link_that_cannot_be_read_says_why_stays_and_leads_on(workspace):
    screen = opened(workspace, query="period_min=wide&columns=teff")
    table = parts_of(screen).CatalogueTable
    assert "period_min: 'wide' is no number" in table.shown["failed"]
    assert parts_of(screen).CatalogueScreen.shown["query"] is None
    send(table, "clear")
    assert table.shown["failed"] == ""
    assert parts_of(screen).CatalogueScreen.shown["query"] == ""
    assert screen.state.page.count


def test_a_link_to_a_page_that_is_no_more_shows_the_last(workspace):
    screen = opened(workspace, query="page=99&in_catalog=any")
    assert screen.state.search.page == screen.state.page.pages == 3


def test_a_quick_search_finds_a_target_whatever_was_searched_before(workspace):
    screen = opened(workspace).search(period=(1, 2))
    wanted = opened(workspace, query="in_catalog=no").state.page.entries[0].tess_id
    header = parts_of(screen).CatalogueHeader
    send(header, "quick", q=f"tic {wanted}")
    assert {each.tess_id for each in screen.state.page.entries} == {wanted}
    send(header, "quick", q="Betelgeuse")
    assert "no name" in screen.state.notice.text
    screen.back()
    assert screen.state.search.ranges == (Range("period", 1, 2),)


def test_nothing_found_says_what_each_condition_keeps_out(workspace):
    screen = opened(workspace).search(period=(1, 2), teff=(1, 2))
    table = parts_of(screen).CatalogueTable
    assert table.shown["nothing"]
    assert [each["key"] for each in table.shown["loosened"]] == ["range:teff"]
    send(table, "without", key="range:teff")
    assert not table.shown["nothing"]
    assert f"{screen.state.page.count:,}" == parts_of(screen).CatalogueTools.shown["count"].split()[0]


def test_the_last_of_two_searches_is_shown_whichever_ends_last(workspace):
    background = Waiting()
    screen = opened(workspace, background=background)
    screen.search(period=(1, 2))
    screen.search(period=(3, 4))
    assert screen.state.searching
    first, second, third = background.left
    for work in (third, first, second):
        work()
    assert not screen.state.searching
    assert all(3 <= each <= 4 for each in values(screen, "period"))


def test_a_database_that_does_not_answer_is_told_and_tried_again(workspace, monkeypatch):
    screen = opened(workspace)

    def unreachable(*_):
        raise DatabaseUnavailable("The database cannot be reached. Try again in a minute.")

    with monkeypatch.context() as broken:
        broken.setattr(CatalogueDesk, "find", unreachable)
        screen.search(period=(1, 2))
    table = parts_of(screen).CatalogueTable
    assert "Try again" in table.shown["failed"]
    send(table, "again")
    assert table.shown["failed"] == ""
    assert screen.state.search.ranges == (Range("period", 1, 2),)


def test_searches_are_saved_recalled_and_forgotten_by_person(workspace):
    screen = opened(workspace).search(period=(1, 2), order="-Tmag")
    header = parts_of(screen).CatalogueHeader
    name = "<img src=x onerror=alert(1)> short ones"
    send(header, "save", name=name)
    screen.clear()
    send(header, "recall", name=name)
    assert screen.state.search == Search(ranges=(Range("period", 1, 2),), order=(Order("Tmag", True),))
    assert parts_of(opened(workspace, "ben")).CatalogueHeader.shown["saved"] == []
    assert parts_of(opened(workspace)).CatalogueHeader.shown["saved"] == [name]
    send(header, "forget", name=name)
    assert header.shown["saved"] == []
    send(header, "recall", name=name)
    assert screen.state.notice.kind is Kind.ERROR


@pytest.mark.parametrize("kind", ["csv", "votable", "fits", "ecsv", "mast"])
def test_a_download_holds_the_whole_result_and_not_the_page(workspace, kind):
    screen = opened(workspace).search(period=(0.5, 5), size=5)
    sent = []
    tools = parts_of(screen).CatalogueTools
    tools.send = lambda content, buffers=None: sent.append((content, buffers))
    send(tools, "download", format=kind)
    (content, [data]) = sent[-1]
    reader = {"csv": "ascii.csv", "mast": "ascii.csv", "ecsv": "ascii.ecsv"}.get(kind, kind)
    table = Table.read(BytesIO(data), format=reader)
    assert len(table) == screen.state.page.count > 5
    assert content["name"].startswith(f"tessebs_{kind}_")


def test_python_writes_the_file_and_never_over_another(workspace, tmp_path):
    screen = opened(workspace).search(period=(1, 2))
    content = screen.download("csv", tmp_path / "short.csv")
    assert (tmp_path / "short.csv").read_bytes() == content
    with pytest.raises(InputError, match="already"):
        screen.download("csv", tmp_path / "short.csv")


def test_the_target_that_another_app_led_here_with_is_chosen_where_it_is_shown(workspace):
    screen = opened(workspace)
    wanted = screen.state.page.entries[7].tess_id
    send(parts_of(screen).CatalogueScreen, "arrive", tic=str(wanted), query=f"?tic={wanted}")
    assert screen.state.asked_tic == wanted
    send(parts_of(screen).CatalogueHeader, "target", tic=str(wanted))
    assert (screen.state.row, screen.state.moved) == (0, True)
    assert parts_of(screen).CatalogueScreen.shown["tic"] == str(wanted)
    with pytest.raises(InputError, match="opens no target"):
        screen.open(app="sheet")


def test_messages_that_are_none_do_nothing(workspace):
    screen = opened(workspace)
    before = screen.state.address
    parts = parts_of(screen)
    for view, kind, fields in (
        (parts.CatalogueTable, "order", {"column": "flags"}), (parts.CatalogueTable, "go", {"page": 0}),
        (parts.CatalogueTable, "size", {"size": 10**9}), (parts.CatalogueTable, "row", {"row": -1}),
        (parts.CatalogueTools, "columns", {"columns": ["nothing"]}),
        (parts.CatalogueTools, "columns", {"columns": []}),
        (parts.CatalogueTools, "download", {"format": "exe"}), (parts.CatalogueHeader, "save", {"name": " "}),
    ):  # fmt: skip
        screen.state.notice = None
        send(view, kind, **fields)
        assert screen.state.notice.kind is Kind.ERROR, kind
    assert screen.state.address == before
