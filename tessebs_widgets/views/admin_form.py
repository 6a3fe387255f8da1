"""The form of one row, made from its table's columns, and the question before it is deleted."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tessebs_core.errors import StaleForm
from tessebs_core.records.administration import Dependents
from tessebs_core.vocabulary import Fate
from tessebs_widgets.assets import script
from tessebs_widgets.state.admin import AdminPage, AdminState
from tessebs_widgets.state.guarding import guarded
from tessebs_widgets.views.admin_values import described_column, field_value, given_values
from tessebs_widgets.views.base import View
from tessebs_widgets.views.messages import request_id, text

__all__ = ["AdminForm", "FormActions"]

LONGEST_REASON = 2_000
_LONGEST_SEARCH = 200


@dataclass(frozen=True)
class FormActions:
    """What the form does; the last two words of saving and deleting are the reason and the request's id."""

    save: Callable[[Mapping[str, object], str, str], object]
    close: Callable[[], None]
    look_up: Callable[[str, str], None]
    ask_delete: Callable[[], None]
    keep: Callable[[], None]
    delete: Callable[[str, str, str], object]
    history: Callable[[str, str], None]


class AdminForm(View):
    """Show a row, take changes, ask before deleting."""

    _esm = script("dom", "admin_page", "admin_choices", "admin_delete", "admin_form")
    watches = (
        "page", "table", "row", "making", "may_change", "wrong_field", "hanging", "sought", "choices",
        "notice",
    )  # fmt: skip

    def __init__(self, state: AdminState, actions: FormActions) -> None:
        self._actions = actions
        self._answered = ""
        super().__init__(
            state,
            {
                "save": self._save,
                "close": lambda _: actions.close(),
                "seek": lambda message: actions.look_up(
                    text(message, "column", longest=64), text(message, "search", longest=_LONGEST_SEARCH)
                ),
                "ask": lambda _: actions.ask_delete(),
                "keep": lambda _: actions.keep(),
                "delete": self._delete,
                "history": lambda _: self._history(),
            },
        )
        self.add_class("te-admin-form-place")

    def describe(self) -> dict[str, Any]:
        """Fields with values, and what hangs on the row where that was asked."""
        state = self._state
        table, row = state.table, state.row
        visible = state.page is AdminPage.ROWS and table is not None and (state.making or row is not None)
        if not visible:
            return {"visible": False, "answered": self._answered}
        values = {} if row is None else row.values
        notice = state.notice
        return {
            "visible": True,
            "table": table.name,
            "key": None if row is None else row.key,
            "making": state.making,
            "changeable": state.may_change and not table.kind.read_only,
            "deletable": row is not None and state.may_change and not table.kind.read_only,
            "fields": [
                {
                    **described_column(each),
                    "value": field_value(each, values.get(each.name)),
                    "label": "" if row is None else row.labels.get(each.name, ""),
                }
                for each in table.columns
            ],
            "wrong": state.wrong_field,
            "words": notice.text if notice is not None and str(notice.kind) == "error" else "",
            "sought": state.sought,
            "choices": [{"key": each.key, "label": each.label} for each in state.choices],
            "hanging": None if state.hanging is None else [_hanging(each) for each in state.hanging],
            "kept": state.hanging is not None and any(each.fate is Fate.KEEPS for each in state.hanging),
            "answered": self._answered,
        }

    def _save(self, message: Mapping[str, Any]) -> None:
        request = request_id(message)
        self._check_place(message)
        with guarded(self._state):
            reason = text(message, "reason", longest=LONGEST_REASON)
            self._actions.save(given_values(message), reason, request)
            self._answered = request
        self._refresh()

    def _delete(self, message: Mapping[str, Any]) -> None:
        request = request_id(message)
        self._check_place(message)
        reason = text(message, "reason", longest=LONGEST_REASON)
        self._actions.delete(text(message, "typed", longest=64), reason, request)

    def _check_place(self, message: Mapping[str, Any]) -> None:
        """The form must be on the row that this page showed it for."""
        state = self._state
        table = state.table.name if state.table is not None else None
        key = state.row.key if state.row is not None else None
        if (message.get("table"), message.get("key")) != (table, key):
            raise StaleForm("Another row is open now, so nothing was done. Look, and repeat.")

    def _history(self) -> None:
        state = self._state
        if state.table is not None and state.row is not None:
            self._actions.history(state.table.name, state.row.key)


def _hanging(each: Dependents) -> dict[str, Any]:
    words = {
        Fate.GOES: "deleted with it",
        Fate.LOSES: f"stay, without {each.column}",
        Fate.KEEPS: "keep it from being deleted",
    }
    return {
        "table": each.table,
        "column": each.column,
        "count": each.count,
        "fate": str(each.fate),
        "words": words[each.fate],
        "advice": each.advice,
    }
