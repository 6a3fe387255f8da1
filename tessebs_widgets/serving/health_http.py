"""Whether the service can be used, for those who watch it: 200 or 503 at ``/api/health`` (docs/http.md)."""

import asyncio
import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import tornado.web
from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.base.handlers import JupyterHandler
from tornado.httputil import split_host_and_port

from tessebs_core.errors import TessebsError
from tessebs_core.records.health import Finding

if TYPE_CHECKING:
    from tessebs_core.workflows.workspace import Workspace

__all__ = ["ADDRESS", "Health", "HealthDesk", "HealthOfApp"]

ADDRESS = "/api/health"
PATIENCE_S = 5.0
FRESH_S = 5.0
_THIS_MACHINE = {"localhost", "127.0.0.1", "::1", "[::1]"}


class HealthDesk:
    """Looks at one thing after the other in a thread of its own, at most once in a few seconds.

    Parameters
    ----------
    look : callable, optional
        Gives the findings; those of the catalogue that the environment names by default.
    """

    def __init__(self, look: Callable[[], list[Finding]] | None = None) -> None:
        self._look = look or _Looking()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="health")
        self._running: asyncio.Future[list[Finding]] | None = None
        self._seen: list[Finding] = []
        self._seen_at = float("-inf")

    async def ask(self) -> list[Finding]:
        """What was found, a few seconds old at most; what does not answer in time is not well."""
        if time.monotonic() - self._seen_at < FRESH_S:
            return self._seen
        if self._running is None:
            self._running = asyncio.get_running_loop().run_in_executor(self._thread, self._look)
        running = self._running
        try:
            found = await asyncio.wait_for(asyncio.shield(running), PATIENCE_S)
        except TimeoutError:
            return [Finding("answer in time", False, f"no answer within {PATIENCE_S:.0f} s")]
        finally:
            if running.done():
                self._running = None
        self._seen, self._seen_at = found, time.monotonic()
        return found


class _Looking:
    """The catalogue that the environment names; its connections are kept."""

    def __init__(self) -> None:
        self._workspace: Workspace | None = None

    def __call__(self) -> list[Finding]:
        from tessebs_core.settings import read_settings
        from tessebs_core.workflows.health import findings
        from tessebs_core.workflows.workspace import Workspace

        try:
            settings = read_settings()
            self._workspace = self._workspace or Workspace.from_settings(settings)
            return list(findings(settings, self._workspace))
        except TessebsError as error:
            return [Finding("settings", False, str(error))]


class _Answering(tornado.web.RequestHandler):
    def initialize(self, desk: HealthDesk) -> None:
        """Take the desk."""
        self._desk = desk

    def _give(self, findings: list[Finding], *, in_words: bool) -> None:
        well = all(each.well for each in findings if each.needed)
        checks: dict[str, dict[str, Any]] = {each.what: {"well": each.well} for each in findings}
        if in_words:
            for each in findings:
                checks[each.what]["seen"] = each.seen
        self.set_status(200 if well else 503)
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.finish(json.dumps({"well": well, "checks": checks}))


class HealthOfApp(_Answering, JupyterHandler):
    """In the app's server: anybody learns what is well, who may see the app also what was seen."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Answer; Jupyter has checked the host."""
        findings = [*await self._desk.ask(), await self._kernels()]
        self._give(findings, in_words=self.current_user is not None)

    head = get

    async def _kernels(self) -> Finding:
        manager = self.kernel_manager
        numbers = manager.list_kernel_ids()
        alive = await asyncio.gather(*(manager.get_kernel(each).is_alive() for each in numbers))
        dead = len(alive) - sum(alive)
        return Finding("kernels", not dead, f"{sum(alive)} alive, {dead} dead", needed=False)


class Health(_Answering):
    """In a server of its own, which answers to this machine by its own name only."""

    async def prepare(self) -> None:
        """Refuse a page of another host name that points here."""
        if split_host_and_port(self.request.host.lower())[0] not in _THIS_MACHINE:
            raise tornado.web.HTTPError(403)

    async def get(self) -> None:
        """Answer."""
        self._give(await self._desk.ask(), in_words=False)

    head = get
