import json
from contextlib import nullcontext

import pytest
from bokeh.models import Range1d
from bokeh.plotting import figure

from tessebs_widgets.plots.bokeh_pane import BokehPane, bokeh_script


class Recorder:
    """A pane whose messages to the browser are kept."""

    def __init__(self):
        self.figure = figure(x_range=Range1d(0, 1), y_range=Range1d(0, 1))
        self.heard, self.themes, self.sent = [], [], []
        self.pane = BokehPane(
            self.figure,
            on_event={
                "tap": lambda values: self.heard.append(("tap", values)),
                "rangesupdate": lambda values: self.heard.append(("rangesupdate", values)),
            },
            on_theme=self.themes.append,
            guard=nullcontext,
        )
        self.pane.send = lambda message, buffers=None: self.sent.append((message, buffers))

    def receive(self, **message):
        self.pane._receive(self.pane, message, [])

    def kinds(self):
        return [message["kind"] for message, _ in self.sent]


@pytest.fixture
def recorder():
    return Recorder()


def test_nothing_is_sent_before_the_browser_says_hello(recorder):
    recorder.figure.x_range.start = 5
    assert recorder.sent == []


def test_hello_is_answered_by_the_document_as_it_stands_in_the_theme_of_the_page(recorder):
    recorder.figure.x_range.start = 5
    recorder.receive(kind="hello", dark=True)
    assert recorder.themes == [True]
    [(message, _)] = recorder.sent
    assert message["kind"] == "document"
    assert '"start":5' in message["document"].replace(" ", "")


def test_changes_made_together_go_as_one_patch(recorder):
    recorder.receive(kind="hello", dark=False)
    with recorder.pane.batch():
        recorder.figure.x_range.start = 2
        recorder.figure.x_range.end = 3
    assert recorder.kinds() == ["document", "patch"]
    assert len(json.loads(recorder.sent[1][0]["content"])["events"]) == 2


def test_a_patch_says_whether_it_can_wait(recorder):
    recorder.receive(kind="hello", dark=False)
    with recorder.pane.batch(patient=True):
        recorder.figure.x_range.start = 2
    recorder.figure.x_range.start = 3
    assert [message["patient"] for message, _ in recorder.sent[1:]] == [True, False]


def test_a_tap_reaches_its_handler_as_numbers(recorder):
    recorder.receive(kind="event", name="tap", values={"x": 1, "y": 2.5})
    assert recorder.heard == [("tap", {"x": 1.0, "y": 2.5})]


def test_a_range_set_back_after_the_browser_moved_it_is_sent(recorder):
    recorder.receive(kind="hello", dark=False)
    recorder.receive(kind="event", name="rangesupdate", values={"x0": 5, "x1": 6, "y0": 0, "y1": 1})
    assert recorder.kinds() == ["document"]
    recorder.figure.x_range.start = 0
    assert recorder.kinds() == ["document", "patch"]


@pytest.mark.parametrize(
    "message",
    [
        {"name": "tap", "values": {"x": "1", "y": 2}},
        {"name": "tap", "values": {"x": float("nan"), "y": 2}},
        {"name": "tap", "values": {"x": True, "y": 2}},
        {"name": "tap", "values": [1, 2]},
        {"name": "tap"},
        {"name": "buttonclick", "values": {}},
        {"name": ["tap"], "values": {"x": 1, "y": 2}},
        {},
    ],
)
def test_what_is_no_event_is_ignored(recorder, message):
    recorder.receive(kind="event", **message)
    assert recorder.heard == []


def test_the_script_comes_from_the_installed_bokeh(recorder):
    recorder.receive(kind="script")
    [(message, [script])] = recorder.sent
    assert message == {"kind": "script"}
    assert script == bokeh_script().read_bytes()
    assert len(script) > 1_000_000
