"""Fold the sheet's light curves into small pictures, beside the screen and a page ahead."""

from collections.abc import Callable, Iterable

from tessebs_core.errors import TessebsError
from tessebs_core.records import Ephemeris, LightCurve
from tessebs_core.records.contact_sheet import SheetEntry
from tessebs_core.vocabulary import PeriodMultiple
from tessebs_widgets.actions.background import Background
from tessebs_widgets.actions.sheet_desk import SheetDesk
from tessebs_widgets.state.contact_sheet import ContactSheetState
from tessebs_widgets.state.guarding import words_for
from tessebs_widgets.state.thumbnails import Thumbnail

__all__ = ["Folds", "SheetPictures"]

Thumbnails = dict[PeriodMultiple, Thumbnail]
Folds = Callable[[LightCurve, Ephemeris], Thumbnails]

_KEPT = 80  # targets: the page before, the one shown, the one ahead, and some


class SheetPictures:
    """Make each target's pictures once, those of the page shown before those of the page ahead.

    A light curve is read, folded at P/2, P and 2P, and let go: only the small rasters are kept.
    """

    def __init__(
        self, state: ContactSheetState, desk: SheetDesk, background: Background, folds: Folds
    ) -> None:
        self._state = state
        self._desk = desk
        self._background = background
        self._folds = folds
        self._made: dict[int, Thumbnails | str] = {}
        self._asked: set[int] = set()

    def show(self, entries: Iterable[SheetEntry]) -> None:
        """Bring the pictures of a page onto the screen: those that are made now, the others as they come."""
        entries = list(entries)
        known = {each.ephemeris_id: self._made.get(each.ephemeris_id) for each in entries}
        with self._state.hold_trait_notifications():
            self._state.pictures = {key: made for key, made in known.items() if isinstance(made, dict)}
            self._state.failures = {key: made for key, made in known.items() if isinstance(made, str)}
        self.make(entries)

    def make(self, entries: Iterable[SheetEntry]) -> None:
        """Make the pictures that are not made yet."""
        for entry in entries:
            if entry.ephemeris_id not in self._made and entry.ephemeris_id not in self._asked:
                self._asked.add(entry.ephemeris_id)
                self._make(entry)

    def _make(self, entry: SheetEntry) -> None:
        key = entry.ephemeris_id

        def work() -> Thumbnails | str:
            try:
                return self._folds(self._desk.light_curve_of(entry), entry.ephemeris)
            except TessebsError as error:
                return str(error)

        def then(made: Thumbnails | str) -> None:
            self._asked.discard(key)
            self._keep(key, made)
            self._put(key, made)

        def failed(error: BaseException) -> None:
            then(words_for(error))

        self._background.run(work, then, failed)

    def _keep(self, key: int, made: Thumbnails | str) -> None:
        self._made[key] = made
        shown = {each.entry.ephemeris_id for each in self._state.tiles}
        for oldest in [each for each in self._made if each not in shown][: len(self._made) - _KEPT]:
            del self._made[oldest]

    def _put(self, key: int, made: Thumbnails | str) -> None:
        if key not in {each.entry.ephemeris_id for each in self._state.tiles}:
            return
        if isinstance(made, str):
            self._state.failures = {**self._state.failures, key: made}
        else:
            self._state.pictures = {**self._state.pictures, key: made}
