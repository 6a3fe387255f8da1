"""Reading of a damaged file in a process of its own, which may use so much time and memory and no more."""

import multiprocessing
import resource
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from tessebs_core.errors import TessebsError

__all__ = ["Guarded", "Outcome", "guarded"]

MOST_SECONDS = 2.0
MOST_BYTES = 500 * 2**20
_PATIENCE = 20.0  # seconds until a child that says nothing is hung


@dataclass(frozen=True)
class Outcome:
    """What came of a file: ``fault`` is None where all was well, ``said`` the words of our error."""

    fault: str | None
    said: str = ""
    kind: str = "read"
    seconds: float = 0.0
    megabytes: float = 0.0


class Guarded:
    """A child process that reads one file after the other, and is replaced when it dies."""

    def __init__(
        self, read: Callable[[Path], None], allowed: tuple[type[TessebsError], ...], seconds: float
    ) -> None:
        self._read, self._allowed, self._seconds = read, allowed, seconds
        self._child: multiprocessing.Process | None = None
        self._pipe: Connection | None = None

    def outcome(self, path: Path) -> Outcome:
        """Read a file there."""
        if self._child is None:
            here, there = multiprocessing.Pipe()
            self._child = multiprocessing.get_context("fork").Process(
                target=_serve, args=(there, self._read, self._allowed, self._seconds), daemon=True
            )
            self._child.start()
            there.close()
            self._pipe = here
        assert self._pipe is not None
        self._pipe.send(path)
        try:
            if self._pipe.poll(_PATIENCE):
                found: Outcome = self._pipe.recv()
                return found
            fault = f"no answer in {_PATIENCE:.0f} s"
        except EOFError:
            self._child.join()
            fault = f"the process died ({self._child.exitcode})"
        self.end()
        return Outcome(fault)

    def end(self) -> None:
        """End the child."""
        if self._child is not None and self._pipe is not None:
            self._child.kill()
            self._child.join()
            self._pipe.close()
            self._child = self._pipe = None


@contextmanager
def guarded(
    read: Callable[[Path], None], *allowed: type[TessebsError], seconds: float = MOST_SECONDS
) -> Iterator[Guarded]:
    """A reader in a process of its own; ``read`` raises an error of the ``allowed`` classes, or none.

    ``read`` may raise AssertionError for what it finds wrong in what was read.
    """
    made = Guarded(read, allowed, seconds)
    try:
        yield made
    finally:
        made.end()


def _serve(
    pipe: Connection,
    read: Callable[[Path], None],
    allowed: tuple[type[TessebsError], ...],
    most_seconds: float,
) -> None:
    used = _kilobytes("VmSize") * 1024
    resource.setrlimit(resource.RLIMIT_AS, (used + 2 * MOST_BYTES,) * 2)
    sys.tracebacklimit = 0
    while True:
        path: Path = pipe.recv()
        Path("/proc/self/clear_refs").write_text("5")  # the greatest memory in use is counted anew
        before, started, worked = _kilobytes("VmHWM"), time.perf_counter(), time.process_time()
        with warnings.catch_warnings(record=True) as seen:
            warnings.simplefilter("always")
            found = _read(path, read, allowed)
        # The machine may be busy with other things: what counts is the process' own time, and a hang.
        seconds = min(time.perf_counter() - started, time.process_time() - worked + 0.001)
        megabytes = (_kilobytes("VmHWM") - before) / 1024
        fault = found.fault
        if seen:
            fault = f"warning: {seen[0].message}"
        elif seconds > most_seconds:
            fault = fault or f"took {seconds:.1f} s"
        elif megabytes * 2**20 > MOST_BYTES:
            fault = fault or f"took {megabytes:.0f} MB"
        pipe.send(Outcome(fault, found.said, found.kind, seconds, megabytes))


def _read(path: Path, read: Callable[[Path], None], allowed: tuple[type[TessebsError], ...]) -> Outcome:
    try:
        read(path)
    except allowed as error:
        said = str(error)
        clear = path.name in said and said.isprintable() and len(said) < 600
        return Outcome(None if clear else f"unclear: {said!r}", said, type(error).__name__)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is a fault
        return Outcome(f"{type(error).__name__}: {error}", str(error), type(error).__name__)
    return Outcome(None)


def _kilobytes(name: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name + ":"))
