"""The left card of the target screen: what the star is, where else to look, what can be done for it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tessebs_core.records import TargetMetadata
from tessebs_core.records.target_views import QUANTITIES, Quantity, TargetView
from tessebs_widgets.apps import APPS
from tessebs_widgets.assets import script
from tessebs_widgets.state.target import TargetState, WorkKind
from tessebs_widgets.views.base import View
from tessebs_widgets.views.numbers import ranges, sexagesimal
from tessebs_widgets.views.target_card import links

__all__ = ["FactsActions", "TargetFacts"]

DECIMALS = {
    "ra": 6, "dec": 6, "glon": 6, "glat": 6, "pmra": 3, "pmdec": 3,
    "Tmag": 2, "teff": 0, "logg": 2, "abun": 2,
}  # fmt: skip
"""As the group's site has always written them."""

_BRIEFLY = {each.origin: each.origin.replace("TESS Input Catalog", "TIC") for each in QUANTITIES}
_WORDS = {
    WorkKind.REFRESH: "Refresh from MAST",
    WorkKind.SYNDICATE: "Syndicate",
    WorkKind.FIGURES: "Make figures",
}


@dataclass(frozen=True)
class FactsActions:
    """What the card's buttons do."""

    refresh: Callable[[], object]
    syndicate: Callable[[], object]
    figures: Callable[[], object]
    cancel: Callable[[], None]
    again: Callable[[], None]


class TargetFacts(View):
    """Show the target, and start what takes a while."""

    _esm = script("dom", "target_facts")
    watches = ("tess_id", "view", "work", "failure", "refreshed", "notice")

    def __init__(self, state: TargetState, actions: FactsActions) -> None:
        super().__init__(
            state,
            {
                "refresh": lambda _: actions.refresh(),
                "syndicate": lambda _: actions.syndicate(),
                "figures": lambda _: actions.figures(),
                "cancel": lambda _: actions.cancel(),
                "again": lambda _: actions.again(),
            },
        )
        self.add_class("te-facts-card")

    def describe(self) -> dict[str, Any]:
        """Numbers as text with units, by the archive that they come from."""
        state = self._state
        work, failure, notice = state.work, state.failure, state.notice
        return {
            "tic": None if state.tess_id is None else str(state.tess_id),
            "known": state.view is not None,
            "adding": _adding(state),
            "groups": [] if state.view is None else _groups(state.view.target),
            "seen": [] if state.view is None else _seen(state.view),
            "links": []
            if state.view is None
            else [{"label": label, "url": url} for label, url in links(state.view.target)],
            "may_work": state.view is not None and state.view.may_work,
            "work": work
            and {
                "words": f"{_WORDS[work.kind]}, TIC {work.tess_id}: {work.step.text}",
                "done": work.step.done,
                "total": work.step.total,
            },
            "failure": failure
            and {"title": f"{_WORDS[failure.kind]}, TIC {failure.tess_id}: failed", "words": failure.words},
            "refreshed": None
            if state.refreshed is None
            else [[each.name, each.before, each.after] for each in state.refreshed.changes],
            "notice": notice
            and {
                "kind": str(notice.kind),
                "text": notice.text,
                "at": notice.at.isoformat() if notice.at else None,
            },
        }


def shown_quantity(field: str, value: Any) -> str:
    """A value of the target's metadata as the group's site writes it."""
    decimals = DECIMALS.get(field)
    return str(value) if decimals is None else f"{value:.{decimals}f}"


def _groups(target: TargetMetadata) -> list[dict[str, Any]]:
    """Measured quantities and names, each with where it comes from; what is not known is said to be."""
    measured = [each for each in QUANTITIES if each.field in DECIMALS]
    names = [each for each in QUANTITIES if each.field not in DECIMALS]
    return [
        {"title": measured[0].origin, "rows": [_row(target, each) for each in measured]},
        {"title": "Names", "rows": [_row(target, each) for each in names]},
    ]


def _row(target: TargetMetadata, quantity: Quantity) -> list[str]:
    """Label, value, unit and origin."""
    value = getattr(target, quantity.field)
    if value is None:
        return [quantity.label, "unknown", "", quantity.origin]
    unit = quantity.unit if quantity.field in DECIMALS else _BRIEFLY[quantity.origin]
    return [quantity.label, shown_quantity(quantity.field, value), unit, quantity.origin]


def _seen(view: TargetView) -> list[list[str]]:
    rows = [
        ["Sectors", ranges(view.sectors) or "none"],
        ["At MAST", ", ".join(view.provenances) or "no product"],
        ["Held", ", ".join(view.light_curves) or "no light curve"],
    ]
    target = view.target
    if target.ra is not None and target.dec is not None:
        rows.insert(0, ["ICRS", sexagesimal(target.ra, target.dec)])
    return rows


def _adding(state: TargetState) -> dict[str, str] | None:
    """Where an unknown target is added: the app for it, and the command that always does."""
    if state.view is not None or state.tess_id is None:
        return None
    app = "ingest" if any(each.name == "ingest" for each in APPS) else ""
    return {"app": app, "command": f"tessebs tic add {state.tess_id}"}
