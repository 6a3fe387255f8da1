"""Tables of a target: numbers as text in columns, links to other apps, words where there is nothing."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from traitlets import HasTraits

from tessebs_widgets.assets import script
from tessebs_widgets.views.base import Handler, View

__all__ = ["Tables", "cell", "table"]


class Tables(View):
    """Show the tables that ``tables`` makes of the state."""

    _esm = script("dom", "tables")
    watches = ("view",)

    def __init__(
        self,
        state: HasTraits,
        tables: Callable[[Any], list[dict[str, Any]]] = lambda _: [],
        handlers: Mapping[str, Handler] | None = None,
    ) -> None:
        self._tables = tables
        super().__init__(state, handlers)
        self.add_class("te-tables")

    def describe(self) -> dict[str, Any]:
        """The tables of what is shown; none while there is nothing."""
        view = self._state.view
        return {"tables": [] if view is None else self._tables(view)}


def table(
    title: str, head: Sequence[str], rows: list[list[Any]], *, empty: str, note: str = "", left: int = 1
) -> dict[str, Any]:
    """One table.

    Parameters
    ----------
    head : sequence of str
        Names of the columns.
    rows : list of lists
        Texts, or what `cell` makes.
    empty : str
        What stands there instead of no rows.
    note : str
        A sentence below.
    left : int
        So many columns hold words, not numbers, and stand to the left.
    """
    return {"title": title, "head": list(head), "rows": rows, "empty": empty, "note": note, "left": left}


def cell(text: str, *, app: str = "", query: str = "", title: str = "", kind: str = "") -> dict[str, str]:
    """A text that leads to another app (``app``, ``query``), has a title, or is of a kind (a colour)."""
    return {"text": text, "app": app, "query": query, "title": title, "kind": kind}
