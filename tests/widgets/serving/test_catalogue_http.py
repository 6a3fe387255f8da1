import asyncio
import csv
import io
import json
import threading

import pytest
from astropy.table import Table
from tornado.httpclient import AsyncHTTPClient
from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port

from benchmarks.large_catalogue import fill_catalogue
from tessebs_core.archive.client import ArchiveEndpoints
from tessebs_core.database.connection import Database
from tessebs_core.database.schema import TIC, Origin
from tessebs_core.errors import DatabaseUnavailable
from tessebs_core.records.searching import Search
from tessebs_core.vocabulary import InCatalogue
from tessebs_core.workflows.searching import find
from tessebs_widgets.serving.catalogue_http import CatalogueDesk
from tessebs_widgets.serving.catalogue_server import catalogue_application
from tests.support.sky import workspace_in

FORMULA = '=HYPERLINK("http://evil.example")<script>'


@pytest.fixture
def workspace(tmp_path, migrated_sqlite_url):
    database = Database.open(migrated_sqlite_url)
    fill_catalogue(database, entries=60, ephemerides=100)

    def dress_up(session):
        session.query(Origin).first().name = FORMULA
        session.query(TIC).first().asas_id = "@SUM(1)"

    database.write(dress_up)
    yield workspace_in(tmp_path, database, ArchiveEndpoints("http://127.0.0.1:9"))
    database.dispose()


def asked(desk, *queries, method="GET", headers=None):
    """Ask a server one thing after the other; give the answers."""

    async def ask():
        socket, port = bind_unused_port()
        server = HTTPServer(catalogue_application(desk))
        server.add_sockets([socket])
        client = AsyncHTTPClient(force_instance=True)
        try:
            return [
                await client.fetch(f"http://127.0.0.1:{port}/api/catalogue{query}", raise_error=False,
                                   method=method, headers=headers, allow_nonstandard_methods=True)
                for query in queries
            ]  # fmt: skip
        finally:
            client.close()
            server.stop()
            await server.close_all_connections()

    return asyncio.run(ask())


@pytest.fixture
def desk(workspace):
    return CatalogueDesk(lambda: workspace)


def test_json_pages_lead_through_the_whole_catalogue(desk, workspace):
    query, rows = (
        "?in_catalog=any&size=25&order=-Tmag&columns=tess_id,signal_id,gaia_dr3_id,sectors,flags",
        [],
    )
    while query:
        (answer,) = asked(desk, query)
        assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
        assert answer.headers["X-Total-Count"] == "60"
        page = json.loads(answer.body)
        rows += page["rows"]
        query = page["next"]
        assert (query is None) == ('rel="next"' not in answer.headers.get("Link", ""))
    expected = find(workspace, Search(in_catalog=InCatalogue.ANY, size=1000), ("gaia_dr3_id", "sectors"))
    assert {
        (each["tess_id"], each["signal_id"]): (each["gaia_dr3_id"], tuple(each["sectors"])) for each in rows
    } == {(each.tess_id, each.signal_id): each.values for each in expected.entries}
    assert len(rows) == 60
    assert page["columns"][0]["description"]


def test_csv_and_votable_hold_the_same_numbers_and_no_formula(desk, workspace):
    query = "?in_catalog=any&columns=tess_id,period,Tmag,gaia_id,asas_id,origins,date_added,flags,logg,status"
    written, votable = asked(desk, query + "&format=csv", "?format=votable&" + query[1:])
    assert written.headers["Content-Type"].startswith("text/csv")
    assert votable.headers["Content-Type"] == "application/x-votable+xml"
    rows = list(csv.DictReader(io.StringIO(written.body.decode())))
    table = Table.read(io.BytesIO(votable.body), format="votable")
    expected = find(workspace, Search(in_catalog=InCatalogue.ANY), ("tess_id", "period", "gaia_id"))
    assert len(rows) == len(table) == 60
    for row, line, entry in zip(rows, table, expected.entries, strict=True):
        tess_id, period, gaia_id = entry.values
        assert (int(row["tess_id"]), int(row["gaia_id"])) == (tess_id, gaia_id)
        assert (line["tess_id"], line["gaia_id"]) == (tess_id, gaia_id)
        assert (float(row["period"]) if row["period"] else None) == period
        assert bool(table["period"].mask[line.index]) if period is None else line["period"] == period
    assert any(row["asas_id"] == "'@SUM(1)" for row in rows)
    assert any(row["origins"].startswith("'=HYPERLINK") for row in rows)
    assert not any(cell[:1] in "=@" for row in rows for cell in row.values() if cell)


NONSENSE = (
    ("?period_min=abc", "period_min"),
    ("?page=99999999999999999999999", "page"),
    ("?page=1000000", "page"),
    ("?size=100000", "size"),
    ("?signal_id_min=9223372036854775807", "signal_id_min"),
    ("?format=xls", "format"),
    ("?format=csv&format=json", "format"),
    ("?nonsense=1", "nonsense"),
    ("?columns=password", "columns"),
    ("?q=%27%20OR%201=1", "q"),
    ("?q=%ff%fe", "address"),
)


def test_nonsense_is_a_400_that_names_the_field(desk):
    answers = asked(desk, *(query for query, _ in NONSENSE))
    for (query, field), answer in zip(NONSENSE, answers, strict=True):
        assert answer.code == 400, query
        said = json.loads(answer.body)
        assert said["field"] == field
        assert field in said["error"]


def test_what_one_has_is_not_sent_again_and_head_sends_no_body(desk):
    (first,) = asked(desk, "?format=csv")
    mark = first.headers["ETag"]
    (again,) = asked(desk, "?format=csv", headers={"If-None-Match": mark})
    assert (again.code, again.body) == (304, b"")
    (head,) = asked(desk, "?format=csv", method="HEAD")
    assert (head.code, head.body) == (200, b"")
    assert head.headers["X-Total-Count"] == first.headers["X-Total-Count"]


def test_nothing_can_be_written(desk):
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        (answer,) = asked(desk, "", method=method)
        assert answer.code == 405


def test_another_host_name_that_points_here_is_refused(desk):
    (answer,) = asked(desk, "", headers={"Host": "evil.example"})
    assert answer.code == 403
    assert "own name" in json.loads(answer.body)["error"]


def test_a_catalogue_that_cannot_be_reached_is_told():
    def fail():
        raise DatabaseUnavailable("The database is away.")

    (answer,) = asked(CatalogueDesk(fail), "")
    assert answer.code == 503
    assert json.loads(answer.body) == {"error": "The database is away.", "field": None}


def test_slow_questions_keep_nobody_from_being_answered(workspace):
    opened, stuck = threading.Event(), threading.Event()

    def slowly():
        opened.set()
        stuck.wait(20)
        return workspace

    desk = CatalogueDesk(slowly)

    async def crowd():
        waiting = [asyncio.ensure_future(desk.ask("size=1")) for _ in range(18)]
        await asyncio.to_thread(opened.wait, 20)
        busy = desk.is_busy  # this line runs: the loop is free
        stuck.set()
        return busy, await asyncio.gather(*waiting)

    busy, answers = asyncio.run(crowd())
    assert busy
    assert {page.count for _, page in answers} == {answers[0][1].count}
    assert not desk.is_busy
