"""The proposed ephemerides, each with its three folds to click."""

from collections.abc import Callable
from typing import Any

import traitlets

from tessebs_core.records import Proposal
from tessebs_core.vocabulary import PeriodMultiple
from tessebs_widgets.assets import script
from tessebs_widgets.state import TriageState
from tessebs_widgets.state.thumbnails import Thumbnail
from tessebs_widgets.views.base import View
from tessebs_widgets.views.messages import flag, request_id, whole, word
from tessebs_widgets.views.numbers import (
    MULTIPLE_LABELS,
    said_before,
    shown_period,
    shown_t0,
    shown_vote,
)

__all__ = ["Proposals"]

FOLDS = (PeriodMultiple.HALF, PeriodMultiple.PERIOD, PeriodMultiple.DOUBLE)


class Proposals(View):
    """Show every proposal with P/2, P and 2P; a click folds on it and chooses the multiple."""

    _esm = script("dom", "colours", "proposals")
    watches = ("candidate", "selected", "multiple", "light_curve_loading", "board", "judges_group")

    pictures = traitlets.Dict().tag(sync=True)
    """Rasters by ``"<ephemeris id>.<multiple>"``: width, height and one byte for each cell."""

    def __init__(
        self,
        state: TriageState,
        *,
        choose: Callable[[int, PeriodMultiple], None],
        choose_by: Callable[[int], None],
        adopt: Callable[[int], None],
        set_group: Callable[[bool], None],
        undo: Callable[[str], object],
    ) -> None:
        super().__init__(
            state,
            {
                "choose": lambda message: choose(
                    whole(message, "ephemeris"), word(message, "multiple", PeriodMultiple)
                ),
                "down": lambda _: choose_by(1),
                "up": lambda _: choose_by(-1),
                "adopt": lambda message: adopt(whole(message, "ephemeris")),
                "group": lambda message: set_group(flag(message, "on")),
                "undo": lambda message: undo(request_id(message)),
            },
        )
        self.add_class("te-proposals")
        state.observe(self._draw_pictures, names=["thumbnails"])
        self._draw_pictures()

    def describe(self) -> dict[str, Any]:
        """Every proposal in words, and which one and which multiple is chosen."""
        state = self._state
        signals = {each.ephemeris_id: each.signal_id for each in state.board.signals if each.in_catalog}
        return {
            "proposals": [
                {**_described(number, each), "signal": signals.get(each.ephemeris_id)}
                for number, each in enumerate(state.proposals, 1)
            ],
            "groups": _groups(state),
            "judges_group": state.judges_group,
            "offers_group": state.group is not None and len(state.group.members) > 1,
            "selected": state.selected,
            "multiple": str(state.multiple),
            "loading": str(state.light_curve_loading),
        }

    def _draw_pictures(self, _change: object = None) -> None:
        self.pictures = {
            f"{ephemeris_id}.{multiple}": _packed(thumbnail)
            for (ephemeris_id, multiple), thumbnail in self._state.thumbnails.items()
        }

    def _greet(self, message: Any) -> None:
        super()._greet(message)
        if message.get("revision") != self._revision or message.get("pictures") != len(self.pictures):
            self.send_state("pictures")


def _packed(thumbnail: Thumbnail) -> dict[str, Any]:
    return {"width": thumbnail.width, "height": thumbnail.height, "cells": thumbnail.raster.tobytes()}


def _groups(state: TriageState) -> list[dict[str, Any]]:
    """Every group in words with its members; proposals that came without groups are one without words."""
    ids = [each.ephemeris_id for each in state.proposals]
    groups = state.candidate.groups if state.candidate is not None else ()
    found: list[dict[str, Any]] = [
        {"ids": list(each.ephemeris_ids), "words": each.words if len(each.members) > 1 else ""}
        for each in groups
    ]
    rest = [each for each in ids if all(each not in group["ids"] for group in found)]
    return [*found, *([{"ids": rest, "words": ""}] if rest else [])]


def _outcome(proposal: Proposal) -> str | None:
    """Where it stands, in words; None while that is hidden."""
    standing = proposal.standing
    if standing is None:
        return None
    if proposal.is_back:
        return "judge again"
    if standing.position is None:
        return str(standing.status)
    verdict, multiple = standing.position
    on = f"{verdict} {MULTIPLE_LABELS[multiple]}" if multiple is not None else str(verdict)
    return f"{standing.status} on {on}"


def _decision(proposal: Proposal) -> str | None:
    """Who decided it, and why."""
    decision = proposal.standing.decision if proposal.standing is not None else None
    return None if decision is None else f"{decision.username} decided: {decision.note}"


def _described(number: int, proposal: Proposal) -> dict[str, Any]:
    ephemeris = proposal.ephemeris
    by = f"{proposal.source.label}, {proposal.source.author}" if proposal.source.author else None
    return {
        "id": proposal.ephemeris_id,
        "number": number,
        "source": by or proposal.source.label,
        "provenance": proposal.provenance or "",
        "t0": shown_t0(ephemeris.bjd0),
        "folds": [
            {
                "multiple": str(fold),
                "label": MULTIPLE_LABELS[fold],
                "period": shown_period(ephemeris.times(fold.factor or 1.0).period),
            }
            for fold in FOLDS
        ],
        "said": shown_vote(proposal.counted_vote) if proposal.counted_vote else None,
        "before": said_before(proposal),
        "status": _outcome(proposal),
        "decision": _decision(proposal),
        "others": [f"{each.username}: {shown_vote(each)}" for each in proposal.others],
    }
