"""The login page in the server's own process: sessions, their cookies and their ends."""

import asyncio
import json
import re
from contextlib import contextmanager
from urllib.parse import urlencode

import pytest
from argon2 import PasswordHasher
from tornado.httpclient import AsyncHTTPClient
from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port
from tornado.web import create_signed_value

from tessebs_core.archive.client import ArchiveEndpoints
from tessebs_core.database.connection import Database
from tessebs_core.database.stores.users import ensure_user
from tessebs_core.workflows import passwords
from tessebs_widgets.serving.entrance import Entrance
from tests.support.sky import workspace_in
from tests.widgets.serving.servers import server_in

PASSWORD, OTHER = "three short words", "another few words"
DOOR = "tessebs_widgets.serving.doors.login.LoginDoor"


@pytest.fixture(autouse=True)
def _cheap_hashes(monkeypatch):
    """Hashes that are made in a moment; what they are worth is not what is tested here."""
    monkeypatch.setattr(passwords, "_hasher", lambda: PasswordHasher(time_cost=1, memory_cost=64))


@pytest.fixture
def workspace(tmp_path, migrated_sqlite_url):
    database = Database.open(migrated_sqlite_url)
    made = workspace_in(tmp_path, database, ArchiveEndpoints("http://127.0.0.1:9"))
    for name in ("ada", "ben"):
        database.write(lambda session, name=name: ensure_user(session, name))
        passwords.set_password(made, name, PASSWORD)
    yield made
    database.dispose()


@pytest.fixture
def start(tmp_path, workspace, migrated_sqlite_url):
    """Set a server up over the same catalogue; the second one is a restart."""

    @contextmanager
    def starting(name="server", proxies=()):
        catalogue = {"TESSEBS_DATABASE_URL": migrated_sqlite_url, "TESSEBS_DATA_DIR": str(tmp_path / "data")}
        settings = {"proxies": list(proxies), "cookie_name": "tessebs"}
        entrance = Entrance(DOOR, settings, names_people=True, answers_to_any_name=bool(proxies))
        with server_in(tmp_path / name, entrance, catalogue) as server:
            yield server
            server.identity_provider.desk.close()

    return starting


class Browser:
    """Keeps cookies, and sends forms with the word that the page gave it."""

    def __init__(self, client, port):
        self._client, self._port = client, port
        self.cookies = {}
        self.set_cookies = {}

    async def ask(self, path, fields=None, **headers):
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        answer = await self._client.fetch(
            f"http://127.0.0.1:{self._port}{path}", method="GET" if fields is None else "POST",
            body=None if fields is None else urlencode(fields), follow_redirects=False, raise_error=False,
            headers={"Cookie": cookies} | {name.replace("_", "-"): value for name, value in headers.items()},
        )  # fmt: skip
        for each in answer.headers.get_list("Set-Cookie"):
            name, _, rest = each.partition("=")
            self.set_cookies[name] = each
            self.cookies[name] = rest.partition(";")[0]
        return answer

    async def send(self, path, fields, **headers):
        shown = await self.ask("/login" if path == "/login" else "/account", **headers)
        word = re.search(rb'name="_xsrf" value="([^"]+)"', shown.body)
        return await self.ask(path, fields | {"_xsrf": word[1].decode() if word else ""}, **headers)

    async def login(self, username="ada", password=PASSWORD, goal="/", **headers):
        return await self.send(
            "/login", {"username": username, "password": password, "next": goal}, **headers
        )

    async def is_in(self):
        answer = await self.ask("/api/catalogue?in_catalog=any")
        assert answer.code in (200, 302, 403), (answer.code, answer.error, answer.body)
        return answer.code == 200


def visiting(server, story):
    """Run a story of one or several browsers against a server."""

    async def run():
        socket, port = bind_unused_port()
        listening = HTTPServer(server.app)
        listening.add_sockets([socket])
        client = AsyncHTTPClient(force_instance=True)
        try:
            return await story(lambda: Browser(client, port))
        finally:
            client.close()
            listening.stop()
            await listening.close_all_connections()

    return asyncio.run(run())


def test_name_and_password_open_the_page_that_was_asked_for_and_a_restart_logs_nobody_out(start):
    async def come(browser):
        ada = browser()
        wrong = await ada.login(password="not this one")
        assert (wrong.code, "tessebs" in ada.cookies) == (401, False)
        assert b"do not fit" in wrong.body
        assert b'value="ada"' in wrong.body
        assert b"not this one" not in wrong.body
        answer = await ada.login(goal="/triage?tic=1001")
        assert (answer.code, answer.headers["Location"]) == (302, "/triage?tic=1001")
        assert await ada.is_in()
        assert (await ada.login(goal="//evil.example")).headers["Location"] == "/"
        return ada.cookies, ada.set_cookies["tessebs"]

    with start() as server:
        cookies, line = visiting(server, come)
    assert "HttpOnly" in line
    assert "SameSite=Lax" in line
    assert "Secure" not in line  # this machine alone hears it
    assert PASSWORD not in line

    async def come_again(browser):
        ada = browser()
        ada.cookies = cookies
        assert await ada.is_in()
        ada.cookies = {"tessebs": cookies["tessebs"][:-4] + "0000"}
        assert not await ada.is_in()

    with start("again") as server:
        visiting(server, come_again)


def test_a_session_ends_with_the_password_the_logout_and_the_lock(start, workspace):
    async def story(browser):
        here, there, ben = browser(), browser(), browser()
        for each in (here, there):
            await each.login()
        await ben.login("ben")
        mistyped = await here.send("/account", {"password": PASSWORD, "new": OTHER, "again": "other"})
        assert b"not the same twice" in mistyped.body
        stolen = await here.send("/account", {"password": "not this one", "new": OTHER, "again": OTHER})
        assert (stolen.code, b"not right" in stolen.body) == (403, True)
        changed = await here.send("/account", {"password": PASSWORD, "new": OTHER, "again": OTHER})
        assert (changed.code, b"is changed" in changed.body) == (200, True)
        assert (await here.is_in(), await there.is_in()) == (True, False)
        kept = dict(here.cookies)
        left = await here.send("/logout", {})
        assert left.headers["Location"] == "/login?left=1"
        here.cookies = kept  # who has copied the cookie has nothing
        assert not await here.is_in()
        passwords.lock_out(workspace, "ben")
        server.identity_provider.desk.forget("ben")  # a few seconds later
        assert not await ben.is_in()
        assert (await ben.login("ben")).code == 401

    with start() as server:
        visiting(server, story)


def test_a_form_of_another_host_is_refused_and_an_address_alone_logs_nobody_out(start):
    async def story(browser):
        ada = browser()
        await ada.login()
        assert (await ada.ask("/logout", {})).code == 302  # to the account page, and no further
        assert (await ada.ask("/logout")).headers["Location"] == "/account"
        assert (await ada.send("/logout", {}, Origin="https://evil.example")).code in (302, 403)
        assert await ada.is_in()
        bare = await browser().ask("/login", {"username": "ada", "password": PASSWORD})
        assert (bare.code, b"too long" in bare.body) == (403, True)

    with start() as server:
        visiting(server, story)


def test_who_guesses_waits_and_the_owner_elsewhere_does_not(start):
    async def story(browser):
        for _ in range(5):
            assert (await browser().login(password="not this one", X_Forwarded_For="9.9.9.9")).code == 401
        slowed = await browser().login(X_Forwarded_For="9.9.9.9")
        assert (slowed.code, slowed.headers["Retry-After"]) == (429, "10")
        assert (await browser().login(X_Forwarded_For="8.8.8.8")).code == 302
        ada = browser()
        await ada.login(X_Forwarded_For="8.8.8.8", X_Forwarded_Proto="https")
        assert "; Secure" in ada.set_cookies["tessebs"]

    with start(proxies=("127.0.0.1",)) as server:
        visiting(server, story)


def test_a_name_is_text_wherever_it_is_shown(start):
    async def story(browser):
        shown = await browser().login(username='"><script>alert(1)</script>')
        assert b"<script" not in shown.body
        assert "script-src" not in shown.headers["Content-Security-Policy"]
        assert shown.headers["Content-Security-Policy"].startswith("default-src 'none'")

    with start() as server:
        visiting(server, story)


def test_who_is_not_known_learns_nothing_of_a_database_that_is_away(tmp_path, caplog):
    address = "mariadb://keeper:9f3b-secret@127.0.0.1:1/group_schema"
    catalogue = {"TESSEBS_DATABASE_URL": address, "TESSEBS_DATA_DIR": str(tmp_path / "data")}

    async def story(browser):
        ada = browser()
        ada.cookies["tessebs"] = signed(server, ["ada", "a secret of yesterday"])
        return [await browser().login(), await ada.ask("/triage"), await ada.ask("/api/health")]

    entrance = Entrance(DOOR, {"cookie_name": "tessebs"}, names_people=True)
    with server_in(tmp_path / "server", entrance, catalogue) as server:
        answers = visiting(server, story)
        server.identity_provider.desk.close()
    assert [each.code for each in answers] == [503, 503, 503]
    for each in answers:  # said in words, and not in these
        assert not any(word in each.body for word in (b"keeper", b"9f3b", b"group_schema", b"127.0.0.1:1"))
    assert b"Try again in a minute" in answers[0].body
    assert b"Try again in a minute" in answers[1].body
    assert "group_schema" in caplog.text  # for who keeps the server
    assert "9f3b" not in caplog.text


def signed(server, held):
    made = create_signed_value(server.app.settings["cookie_secret"], "tessebs", json.dumps(held))
    return made.decode()
