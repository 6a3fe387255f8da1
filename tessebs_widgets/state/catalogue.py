"""The catalogue's screen, as values."""

from collections.abc import Mapping
from dataclasses import dataclass

from traitlets import Bool, HasTraits, Instance, Int, Unicode, UseEnum

from tessebs_core.records.catalogue_columns import CHOSEN
from tessebs_core.records.search_addresses import search_to_address
from tessebs_core.records.searching import FoundEntry, SavedSearch, Search, SearchPage
from tessebs_core.vocabulary import ExportKind
from tessebs_widgets.state.notices import Notice
from tessebs_widgets.state.triage import Phase

__all__ = ["CatalogueState", "Download", "Loosened", "Rejected"]


@dataclass(frozen=True)
class Rejected:
    """What was typed into a field of the form and cannot be, and why."""

    typed: str
    words: str


@dataclass(frozen=True)
class Loosened:
    """What a search that found nothing would find without one of its conditions."""

    condition: str
    words: str
    count: int


@dataclass(frozen=True)
class Download:
    """A file for the browser; ``number`` counts them."""

    number: int
    name: str
    media_type: str
    content: bytes


class CatalogueState(HasTraits):
    """What one person searches, and what was found; knows no widget and no database."""

    username = Unicode()
    phase = UseEnum(Phase, default_value=Phase.STARTING)
    search: Search = Instance(Search, ())
    columns: tuple[str, ...] = Instance(tuple, args=(CHOSEN,))
    page = Instance(SearchPage, allow_none=True, help="what was found last")
    searching = Bool(False)
    failed = Unicode(help="why the last search could not be answered; empty if it was")
    unread = Bool(False, help="whether the page's link could not be read")
    rejected: Mapping[str, Rejected] = Instance(dict, args=(), help="fields that hold what cannot be")
    loosened: tuple[Loosened, ...] = Instance(tuple, args=())
    row = Int(0, help="place of the chosen row on the page, from 0")
    moved = Bool(False, help="whether the row was chosen by the person")
    asked_tic = Int(None, allow_none=True, help="the target that another app led here with")
    products: tuple[str, ...] = Instance(tuple, args=())
    contributors: tuple[str, ...] = Instance(tuple, args=())
    saved: tuple[SavedSearch, ...] = Instance(tuple, args=())
    writing = UseEnum(ExportKind, default_value=None, allow_none=True, help="the file that is being made")
    download = Instance(Download, allow_none=True)
    notice = Instance(Notice, allow_none=True)

    @property
    def address(self) -> str:
        """The search with its columns and its page as the query part of an address, without ``?``."""
        return search_to_address(self.search, self.columns)

    @property
    def entry(self) -> FoundEntry | None:
        """The entry in the chosen row."""
        if self.page is None or not 0 <= self.row < len(self.page.entries):
            return None
        return self.page.entries[self.row]
