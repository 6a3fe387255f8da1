"""Leaf through the contact sheet: the first page, the next, the one before."""

from tessebs_core.records.contact_sheet import SheetEntry, SheetPlace
from tessebs_widgets.actions.background import Background
from tessebs_widgets.actions.sheet_desk import SheetDesk
from tessebs_widgets.actions.sheet_pictures import SheetPictures
from tessebs_widgets.state.contact_sheet import ContactSheetState, Tile
from tessebs_widgets.state.guarding import words_for
from tessebs_widgets.state.notices import Kind, Notice
from tessebs_widgets.state.triage import Phase

__all__ = ["TILES", "Leafing"]

TILES = 20
"""Targets on a page: five across, four down."""

Page = tuple[SheetPlace, ...]


class Leafing:
    """Bring pages of targets onto the screen; the next one is prepared while this one is judged."""

    def __init__(
        self, state: ContactSheetState, desk: SheetDesk, background: Background, pictures: SheetPictures
    ) -> None:
        self._state = state
        self._desk = desk
        self._background = background
        self._pictures = pictures
        self._pages: list[Page] = []
        self._asked: dict[int, tuple[int, ...]] = {}  # each page's ephemeris_ids, once it was shown
        self._at = -1
        self._ahead: tuple[Page, Page] | None = None  # the page that was shown, and what follows it

    def open_first(self) -> None:
        """Show what is left for this person, from the beginning."""
        self._pages, self._asked, self._at, self._ahead = [], {}, -1, None
        self.open_next()

    def open_next(self) -> None:
        """Show the next page; behind the last, begin again with what is still left."""
        if self._at + 1 < len(self._pages):
            self._at += 1
            self._show(self._pages[self._at])
            return
        left = len(self._state.unjudged)
        current = self._pages[self._at] if self._pages else ()
        following = self._following(current)
        if not following:
            self._show_empty()
            return
        if self._at >= 0 and not set(following) - set(current):
            self._state.notice = Notice(Kind.INFO, "These are the last targets left for you.")
            return
        self._pages.append(following)
        self._at += 1
        self._show(following)
        if left:
            words = f"{left} of the page before left unjudged; they stay in your queue."
            self._state.notice = Notice(Kind.WARNING, words)

    def open_previous(self) -> None:
        """Show the page before."""
        before = self._at if self._state.phase is Phase.EMPTY else self._at - 1
        if before < 0:
            self._state.notice = Notice(Kind.INFO, "This is the first page of this session.")
            return
        self._at = before
        self._show(self._pages[before])

    def refresh(self) -> None:
        """Read the votes on this page again: some may have been cast elsewhere."""
        kept = {each.tess_id: each for each in self._state.tiles}
        ids = [each.entry.ephemeris_id for each in kept.values()]
        entries = self._desk.entries(kept, keep=ids)
        with self._state.hold_trait_notifications():
            self._state.tiles = tuple(_tile(each, kept.get(each.tess_id)) for each in entries)
            self._state.progress = self._desk.progress()

    def _following(self, current: Page) -> Page:
        if self._ahead is not None and self._ahead[0] == current and self._ahead[1]:
            return self._ahead[1]
        last = current[-1] if current else None
        found = self._desk.places(after=last, count=TILES)
        return found or (self._desk.places(count=TILES) if last is not None else ())

    def _show(self, page: Page) -> None:
        asked = self._asked.get(self._at, ())
        entries = self._desk.entries([each.tess_id for each in page], keep=asked)
        self._asked[self._at] = tuple(each.ephemeris_id for each in entries)
        tiles = tuple(_tile(each, None) for each in entries)
        first = next((each for each in tiles if not each.is_judged), tiles[0] if tiles else None)
        with self._state.hold_trait_notifications():
            self._state.phase = Phase.READY
            self._state.tiles = tiles
            self._state.focused = first.tess_id if first else None
            self._state.page = self._at + 1
            self._state.can_go_back = self._at > 0
            self._state.progress = self._desk.progress()
            self._state.notice = None
        self._pictures.show(entries)
        self._look_ahead(page)

    def _look_ahead(self, page: Page) -> None:
        def work() -> tuple[Page, tuple[SheetEntry, ...]]:
            following = self._desk.places(after=page[-1], count=TILES)
            return following, self._desk.entries([each.tess_id for each in following])

        def keep(found: tuple[Page, tuple[SheetEntry, ...]]) -> None:
            self._ahead = (page, found[0])
            self._pictures.make(found[1])

        self._background.run(work, keep, _only_log)

    def _show_empty(self) -> None:
        with self._state.hold_trait_notifications():
            self._state.phase = Phase.EMPTY
            self._state.tiles = ()
            self._state.focused = self._state.notice = None
            self._state.pictures, self._state.failures = {}, {}
            self._state.can_go_back = bool(self._pages)
            self._state.progress = self._desk.progress()


def _tile(entry: SheetEntry, before: Tile | None) -> Tile:
    """A tile at the period voted for, or looked at, or proposed."""
    if entry.own_vote is not None and not entry.is_back:
        said = entry.own_vote.judgement.period_multiple
        return Tile(entry, said if said.factor is not None else entry.multiple, before.also if before else 0)
    return Tile(entry, before.multiple if before else entry.multiple)


def _only_log(error: BaseException) -> None:
    """What fails ahead of time is said when its turn comes."""
    words_for(error)
