"""Two people on one server, each in a Chromium of their own, and what each may do to the other."""

import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest
from sqlalchemy import text

from tessebs_core.database.stores.users import ensure_user
from tessebs_core.workflows.passwords import set_password
from tessebs_widgets.apps import APPS
from tessebs_widgets.serving.voila_server import VoilaServer, free_port
from tessebs_widgets.serving.ways_in import WayIn, entrance_for
from tests.browser.catalogue import environment_for, fill
from tests.browser.databases import closing_database, wait_until
from tests.browser.kernel_channels import answered, refusal
from tests.support.sky import workspace_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PASSWORD = "three short words"
AUTHORS = """
    SELECT TIC.tess_id, User.username FROM Vote JOIN User ON Vote.user_id = User.id
    JOIN Ephemeris ON Vote.ephemeris_id = Ephemeris.id JOIN TIC ON Ephemeris.tic_id = TIC.id"""
NOT_FOR_VISITORS = (
    ("shell", "execute_request", {"code": "1 + 1", "silent": False}),
    ("shell", "complete_request", {"code": "im", "cursor_pos": 2}),
    ("shell", "inspect_request", {"code": "os", "cursor_pos": 2, "detail_level": 0}),
    ("shell", "history_request", {"hist_access_type": "tail", "n": 5}),
    ("shell", "is_complete_request", {"code": "1"}),
    ("shell", "shutdown_request", {"restart": False}),
    ("control", "shutdown_request", {"restart": False}),
    ("control", "debug_request", {"type": "request", "command": "debugInfo", "seq": 1}),
    ("control", "kernel_info_request", {}),
    ("control", "comm_msg", {"comm_id": "x", "data": {}}),
    ("stdin", "input_reply", {"value": "x"}),
)


@pytest.fixture
def server(migrated_sqlite_url, tmp_path) -> Iterator[VoilaServer]:
    """A server with a login, one kernel kept ready, over two targets and two people."""
    with closing_database(migrated_sqlite_url) as database:
        fill(database, tmp_path, 2)
        workspace = workspace_in(tmp_path, database, None)
        for name in ("ada", "ben"):
            database.write(lambda session, name=name: ensure_user(session, name))
            set_password(workspace, name, PASSWORD)
    port = free_port(0)
    entrance, _ = entrance_for(WayIn(login=True), port)
    environment = environment_for(migrated_sqlite_url, tmp_path)
    with VoilaServer(port, ready=APPS[:1], environment=environment, entrance=entrance) as running:
        yield running


def come(visit, server, username, tess_id):
    here = visit(f"{server.address}triage?tic={tess_id}", wait=False)
    assert here.page.url.startswith(f"{server.address}login?next=")
    here.page.fill("[name=username]", username)
    here.page.fill("[name=password]", PASSWORD)
    here.press("Enter")
    here.wait_for_plots()
    assert (here.tic, here.page.inner_text(".te-person")) == (tess_id, username)
    return here


def cookie_of(here) -> str:
    return "; ".join(f"{each['name']}={each['value']}" for each in here.page.context.cookies())


def status_of(address: str, cookie: str, method: str = "GET") -> int:
    token = cookie.partition("_xsrf=")[2].partition(";")[0]
    request = urllib.request.Request(
        address, method=method, headers={"Cookie": cookie, "X-XSRFToken": token, "X-User": "ada"}
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status if answer.url == address else 302
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def test_two_people_on_one_server(server, visit, migrated_sqlite_url):
    ada, ben = come(visit, server, "ada", 1001), come(visit, server, "ben", 1002)
    for here in (ada, ben):
        here.press("e")
        here.wait_for_notice("saved", "eb")
    with closing_database(migrated_sqlite_url) as database:
        rows = database.read(lambda session: session.execute(text(AUTHORS)).all())
    assert {tuple(row) for row in rows} == {(1001, "ada"), (1002, "ben")}

    # What is ada's is not there for ben, and not for somebody without a name.
    kernel, bens = ada.kernel_id, cookie_of(ben)
    of_kernel = f"{server.address}api/kernels/{kernel}"
    assert [status_of(of_kernel, bens, method) for method in ("GET", "DELETE")] == [404, 404]
    assert status_of(f"{server.address}voila/api/shutdown/{kernel}", bens, "POST") == 404
    assert status_of(f"{server.address}voila/query/{kernel}", bens) == 404
    assert (refusal(server.address, kernel, bens), refusal(server.address, kernel)) == (404, 403)
    assert status_of(of_kernel, cookie_of(ada)) == 200

    # What is ada's own kernel runs no code of hers either, and does not end by a message.
    assert answered(server.address, kernel, NOT_FOR_VISITORS, cookie_of(ada)) == ["kernel_info_reply"]
    assert refusal(server.address, kernel, cookie_of(ada), protocol="other") == 400
    for origin in ("https://evil.example", server.address.rstrip("/") + "1", "null"):
        assert refusal(server.address, kernel, cookie_of(ada), origin=origin) == 403

    # Who leaves is out, also with a cookie that was copied, also on a page that is still open.
    adas = cookie_of(ada)
    elsewhere = ada.page.context.new_page()
    elsewhere.goto(f"{server.address}account")
    elsewhere.click("button:has-text('Log out')")
    elsewhere.wait_for_selector("text=You are logged out")
    assert status_of(f"{server.address}triage", adas) == 302
    assert refusal(server.address, kernel, adas) == 403
    ada.press("x")
    ada.page.wait_for_selector("text=does not answer")
    wait_until(lambda: ben.page.inner_text(".te-person"), lambda name: name == "ben")
    with closing_database(migrated_sqlite_url) as database:
        assert len(database.read(lambda session: session.execute(text(AUTHORS)).all())) == len(rows)
