"""The same screen in a JupyterLab cell: none of our files is served there, and keys have a meaning."""

import json
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tessebs_widgets.apps import app_named
from tessebs_widgets.serving.notebooks import notebook_of
from tessebs_widgets.serving.voila_server import free_port
from tests.browser.catalogue import FIRST, PERIOD, environment_for, fill
from tests.browser.databases import closing_database, votes_on

OTHERS = ("catalogue", "target", "ingest", "group", "admin", "contact_sheet")

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture
def lab(tmp_path: Path, migrated_sqlite_url: str) -> Iterator[str]:
    """Address of the triage notebook in a JupyterLab over a catalogue of two targets."""
    with closing_database(migrated_sqlite_url) as database:
        fill(database, tmp_path, count=2)
    folder = tmp_path / "lab"
    folder.mkdir()
    shutil.copy(notebook_of(app_named("triage")), folder)
    port = free_port(0)
    environment = environment_for(migrated_sqlite_url, tmp_path) | {
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTERLAB_SETTINGS_DIR": str(folder / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces"),
    }
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1", f"--port={port}"]
    options = ["--IdentityProvider.token=", "--LabApp.news_url=", "--ServerApp.allow_root=True"]
    with subprocess.Popen(
        [*command, *options],
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        wait_for_port(port)
        yield f"http://127.0.0.1:{port}/lab/tree/triage.ipynb?reset"
        family = psutil.Process(process.pid).children(recursive=True)
        process.terminate()
        for each in psutil.wait_procs(family, timeout=10)[1]:
            each.kill()


def wait_for_port(port: int) -> None:
    give_up = time.monotonic() + 60
    while True:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert time.monotonic() < give_up, "JupyterLab does not answer"
        time.sleep(0.1)


def all_screens(folder: Path) -> None:
    """A notebook of which one cell opens all screens but triage, one below the other."""
    notebook = json.loads((folder / "triage.ipynb").read_text(encoding="utf-8"))
    names = ", ".join(OTHERS)
    shown = [f"display({name}({FIRST if name == 'target' else ''}))" for name in OTHERS]
    notebook["cells"][0]["source"] = "\n".join([f"from tessebs_widgets import {names}", *shown])
    (folder / "all.ipynb").write_text(json.dumps(notebook), encoding="utf-8")


def test_all_other_screens_keep_their_looks_side_by_side(lab, visit, tmp_path):
    all_screens(tmp_path / "lab")
    here = visit(lab.replace("triage.ipynb", "all.ipynb"), wait=False)
    page = here.page
    page.click(".jp-NotebookPanel .jp-CodeCell .cm-content")
    page.wait_for_selector(".jp-Notebook-ExecutionIndicator[data-status=idle]")
    here.press("Shift+Enter")
    page.wait_for_function(
        "count => document.querySelectorAll('.tessebs[data-phase=ready]').length === count", arg=len(OTHERS)
    )
    page.wait_for_selector(".te-facts-card .te-facts dd")
    for screen in page.locator(".tessebs").all():
        assert screen.evaluate("each => each.scrollWidth - each.clientWidth") == 0
        brand = screen.locator(".te-brand").bounding_box()
        top = screen.bounding_box()
        assert 0 < brand["y"] - top["y"] < 40  # its header is on top, whatever the others' sheets say
    assert page.locator(".te-target-screen .te-verbs a:visible").count() == 0  # leads nowhere in a cell
    line = page.get_attribute(".te-sheet .te-sheet-tic", "title")
    assert line.startswith("in a cell: triage(tess_id=")
    page.click(".te-target-screen .te-tic")
    here.press("4")
    page.wait_for_selector(".te-target-screen .te-section-products:visible")


def test_the_screen_works_in_a_cell_by_mouse_and_by_keys(lab, visit, migrated_sqlite_url):
    here = visit(lab, wait=False)
    here.page.click(".jp-NotebookPanel .jp-CodeCell .cm-content")
    here.page.wait_for_selector(".jp-Notebook-ExecutionIndicator[data-status=idle]")
    here.press("Shift+Enter")
    here.wait_for_plots()
    assert here.tic == FIRST
    here.page.click(".te-tic")
    here.press("3")
    here.wait_for_period(2 * PERIOD)
    here.page.wait_for_selector(".te-multiple[data-multiple=double][aria-pressed=true]")  # what is judged
    here.press("a")  # "insert a cell above" is JupyterLab's own meaning
    here.wait_for_notice("saved", "ambiguous")
    assert votes_on(migrated_sqlite_url, FIRST) == [("eb", "ambiguous", "double")]
    assert here.page.locator(".jp-NotebookPanel .jp-CodeCell").count() <= 2
