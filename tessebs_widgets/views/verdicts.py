"""The verdict bar: what the vote is on, the verdicts with their reasons, the comment."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tessebs_core.errors import StaleForm
from tessebs_core.records import Judgement
from tessebs_core.records.triage import LONGEST_COMMENT
from tessebs_core.vocabulary import REASONS_OF, PeriodMultiple, Reason, SignalFlag, Verdict
from tessebs_widgets.assets import script
from tessebs_widgets.state import TriageState
from tessebs_widgets.state.guarding import guarded
from tessebs_widgets.views.base import View
from tessebs_widgets.views.messages import optional, request_id, text, whole, word, words
from tessebs_widgets.views.numbers import MULTIPLE_LABELS, said_before, shown_period, shown_vote

__all__ = ["MULTIPLES", "VERDICTS", "VerdictActions", "Verdicts"]

_VERDICT_LABELS = {
    Verdict.EB: ("EB", "e"),
    Verdict.MAYBE: ("Maybe", "y"),
    Verdict.NOT_EB: ("Not EB", "x"),
    Verdict.ISSUE: ("Issue", "i"),
    Verdict.DUPLICATE: ("Duplicate", "d"),
}
_REASON_LABELS = {
    Reason.INSUFFICIENT_CYCLES: ("few cycles", "f"),
    Reason.AMBIGUOUS: ("ambiguous", "a"),
    Reason.HEARTBEAT: ("heartbeat", "h"),
    Reason.MULTIPLE: ("multiple", "m"),
    Reason.SINGLE_ECLIPSE: ("single eclipse", "s"),
    Reason.SINUSOIDAL: ("sinusoidal", "w"),
    Reason.TRANSIT_LIKE: ("transit-like", "t"),
    Reason.NO_SIGNAL: ("no signal", "z"),
    Reason.PULSATOR: ("pulsator", "u"),
    Reason.SPOTS: ("spots", "o"),
    Reason.BLEND: ("blend", "b"),
    Reason.NEEDS_DETRENDING: ("needs detrending", "r"),
    Reason.BAD_DATA: ("bad data", "q"),
}
_MULTIPLE_KEYS = {
    PeriodMultiple.HALF: "1",
    PeriodMultiple.PERIOD: "2",
    PeriodMultiple.DOUBLE: "3",
    PeriodMultiple.OTHER: "4",
}
MULTIPLES = [
    {"word": str(each), "label": MULTIPLE_LABELS[each], "key": key} for each, key in _MULTIPLE_KEYS.items()
]
_FLAG_LABELS = {
    SignalFlag.INSUFFICIENT: ("few cycles", "F"),
    SignalFlag.AMBIGUOUS: ("ambiguous", "A"),
    SignalFlag.HEARTBEAT: ("heartbeat", "H"),
    SignalFlag.MULTI: ("multiple", "M"),
    SignalFlag.SINGLE: ("single", "S"),
    SignalFlag.PULSCOMP: ("pulsating", "&"),
}
VERDICTS = [
    {
        "word": str(verdict),
        "label": label,
        "key": key,
        "reasons": [
            {"word": str(reason), "label": _REASON_LABELS[reason][0], "key": _REASON_LABELS[reason][1]}
            for reason in REASONS_OF[verdict]
        ],
    }
    for verdict, (label, key) in _VERDICT_LABELS.items()
]


@dataclass(frozen=True)
class VerdictActions:
    """What the verdict bar's buttons do."""

    vote: Callable[[Judgement, int, str], object]
    comment: Callable[[str, str], object]
    write: Callable[[str], None]
    set_multiple: Callable[[PeriodMultiple], None]
    set_flags: Callable[[frozenset[SignalFlag]], None]
    ask_for_ephemeris: Callable[[], None]


class Verdicts(View):
    """Show what would be voted on and take the verdict."""

    _esm = script("dom", "verdicts")
    watches = ("candidate", "selected", "multiple", "fold", "comment", "notice", "flags", "owners")

    def __init__(self, state: TriageState, actions: VerdictActions) -> None:
        self._actions = actions
        self._answered = ""
        super().__init__(
            state,
            {
                "vote": self._vote,
                "comment": self._comment,
                "write": lambda message: actions.write(text(message, "text", longest=LONGEST_COMMENT)),
                "flags": lambda message: actions.set_flags(words(message, "flags", SignalFlag)),
                "multiple": lambda message: actions.set_multiple(word(message, "multiple", PeriodMultiple)),
            },
        )
        self.add_class("te-verdicts")

    def describe(self) -> dict[str, Any]:
        """The proposal in question, all buttons with their keys, and the last answer."""
        state = self._state
        proposal = state.proposal
        notice = state.notice
        numbers = {each.ephemeris_id: at for at, each in enumerate(state.proposals, 1)}
        return {
            "ready": proposal is not None,
            "on": f"proposal {numbers[proposal.ephemeris_id]} of {len(numbers)}" if proposal else "",
            "ephemeris": state.selected,
            "period": _orbital_period(state),
            "multiple": str(state.multiple),
            "said": shown_vote(proposal.counted_vote) if proposal and proposal.counted_vote else None,
            "before": said_before(proposal) if proposal else None,
            "warning": _warning(state),
            "multiples": MULTIPLES,
            "verdicts": VERDICTS,
            "flags": [
                {"word": str(each), "label": label, "key": key, "set": each in state.flags}
                for each, (label, key) in _FLAG_LABELS.items()
            ],
            "duplicates": [
                {"id": each.ephemeris_id, "label": f"#{numbers[each.ephemeris_id]}"}
                for each in state.proposals
                if each.ephemeris_id != state.selected
            ],
            "owner": _owner(state),
            "tic": str(state.candidate.target.tess_id) if state.candidate else None,
            "comment": state.comment,
            "unjudged": len(state.unjudged),
            "notice": notice
            and {
                "kind": str(notice.kind),
                "text": notice.text,
                "at": notice.at.isoformat() if notice.at else None,
            },
            "answered": self._answered,
        }

    def _vote(self, message: Mapping[str, Any]) -> None:
        with self._answering(message) as request:
            verdict = word(message, "verdict", Verdict)
            multiple = word(message, "multiple", PeriodMultiple)
            if verdict is Verdict.EB and multiple is PeriodMultiple.OTHER:
                self._actions.ask_for_ephemeris()
            judgement = Judgement(
                verdict=verdict,
                reason=word(message, "reason", Reason) if optional(message, "reason") else None,
                period_multiple=multiple,
                flags=_flags(message) if verdict is Verdict.EB else frozenset(),
                duplicate_of=whole(message, "duplicate") if optional(message, "duplicate") else None,
                blend_of=whole(message, "blend") if optional(message, "blend") else None,
            )
            ephemeris_id = whole(message, "ephemeris")
            if (ephemeris_id, judgement.period_multiple) != (self._state.selected, self._state.multiple):
                raise StaleForm(
                    "The screen had moved on to something else, so nothing was saved. Vote again."
                )
            self._actions.vote(judgement, ephemeris_id, request)

    def _comment(self, message: Mapping[str, Any]) -> None:
        with self._answering(message) as request:
            self._actions.comment(text(message, "text", longest=LONGEST_COMMENT), request)

    @contextmanager
    def _answering(self, message: Mapping[str, Any]) -> Iterator[str]:
        """Tell the browser that its request has been answered, by a vote or by a refusal."""
        request = request_id(message)
        with guarded(self._state):
            yield request
        self._answered = request
        self._refresh()


def _flags(message: Mapping[str, Any]) -> frozenset[SignalFlag]:
    return words(message, "flags", SignalFlag) if optional(message, "flags") else frozenset()


def _owner(state: TriageState) -> dict[str, str] | None:
    """The star that a search names as the source of the selected proposal's signal, and why."""
    pair = state.owners.get(state.selected)
    if pair is None:
        return None
    near = f'{pair.separation:.0f}" away, by chance {pair.chance:.1g}'
    return {"tic": str(pair.other.tess_id), "why": "; ".join((near, *pair.reasons))}


def _orbital_period(state: TriageState) -> str:
    """What the vote says of the orbital period."""
    if state.proposal is None:
        return ""
    factor = state.multiple.factor
    if factor is None:
        return "another period"
    return f"{shown_period(state.proposal.ephemeris.times(factor).period)} d"


def _warning(state: TriageState) -> str:
    if state.proposal is None and state.candidate is not None:
        return "No ephemeris is proposed yet. Set a period and propose it, then judge it."
    if state.is_edited and state.multiple is not PeriodMultiple.OTHER:
        return "The edited fold is not part of this vote; propose it to keep it."
    if state.multiple is PeriodMultiple.OTHER:
        return "For an EB with another period: propose that ephemeris, then judge it."
    return ""
