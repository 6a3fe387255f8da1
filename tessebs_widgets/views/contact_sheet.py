"""The sheet of folded pictures, with what is said of each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tessebs_core.errors import StaleForm
from tessebs_core.records.contact_sheet import SheetEntry
from tessebs_core.vocabulary import PeriodMultiple, Reason, Verdict
from tessebs_widgets.assets import script, style
from tessebs_widgets.state import Kind
from tessebs_widgets.state.contact_sheet import ContactSheetState, Tile
from tessebs_widgets.state.guarding import guarded
from tessebs_widgets.views.base import View
from tessebs_widgets.views.messages import optional, request_id, whole, word
from tessebs_widgets.views.numbers import shown_period, shown_vote
from tessebs_widgets.views.screen import Screen
from tessebs_widgets.views.verdicts import MULTIPLES, VERDICTS

__all__ = ["ContactSheetView", "SheetActions", "SheetScreen"]

_MULTIPLES = [each for each in MULTIPLES if each["word"] != str(PeriodMultiple.OTHER)]
_VERDICTS = [each for each in VERDICTS if each["word"] != str(Verdict.DUPLICATE)]


@dataclass(frozen=True)
class SheetActions:
    """What the sheet's tiles and buttons do; a tile is named by its target."""

    vote: Callable[[int, Verdict, Reason | None, str], object]
    undo: Callable[[str], object]
    set_multiple: Callable[[int, PeriodMultiple], None]
    focus: Callable[[int], None]
    move: Callable[[int], None]
    look_again: Callable[[], None]


class SheetScreen(Screen):
    """The contact sheet's own words, and its tile in focus as the page's target."""

    watches = ("phase", "focused", "notice", "username")
    nothing_left = (
        "Nothing is left for you",
        "Every candidate in the queue has your verdict. Thank you.",
        "“Previous” goes back to what you judged; new candidates appear after a reload.",
    )

    def _tic(self) -> str | None:
        return None if self._state.focused is None else str(self._state.focused)


class ContactSheetView(View):
    """Show the tiles, take verdicts on them; pictures follow as they are made."""

    _esm = script("dom", "colours", "contact_sheet")
    _css = style("contact_sheet")
    watches = ("tiles", "focused", "failures", "notice")

    def __init__(self, state: ContactSheetState, actions: SheetActions) -> None:
        self._actions = actions
        self._sent: dict[int, Any] = {}
        super().__init__(
            state,
            {
                "vote": self._vote,
                "undo": self._undo,
                "focus": lambda message: actions.focus(whole(message, "tic")),
                "multiple": lambda message: actions.set_multiple(
                    whole(message, "tic"), word(message, "multiple", PeriodMultiple)
                ),
                "left": lambda _: actions.move(-1),
                "right": lambda _: actions.move(1),
                "up": lambda message: actions.move(-whole(message, "columns")),
                "down": lambda message: actions.move(whole(message, "columns")),
                "look": lambda _: actions.look_again(),
            },
        )
        self.add_class("te-sheet-place")
        state.observe(self._send_pictures, names=["pictures"])

    def describe(self) -> dict[str, Any]:
        """Every tile in words, and the last answer."""
        state = self._state
        notice = state.notice
        return {
            "tiles": [_described(each, state.failures.get(each.entry.ephemeris_id)) for each in state.tiles],
            "focused": state.focused,
            "verdicts": _VERDICTS,
            "multiples": _MULTIPLES,
            "notice": notice
            and {
                "kind": str(notice.kind),
                "text": notice.text,
                "at": notice.at.isoformat() if notice.at else None,
            },
        }

    def _greet(self, message: Mapping[str, Any]) -> None:
        super()._greet(message)
        self._sent = {}
        self._send_pictures()

    def _send_pictures(self, _change: object = None) -> None:
        """Send the pictures that the page does not have yet."""
        pictures = self._state.pictures
        new = {key: each for key, each in pictures.items() if self._sent.get(key) is not each}
        self._sent = dict(pictures)
        if not new:
            return
        folds = [(key, fold, picture) for key, each in new.items() for fold, picture in each.items()]
        about = [
            {"key": f"{key}.{fold}", "width": picture.width, "height": picture.height}
            for key, fold, picture in folds
        ]
        self.send({"kind": "pictures", "pictures": about}, [each.raster.tobytes() for *_, each in folds])

    def _vote(self, message: Mapping[str, Any]) -> None:
        request = request_id(message)
        with guarded(self._state):
            verdict = word(message, "verdict", Verdict)
            reason = word(message, "reason", Reason) if optional(message, "reason") else None
            tile = self._tile(whole(message, "ephemeris"), word(message, "multiple", PeriodMultiple))
            self._actions.vote(tile.tess_id, verdict, reason, request)
        self._answer(request)

    def _undo(self, message: Mapping[str, Any]) -> None:
        request = request_id(message)
        with guarded(self._state):
            self._actions.undo(request)
        self._answer(request)

    def _answer(self, request: str) -> None:
        notice = self._state.notice
        failed = notice is not None and notice.kind is Kind.ERROR
        self.send({"kind": "answer", "request": request, "saved": not failed})

    def _tile(self, ephemeris_id: int, multiple: PeriodMultiple) -> Tile:
        for each in self._state.tiles:
            if (each.entry.ephemeris_id, each.multiple) == (ephemeris_id, multiple):
                return each
        raise StaleForm("The sheet had moved on to something else, so nothing was saved. Vote again.")


def _described(tile: Tile, failure: str | None) -> dict[str, Any]:
    entry, vote = tile.entry, tile.entry.own_vote if tile.is_judged else None
    return {
        "tic": tile.tess_id,
        "ephemeris": entry.ephemeris_id,
        "multiple": str(tile.multiple),
        "period": shown_period(tile.period),
        "grade": str(entry.grade).replace("-", " ") if entry.grade else "",
        "source": entry.source.label,
        "left": entry.left,
        "also": tile.also,
        "failure": failure or "",
        "verdict": str(vote.judgement.verdict) if vote else None,
        "said": shown_vote(vote) if vote else _before(entry),
        "at": vote.cast_at.isoformat() if vote else None,
    }


def _before(entry: SheetEntry) -> str:
    """What was said of a proposal that is back: it does not count any more."""
    return f"judge again; before: {shown_vote(entry.own_vote)}" if entry.own_vote is not None else ""
