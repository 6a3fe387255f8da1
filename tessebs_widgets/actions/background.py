"""Work beside the kernel's event loop: the screen answers while files are read."""

import asyncio
import atexit
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Protocol, TypeVar

__all__ = ["Background", "Immediate", "InLoop", "background_here"]

Result = TypeVar("Result")


class Background(Protocol):
    """How work is run and put off; callbacks always come on the thread of the screen."""

    beside: bool
    """Whether work is done beside the screen; if not, whoever asks for it waits."""

    def run(
        self,
        work: Callable[[], Result],
        then: Callable[[Result], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        """Do ``work``, then hand its result to ``then`` or its exception to ``failed``."""

    def run_long(
        self,
        work: Callable[[], Result],
        then: Callable[[Result], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        """Do ``work`` of seconds, after other such work, so that nothing short ever waits for it."""

    def soon(self, work: Callable[[], None]) -> None:
        """From within work: do this on the thread of the screen."""

    def later(self, name: str, delay: float, work: Callable[[], None]) -> None:
        """Do ``work`` after ``delay`` seconds, in place of earlier work of this name."""

    def flush(self) -> None:
        """Do now what was put off."""


class Immediate:
    """Everything at once: for plain Python, where no event loop runs."""

    beside = False

    def run(
        self,
        work: Callable[[], Result],
        then: Callable[[Result], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        """Do ``work`` now."""
        try:
            result = work()
        except Exception as error:  # noqa: BLE001 - the caller's handler decides, as in a thread
            failed(error)
        else:
            then(result)

    def run_long(
        self,
        work: Callable[[], Result],
        then: Callable[[Result], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        """Do ``work`` now."""
        self.run(work, then, failed)

    def soon(self, work: Callable[[], None]) -> None:
        """Do ``work`` now."""
        work()

    def later(self, name: str, delay: float, work: Callable[[], None]) -> None:
        """Do ``work`` now."""
        work()

    def flush(self) -> None:
        """Nothing is ever put off."""


class InLoop:
    """Two worker threads beside a running event loop, and one more for long work.

    Two, so that a light curve that is waited for never queues behind one that is fetched ahead.
    """

    beside = True

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._threads = ThreadPoolExecutor(2, thread_name_prefix="tessebs")
        self._long = ThreadPoolExecutor(1, thread_name_prefix="tessebs-long")
        self._put_off: dict[str, tuple[asyncio.TimerHandle, Callable[[], None]]] = {}
        atexit.register(self.flush)

    def run(
        self,
        work: Callable[[], Result],
        then: Callable[[Result], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        """Do ``work`` in a thread and come back to the loop."""
        self._submit(self._threads, work, then, failed)

    def run_long(
        self,
        work: Callable[[], Result],
        then: Callable[[Result], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        """Do ``work`` in the one thread for long work and come back to the loop."""
        self._submit(self._long, work, then, failed)

    def soon(self, work: Callable[[], None]) -> None:
        """Do ``work`` on the loop, when it comes to it."""
        self._loop.call_soon_threadsafe(work)

    def _submit(
        self,
        threads: ThreadPoolExecutor,
        work: Callable[[], Result],
        then: Callable[[Result], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        def hand_over(future: Future[Result]) -> None:
            error = future.exception()
            if error is not None:
                failed(error)
            else:
                then(future.result())

        future = threads.submit(work)
        future.add_done_callback(lambda done: self._loop.call_soon_threadsafe(hand_over, done))

    def later(self, name: str, delay: float, work: Callable[[], None]) -> None:
        """Do ``work`` on the loop when ``delay`` has passed; at once for no delay."""
        if name in self._put_off:
            self._put_off.pop(name)[0].cancel()
        if delay <= 0:
            work()
            return
        self._put_off[name] = (self._loop.call_later(delay, self._do, name), work)

    def flush(self) -> None:
        """Do what was put off now, oldest first."""
        for name in tuple(self._put_off):
            self._do(name)

    def _do(self, name: str) -> None:
        timer, work = self._put_off.pop(name)
        timer.cancel()
        work()


def background_here() -> Background:
    """Threads where an event loop runs (a kernel), else everything at once."""
    try:
        return InLoop(asyncio.get_running_loop())
    except RuntimeError:
        return Immediate()
