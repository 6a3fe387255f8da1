"""The catalogue's table: one page of what was found."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tessebs_core.records.catalogue_columns import Column, column_named
from tessebs_core.records.searching import FoundEntry, SearchPage
from tessebs_core.vocabulary import ColumnKind
from tessebs_widgets.assets import script
from tessebs_widgets.state.catalogue import CatalogueState
from tessebs_widgets.views.base import View
from tessebs_widgets.views.messages import flag, place, text, whole

__all__ = ["CatalogueTable", "TableActions"]

SIZES = (50, 100, 200, 500)
_LONGEST_NAME = 40
_NAME = column_named("tess_id")  # heads every row, whatever is chosen: it stays when the rest is scrolled
_UNITS = {"mas / yr": "mas/yr", "dex(cm / s2)": "dex"}


@dataclass(frozen=True)
class TableActions:
    """What the table can do."""

    order_by: Callable[[str, bool], None]
    go: Callable[[int], None]
    step: Callable[[int], None]
    set_size: Callable[[int], None]
    choose_row: Callable[[int], None]
    without: Callable[[str], None]
    clear: Callable[[], None]
    again: Callable[[], None]


class CatalogueTable(View):
    """Show the page, in which order it is, and what to loosen when nothing was found."""

    _esm = script("dom", "catalogue_table")
    watches = ("page", "search", "searching", "failed", "unread", "row", "loosened")

    def __init__(self, state: CatalogueState, actions: TableActions) -> None:
        super().__init__(
            state,
            {
                "order": lambda message: actions.order_by(
                    text(message, "column", longest=_LONGEST_NAME), flag(message, "second")
                ),
                "go": lambda message: actions.go(whole(message, "page")),
                "next": lambda _: actions.step(1),
                "previous": lambda _: actions.step(-1),
                "size": lambda message: actions.set_size(whole(message, "size")),
                "row": lambda message: actions.choose_row(place(message, "row")),
                "without": lambda message: actions.without(text(message, "key", longest=200)),
                "clear": lambda _: actions.clear(),
                "again": lambda _: actions.again(),
            },
        )
        self.add_class("te-catalogue-table")

    def describe(self) -> dict[str, Any]:
        """The page in texts, as the legacy site writes them."""
        state = self._state
        page = state.page
        return {
            "columns": [] if page is None else [self._heading(each) for each in _columns(page)],
            "rows": [] if page is None else [_row(page, each) for each in page.entries],
            "row": state.row,
            "searching": state.searching,
            "failed": state.failed,
            "unread": state.unread,
            "nothing": page is not None and page.count == 0,
            "text": state.search.text,
            "loosened": [
                {"key": each.condition, "words": each.words, "count": f"{each.count:,}"}
                for each in state.loosened
            ],
            "words": "" if page is None else f"page {page.page} of {page.pages}",
            "page": page.page if page is not None else 1,
            "pages": page.pages if page is not None else 1,
            "size": state.search.size,
            "sizes": sorted({*SIZES, state.search.size}),
        }

    def _heading(self, column: Column) -> dict[str, Any]:
        keys = [each.column for each in self._state.search.order]
        rank = keys.index(column.name) + 1 if column.name in keys else 0
        return {
            "name": column.name,
            "label": column.label,
            "unit": _UNITS.get(column.unit, column.unit),
            "help": column.description,
            "ordered": column.ordered,
            "rank": rank,
            "descending": bool(rank) and self._state.search.order[rank - 1].descending,
            "number": column.kind in (ColumnKind.NUMBER, ColumnKind.WHOLE),
        }


def _columns(page: SearchPage) -> list[Column]:
    return [_NAME, *(each for each in page.columns if each.name != _NAME.name)]


def _row(page: SearchPage, entry: FoundEntry) -> dict[str, Any]:
    texts = {each.name: words for each, words in zip(page.columns, page.texts(entry), strict=True)}
    texts[_NAME.name] = _NAME.text(entry.tess_id)
    cells = [texts[each.name] for each in _columns(page)]
    return {"tic": str(entry.tess_id), "signal": entry.signal_id, "cells": cells}
