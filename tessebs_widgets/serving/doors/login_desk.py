"""Names and passwords, asked of the database in threads, so that the server goes on meanwhile."""

import asyncio
import hmac
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from tessebs_core.errors import TessebsError
from tessebs_widgets.serving.doors.throttle import Throttle

if TYPE_CHECKING:
    from tessebs_core.workflows.workspace import Workspace

__all__ = ["LoginDesk", "TooManyTries"]

FRESH_S = 5.0
_HASHING_AT_ONCE, _LOOKING_AT_ONCE = 2, 2
_WAITING = 20
Answer = TypeVar("Answer")


class TooManyTries(TessebsError):
    """Somebody guesses, or very many log in at once."""

    def __init__(self, wait_s: float) -> None:
        self.wait_s = max(1, round(wait_s + 0.5))
        super().__init__(f"Too many tries. Please wait {_in_words(self.wait_s)}, then try again.")


class LoginDesk:
    """Begins, checks and ends sessions.

    Parameters
    ----------
    open_workspace : callable, optional
        Opens the catalogue when it is first asked for; the one that the environment names by default.
    throttle : Throttle, optional
        Counts failures.
    """

    def __init__(
        self,
        open_workspace: "Callable[[], Workspace] | None" = None,
        throttle: Throttle | None = None,
    ) -> None:
        self._open = open_workspace
        self._opened: Workspace | None = None
        self._opening = threading.Lock()
        self._hashing = ThreadPoolExecutor(_HASHING_AT_ONCE, thread_name_prefix="login")
        self._looking = ThreadPoolExecutor(_LOOKING_AT_ONCE, thread_name_prefix="sessions")
        self._throttle = throttle or Throttle()
        self._pending = 0
        self._known: dict[str, tuple[str | None, float]] = {}
        self._asked: dict[str, asyncio.Future[str | None]] = {}

    def warm_up(self) -> None:
        """Open the catalogue and make ready what names are compared with, before the first one is.

        What goes wrong is said to who logs in.
        """
        from tessebs_core.workflows.passwords import session_after_login

        self._hashing.submit(lambda: session_after_login(self._workspace(), "", ""))

    async def begin(self, username: str, password: str, address: str) -> str | None:
        """The secret of a new session; None if name and password do not fit.

        Raises
        ------
        TooManyTries
            This was tried too often.
        TessebsError
            The catalogue cannot be read.
        """
        from tessebs_core.workflows.passwords import session_after_login

        secret = await self._try(
            username, address, lambda: session_after_login(self._workspace(), username, password)
        )
        if secret is not None:
            self._succeeded(username, address, secret)
        return secret

    async def change(self, username: str, old: str, new: str, address: str) -> str:
        """Change one's own password; the secret of the only session that goes on.

        Raises
        ------
        TooManyTries
            This was tried too often.
        NotPermitted, InputError
            The old password is not right, or the new one cannot be one.
        """
        from tessebs_core.workflows.passwords import change_password

        secret = await self._try(
            username, address, lambda: change_password(self._workspace(), username, old, new)
        )
        self._succeeded(username, address, secret)
        return secret

    async def end(self, username: str) -> None:
        """End all sessions of a person."""
        from tessebs_core.workflows.passwords import end_sessions

        await self._in_thread(self._looking, lambda: end_sessions(self._workspace(), username))
        self.forget(username)

    def forget(self, username: str) -> None:
        """Ask the database again at the next request of a person."""
        self._known.pop(username, None)

    def close(self) -> None:
        """End the threads and the connections."""
        for threads in (self._hashing, self._looking):
            threads.shutdown()
        if self._opened is not None:
            self._opened.database.dispose()

    async def is_session(self, username: str, secret: str) -> bool:
        """Whether this is a session; what the database says is believed for a few seconds."""
        kept = self._known.get(username)
        if kept is None or time.monotonic() - kept[1] > FRESH_S:
            await self._look_again(username)
        return self.was_session(username, secret)

    def was_session(self, username: str, secret: str) -> bool:
        """Whether it was one when the database was last asked."""
        current = self._known.get(username, (None, 0.0))[0]
        return current is not None and hmac.compare_digest(current.encode(), secret.encode())

    async def _look_again(self, username: str) -> None:
        from tessebs_core.workflows.passwords import session_secret

        if username not in self._asked:
            self._asked[username] = asyncio.ensure_future(
                self._in_thread(self._looking, lambda: session_secret(self._workspace(), username))
            )
        asked = self._asked[username]
        try:
            current = await asyncio.shield(asked)
        finally:
            if asked.done():
                self._asked.pop(username, None)
        self._known[username] = (current, time.monotonic())

    async def _try(self, username: str, address: str, work: Callable[[], Answer]) -> Answer:
        if (wait_s := self._throttle.wait(username, address)) > 0:
            raise TooManyTries(wait_s)
        if self._pending >= _WAITING:
            raise TooManyTries(5.0)
        self._throttle.failed(username, address)  # counted before it is known, so that many at once count
        self._pending += 1
        try:
            return await self._in_thread(self._hashing, work)
        finally:
            self._pending -= 1

    def _succeeded(self, username: str, address: str, secret: str) -> None:
        self._throttle.succeeded(username, address)
        self._known[username] = (secret, time.monotonic())

    @staticmethod
    async def _in_thread(threads: ThreadPoolExecutor, work: Callable[[], Answer]) -> Answer:
        return await asyncio.get_running_loop().run_in_executor(threads, work)

    def _workspace(self) -> "Workspace":
        from tessebs_core.workflows.workspace import open_workspace

        with self._opening:
            if self._opened is None:
                self._opened = (self._open or open_workspace)()
            return self._opened


def _in_words(seconds: int) -> str:
    return f"{seconds} seconds" if seconds < 100 else f"{round(seconds / 60)} minutes"
