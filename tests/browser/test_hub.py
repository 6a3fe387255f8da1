"""JupyterHub as it is shipped: two people, a server each, votes in their names, and an end when unused."""

import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path

import psutil
import pytest
from sqlalchemy import select

from tessebs_core.database.migrations import upgrade
from tessebs_core.database.schema import User, Vote
from tessebs_core.records import DataFolder
from tessebs_core.vocabulary import Role
from tessebs_core.workflows.passwords import set_password
from tessebs_core.workflows.people import set_role
from tessebs_core.workflows.workspace import Workspace
from tests.browser.catalogue import FIRST, fill
from tests.browser.databases import closing_database
from tests.browser.visits import Visit
from tests.support.hub import running_hub

PASSWORDS = {"ada": "seven quiet telescopes", "ben": "eleven loud telescopes"}
IDLE_S = 25  # longer than a busy machine takes between two signs of life

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """A catalogue with a member and a lead, who have passwords."""
    folder = tmp_path_factory.mktemp("group")
    url = f"sqlite:///{folder / 'tessebs.sqlite3'}"
    with closing_database(url) as database:
        upgrade(database)
        fill(database, folder, 2)
        workspace = Workspace(database, DataFolder(folder), None)
        for name, role in (("ada", Role.MEMBER), ("ben", Role.LEAD), ("rita", Role.ADMIN)):
            set_role(workspace, name, role)
        for name, password in PASSWORDS.items():
            set_password(workspace, name, password)
    return url, folder


@pytest.fixture(scope="module")
def hub(catalogue, tmp_path_factory) -> Iterator[str]:
    """The hub over it, which ends what is idle after seconds."""
    url, folder = catalogue
    settings = {
        "TESSEBS_DATABASE_URL": url, "TESSEBS_DATA_DIR": str(folder),
        "TESSEBS_HUB_IDLE": str(IDLE_S), "TESSEBS_HUB_CODE": "lead,admin",
    }  # fmt: skip
    with running_hub(tmp_path_factory.mktemp("hub"), settings) as address:
        yield address


def fetched(address: str, **headers: str) -> tuple[int, str, str]:
    """Status, final address and body, as somebody without a session gets them."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    try:
        with opener.open(urllib.request.Request(address, headers=headers), timeout=60) as answer:
            return answer.status, answer.url, answer.read().decode(errors="replace")
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.url, error.read().decode(errors="replace")


def log_in(visit: Visit, name: str, password: str) -> None:
    visit.page.fill("#username_input", name)
    visit.page.fill("#password_input", password)
    visit.page.click("#login_submit")


def servers_of_people() -> dict[str, psutil.Process]:
    found = {}
    for each in psutil.process_iter(["cmdline"]):
        if each.info["cmdline"] and "hub-app" in each.info["cmdline"]:
            found[each.environ()["JUPYTERHUB_USER"]] = each
    return found


def test_two_people_work_in_servers_of_their_own(hub, catalogue, visit):
    status, where, page = fetched(f"{hub}/user/ada/triage")
    assert (status, "/hub/login" in where, "jupyter-config-data" in page) == (200, True, False)

    ben, ada = visit(f"{hub}/", wait=False), visit(f"{hub}/", wait=False)
    log_in(ben, "ben", PASSWORDS["ada"])
    ben.page.wait_for_selector(".login_error")
    log_in(ben, "ben", PASSWORDS["ben"])
    ben.page.check("[name=start][value=apps]")  # a lead may choose JupyterLab instead
    ben.page.click("#spawn_form [type=submit]")
    log_in(ada, "ada", PASSWORDS["ada"])  # a member is not asked
    for each, name in ((ben, "ben"), (ada, "ada")):
        each.page.wait_for_url(re.compile(rf"/user/{name}/triage"))
        each.wait_for_plots()
        each.press("e")
        each.wait_for_notice("saved", "eb")

    url, _ = catalogue
    with closing_database(url) as database:
        voted = database.read(
            lambda session: session.execute(
                select(User.username, Vote.ephemeris_id).join(Vote, Vote.user_id == User.id)
            ).all()
        )
    assert {name for name, _ in voted} == {"ada", "ben"}

    cookies = {each["name"]: each["path"] for each in ada.page.context.cookies()}
    assert cookies["jupyterhub-user-ada"] == "/user/ada/"
    answer = ada.page.context.request.get(f"{hub}/user/ben/triage?tic={FIRST}")
    assert (answer.status, "jupyter-config-data" in answer.text()) == (403, False)
    answer = ada.page.context.request.get(f"{hub}/user/ben/api/kernels/{ben.kernel_id}")
    assert answer.status == 403

    for name, server in servers_of_people().items():
        family = server.children(recursive=True)
        assert len(family) >= 2
        for each in family:
            surroundings = each.environ()
            assert not [word for word in surroundings if "TOKEN" in word or word.startswith("JUPYTERHUB_")]
            assert surroundings["TESSEBS_ACTING_USER"] == name


def test_servers_end_when_nobody_uses_them(hub, visit):
    left = servers_of_people()
    _, alive = psutil.wait_procs(left.values(), timeout=3 * IDLE_S + 20)
    assert (set(left), alive) == ({"ada", "ben"}, [])
    status, where, _ = fetched(f"{hub}/hub/login")
    assert (status, where.startswith(hub)) == (200, True)
