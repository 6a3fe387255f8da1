"""What all views share: a description for the browser, and checked messages back."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

import anywidget
import traitlets
from traitlets import HasTraits

from tessebs_widgets.state.guarding import guarded

__all__ = ["Handler", "View"]

Handler = Callable[[Mapping[str, Any]], None]


class View(anywidget.AnyWidget):
    """A part of the screen: `describe` says in plain values what its script draws.

    The script writes every text with ``textContent``, so that nothing a person typed is ever
    read as markup.
    """

    watches: ClassVar[tuple[str, ...]] = ()
    """Names of the state's traits that `describe` depends on."""

    shown = traitlets.Dict().tag(sync=True)

    def __init__(self, state: HasTraits, handlers: Mapping[str, Handler] | None = None) -> None:
        self._state = state
        self._handlers = {"hello": self._greet, **(handlers or {})}
        self._revision = 0
        super().__init__()
        self.on_msg(self._receive)
        state.observe(self._refresh, names=list(self.watches))
        self._refresh()

    def describe(self) -> dict[str, Any]:
        """What the script draws, as values that JSON knows."""
        raise TypeError(f"{type(self).__name__} says not what it shows.")

    def _refresh(self, _change: object = None) -> None:
        with guarded(self._state):
            described = self.describe()
            if described != {key: each for key, each in self.shown.items() if key != "revision"}:
                self._revision += 1
                self.shown = {**described, "revision": self._revision}

    def _receive(self, _widget: object, message: object, _buffers: object) -> None:
        if not isinstance(message, dict):
            return
        handler = self._handlers.get(str(message.get("kind")))
        if handler is not None:
            with guarded(self._state):
                handler(message)

    def _greet(self, message: Mapping[str, Any]) -> None:
        """Send again what changed while the page was being built and could be lost on the way."""
        if message.get("revision") != self._revision:
            self.send_state("shown")
