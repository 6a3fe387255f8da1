"""The catalogue for programs: GET and HEAD of pages as JSON, CSV or VOTable (docs/http.md)."""

import asyncio
import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import tornado.web
from jupyter_server.base.handlers import JupyterHandler
from tornado.httputil import split_host_and_port

from tessebs_core.errors import BadSearch, TessebsError
from tessebs_core.records.search_addresses import search_from_address
from tessebs_core.vocabulary import PageFormat

if TYPE_CHECKING:
    from tessebs_core.workflows.catalogue_pages import WrittenPage
    from tessebs_core.workflows.workspace import Workspace

__all__ = ["ADDRESS", "CatalogueDesk", "CataloguePage", "CataloguePageOfApp"]

ADDRESS = "/api/catalogue"
_AT_ONCE, _WAITING = 2, 16
_TYPES = {
    PageFormat.JSON: "application/json; charset=utf-8",
    PageFormat.CSV: "text/csv; charset=utf-8; header=present",
    PageFormat.VOTABLE: "application/x-votable+xml",
}
_NOT_LET_IN = (
    "You are not let in: ask under the server's own name, with the login or the token of its screens "
    "(docs/http.md)."
)
_THIS_MACHINE = {"localhost", "127.0.0.1", "::1", "[::1]"}


class CatalogueDesk:
    """Answers questions in threads of its own, a few at once, so that the server goes on meanwhile.

    Parameters
    ----------
    open_workspace : callable, optional
        Opens the catalogue when it is first asked for; the one that the environment names by default.
    """

    def __init__(self, open_workspace: "Callable[[], Workspace] | None" = None) -> None:
        self._open = open_workspace
        self._opened: Workspace | None = None
        self._opening = threading.Lock()
        self._threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="catalogue")
        self._pending = 0

    @property
    def is_busy(self) -> bool:
        """Whether so many questions wait that another one should come back later."""
        return self._pending >= _AT_ONCE + _WAITING

    async def ask(self, query: str) -> "tuple[PageFormat, WrittenPage]":
        """Find and write the page that the query part of an address asks for.

        Raises
        ------
        BadSearch
            The query cannot be one.
        TessebsError
            The catalogue cannot be read.
        """
        self._pending += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, self._answer, query)
        finally:
            self._pending -= 1

    def _answer(self, query: str) -> "tuple[PageFormat, WrittenPage]":
        from tessebs_core.workflows.catalogue_pages import written_page

        form, rest = _format_of(query)
        search, columns = search_from_address(rest, ignored=("token",))
        return form, written_page(self._workspace(), search, columns, form)

    def _workspace(self) -> "Workspace":
        from tessebs_core.workflows.workspace import open_workspace

        with self._opening:
            if self._opened is None:
                self._opened = (self._open or open_workspace)()
            return self._opened


class _Answering(tornado.web.RequestHandler):
    """Ask the desk and send what it gives, errors as JSON that names the field."""

    def initialize(self, desk: CatalogueDesk) -> None:
        """Take the desk."""
        self._desk = desk

    async def _give_page(self) -> None:
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Cache-Control", "no-cache")
        if self._desk.is_busy:
            self.set_header("Retry-After", "2")
            self._complain(503, "Too many questions at once; ask again in a moment.")
            return
        try:
            form, page = await self._desk.ask(self.request.query)
        except BadSearch as error:
            self._complain(400, str(error), error.field)
            return
        except TessebsError as error:
            self._complain(503, str(error))
            return
        self.set_header("Content-Type", _TYPES[form])
        self.set_header("X-Total-Count", str(page.count))
        links = [
            f'<{self.request.path}?{address}>; rel="{which}"'
            for which, address in (("next", page.following), ("prev", page.preceding))
            if address is not None
        ]
        if links:
            self.set_header("Link", ", ".join(links))
        self.finish(page.body)  # tornado adds an ETag, and answers 304 to who has the page

    def write_error(self, status_code: int, **_: Any) -> None:
        """Say what went wrong as JSON."""
        self._complain(status_code, _NOT_LET_IN if status_code == 403 else self._reason)

    def _complain(self, status: int, words: str, field: str | None = None) -> None:
        self.set_status(status)
        self.set_header("Content-Type", _TYPES[PageFormat.JSON])
        self.finish(json.dumps({"error": words, "field": field}))


class CataloguePageOfApp(_Answering, JupyterHandler):
    """In the app's server: whoever may see the app may ask."""

    async def prepare(self, **_: Any) -> None:
        """Lead a browser to the login; a program would take that page for the catalogue, and is told."""
        shows_pages = "text/html" in self.request.headers.get("Accept", "")
        await super().prepare(_redirect_to_login=shows_pages)

    @tornado.web.authenticated
    async def get(self) -> None:
        """Answer; Jupyter has checked host and token."""
        await self._give_page()

    head = get


class CataloguePage(_Answering):
    """In a server of its own, which answers to this machine by its own name only."""

    async def prepare(self) -> None:
        """Refuse a page of another host name that points here."""
        if split_host_and_port(self.request.host.lower())[0] not in _THIS_MACHINE:
            raise tornado.web.HTTPError(403)

    async def get(self) -> None:
        """Answer."""
        await self._give_page()

    head = get


def _format_of(query: str) -> tuple[PageFormat, str]:
    """The format that a query asks for, and the query without it."""
    parts = query.split("&")
    asked = [each.removeprefix("format=") for each in parts if each.startswith("format=")]
    try:
        form = PageFormat(asked[0]) if asked else PageFormat.JSON
    except ValueError:
        raise BadSearch("format", f"{asked[0][:40]!r} is none of {', '.join(PageFormat)}.") from None
    if len(asked) > 1:
        raise BadSearch("format", "it is given more than once.")
    return form, "&".join(each for each in parts if not each.startswith("format="))
