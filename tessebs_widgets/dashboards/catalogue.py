"""The catalogue's screen: views and actions put together."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ipywidgets as ipw

from tessebs_core.errors import InputError
from tessebs_core.records.searching import SavedSearch, Search
from tessebs_core.vocabulary import ExportKind
from tessebs_widgets.actions.background import Background, background_here
from tessebs_widgets.actions.catalogue_desk import CatalogueDesk
from tessebs_widgets.actions.catalogue_keeping import CatalogueKeeping
from tessebs_widgets.actions.catalogue_searching import CatalogueSearching
from tessebs_widgets.dashboards.opening import opening, visitor
from tessebs_widgets.dashboards.twins.catalogue import search_of
from tessebs_widgets.dashboards.twins.words import word_of
from tessebs_widgets.state.catalogue import CatalogueState
from tessebs_widgets.views.catalogue_form import CatalogueForm
from tessebs_widgets.views.catalogue_screen import CatalogueHeader, CatalogueScreen, HeaderActions
from tessebs_widgets.views.catalogue_table import CatalogueTable, TableActions
from tessebs_widgets.views.catalogue_tools import CatalogueTools, ToolActions

if TYPE_CHECKING:
    from tessebs_core.workflows.workspace import Workspace
    from tessebs_widgets.dashboards.target import Target
    from tessebs_widgets.dashboards.triage import Triage

__all__ = ["Catalogue", "catalogue"]


class Catalogue:
    """Search the catalogue, order and page what is found, keep it as a link, a name or a file.

    ``state`` holds all that is shown and can be observed, ``widget`` is what is shown. Every method is
    what a key or a button does.

    Parameters
    ----------
    desk : CatalogueDesk
        One person at one workspace.
    background : Background, optional
        How work is run beside the screen.

    Examples
    --------
    ::

        screen = catalogue().search(period=(1, 2), flags=["multi"], order="-Tmag")
        screen.state.page.count
        screen.download("fits", "multiples.fits")
        screen.open(126602778)
    """

    def __init__(self, desk: CatalogueDesk, background: Background | None = None) -> None:
        self.state = CatalogueState(username=desk.username)
        self._desk = desk
        background = background or background_here()
        self._searching = CatalogueSearching(self.state, desk, background)
        self._keeping = CatalogueKeeping(self.state, desk, background, self._searching)
        self.widget = ipw.Box(self._parts()).add_class("tessebs").add_class("te-catalogue-screen")

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """Show the screen where a notebook shows its last value."""
        return self.widget._repr_mimebundle_(**kwargs)

    def search(self, search: Search | str = "", **conditions: Any) -> "Catalogue":
        """Search; give a `Search`, or a name and conditions as keywords, and get the screen back.

        Parameters
        ----------
        search : Search or str
            A search as a value, or the name of a target.
        **conditions
            ``period=(1, 2)`` and the like for every column that has ranges, ``flags``, ``flags_not``,
            ``provenances``, ``origins``, ``status``, ``in_catalog``,
            ``cone=("05 35 17 -05 23 30", 10, "arcmin")``,
            ``order="-Tmag"`` or ``order=["period", "-Tmag"]``, ``page``, ``size``.

        Raises
        ------
        BadSearch
            A condition cannot be one.
        """
        if isinstance(search, Search) and conditions:
            raise InputError("Give a search as a value, or conditions as keywords, not both.")
        self._searching.show(search if isinstance(search, Search) else search_of(search, **conditions))
        return self

    def quick(self, name: str) -> None:
        """Find a target by its name alone, in the catalogue or not."""
        self._searching.quick(name)

    def order_by(self, column: str, *, second: bool = False) -> None:
        """Order by a column; again turns the order round. ``second`` makes it the second key."""
        self._searching.order_by(column, second=second)

    def without(self, condition: str) -> None:
        """Take a condition away: ``"range:period"``, ``"flags:multi"``, ``"cone"``, ``"status"``..."""
        self._searching.without(condition)

    def clear(self) -> None:
        """Take all conditions away."""
        self._searching.clear()

    def back(self) -> None:
        """Show the search before this one."""
        self._searching.back()

    def next(self) -> None:
        """Show the next page."""
        self._searching.step(1)

    def previous(self) -> None:
        """Show the page before."""
        self._searching.step(-1)

    def go(self, page: int) -> None:
        """Show a page by its number."""
        self._searching.go(page)

    def set_size(self, size: int) -> None:
        """Show so many entries on a page."""
        self._searching.set_size(size)

    def choose_row(self, row: int) -> None:
        """Choose an entry of the page by its place, from 0."""
        self._searching.choose_row(row)

    def choose_columns(self, names: Sequence[str]) -> tuple[str, ...]:
        """Show these columns, from now on whenever this person comes."""
        return self._keeping.choose_columns(names)

    def save(self, name: str) -> SavedSearch:
        """Keep this search with its columns under a name."""
        return self._keeping.save(name)

    def recall(self, name: str) -> None:
        """Show a saved search."""
        self._keeping.recall(name)

    def forget(self, name: str) -> None:
        """Forget a saved search."""
        self._keeping.forget(name)

    def download(
        self, kind: ExportKind | str, path: Path | str | None = None, *, shown: bool = False
    ) -> bytes:
        """All that is found, on every page, as a file; returns it, and writes it where a path is given.

        Parameters
        ----------
        kind : ExportKind or str
            The format.
        path : path, optional
            A file that is not there yet.
        shown : bool
            With the columns on the screen only, as CSV, VOTable, FITS or ECSV.

        Raises
        ------
        InputError
            There is no such format, or there is a file of this name already.
        """
        content = self._keeping.file(word_of(ExportKind, kind), self.state.search, shown)
        if path is not None:
            try:
                with Path(path).open("xb") as file:
                    file.write(content)
            except FileExistsError as error:
                raise InputError(
                    f"{path} is there already; give another name. Nothing was changed."
                ) from error
        return content

    def open(self, tess_id: int | None = None, *, app: str = "target") -> "Target | Triage":
        """Open a target's own screen, or the triage screen with it; without a number that of the chosen row.

        Raises
        ------
        InputError
            No row is chosen, or there is no such app.
        """
        if tess_id is None:
            if self.state.entry is None:
                raise InputError("There is no row to open. Give a TIC number, or search for something else.")
            tess_id = self.state.entry.tess_id
        if app == "target":
            from tessebs_widgets.dashboards.target import target

            return target(tess_id=tess_id, username=self.state.username, workspace=self._desk.workspace)
        if app == "triage":
            from tessebs_widgets.dashboards.triage import triage

            return triage(tess_id=tess_id, username=self.state.username, workspace=self._desk.workspace)
        raise InputError(f"{app!r} opens no target: one of target, triage.")

    def _parts(self) -> list[ipw.Widget]:
        searching, keeping = self._searching, self._keeping
        return [
            CatalogueScreen(self.state, arrive=self._arrive, title="tessEBs catalogue"),
            CatalogueHeader(
                self.state,
                HeaderActions(
                    quick=searching.quick, save=keeping.save, recall=keeping.recall, forget=keeping.forget
                ),
            ),
            CatalogueForm(self.state, submit=searching.submit),
            CatalogueTools(
                self.state,
                ToolActions(
                    without=searching.without,
                    clear=searching.clear,
                    back=searching.back,
                    choose_columns=keeping.choose_columns,
                    download=keeping.download,
                ),
            ),
            CatalogueTable(
                self.state,
                TableActions(
                    order_by=lambda column, second: searching.order_by(column, second=second),
                    go=searching.go,
                    step=searching.step,
                    set_size=searching.set_size,
                    choose_row=searching.choose_row,
                    without=searching.without,
                    clear=searching.clear,
                    again=searching.again,
                ),
            ),
        ]

    def _arrive(self, tess_id: int | None, query: str) -> None:
        """A page has connected, perhaps with a search in its address; a cell keeps what it shows."""
        self.state.asked_tic = tess_id
        if query or os.environ.get("VOILA_PREHEAT") == "True":
            self._searching.open_first(query)


def catalogue(username: str | None = None, workspace: "Workspace | None" = None) -> Catalogue:
    """Open the catalogue's screen, in a notebook cell or in Voilà.

    Parameters
    ----------
    username : str, optional
        Who looks; the name of the login if left out.
    workspace : Workspace, optional
        The catalogue; the one that ``TESSEBS_*`` variables name if left out.

    Notes
    -----
    What cannot be opened is said on the screen, not raised: in Voilà nobody would see it.
    """
    screen = Catalogue(CatalogueDesk(username or visitor(), workspace))
    with opening(screen.state):
        screen._searching.open_first()
    return screen
