"""Judge on the contact sheet: one tile at a time, each by its own key or click."""

from dataclasses import dataclass, replace
from uuid import uuid4

from tessebs_core.errors import InputError, StaleForm
from tessebs_core.records import Judgement, StoredVote
from tessebs_core.vocabulary import PeriodMultiple, Reason, Verdict
from tessebs_widgets.actions.background import Background
from tessebs_widgets.actions.leafing import TILES
from tessebs_widgets.actions.sheet_desk import SheetDesk
from tessebs_widgets.state.contact_sheet import ContactSheetState, Tile
from tessebs_widgets.state.guarding import guarded
from tessebs_widgets.state.notices import Kind, Notice

__all__ = ["COLUMNS", "SheetJudging"]

COLUMNS = 5
_COUNTED_AFTER = 0.4  # seconds; a row of quick votes is counted once


@dataclass(frozen=True)
class _Cast:
    tess_id: int
    ephemeris_id: int
    action: str


class SheetJudging:
    """Store what the reviewer says of tiles; the database has it when a method returns."""

    def __init__(self, state: ContactSheetState, desk: SheetDesk, background: Background) -> None:
        self._state = state
        self._desk = desk
        self._background = background
        self._cast: list[_Cast] = []

    def focus(self, tess_id: int) -> None:
        """Let keys act on a tile."""
        self._state.focused = self._tile(tess_id).tess_id

    def move(self, step: int) -> None:
        """Let keys act on the tile ``step`` places further; the ends of the page are its ends."""
        ids = [each.tess_id for each in self._state.tiles]
        if self._state.focused in ids and 0 <= ids.index(self._state.focused) + step < len(ids):
            self._state.focused = ids[ids.index(self._state.focused) + step]

    def set_multiple(self, multiple: PeriodMultiple, tess_id: int | None = None) -> None:
        """Fold a tile on P/2, P or 2P, and vote for that.

        Raises
        ------
        InputError
            Another period needs the triage screen.
        """
        tile = self._tile(tess_id)
        if multiple.factor is None:
            raise InputError("Another period is set in triage, where it can be proposed.")
        with self._state.hold_trait_notifications():
            self._put(replace(tile, multiple=multiple))
            self._state.focused = tile.tess_id

    def vote(
        self,
        verdict: Verdict,
        reason: Reason | None = None,
        *,
        tess_id: int | None = None,
        request_id: str | None = None,
    ) -> StoredVote:
        """Store a verdict on a tile's proposal at the period it is folded on, and go to the next unjudged.

        Parameters
        ----------
        tess_id : int, optional
            The tile; the one in focus if left out.
        request_id : str, optional
            The same id again is the same vote, stored once.

        Raises
        ------
        InputError
            No such target is on the sheet.
        BadVote
            The parts do not fit together.
        StaleForm
            It was judged elsewhere since; the tile then shows that.
        """
        tile = self._tile(tess_id)
        judgement = Judgement(verdict, reason, tile.multiple)
        before = tile.entry.own_vote
        try:
            said = self._desk.judge(
                tile.entry.ephemeris_id, judgement, request_id=request_id or str(uuid4()),
                seen=before.vote_id if before else None,
            )  # fmt: skip
        except StaleForm:
            self._read_again(tile)
            raise
        stored, also = said.vote, len(said.duplicates)
        if before is None or stored.vote_id != before.vote_id:  # else it was said already
            self._cast.append(_Cast(tile.tess_id, tile.entry.ephemeris_id, stored.action or ""))
        entry = replace(tile.entry, own_vote=stored, is_back=False, left=max(0, tile.entry.left - also))
        with self._state.hold_trait_notifications():
            self._put(replace(tile, entry=entry, also=also or tile.also))
            self._state.focused = self._next_unjudged(tile.tess_id)
            self._state.notice = Notice(Kind.SAVED, self._said(tile, judgement), stored.cast_at)
        self._count_later()
        return stored

    def undo(self, *, request_id: str | None = None) -> int | None:
        """Take back the last vote of this session; again, the one before.

        Returns
        -------
        int or None
            The target; None when there is nothing to take back.
        """
        if not self._cast:
            self._state.notice = Notice(
                Kind.INFO, "Nothing was voted on this sheet yet that could be undone."
            )
            return None
        last = self._cast[-1]
        self._desk.undo(last.action, request_id=request_id or str(uuid4()))
        self._cast.pop()
        with self._state.hold_trait_notifications():
            for tile in self._state.tiles:
                if tile.entry.ephemeris_id == last.ephemeris_id:
                    self._read_again(tile)
                    self._state.focused = tile.tess_id
            self._state.notice = Notice(Kind.INFO, f"TIC {last.tess_id}: your last vote is taken back.")
        self._count_later()
        return last.tess_id

    def _read_again(self, tile: Tile) -> None:
        """Show what the database has of a tile."""
        entries = self._desk.entries([tile.tess_id], keep=[tile.entry.ephemeris_id])
        for entry in entries:
            self._put(replace(tile, entry=entry, also=0))

    def _said(self, tile: Tile, judgement: Judgement) -> str:
        words = f"TIC {tile.tess_id}: {judgement.verdict}"
        if judgement.reason is not None:
            words += f", {judgement.reason}"
        left = len(self._state.unjudged)
        if left == 0:
            words += f"; all {len(self._state.tiles)} are judged, n goes to the next {TILES}"
        return words

    def _next_unjudged(self, tess_id: int) -> int:
        ids = [each.tess_id for each in self._state.tiles]
        at = ids.index(tess_id)
        behind_first = (*self._state.tiles[at + 1 :], *self._state.tiles[:at])
        return next((each.tess_id for each in behind_first if not each.is_judged), tess_id)

    def _count_later(self) -> None:
        def count() -> None:
            with guarded(self._state):
                self._state.progress = self._desk.progress()

        self._background.later("progress", _COUNTED_AFTER, count)

    def _put(self, changed: Tile) -> None:
        self._state.tiles = tuple(
            changed if each.tess_id == changed.tess_id else each for each in self._state.tiles
        )

    def _tile(self, tess_id: int | None) -> Tile:
        wanted = self._state.focused if tess_id is None else tess_id
        for each in self._state.tiles:
            if each.tess_id == wanted:
                return each
        raise InputError(
            "There is no target to judge." if wanted is None else f"TIC {wanted} is not on this page."
        )
