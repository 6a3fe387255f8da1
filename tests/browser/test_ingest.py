"""The ingest screen as a person meets it: Chromium, Voilà, a runner of its own, an archive with faults."""

import os
import signal
from collections.abc import Iterator

import pytest

from tessebs_core.demonstration.local_archive import Answer, Fault, LocalArchive
from tessebs_core.vocabulary import TaskState
from tessebs_core.workflows import batches
from tessebs_core.workflows.workspace import Workspace
from tessebs_widgets.apps import app_named
from tessebs_widgets.serving.voila_server import VoilaServer, free_port
from tests.browser.catalogue import environment_for
from tests.browser.databases import closing_database, wait_until
from tests.support.sky import TARGET, holdings_of, targets_of, workspace_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

OTHER, UNKNOWN = TARGET + 1, 424242
HOSTILE = "<img src=x onerror=\"document.title='owned'\">"
PASTE = """count => {
  const pasted = new DataTransfer(), field = document.querySelector(".te-list-field");
  pasted.setData("text/plain", Array.from({ length: count }, (_, at) => `TIC ${at + 1}`).join("\\n"));
  field.value = "";
  field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: pasted, cancelable: true }));
}"""
LIST = f"# two stars\nTIC {TARGET}\n{HOSTILE}\n{UNKNOWN}, {OTHER}\n{TARGET}\n"


@pytest.fixture
def sky(tmp_path) -> Iterator[LocalArchive]:
    """An archive that holds two targets and never finishes a file until it is told to."""
    folder = tmp_path / "shelves"
    folder.mkdir()
    stalling = lambda request: Fault(stalls=True) if request.is_download else None  # noqa: E731
    with LocalArchive(holdings_of(targets_of(folder, TARGET, OTHER)), fault=stalling) as archive:
        yield archive


@pytest.fixture
def workspace(tmp_path, migrated_sqlite_url, sky) -> Iterator[Workspace]:
    """What the app works on; at the end no runner is left."""
    with closing_database(migrated_sqlite_url) as database:
        made = workspace_in(tmp_path, database, sky.endpoints)
        yield made
        status = batches.runner_status(made)
        if status.alive:  # it may be waiting for an archive that has fallen silent
            os.kill(status.pid, signal.SIGKILL)
        wait_until(lambda: batches.runner_status(made).alive, lambda alive: not alive)


@pytest.fixture
def page(workspace, sky, visit):
    """The screen of "ada", who uses a mouse and a keyboard."""
    url = workspace.database.engine.url.render_as_string(hide_password=False)
    environment = environment_for(url, workspace.folder.root) | {
        "TESSEBS_MAST_URL": sky.endpoints.mast_url,
        "TESSEBS_SIMBAD_URL": sky.endpoints.simbad_url,
    }
    with VoilaServer(free_port(0), ready=(), environment=environment) as server:
        here = visit(server.address_of(app_named("ingest")), wait=False)
        here.page.wait_for_selector(".tessebs[data-phase=ready] .te-batch-list .te-none")
        yield here
        here.leave()


def wait_for_states(here, **counts: int) -> None:
    """Until the chips count so many targets in these states."""
    here.page.wait_for_function(
        "counts => Object.entries(counts).every(([state, count]) => document.querySelector("
        "`.te-chip[data-state='${state}'] .te-label`).textContent.match(/\\d+/)[0] === String(count))",
        arg=counts,
    )


def row(here, tess_id: int) -> str:
    return f".te-task:has(.te-task-tic:text-is('TIC {tess_id}'))"


def test_a_pasted_list_is_fetched_past_reload_death_and_failure(page, workspace, sky):
    page.press("l")
    page.page.fill(".te-list-field", LIST)
    page.press("Control+Enter")
    page.page.wait_for_selector(".te-preview-words")
    assert "3 targets, 1 line not understood, 1 named again" in page.page.inner_text(".te-preview-words")
    assert "line 3" in page.page.inner_text(".te-lines")
    assert page.page.locator(".te-lines img").count() == 0
    page.page.click(".te-choice:has-text('periodograms')")
    page.press("s")
    wait_for_states(page, failed=1, running=2)
    assert "TESS Input Catalog" in page.page.inner_text(row(page, UNKNOWN))

    page.page.reload()  # in the middle
    page.page.wait_for_selector(f"{row(page, TARGET)} .te-state[data-state=running]")
    status = batches.runner_status(workspace)
    os.kill(status.pid, signal.SIGKILL)
    page.page.wait_for_selector(".te-runner[data-kind=dead]")
    page.page.wait_for_selector(f"{row(page, TARGET)}:has-text('waiting'):has-text('its runner died')")
    sky.fault = lambda request: Fault(answer=Answer(404, b"")) if request.is_download else None
    page.press("G")
    wait_for_states(page, failed=3)
    page.page.click(f"{row(page, OTHER)} .te-task-tic")
    page.page.wait_for_selector(".te-file .te-state[data-state=failed]")
    assert "404" in page.page.inner_text(".te-file")

    sky.fault = None
    page.press("5")
    page.page.wait_for_function("() => document.querySelectorAll('.te-task').length === 3")
    page.page.click(".te-retry-all")
    wait_for_states(page, done=2, failed=1)
    page.press("0")
    page.page.wait_for_selector(f"{row(page, OTHER)} .te-state[data-state=done]")
    assert page.page.title() != "owned"
    assert {each.state for each in batches.list_tasks(workspace, 1)} == {TaskState.DONE, TaskState.FAILED}


def test_a_file_is_dropped_cancelled_and_the_same_list_adds_nothing(page, workspace, tmp_path):
    file = tmp_path / "list.csv"
    file.write_text(f"tic_id,bjd0,period\n{TARGET},2458326.1,2.345\n{OTHER},1,0\n")
    page.page.set_input_files(".te-file-input", file)
    page.page.wait_for_selector(".te-preview-words:has-text('list.csv: 2 targets, 1 line not understood')")
    assert "full BJD" in page.page.inner_text(".te-preview-place")
    page.press("s")
    wait_for_states(page, running=2)
    page.press("v")
    page.page.wait_for_selector(".te-preview-words:has-text('2 targets')")
    page.press("s")
    page.wait_for_notice("warning", "nothing was added")
    page.press("C")
    wait_for_states(page, cancelled=2)
    page.page.wait_for_selector(".te-runner[data-kind=quiet]")
    assert len(batches.list_batches(workspace)) == 1

    page.page.evaluate(PASTE, 20_000)
    page.page.wait_for_selector(".te-preview-words:has-text('pasted: 20000 targets')")
    file.write_bytes(b"PK\x03\x04\x00\x00")
    page.page.set_input_files(".te-file-input", file)
    page.page.wait_for_selector(".te-task-error:has-text('list.csv is no text file')")
    page.page.wait_for_selector(".te-start:disabled")  # what was previewed before is put away
