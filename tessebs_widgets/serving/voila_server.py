"""Voilà as a child process: started, waited for, and ended with everything that it started."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil

from tessebs_core.errors import TessebsError
from tessebs_widgets.apps import APPS, App
from tessebs_widgets.serving import runtime_folder
from tessebs_widgets.serving.entrance import LOOPBACK, Entrance
from tessebs_widgets.serving.kernel_lives import KernelLives

__all__ = ["ServerFailed", "VoilaServer", "free_port"]

_PATIENCE = 90.0  # seconds until a server that says nothing is given up
_FAREWELL = 8.0  # seconds for the server to end its kernels


class ServerFailed(TessebsError):
    """The app's server did not start, or ended by itself."""


class VoilaServer:
    """Serve the apps; a context manager that leaves nothing behind.

    Parameters
    ----------
    port : int
        A free port.
    first : App, optional
        Where the first page leads.
    ready : iterable of App
        Those for which one kernel is kept ready, so that their page opens faster.
    environment : mapping of str to str, optional
        Variables of the server and its kernels; this process' own if left out.
    entrance : Entrance, optional
        Where it listens and who comes in; this machine alone if left out.
    lives : KernelLives, optional
        How long a kernel lives without its page.
    """

    def __init__(
        self,
        port: int,
        *,
        first: App = APPS[0],
        ready: Iterable[App] = APPS[:1],
        environment: Mapping[str, str] | None = None,
        entrance: Entrance | None = None,
        lives: KernelLives | None = None,
    ) -> None:
        self._entrance = entrance or Entrance()
        self._lives = lives
        self._environment = dict(os.environ if environment is None else environment)
        self._port = port
        self._first = first
        self._ready = tuple(ready)
        self._folder: Path | None = None
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """The first page, as this machine reaches it."""
        entrance = self._entrance
        return f"{entrance.scheme}://{entrance.reached_at}:{self._port}{entrance.base_url}"

    def address_of(self, app: App) -> str:
        """The page of one app."""
        return f"{self.address}{app.name}"

    @property
    def pid(self) -> int | None:
        """The server's process, while it runs."""
        return self._process.pid if self._process else None

    def __enter__(self) -> Self:
        """Start and wait until it answers.

        Raises
        ------
        ServerFailed
            It ended, or said nothing in time; the words are those of its log.
        """
        self._folder = Path(tempfile.mkdtemp(prefix="tessebs-app-"))
        try:
            runtime_folder.fill(
                self._folder, port=self._port, first=self._first, ready=self._ready,
                entrance=self._entrance, lives=self._lives,
            )  # fmt: skip
            self._start(self._folder)
            self._wait_until_it_answers()
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        """End the server and its kernels."""
        self._end()

    def wait(self) -> None:
        """Wait until the server ends by itself.

        Raises
        ------
        ServerFailed
            It did; nobody had asked for it.
        """
        if self._process is not None:
            self._process.wait()
            raise ServerFailed(f"The app's server ended by itself. Start it again.{self._last_words()}")

    def _start(self, folder: Path) -> None:
        with (folder / "server.log").open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tessebs_widgets.serving"],
                cwd=folder, env=runtime_folder.server_environment(folder, self._environment, self._entrance),
                stdin=subprocess.PIPE, stdout=log, stderr=log,
                start_new_session=True,  # Ctrl-C is ours to answer, once
            )  # fmt: skip

    def _wait_until_it_answers(self) -> None:
        give_up = time.monotonic() + _PATIENCE
        while time.monotonic() < give_up:
            if self._process is None or self._process.poll() is not None:
                raise ServerFailed(f"The app's server did not start.{self._last_words()}")
            if self._folder is not None and (self._folder / runtime_folder.LISTENING).exists():
                return
            time.sleep(0.05)
        raise ServerFailed(f"The app's server gave no answer in {_PATIENCE:.0f} s.{self._last_words()}")

    def _last_words(self) -> str:
        if self._folder is None:
            return ""
        lines = (self._folder / "server.log").read_text(errors="replace").strip().splitlines()
        return f" It said: {lines[-1].strip()}" if lines else ""

    def _end(self) -> None:
        if self._process is not None and self._process.poll() is None:
            family = psutil.Process(self._process.pid).children(recursive=True)
            self._process.terminate()
            try:
                self._process.wait(_FAREWELL)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            if self._process.stdin is not None:
                self._process.stdin.close()
            _, left = psutil.wait_procs(family, timeout=1.0)
            for each in left:
                _kill(each)
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)


def free_port(preferred: int, host: str = LOOPBACK) -> int:
    """``preferred`` if nobody uses it, else any free port of the address."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for port in (preferred, 0):
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise ServerFailed("No port of this machine is free.")


def _kill(process: psutil.Process) -> None:
    try:
        process.kill()
    except psutil.NoSuchProcess:
        return
