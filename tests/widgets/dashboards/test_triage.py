import json
import subprocess
import sys
from pathlib import Path

import nbformat

from tessebs_core.records import Draft
from tessebs_widgets.dashboards import triage
from tessebs_widgets.state import Phase
from tests.widgets.fakes import BINARY, FakeDesk, parts_of, send

ROOT = Path(__file__).parents[3]


def test_a_workspace_that_cannot_be_opened_is_said_on_the_screen(monkeypatch, tmp_path):
    monkeypatch.setenv("TESSEBS_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("TESSEBS_DATABASE_URL", f"sqlite:///{tmp_path / 'none.sqlite3'}")
    screen = triage("ada")
    assert screen.state.phase is Phase.FAILED
    assert parts_of(screen).Screen.shown["words"]


def test_the_screen_shows_itself_in_a_cell(screen):
    [bundle] = [each for each in [screen._repr_mimebundle_()] if each]
    assert "application/vnd.jupyter.widget-view+json" in json.dumps(bundle)


def test_the_fake_desk_has_every_method_of_the_real_one():
    from tessebs_widgets.actions.triage import Desk

    public = {name for name in vars(Desk) if not name.startswith("_")}
    assert public <= set(dir(FakeDesk))


def test_the_notebook_is_an_import_and_a_call_and_holds_no_output():
    notebook = nbformat.read(ROOT / "notebooks" / "triage.ipynb", as_version=4)
    [cell] = notebook.cells
    assert cell.outputs == []
    assert cell.source.split("\n\n") == ["from tessebs_widgets import triage", "triage()"]


def test_the_screens_start_without_heavy_libraries():
    code = (
        "import sys, tessebs_widgets.dashboards\n"
        "print([m for m in ('scipy', 'pandas', 'matplotlib', 'astroquery', 'numba', 'nifty_ls', 'voila',"
        " 'sqlalchemy', 'astropy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_kernel_made_ready_ahead_looks_again_when_a_page_comes(screen, desk, monkeypatch):
    monkeypatch.setenv("VOILA_PREHEAT", "True")
    desk.drafts[BINARY] = Draft(comment="written meanwhile in another page")
    send(parts_of(screen).Screen, "arrive", tic=None)
    assert screen.state.comment == "written meanwhile in another page"
    screen.set_period(3.25)
    send(parts_of(screen).Screen, "arrive", tic=None)
    assert screen.state.fold.period == 3.25


def test_a_page_that_asks_for_what_is_not_there_is_told_so(screen, monkeypatch):
    monkeypatch.setenv("VOILA_PREHEAT", "True")
    send(parts_of(screen).Screen, "arrive", tic="999999")
    assert "TIC 999999" in screen.state.notice.text
    screen.next()
    assert screen.state.candidate.target.tess_id == BINARY
