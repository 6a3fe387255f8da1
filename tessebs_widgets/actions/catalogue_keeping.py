"""Keep what a person searched: under a name, as columns, as a file."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial

from tessebs_core.errors import InputError
from tessebs_core.records.search_addresses import search_from_address
from tessebs_core.records.searching import SavedSearch, Search
from tessebs_core.vocabulary import ExportKind
from tessebs_widgets.actions.background import Background
from tessebs_widgets.actions.catalogue_desk import CatalogueDesk
from tessebs_widgets.actions.catalogue_searching import CatalogueSearching
from tessebs_widgets.state.catalogue import CatalogueState, Download
from tessebs_widgets.state.guarding import words_for
from tessebs_widgets.state.notices import Kind, Notice

__all__ = ["CatalogueKeeping"]


class CatalogueKeeping:
    """Saved searches, the choice of columns, and downloads."""

    def __init__(
        self,
        state: CatalogueState,
        desk: CatalogueDesk,
        background: Background,
        searching: CatalogueSearching,
    ) -> None:
        self._state = state
        self._desk = desk
        self._background = background
        self._searching = searching
        self._downloads = 0

    def save(self, name: str) -> SavedSearch:
        """Keep the search that is shown, with its columns, in place of the one of this name.

        Raises
        ------
        BadSearch
            The name cannot be one, or there are too many.
        """
        state = self._state
        state.saved = self._desk.save_search(name, state.search, state.columns)
        kept = self._saved(" ".join(name.split()))
        state.notice = Notice(Kind.SAVED, f"the search “{kept.name}”", datetime.now(UTC))
        return kept

    def recall(self, name: str) -> None:
        """Show a saved search with its columns.

        Raises
        ------
        InputError
            There is none of this name.
        """
        self._searching.show(*search_from_address(self._saved(name).address))

    def forget(self, name: str) -> None:
        """Forget a saved search.

        Raises
        ------
        InputError
            There is none of this name.
        """
        self._state.saved = self._desk.forget_search(self._saved(name).name)
        self._state.notice = Notice(Kind.INFO, f"The search “{name}” is forgotten.")

    def choose_columns(self, names: Sequence[str]) -> tuple[str, ...]:
        """Show these columns in this order, and from now on whenever this person comes.

        Raises
        ------
        BadSearch
            One of them is no column, or there are none.
        """
        chosen = self._desk.save_columns(names)
        self._searching.show(self._state.search, chosen)
        return chosen

    def download(self, kind: ExportKind, shown: bool = False) -> None:
        """Make a file of all that is found, on every page, beside the screen; the browser then keeps it.

        Parameters
        ----------
        shown : bool
            With the columns on the screen only, not with those of the exports.
        """
        state = self._state
        if state.writing is not None:
            raise InputError(f"The {state.writing} file is being made; the next one can follow it.")
        state.writing = kind
        self._background.run_long(
            partial(self._desk.export, kind, state.search, state.columns if shown else None),
            partial(self._written, kind),
            self._failed,
        )

    def file(self, kind: ExportKind, search: Search, shown: bool = False) -> bytes:
        """The same as bytes, for Python."""
        return self._desk.export(kind, search, self._state.columns if shown else None)

    def _saved(self, name: str) -> SavedSearch:
        for each in self._state.saved:
            if each.name == name:
                return each
        raise InputError(f"There is no saved search {name[:60]!r}.")

    def _written(self, kind: ExportKind, content: bytes) -> None:
        self._downloads += 1
        name = f"tessebs_{kind.value}_{datetime.now(UTC):%Y%m%d}{kind.suffix}"
        with self._state.hold_trait_notifications():
            self._state.writing = None
            self._state.download = Download(self._downloads, name, kind.media_type, content)
            self._state.notice = Notice(
                Kind.INFO, f"{name}, {len(content) / 1e6:.2f} MB, is with your browser."
            )

    def _failed(self, error: BaseException) -> None:
        with self._state.hold_trait_notifications():
            self._state.writing = None
            self._state.notice = Notice(Kind.ERROR, words_for(error))
