import asyncio
import json
import threading

from tornado.httpclient import AsyncHTTPClient
from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port

from tessebs_core.records.health import Finding
from tessebs_widgets.serving import health_http
from tessebs_widgets.serving.catalogue_http import CatalogueDesk
from tessebs_widgets.serving.catalogue_server import catalogue_application
from tessebs_widgets.serving.health_http import HealthDesk

SECRET = "mariadb://ada:verysecret@db/s in /home/ada"


def asked(desk, headers=None):
    async def ask():
        socket, port = bind_unused_port()
        server = HTTPServer(catalogue_application(CatalogueDesk(), desk))
        server.add_sockets([socket])
        client = AsyncHTTPClient(force_instance=True)
        try:
            return await client.fetch(
                f"http://127.0.0.1:{port}/api/health", raise_error=False, headers=headers
            )
        finally:
            client.close()
            server.stop()
            await server.close_all_connections()

    return asyncio.run(ask())


def test_what_is_needed_decides_and_no_words_are_told():
    little_room = Finding("free space", False, SECRET, needed=False)
    well = asked(HealthDesk(lambda: [Finding("database", True, SECRET), little_room]))
    ill = asked(HealthDesk(lambda: [Finding("database", False, SECRET), little_room]))
    assert (well.code, ill.code) == (200, 503)
    assert json.loads(well.body) == {
        "well": True,
        "checks": {"database": {"well": True}, "free space": {"well": False}},
    }
    assert b"ada" not in ill.body


def test_another_host_name_that_points_here_is_refused():
    assert asked(HealthDesk(list), headers={"Host": "evil.example"}).code == 403


def test_the_environment_says_which_catalogue_is_looked_at(tmp_path, monkeypatch, migrated_sqlite_url):
    monkeypatch.setenv("TESSEBS_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("TESSEBS_DATABASE_URL", migrated_sqlite_url)
    monkeypatch.delenv("TESSEBS_CONFIG", raising=False)
    assert json.loads(asked(HealthDesk()).body)["checks"]["database"] == {"well": True}
    monkeypatch.setenv("TESSEBS_DATABASE_URL", f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    assert asked(HealthDesk()).code == 503


def test_many_who_ask_make_one_look_and_one_that_hangs_blocks_nobody(monkeypatch):
    monkeypatch.setattr(health_http, "PATIENCE_S", 0.05)
    stuck, looks = threading.Event(), []

    def look():
        looks.append(1)
        stuck.wait(20)
        return [Finding("database", True, "")]

    async def crowd():
        desk = HealthDesk(look)
        first = await asyncio.gather(*(desk.ask() for _ in range(10)))
        stuck.set()
        monkeypatch.setattr(health_http, "PATIENCE_S", 20)
        return first, await desk.ask(), await desk.ask()

    first, then, again = asyncio.run(crowd())
    assert {each.what for found in first for each in found} == {"answer in time"}
    assert [each.well for each in (*then, *again)] == [True, True]
    assert len(looks) == 1
