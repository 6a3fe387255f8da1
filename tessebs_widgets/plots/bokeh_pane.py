"""A thin bridge between a Bokeh figure and the browser.

BokehJS comes as a static file where the server has it, else from the kernel over the widget's own
connection; never from another host. What the browser sends back is a small message of numbers that
is checked here; Bokeh's own deserialiser, which can build any model, never sees it.
"""

import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import anywidget
import bokeh
import traitlets
from bokeh.core.json_encoder import serialize_json
from bokeh.document import Document
from bokeh.embed.util import standalone_docs_json_and_render_items
from bokeh.plotting import figure as Figure  # noqa: N812 - Bokeh names its class like a function
from bokeh.protocol import Protocol

from tessebs_widgets.assets import script

__all__ = ["BOKEH_FILE", "BOKEH_URL", "BokehPane", "bokeh_script"]

BOKEH_FILE = f"bokeh-{bokeh.__version__}.min.js"
"""Name under which `tessebs app` serves BokehJS: with its version, so that no cache can mix two."""

BOKEH_URL = f"tessebs/{BOKEH_FILE}"
"""Where that is, below the address of the lab extensions."""

EventHandler = Callable[[Mapping[str, float]], None]

_EVENTS = {
    "rangesupdate": ("x0", "x1", "y0", "y1"),
    "tap": ("x", "y"),
    "doubletap": ("x", "y"),
    "selectiongeometry": ("x0", "x1"),
}


def bokeh_script() -> Path:
    """BokehJS of the installed Bokeh, which speaks the wire format of this very version."""
    return Path(bokeh.__file__).parent / "server" / "static" / "js" / "bokeh.min.js"


class BokehPane(anywidget.AnyWidget):
    """Show one figure; send its changes as patches, receive range changes and taps.

    Parameters
    ----------
    plot : bokeh figure
        What to show.
    on_event : mapping of str to callable
        Handlers of ``rangesupdate`` (x0, x1, y0, y1), ``tap`` and ``doubletap`` (x, y: a click soon after
        another, anywhere) and ``selectiongeometry`` (x0, x1: a range drawn to its end), all finite numbers.
    on_theme : callable
        Told whether the page is dark, before the figure is first sent and at each change.
    guard : callable returning a context manager
        Surrounds every handler and answers what goes wrong in it.

    Notes
    -----
    Nothing is sent before the browser says hello, and then the whole document as it stands: what
    happened in between is not lost.
    """

    _esm = script("dom", "bokeh_pane")
    bokeh_url = traitlets.Unicode(BOKEH_URL).tag(sync=True)

    def __init__(
        self,
        plot: Figure,
        *,
        on_event: Mapping[str, EventHandler],
        on_theme: Callable[[bool], None],
        guard: Callable[[], Any],
    ) -> None:
        self._plot = plot
        self._on_event = dict(on_event)
        self._on_theme = on_theme
        self._guard = guard
        self._live = False
        self._muted = False
        self._batch: list[Any] | None = None
        self._patient = False
        plot.subscribed_events = set(on_event)
        self._document = Document()
        self._document.add_root(plot)
        super().__init__()
        self.on_msg(self._receive)
        self._document.on_change_dispatch_to(self)

    @contextmanager
    def batch(self, *, patient: bool = False) -> Iterator[None]:
        """Send all changes made inside as one patch: the browser paints once.

        Parameters
        ----------
        patient : bool
            The browser may paint it when it has nothing else to do: marks that follow a key held down
            must not keep the phase plot waiting.
        """
        if self._batch is not None:
            yield
            return
        self._batch, self._patient = [], patient
        try:
            yield
        finally:
            events, self._batch = self._batch, None
            self._send_patch(events)
            self._patient = False

    def _document_patched(self, event: Any) -> None:
        """Bokeh calls this by name for each change of the document."""
        if not self._live or self._muted:
            return
        if self._batch is not None:
            self._batch.append(event)
        else:
            self._send_patch([event])

    def _send_patch(self, events: list[Any]) -> None:
        if not events:
            return
        message = Protocol().create("PATCH-DOC", events)
        buffers = [each.to_bytes() for each in message.buffers]
        self.send(
            {
                "kind": "patch",
                "content": message.content_json,
                "ids": [each.id for each in message.buffers],
                "patient": self._patient,
            },
            buffers,
        )

    def _receive(self, _widget: object, message: object, _buffers: object) -> None:
        if not isinstance(message, dict):
            return
        with self._guard():
            match message.get("kind"):
                case "hello":
                    self._greet(message)
                case "theme":
                    with self.batch():
                        self._on_theme(message.get("dark") is True)
                case "script":
                    self.send({"kind": "script"}, [bokeh_script().read_bytes()])
                case "event":
                    self._hear(message)

    def _greet(self, message: Mapping[str, Any]) -> None:
        self._live = False
        self._on_theme(message.get("dark") is True)
        documents, [item] = standalone_docs_json_and_render_items(
            [self._plot], suppress_callback_warning=True
        )
        [document] = documents.values()
        self._live = True
        self.send(
            {"kind": "document", "document": serialize_json(document), "roots": list(item.to_json()["roots"])}
        )

    def _hear(self, message: Mapping[str, Any]) -> None:
        name = message.get("name")
        values = message.get("values")
        if not isinstance(name, str) or name not in self._on_event or not isinstance(values, dict):
            return
        read = {each: values.get(each) for each in _EVENTS[name]}
        if not all(_is_finite(each) for each in read.values()):
            return
        numbers = {each: float(value) for each, value in read.items()}
        if name == "rangesupdate":
            self._note_ranges(numbers)
        self._on_event[name](numbers)

    def _note_ranges(self, numbers: Mapping[str, float]) -> None:
        """Know what the browser shows, so that setting a range later is a change and is sent."""
        self._muted = True
        try:
            self._plot.x_range.update(start=numbers["x0"], end=numbers["x1"])
            self._plot.y_range.update(start=numbers["y0"], end=numbers["y1"])
        finally:
            self._muted = False


def _is_finite(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
