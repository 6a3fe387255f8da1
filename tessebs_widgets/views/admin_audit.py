"""The audit trail: who changed what, with the values before and after beside each other."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from tessebs_core.errors import InputError
from tessebs_core.records.administration import AuditEntry, AuditWish
from tessebs_widgets.assets import script
from tessebs_widgets.state.admin import AdminPage, AdminState
from tessebs_widgets.views.admin_values import shown_value
from tessebs_widgets.views.base import View
from tessebs_widgets.views.messages import text

__all__ = ["AdminAudit", "AuditActions"]

_CUT = 2_000


@dataclass(frozen=True)
class AuditActions:
    """What the page of the audit trail does."""

    wish: Callable[[AuditWish], None]
    older: Callable[[], None]


class AdminAudit(View):
    """Show the trail, and choose a part of it."""

    _esm = script("dom", "admin_page", "admin_audit")
    watches = ("page", "audit", "audit_wish", "tables")

    def __init__(self, state: AdminState, actions: AuditActions) -> None:
        super().__init__(
            state,
            {
                "wish": lambda message: actions.wish(_wish(message)),
                "older": lambda _: actions.older(),
            },
        )
        self._actions = actions
        self.add_class("te-admin-audit")

    def describe(self) -> dict[str, Any]:
        """Entries as texts, newest first."""
        state = self._state
        if state.page is not AdminPage.AUDIT:
            return {"visible": False}
        wish = state.audit_wish
        return {
            "visible": True,
            "entries": [_described(each) for each in state.audit],
            "tables": [each.name for each in state.tables],
            "user": wish.username or "",
            "table": wish.table or "",
            "row": wish.key or "",
            "since": _day(wish.since),
            "until": _day(None if wish.until is None else wish.until - timedelta(days=1)),
            "more": len(state.audit) == wish.limit,
            "later": wish.before_id is not None,
        }


def _described(entry: AuditEntry) -> dict[str, Any]:
    before, after = entry.before or {}, entry.after or {}
    return {
        "at": entry.at.isoformat(),
        "username": entry.username,
        "action": str(entry.action),
        "table": entry.table,
        "key": entry.key,
        "reason": entry.reason,
        "fields": [
            {"name": name, "before": _shown(before, name), "after": _shown(after, name), "sign": _sign(entry)}
            for name in {**before, **after}
        ],
    }


def _sign(entry: AuditEntry) -> str:
    return {"create": "+", "edit": "±", "delete": "−"}[str(entry.action)]


def _shown(values: Mapping[str, Any], name: str) -> str:
    shown = shown_value(values.get(name))
    return shown if len(shown) <= _CUT else f"{shown[:_CUT]}…"


def _wish(message: Mapping[str, Any]) -> AuditWish:
    until = _moment(message, "until")
    return AuditWish(
        table=text(message, "table", longest=64) or None,
        key=text(message, "row", longest=64).strip() or None,
        username=text(message, "user", longest=150).strip() or None,
        since=_moment(message, "since"),
        until=None if until is None else until + timedelta(days=1),
    )


def _moment(message: Mapping[str, Any], name: str) -> datetime | None:
    given = text(message, name, longest=40).strip()
    if not given:
        return None
    try:
        return datetime.strptime(given, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError as error:
        raise InputError(f"{name}: {given!r} is no day; write 2026-03-01 (UTC).") from error


def _day(moment: datetime | None) -> str:
    return "" if moment is None else f"{moment:%Y-%m-%d}"
