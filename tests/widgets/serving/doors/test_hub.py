"""The server behind a hub, from outside; a real hub is asked in tests/browser/test_hub.py."""

from dataclasses import asdict

import pytest
from jupyter_server.base.handlers import JupyterHandler
from tornado.web import RequestHandler

from tessebs_widgets.serving.entrance import Entrance
from tessebs_widgets.serving.hub.place import HubPlace
from tests.widgets.serving.servers import asked, every_address, server_in

PLACE = HubPlace(
    user="ada", server_name="", host="127.0.0.1", port=1, prefix="/user/ada/", hub_prefix="/hub/",
    hub_host="", api_url="http://127.0.0.1:1/hub/api", client_id="jupyterhub-user-ada", token="a secret word",
    scopes=("access:servers!server=ada/",), activity_url="http://127.0.0.1:1/activity", report_every=60.0,
)  # fmt: skip
OPEN = {f"/user/ada/{each}" for each in ("login", "logout", "oauth_callback", "api/health")}


@pytest.fixture(autouse=True)
def _other_servers_of_this_process_keep_their_checks(monkeypatch):
    """JupyterHub's library writes its own check of forms into these classes, for good."""
    for each in (JupyterHandler, RequestHandler):
        for name in ("_xsrf_token_id", "xsrf_token", "check_xsrf_cookie"):
            monkeypatch.setattr(each, name, getattr(each, name, None), raising=False)


@pytest.fixture
def server(tmp_path, migrated_sqlite_url):
    entrance = Entrance(
        "tessebs_widgets.serving.doors.hub.HubDoor", {"place": asdict(PLACE)}, base_url=PLACE.prefix,
        acting_as="ada", answers_to_any_name=True,
    )  # fmt: skip
    catalogue = {"TESSEBS_DATABASE_URL": migrated_sqlite_url, "TESSEBS_DATA_DIR": str(tmp_path / "data")}
    with server_in(tmp_path / "server", entrance, catalogue) as made:
        yield made


def test_who_is_not_known_is_led_to_the_hub_or_gets_nothing(server):
    addresses = [each for each in every_address(server) if each.startswith(PLACE.prefix)]
    assert len(addresses) >= 19
    wishes = [(method, path) for path in addresses for method in ("GET", "POST", "DELETE")]
    forged = {"Cookie": "jupyterhub-user-ada=ada; username-127-0-0-1=ada", "X-User": "ada"}
    for (method, path), answer in zip(wishes, asked(server, *wishes, headers=forged), strict=True):
        if path in OPEN and method == "GET":
            continue
        led = answer.code == 302 and answer.headers["Location"].startswith("/user/ada/login")
        assert led or answer.code in (400, 401, 403, 404, 405), (method, path, answer.code)
        assert b"jupyter-config-data" not in (answer.body or b"")


def test_the_hub_is_asked_with_a_state_that_the_browser_must_bring_back(server):
    wanted = "/user/ada/login?next=%2Fuser%2Fada%2Ftriage"
    [answer] = asked(server, ("GET", wanted))
    assert answer.headers["Location"].startswith("/hub/api/oauth2/authorize?client_id=jupyterhub-user-ada&")
    assert "code_challenge_method=S256" in answer.headers["Location"]
    assert "Path=/user/ada/" in answer.headers["Set-Cookie"]
    assert "HttpOnly" in answer.headers["Set-Cookie"]
    assert "secret" not in str(answer.headers)


def test_an_answer_that_nobody_asked_for_is_refused(server):
    [answer] = asked(server, ("GET", "/user/ada/oauth_callback?code=abc&state=forged"))
    assert answer.code == 403
