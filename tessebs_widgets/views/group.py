"""The group's work: progress, agreement, conflicts with both sides, decisions, histories."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tessebs_core.records import Judgement, StoredVote
from tessebs_core.records.agreement import Agreement, Share
from tessebs_core.records.conflicts import Conflict
from tessebs_core.vocabulary import PeriodMultiple, Verdict
from tessebs_widgets.assets import script, style
from tessebs_widgets.state.group import GroupState
from tessebs_widgets.state.guarding import guarded
from tessebs_widgets.views.base import View
from tessebs_widgets.views.messages import flag, request_id, text, whole, word
from tessebs_widgets.views.navigation import described_apps
from tessebs_widgets.views.numbers import shown_period, shown_t0, shown_vote
from tessebs_widgets.views.screen import Screen
from tessebs_widgets.views.verdicts import MULTIPLES, VERDICTS

__all__ = ["GroupActions", "GroupBoard", "GroupScreen"]

LONGEST_NOTE = 10_000
_LONGEST_NAME = 150
_VERDICTS = [
    {"word": each["word"], "label": each["label"], "key": each["key"]}
    for each in VERDICTS
    if each["word"] != str(Verdict.DUPLICATE)
]
_MULTIPLES = [each for each in MULTIPLES if each["word"] != str(PeriodMultiple.OTHER)]


@dataclass(frozen=True)
class GroupActions:
    """What the board's buttons do."""

    choose: Callable[[int], None]
    set_multiple: Callable[[PeriodMultiple], None]
    decide: Callable[[int, Judgement, str, bool, str], object]
    show_history: Callable[[str], None]
    set_blind: Callable[[bool], None]
    refresh: Callable[[], None]


class GroupScreen(Screen):
    """The group screen's own words; its chosen conflict is the page's target."""

    watches = ("phase", "chosen", "notice", "username")
    starting = "Opening the group's numbers…"

    def _tic(self) -> str | None:
        return None if self._state.conflict is None else str(self._state.conflict.tess_id)


class GroupBoard(View):
    """Show all of it, and take decisions."""

    _esm = script("dom", "navigation", "group")
    _css = style("group")
    watches = (
        "standpoint", "conflicts", "decided", "agreement", "agreement_loading", "person", "history",
        "chosen", "multiple", "notice", "username",
    )  # fmt: skip

    def __init__(self, state: GroupState, actions: GroupActions) -> None:
        self._actions = actions
        self._answered = ""
        super().__init__(
            state,
            {
                "choose": lambda message: actions.choose(whole(message, "ephemeris")),
                "multiple": lambda message: actions.set_multiple(word(message, "multiple", PeriodMultiple)),
                "decide": self._decide,
                "history": lambda message: actions.show_history(
                    text(message, "person", longest=_LONGEST_NAME)
                ),
                "blind": lambda message: actions.set_blind(flag(message, "on")),
                "refresh": lambda _: actions.refresh(),
            },
        )
        self.add_class("te-group-place")

    def describe(self) -> dict[str, Any]:
        """Everything in words and numbers."""
        state = self._state
        stand, notice = state.standpoint, state.notice
        counts = stand.progress if stand is not None else None
        return {
            **described_apps("group"),
            "username": state.username,
            "is_lead": stand is not None and stand.is_lead,
            "blind": stand is None or stand.blind,
            "progress": counts and {"mine": counts.mine, "everyone": counts.everyone, "left": counts.left},
            "conflicts": [_described(each, state.chosen) for each in state.conflicts],
            "decided": [_described(each, state.chosen) for each in state.decided],
            "chosen": _sides(state.conflict) if state.conflict is not None else None,
            "verdicts": _VERDICTS,
            "multiples": _MULTIPLES,
            "multiple": str(state.multiple),
            "agreement": _agreement(state.agreement) if state.agreement is not None else None,
            "agreement_loading": state.agreement_loading,
            "person": state.person,
            "history": [
                {"tic": str(each.tess_id), "said": shown_vote(each.vote), "stands": each.stands,
                 "at": each.vote.cast_at.isoformat()}
                for each in state.history
            ],
            "notice": notice
            and {
                "kind": str(notice.kind),
                "text": notice.text,
                "at": notice.at.isoformat() if notice.at else None,
            },
            "answered": self._answered,
        }  # fmt: skip

    def _decide(self, message: Mapping[str, Any]) -> None:
        request = request_id(message)
        with guarded(self._state):
            judgement = Judgement(
                word(message, "verdict", Verdict), period_multiple=word(message, "multiple", PeriodMultiple)
            )
            self._actions.decide(
                whole(message, "ephemeris"), judgement, text(message, "note", longest=LONGEST_NOTE),
                flag(message, "group"), request,
            )  # fmt: skip
            self._answered = request
        self._refresh()


def _described(conflict: Conflict, chosen: int | None) -> dict[str, Any]:
    decision = conflict.decision
    return {
        "id": conflict.ephemeris_id,
        "tic": str(conflict.tess_id),
        "source": conflict.source.label,
        "period": shown_period(conflict.ephemeris.period),
        "votes": len(conflict.votes),
        "chosen": conflict.ephemeris_id == chosen,
        "decision": f"{decision.username}: {decision.judgement.words}" if decision is not None else None,
    }


def _sides(conflict: Conflict) -> dict[str, Any]:
    """Who says what, those who mean the same together; the largest side first."""
    sides: dict[str, list[StoredVote]] = {}
    for vote, meant in zip(conflict.votes, conflict.meant, strict=True):
        said = meant.judgement
        key = f"{said.verdict} {said.period_multiple}" if said.verdict is Verdict.EB else str(said.verdict)
        sides.setdefault(key, []).append(vote)
    decision = conflict.decision
    return {
        "id": conflict.ephemeris_id,
        "tic": str(conflict.tess_id),
        "source": f"{conflict.source.label}, {conflict.source.author}".strip(", "),
        "t0": shown_t0(conflict.ephemeris.bjd0),
        "period": shown_period(conflict.ephemeris.period),
        "sides": [
            {"position": position, "votes": [f"{each.username}: {shown_vote(each)}" for each in votes]}
            for position, votes in sorted(sides.items(), key=lambda each: -len(each[1]))
        ],
        "decision": decision and f"{decision.username} decided {decision.judgement.words}: {decision.note}",
    }


def _agreement(found: Agreement) -> dict[str, Any]:
    alpha = found.alpha
    interval = (
        f" ({alpha.low:.2f} to {alpha.high:.2f})" if alpha.low is not None and alpha.high is not None else ""
    )
    value = "not defined yet" if alpha.value is None else f"{alpha.value:.2f}{interval}"
    units = f"{alpha.units} proposal{'' if alpha.units == 1 else 's'}"
    return {
        "alpha": f"Krippendorff's alpha {value}, {units} judged by two or more",
        "people": [
            {
                "name": each.username,
                "votes": each.votes,
                "shares": [
                    _shown(share)
                    for share in (each.with_settled, each.with_others, each.recall, each.precision)
                ],
            }
            for each in found.people
        ],
        "pairs": [
            {"names": f"{each.one}, {each.other}", "share": _shown(each.share)}
            for each in sorted(found.pairs, key=lambda pair: pair.share.value or 0.0)
        ],
    }


def _shown(share: Share) -> str:
    return "–" if share.value is None else f"{100 * share.value:.0f} % of {share.of}"
