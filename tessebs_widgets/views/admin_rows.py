"""The rows of a table: a page of them, found and ordered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from tessebs_core.records.administration import ROWS_AT_ONCE, RowWish, StoredRow, Table
from tessebs_core.vocabulary import TableKind
from tessebs_widgets.assets import script
from tessebs_widgets.state.admin import AdminPage, AdminState
from tessebs_widgets.views.admin_values import shown_value
from tessebs_widgets.views.base import View
from tessebs_widgets.views.messages import flag, text

__all__ = ["AdminRows", "RowActions"]

_LONGEST_SEARCH = 200
_CUT = 60


@dataclass(frozen=True)
class RowActions:
    """What the list of rows does."""

    wish: Callable[[RowWish], None]
    open: Callable[[str], None]
    new: Callable[[], None]


class AdminRows(View):
    """Show rows, quick filter, order and pages."""

    _esm = script("dom", "admin_page", "admin_rows")
    watches = ("page", "table", "rows", "row", "may_change", "making")

    def __init__(self, state: AdminState, actions: RowActions) -> None:
        self._actions = actions
        super().__init__(
            state,
            {
                "wish": self._wish,
                "step": lambda message: self._step(1 if flag(message, "on") else -1),
                "open": lambda message: actions.open(text(message, "key", longest=64)),
                "new": lambda _: actions.new(),
            },
        )
        self.add_class("te-admin-rows")

    def describe(self) -> dict[str, Any]:
        """A page of rows as texts."""
        state = self._state
        table, page = state.table, state.rows
        if state.page is not AdminPage.ROWS or table is None or page is None:
            return {"visible": False}
        first = page.wish.page * ROWS_AT_ONCE
        last = first + len(page.rows)
        return {
            "visible": True,
            "table": table.name,
            "about": table.about,
            "changeable": state.may_change and not table.kind.read_only,
            "history": table.kind is TableKind.HISTORY,
            "copies": table.kind is TableKind.COPIES,
            "technical": table.kind is TableKind.TECHNICAL,
            "columns": [{"name": each.name, "unit": each.unit} for each in table.columns],
            "rows": [
                {"key": each.key, "cells": _cells(table, each), "chosen": _is_chosen(state.row, each)}
                for each in page.rows
            ],
            "search": page.wish.search,
            "order": page.wish.order,
            "descending": page.wish.descending,
            "counted": f"{first + 1} to {last} of {page.found}" if page.found else "no rows",
            "more": last < page.found,
            "fewer": page.wish.page > 0,
        }

    def _wish(self, message: Mapping[str, Any]) -> None:
        order = text(message, "order", longest=64)
        search = text(message, "search", longest=_LONGEST_SEARCH)
        self._actions.wish(RowWish(search, order or None, flag(message, "descending")))

    def _step(self, step: int) -> None:
        page = self._state.rows
        if page is not None:
            self._actions.wish(replace(page.wish, page=page.wish.page + step))


def _is_chosen(open_row: StoredRow | None, row: StoredRow) -> bool:
    return open_row is not None and open_row.key == row.key


def _cells(table: Table, row: StoredRow) -> list[str]:
    found = []
    for column in table.columns:
        shown = shown_value(row.values.get(column.name))
        label = row.labels.get(column.name)
        shown = f"{shown}: {label}" if label and label != shown else shown
        found.append(shown if len(shown) <= _CUT else f"{shown[: _CUT - 1]}…")
    return found
