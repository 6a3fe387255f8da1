"""Every address of the server, from outside: nobody gets anything before the door knows who it is."""

import json

import pytest

from tessebs_widgets.serving.entrance import Entrance
from tests.widgets.serving.servers import KERNEL, asked, every_address, server_in

DOORS = "tessebs_widgets.serving.doors"
OPEN = {"/login", "/account", "/logout", "/api/health"}
ENTRANCES = {
    "login": Entrance(f"{DOORS}.login.LoginDoor", names_people=True),
    "token": Entrance(f"{DOORS}.token.TokenDoor", {"secret_token": "a long word that was drawn"}),
    "proxy": Entrance(
        f"{DOORS}.proxy.ProxyDoor", {"proxies": ["10.0.0.5"], "user_header": "X-User"}, names_people=True
    ),
}


@pytest.fixture(params=ENTRANCES)
def server(request, tmp_path, migrated_sqlite_url):
    catalogue = {"TESSEBS_DATABASE_URL": migrated_sqlite_url, "TESSEBS_DATA_DIR": str(tmp_path / "data")}
    with server_in(tmp_path / "server", ENTRANCES[request.param], catalogue) as made:
        made.test_door = request.param
        yield made


def test_who_is_not_known_sees_a_login_or_nothing(server):
    addresses = every_address(server)
    assert len(addresses) >= 19
    assert f"/api/kernels/{KERNEL}/channels" in addresses
    wishes = [(method, path) for path in addresses for method in ("GET", "HEAD", "POST", "DELETE", "PUT")]
    forged = {"X-User": "ada", "Cookie": "tessebs=ada; username-127-0-0-1=ada", "X-Forwarded-For": "10.0.0.5"}
    for (method, path), answer in zip(wishes, asked(server, *wishes, headers=forged), strict=True):
        if path in OPEN and method in ("GET", "HEAD"):
            continue
        led_to_login = answer.code == 302 and answer.headers["Location"].startswith(("/login", "/account"))
        expected = led_to_login and server.test_door != "proxy"
        assert expected or answer.code in (400, 401, 403, 404, 405), (method, path, answer.code)
        assert b"jupyter-config-data" not in (answer.body or b"")


def test_a_program_is_told_to_log_in_and_is_sent_no_page_that_it_would_take_for_the_catalogue(server):
    wish = ("GET", "/api/catalogue?format=csv")
    (program,) = asked(server, wish, headers={"Accept": "*/*"})
    assert program.code == 403
    assert "login or the token" in json.loads(program.body)["error"]
    (person,) = asked(server, wish, headers={"Accept": "text/html,application/xml;q=0.9"})
    assert person.code == (403 if server.test_door == "proxy" else 302)


def test_what_is_open_says_nothing(server):
    for path, answer in zip(
        sorted(OPEN), asked(server, *(("GET", path) for path in sorted(OPEN))), strict=True
    ):
        assert b"sqlite" not in answer.body
        if path == "/api/health":
            assert answer.code in (200, 503)
            assert b"seen" not in answer.body
        elif server.test_door == "proxy":
            assert answer.code in (403, 404)


PREFIXES = ("voila/files/", "voila/static/", "voila/templates/tessebs/static/", "voila/labextensions/",
            "voila/api/themes/", "files/", "static/", "nbextensions/",
            "nbconvert/html/", "api/contents/", "edit/", "")  # fmt: skip
CLIMBS = ("", "../", "../../", "..%2f..%2f", "%2e%2e/%2e%2e/", "..%5c..%5c", "%252e%252e/", "//", "....//")
SECRETS = ("data/tessebs.sqlite3", "voila.json", "notebooks/triage.ipynb")


def test_no_file_of_the_data_folder_and_of_the_server_has_an_address(tmp_path, migrated_sqlite_url):
    (tmp_path / "data").mkdir()
    for name in ("tessebs.sqlite3", ".cookie_secret"):
        (tmp_path / "data" / name).write_text("a secret")
    catalogue = {"TESSEBS_DATABASE_URL": migrated_sqlite_url, "TESSEBS_DATA_DIR": str(tmp_path / "data")}
    wishes = [("GET", f"/{at}{climb}{name}") for at in PREFIXES for climb in CLIMBS for name in SECRETS]
    wishes += [("GET", f"/{at}{tmp_path}/data/tessebs.sqlite3") for at in PREFIXES]
    wishes += [("GET", "/voila/templates/tessebs"), ("GET", "/voila/templates/a/b/c")]
    with server_in(tmp_path / "server", Entrance(), catalogue) as server:
        for (_, path), answer in zip(wishes, asked(server, *wishes), strict=True):
            assert answer.code in (400, 403, 404), path
