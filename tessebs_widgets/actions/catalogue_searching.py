"""Search the catalogue: from the form, by a name, by a link; go through the pages of what is found."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from tessebs_core.errors import BadSearch, InputError
from tessebs_core.records.catalogue_columns import CHOSEN, column_named, columns_named
from tessebs_core.records.search_addresses import search_from_address
from tessebs_core.records.searching import Order, Search, SearchPage
from tessebs_core.vocabulary import InCatalogue
from tessebs_widgets.actions.background import Background
from tessebs_widgets.actions.catalogue_desk import CatalogueDesk
from tessebs_widgets.state.catalogue import CatalogueState, Loosened
from tessebs_widgets.state.catalogue_conditions import loosenings, without
from tessebs_widgets.state.catalogue_form import Fields, read_form
from tessebs_widgets.state.guarding import words_for
from tessebs_widgets.state.triage import Phase

__all__ = ["CatalogueSearching"]

_REMEMBERED = 50  # searches that can be gone back to
_TRIED = 12  # conditions left out of a search that found nothing


class CatalogueSearching:
    """Ask beside the screen; of several searches under way only the last one is shown."""

    def __init__(self, state: CatalogueState, desk: CatalogueDesk, background: Background) -> None:
        self._state = state
        self._desk = desk
        self._background = background
        self._number = 0
        self._before: list[tuple[Search, tuple[str, ...]]] = []

    def open_first(self, query: str = "") -> None:
        """Show what an address says, or all confirmed entries with the person's own columns.

        A link brings its columns; it does not change what the person has chosen.
        """
        state = self._state
        with state.hold_trait_notifications():
            state.products, state.contributors = self._desk.names()
            state.saved = self._desk.saved_searches()
        try:
            search, columns = search_from_address(query, ignored=("tic", "ephemeris"))
        except BadSearch as error:
            self._number += 1  # what is under way does not answer this
            with state.hold_trait_notifications():
                state.phase, state.unread, state.page, state.searching = Phase.READY, True, None, False
                state.failed = f"This link cannot be read. {error}"
            return
        if search == Search() and columns == CHOSEN:
            columns = self._desk.columns()
        self.show(search, columns, remember=False)

    def show(self, search: Search, columns: Sequence[str] | None = None, *, remember: bool = True) -> None:
        """Search; what was shown stays until the answer is there."""
        state = self._state
        chosen = state.columns if columns is None else tuple(each.name for each in columns_named(columns))
        if remember and (search, chosen) != (state.search, state.columns):
            self._before = [*self._before[-_REMEMBERED:], (state.search, state.columns)]
        self._number += 1
        with state.hold_trait_notifications():
            state.search, state.columns = search, chosen
            state.rejected, state.loosened = {}, ()
            state.searching, state.failed, state.unread, state.phase = True, "", False, Phase.READY
        self._background.run(
            partial(self._desk.find, search, chosen),
            partial(self._found, self._number),
            partial(self._not_found, self._number),
        )

    def again(self) -> None:
        """Ask the same once more."""
        self.show(self._state.search, remember=False)

    def submit(self, fields: Fields) -> None:
        """Search for what is in the form; nothing is searched while a field holds what cannot be."""
        search, rejected = read_form(fields, self._state.search)
        if search is None:
            self._state.rejected = rejected
        elif search != replace(self._state.search, page=1) or self._state.failed:
            self.show(search)
        else:
            self._state.rejected = {}

    def quick(self, words: str) -> None:
        """Search for a target by its name alone, in the catalogue or not; without a name for all.

        Raises
        ------
        BadSearch
            It is no name of a known survey.
        """
        wider = InCatalogue.ANY if words.strip() else InCatalogue.YES
        self.show(Search(text=words.strip(), in_catalog=wider, size=self._state.search.size))

    def without(self, key: str) -> None:
        """Take one condition away."""
        self.show(without(self._state.search, key))

    def clear(self) -> None:
        """Take all conditions away; order, columns and the size of a page stay."""
        search = self._state.search
        order = tuple(each for each in search.order if each.column != "distance")
        self.show(Search(order=order, size=search.size))

    def back(self) -> None:
        """Show the search before this one.

        Raises
        ------
        InputError
            There is none.
        """
        if not self._before:
            raise InputError("There is no search before this one.")
        search, columns = self._before.pop()
        self.show(search, columns, remember=False)

    def order_by(self, column: str, *, second: bool = False) -> None:
        """Order by a column, the other way round when it is ordered by already, or as the second key."""
        name = column_named(column, "order").name
        search = self._state.search
        first = search.order[:1]
        place = 1 if second and first and first[0].column != name else 0
        was = search.order[place : place + 1]
        turned = bool(was) and was[0].column == name and not was[0].descending
        new = Order(name, turned)
        order = (*first, new) if place else (new,)
        self.show(replace(search, order=order, page=1))

    def go(self, page: int) -> None:
        """Show a page.

        Raises
        ------
        InputError
            What was found has no such page.
        """
        pages = self._state.page.pages if self._state.page is not None else 1
        if not 1 <= page <= pages:
            raise InputError(f"There is no page {page}: pages go from 1 to {pages}.")
        if page != self._state.search.page:
            self.show(replace(self._state.search, page=page))

    def step(self, pages: int) -> None:
        """Show the page so many further, as far as there are pages."""
        last = self._state.page.pages if self._state.page is not None else 1
        self.go(min(max(self._state.search.page + pages, 1), last))

    def set_size(self, size: int) -> None:
        """Show so many entries on a page, from the first page on."""
        self.show(replace(self._state.search, size=size, page=1))

    def choose_row(self, row: int) -> None:
        """Choose an entry of the page by its place, from 0; beyond the ends the first or the last."""
        count = len(self._state.page.entries) if self._state.page is not None else 0
        with self._state.hold_trait_notifications():
            self._state.row = min(max(row, 0), max(count - 1, 0))
            self._state.moved = count > 0

    def _found(self, number: int, page: SearchPage) -> None:
        if number != self._number:
            return  # another search was asked for meanwhile
        state = self._state
        if not page.entries and page.count:  # a link to a page that is no more
            self.show(replace(state.search, page=page.pages), remember=False)
            return
        tics = [each.tess_id for each in page.entries]
        with state.hold_trait_notifications():
            state.page, state.searching = page, False
            state.moved = state.asked_tic in tics
            state.row = tics.index(state.asked_tic) if state.moved else 0
        if page.count == 0:
            self._background.run(
                partial(self._loosen, number, state.search),
                partial(self._loosened, number),
                partial(self._not_found, number),
            )

    def _loosen(self, number: int, search: Search) -> tuple[Loosened, ...]:
        """Count what each condition alone keeps out; on a thread of its own."""
        found = []
        for each in loosenings(search)[:_TRIED]:
            if number != self._number:
                break
            count = self._desk.find(replace(without(search, each.key), size=1), ("tess_id",)).count
            if count:
                found.append(Loosened(each.key, each.words, count))
        return tuple(sorted(found, key=lambda each: -each.count))

    def _loosened(self, number: int, found: tuple[Loosened, ...]) -> None:
        if number == self._number:
            self._state.loosened = found

    def _not_found(self, number: int, error: BaseException) -> None:
        if number != self._number:
            return
        with self._state.hold_trait_notifications():
            self._state.searching, self._state.page = False, None
            self._state.failed = words_for(error)
