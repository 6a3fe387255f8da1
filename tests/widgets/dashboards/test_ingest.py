"""The ingest screen as Python sees it, and what its view tells and hears; the browser tests see the rest."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tessebs_core.errors import DatabaseUnavailable, InputError
from tessebs_core.vocabulary import TaskState
from tessebs_widgets.actions.background import Immediate
from tessebs_widgets.assets import script
from tessebs_widgets.dashboards.ingest import Ingest
from tessebs_widgets.state import Kind, Phase
from tessebs_widgets.views.ingest_words import STATES, runner_words
from tests.widgets.fakes import parts_of, send
from tests.widgets.ingest_fakes import FakeIngestDesk


@pytest.fixture
def desk() -> FakeIngestDesk:
    return FakeIngestDesk()


@pytest.fixture
def screen(desk) -> Ingest:
    made = Ingest(desk, Immediate())
    made.refresh()
    return made


@pytest.fixture
def board(screen):
    return parts_of(screen).IngestBoard


def test_a_list_is_previewed_started_and_shown(screen, desk):
    assert screen.preview("TIC 11, 22\nwhat?").words == "2 targets, 1 line not understood"
    started = screen.start(figures=True)
    assert (started.batch_id, screen.state.batch.choices.figures) == (1, True)
    assert [each.tess_id for each in screen.state.tasks] == [11, 22]
    assert (desk.runners_started, screen.state.starting, screen.state.preview) == (1, True, None)


def test_nothing_starts_without_a_preview_or_with_an_unknown_choice(screen):
    with pytest.raises(InputError, match="Preview"):
        screen.start()
    screen.preview("11")
    with pytest.raises(InputError, match="figurs"):
        screen.start(figurs=True)


def test_the_same_list_again_is_said_to_be_there(screen, desk):
    for _ in range(2):
        screen.preview("11 22")
        screen.start()
    assert len(desk.made) == 1
    assert screen.state.notice.kind is Kind.WARNING
    assert "batch 1" in screen.state.notice.text


def test_failures_are_filtered_and_tried_again_one_or_all(screen, desk):
    screen.preview("11 22 33")
    screen.start()
    desk.become(1, TaskState.FAILED, 11, 22, error="MAST has none")
    desk.become(1, TaskState.DONE, 33)
    screen.show(1, "failed")
    assert [each.tess_id for each in screen.state.tasks] == [11, 22]
    assert screen.retry(11) == 1
    assert screen.retry() == 1
    screen.show(1)
    assert screen.cancel(11) == 1
    assert screen.cancel() == 1
    assert screen.state.batch.left == 0


def test_a_target_in_the_pages_address_is_previewed_once(screen):
    for number in ("42", "43"):  # a page that connects again brings its old address
        send(parts_of(screen).IngestScreen, "arrive", tic=number, ephemeris="")
    assert [each.tess_id for each in screen.state.preview.listed.targets] == [42]
    assert screen.state.label == "TIC 42"


def test_pages_of_a_hundred_are_turned_and_end(screen):
    screen.preview(" ".join(str(each) for each in range(1, 251)))
    screen.start()
    for first in (100, 200, 200):
        screen.turn()
        assert screen.state.tasks[0].tess_id == first + 1
    screen.turn(-1)
    assert screen.state.tasks[0].tess_id == 101


def test_the_files_of_a_target_are_shown_and_put_away(screen):
    screen.preview("11")
    screen.start()
    screen.open(11)
    assert [each.file_name for each in screen.state.files] == ["a.fits"]
    screen.open(None)
    assert screen.state.files == ()
    with pytest.raises(InputError, match="not on this page"):
        screen.open(12)


def test_a_runner_that_died_is_said_and_replaced(screen, desk, board):
    screen.preview("11")
    screen.start()
    desk.status = type(desk.status)(alive=False, host="here", pid=7)
    screen.state.starting = False
    screen.refresh()
    assert board.shown["runner"]["kind"] == "dead"
    assert board.shown["runner"]["button"] == "Resume"
    send(board, "resume")
    assert desk.runners_started == 2
    assert board.shown["runner"]["kind"] == "starting"


def test_an_archive_that_is_down_is_said_with_a_button(desk, screen, board):
    screen.preview("11")
    screen.start()
    later = datetime(2100, 1, 1, tzinfo=UTC)
    desk.status = type(desk.status)(alive=True, host="here", pid=7, words="MAST is away.", paused_until=later)
    send(board, "look")
    assert (board.shown["runner"]["kind"], board.shown["runner"]["button"]) == ("held-up", "Try now")
    assert "MAST is away." in board.shown["runner"]["words"]


def test_a_list_arrives_in_pieces_and_out_of_order_is_refused(screen, board):
    send(board, "piece", number=1, total=2, text="11 2", label="a.txt")
    assert screen.state.preview is None
    send(board, "piece", number=2, total=2, text="2", label="a.txt")
    assert [each.tess_id for each in screen.state.preview.listed.targets] == [11, 22]
    assert screen.state.label == "a.txt"
    send(board, "piece", number=2, total=2, text="3", label="a.txt")
    assert "in order" in screen.state.notice.text


@pytest.mark.parametrize(
    "message",
    [
        {"kind": "piece", "number": 1, "total": 10**6, "text": "1", "label": "x"},
        {"kind": "piece", "number": 1, "total": 1, "text": "1" * 1_000_001, "label": "x"},
        {"kind": "piece", "number": 1, "total": 1, "text": 5, "label": "x"},
        {"kind": "show", "batch": "x"},
        {"kind": "show", "batch": 99},
        {"kind": "retry", "batch": -1},
        {"kind": "open", "task": "<b>"},
    ],
    ids=["too many", "too long", "no text", "no number", "not there", "negative", "markup"],
)
def test_what_a_page_sends_is_checked(screen, board, message):
    send(board, **message)
    assert screen.state.notice.kind is Kind.ERROR
    assert screen.state.preview is None


def test_a_database_that_is_away_is_said_and_the_next_look_mends_it(screen, desk, board):
    desk.error = DatabaseUnavailable("It is away.")
    send(board, "look")
    assert screen.state.notice.text == "It is away."
    desk.error = None
    send(board, "look")
    assert screen.state.phase is Phase.READY


def test_whoever_may_only_look_is_offered_nothing(screen, desk, board):
    screen.preview("11")
    screen.start()
    desk.become(1, TaskState.FAILED, 11)
    desk.may_change = False
    screen.refresh()
    assert not board.shown["may_change"]
    assert not board.shown["batch"]["can_retry"]


def test_every_state_has_a_sign_and_a_word_of_its_own():
    assert set(STATES) == set(TaskState)
    assert len({sign for sign, _ in STATES.values()}) == len({label for _, label in STATES.values()}) == 6


def test_a_runner_says_where_it_works(desk):
    status = type(desk.status)(alive=True, host="here", pid=7, waiting=1)
    assert runner_words(status, starting=False)[:2] == (
        "working", "A runner works on here (process 7): 1 target left.",
    )  # fmt: skip


def test_every_key_that_the_documentation_names_is_on_the_screen_with_its_line_of_python():
    docs = Path(__file__).parents[3] / "docs" / "ingest.md"
    rows = re.findall(r"^\| (`.*?) \|.*?\| (`.*?`) \|$", docs.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert len(rows) == 12
    written = script("ingest", "ingest_rows")
    for keys, python in rows:
        for key in re.findall(r"`([^0-9])`", keys):
            assert f'"{key}"' in written
        for name in re.findall(r"screen\.(\w+)\(", python):
            assert callable(getattr(Ingest, name))
