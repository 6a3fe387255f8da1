"""The server behind the app: what it gives, what it refuses, how it ends."""

import re
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tessebs_widgets.apps import APPS, app_named
from tests.browser.catalogue import environment_for
from tests.browser.kernel_channels import answered

OPEN = ("environ", "cmdline")
"""What the system tells of a process: to its own account, and to everybody."""

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def status_of(address: str, **headers: str) -> int:
    request = urllib.request.Request(address, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        with error:
            return error.code


@pytest.mark.parametrize(
    "path",
    [
        "voila/files/triage.ipynb",
        "voila/tree",
        "voila/render/triage.ipynb",
        "voila/api/contents",
        "triage.ipynb",
        "triage/triage.ipynb",
        "notebooks/triage.ipynb",
        "voila/files/tessebs.sqlite3",
        "voila/files/%2e%2e/%2e%2e/etc/passwd",
        "voila/files/lc_data/tic0000001001.fits",
        "voila/labextensions/../../voila.json",
        "voila/labextensions/tessebs/%2e%2e/%2e%2e/%2e%2e/voila.json",
        "api/contents",
        "api/kernels",
        "api/sessions",
        "api/terminals",
    ],
)
def test_no_file_and_no_interface_of_the_server_is_open(app, path):
    assert status_of(app.address + path) in (403, 404)


@pytest.mark.parametrize(
    "path", ["", "triage", "api/catalogue", "api/kernels/0b7e1c3e-0000-0000-0000-000000000000"]
)
def test_a_page_of_another_name_that_points_here_is_refused(app, path):
    assert status_of(app.address + path, Host="evil.example") == 403


@pytest.mark.parametrize("served", APPS, ids=lambda served: served.name)
def test_every_app_has_its_address_and_leads_to_the_others_with_the_target(visit, app, served, tic):
    page = visit(app.address_of(served) + f"?tic={tic}", wait=False).page
    page.wait_for_selector(".tessebs[data-phase=ready]")
    page.keyboard.press("$")
    assert page.inner_text(".te-app[aria-current]") == served.title
    links = page.eval_on_selector_all(
        "a.te-app:not([aria-current])", "links => links.map((each) => each.href)"
    )
    shown = links[0].rpartition("=")[2]  # the sheet leads on with the tile that it stands on
    assert shown == str(tic) or (served.name == "sheet" and shown.isdigit())
    assert links == [f"{app.address_of(other)}?tic={shown}" for other in APPS if other is not served]


def test_the_menu_of_the_apps_goes_by_keys_alone_and_no_key_of_the_screen_is_heard_meanwhile(visit, app):
    page = visit(app.address_of(app_named("sheet")), wait=False).page
    page.wait_for_selector(".tessebs[data-phase=ready] .te-tile")
    focused = page.inner_text(".te-tile[aria-current]")
    names = [each.name for each in APPS]
    page.keyboard.press("$")
    for key, at in (("Home", 0), ("ArrowUp", -1), ("ArrowDown", 0), ("ArrowDown", 1)):
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.dataset.app") == names[at]
    page.keyboard.press("Escape")
    assert page.is_hidden(".te-app-list")
    assert page.inner_text(".te-tile[aria-current]") == focused
    page.keyboard.press("$")
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{app.address_of(APPS[0])}*")


def test_programs_get_the_catalogue_from_the_same_server(app):
    assert status_of(app.address + "api/catalogue?in_catalog=any&format=csv") == 200
    assert status_of(app.address + "api/catalogue?period_min=nonsense") == 400


def test_the_first_page_leads_to_triage_with_the_target(visit, app, tic):
    page = visit(f"{app.address}?tic={tic}").page
    assert page.url == f"{app.address}triage?tic={tic}"


def test_code_from_a_browser_is_not_run(visit, app):
    """The channel to the kernel lets widgets' messages through and nothing else."""
    here = visit(app.address)
    code = ("shell", "execute_request", {"code": "1 + 1", "silent": False})
    assert answered(app.address, here.kernel_id, [code]) == ["kernel_info_reply"]


@pytest.fixture
def command(catalogue_url, catalogue_folder) -> Iterator[subprocess.Popen]:
    """``tessebs app`` as a person starts it."""
    code = "from tessebs_core.cli.main import main; main()"
    with subprocess.Popen(
        [sys.executable, "-c", code, "app", "--no-browser"],
        env=environment_for(catalogue_url, catalogue_folder) | {"AWS_SECRET_ACCESS_KEY": "9f3b-secret"},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield process


def test_the_command_says_one_line_and_ends_with_everything_it_started(command):
    line = command.stdout.readline()
    address = re.fullmatch(r"tessEBs is ready: (http://127\.0\.0\.1:\d+/)\n", line)[1]
    assert status_of(address + "voila/static/voila.js") == 200
    family = psutil.Process(command.pid).children(recursive=True)
    seen = b"".join(Path(f"/proc/{each.pid}/{name}").read_bytes() for each in family for name in OPEN)
    assert b"tessebs_widgets.serving" in seen
    assert not any(
        each in seen for each in (b"9f3b-secret", b"TESSEBS_DATABASE_URL", b"sqlite:", b"mariadb:")
    )
    command.send_signal(signal.SIGINT)
    assert command.stdout.read() == "tessEBs has ended.\n"
    assert command.wait(30) == 0
    assert psutil.wait_procs(family, timeout=10)[1] == []


def test_a_server_whose_command_is_killed_ends_too(command):
    assert "ready" in command.stdout.readline()
    family = psutil.Process(command.pid).children(recursive=True)
    folder = Path(family[0].cwd())
    assert folder.name.startswith("tessebs-app-")
    command.kill()
    assert psutil.wait_procs(family, timeout=20)[1] == []
    assert not folder.exists()
