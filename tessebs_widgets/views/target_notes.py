"""What people said of a target: votes by proposal, decisions, comments; and a field for one's own."""

from collections.abc import Callable, Mapping
from typing import Any

from tessebs_core.records import Note, Proposal
from tessebs_core.records.target_views import TargetView
from tessebs_core.records.triage import LONGEST_COMMENT
from tessebs_widgets.assets import script
from tessebs_widgets.state.guarding import guarded
from tessebs_widgets.state.target import TargetState
from tessebs_widgets.views.base import View
from tessebs_widgets.views.messages import optional, request_id, text, whole
from tessebs_widgets.views.numbers import shown_period, shown_vote

__all__ = ["TargetNotes"]

Comment = Callable[[str, int | None, int | None, str], object]
"""Store a text on an ephemeris, on a signal, or on the target; with the id of the click."""


class TargetNotes(View):
    """Show votes and comments, and take a comment."""

    _esm = script("dom", "target_notes")
    watches = ("view",)

    def __init__(self, state: TargetState, *, comment: Comment, show: Callable[[], None]) -> None:
        self._comment = comment
        self._answered = ""
        super().__init__(state, {"comment": self._take, "show": lambda _: show()})
        self.add_class("te-notes")

    def describe(self) -> dict[str, Any]:
        """Votes and comments as text, and on what a comment can be."""
        view = self._state.view
        if view is None:
            return {"known": False}
        return {
            "known": True,
            "tic": str(view.target.tess_id),
            "votes": [_votes(each) for each in view.proposals],
            "comments": [_comment(view, each) for each in view.comments],
            "blind": bool(view.unjudged),
            "may_write": view.may_work,
            "places": _places(view),
            "answered": self._answered,
        }

    def _take(self, message: Mapping[str, Any]) -> None:
        request = request_id(message)
        with guarded(self._state):
            self._comment(
                text(message, "text", longest=LONGEST_COMMENT),
                whole(message, "ephemeris") if optional(message, "ephemeris") else None,
                whole(message, "signal") if optional(message, "signal") else None,
                request,
            )
            self._answered = request
        self._refresh()


def _places(view: TargetView) -> list[dict[str, str]]:
    """On what a comment can be."""
    signals = [f"signal {each.signal_id}" for each in view.signals]
    return [
        {"on": "", "label": "the target"},
        *({"on": each, "label": each} for each in signals),
        *(
            {
                "on": f"ephemeris {each.ephemeris_id}",
                "label": f"ephemeris {each.ephemeris_id}, {_named(each)}",
            }
            for each in view.proposals
        ),
    ]


def _named(proposal: Proposal) -> str:
    return f"{proposal.source.label}, P = {shown_period(proposal.ephemeris.period)} d"


def _votes(proposal: Proposal) -> dict[str, Any]:
    you = "you, before the new data" if proposal.is_back else "you"
    lines = [] if proposal.own_vote is None else [f"{you}: {shown_vote(proposal.own_vote)}"]
    lines += [f"{each.username}: {shown_vote(each)}" for each in proposal.others]
    decision = None if proposal.standing is None else proposal.standing.decision
    return {
        "id": proposal.ephemeris_id,
        "title": _named(proposal),
        "status": "" if proposal.status is None else str(proposal.status),
        "lines": lines,
        "decision": decision and f"{decision.username} decided {decision.judgement.words}: {decision.note}",
    }


def _comment(view: TargetView, note: Note) -> dict[str, Any]:
    on = ""
    if note.entry_id is not None:
        on = next(
            (f"signal {each.signal_id}" for each in view.signals if each.entry_id == note.entry_id),
            "a signal",
        )
    elif note.ephemeris_id is not None:
        on = f"ephemeris {note.ephemeris_id}"
    return {"author": note.author, "text": note.text, "at": note.timestamp.isoformat(), "on": on}
