"""A process with everything imported that becomes a kernel by forking: at once, and in shared memory.

Run with ``python -m`` this module and the number of a socket; `tessebs_widgets.serving.born_kernels` does.
What all kernels have in common (code, classes, compiled loops) is in memory once, and a page need not wait
for seconds of imports. Nothing of a person is here: neither settings nor a database connection, and no
thread, which a fork would leave behind.
"""

import array
import gc
import importlib
import json
import os
import random
import select
import signal
import socket
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

__all__ = ["main"]

LONGEST = 2**20  # bytes of one order
LULL = 1.0  # seconds without an order
_FIRST = (
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "ipykernel.zmqshell",
    "ipykernel.debugger",
    "tessebs_widgets.dashboards.triage",
    "tessebs_widgets.dashboards.contact_sheet",
    "tessebs_core.workflows.queue",
    "tessebs_core.workflows.triage",
    "tessebs_core.workflows.judging",
    "tessebs_core.workflows.light_curves",
    "tessebs_core.workflows.period_reports",
    "tessebs_core.workflows.blends",
    "astropy.io.fits",
    "tsdownsample",
)
_LATER = ("astropy.timeseries", "nifty_ls", "scipy.linalg", "scipy.ndimage", "scipy.special")


def main() -> None:
    """Take orders until the server is gone; in a child, be the kernel that was ordered."""
    channel = socket.socket(fileno=int(sys.argv[1]))
    if sys.path and Path(sys.path[0] or ".").resolve() == Path.cwd():
        del sys.path[0]
    for number in (signal.SIGINT, signal.SIGCHLD):
        signal.signal(number, signal.SIG_IGN)  # a server stops us by closing the socket; nobody waits
    _learn(_FIRST)
    for order in _orders(channel):
        child = os.fork()
        if child == 0:
            channel.close()
            _be_born(order)
            return
        _answer(channel, child)


def _orders(channel: socket.socket) -> Iterator[dict[str, Any]]:
    """What the server asks for; in a lull of it, the rest is learnt."""
    waiting = select.poll()
    waiting.register(channel, select.POLLIN)
    scout: int | None = None
    patience: float | None = LULL * 1000
    while True:
        ready = {each for each, _ in waiting.poll(patience)}
        if not ready and scout is None:
            scout, patience = _send_scout(), None
            waiting.register(scout, select.POLLIN)
        elif scout in ready:
            waiting.unregister(scout)
            _learn(_LATER)
            _search()
            gc.freeze()
        if channel.fileno() in ready:
            order = channel.recv(LONGEST)
            if not order:
                return
            yield json.loads(order)


def _send_scout() -> int:
    """Let a child search for a period first: compiling, where it was never done, takes ten seconds.

    Returns
    -------
    int
        A file descriptor that can be read when the compiled loops are on the disk.
    """
    child = os.fork()
    if child == 0:
        try:
            _search()
        finally:
            os._exit(0)
    return os.pidfd_open(child)


def _learn(names: Iterable[str]) -> None:
    """Import modules, and put all there is where the garbage collector will not touch it."""
    from sqlalchemy.orm import configure_mappers

    gc.disable()
    for name in names:
        importlib.import_module(name)
    configure_mappers()  # half a second that every kernel would spend at its first query
    gc.collect()
    gc.freeze()


def _search() -> None:
    """Search a few hundred points for a box: the compiled loops are loaded then, and numba has its types."""
    import numpy as np

    from tessebs_core.compute.box_least_squares import box_least_squares

    time = 0.02 * np.arange(500.0)
    box_least_squares(time, np.where(time % 1.0 < 0.1, 0.9, 1.0), np.full(500, 0.01))


def _answer(channel: socket.socket, child: int) -> None:
    try:
        os.setpgid(child, child)
        handle = os.pidfd_open(child)
    except ProcessLookupError:  # dead already
        channel.send(b"{}")
        return
    rights = array.array("i", [handle])
    channel.sendmsg([json.dumps({"pid": child}).encode()], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, rights)])
    os.close(handle)


def _be_born(wanted: dict[str, Any]) -> None:
    """Take on folder, environment and arguments, and run the kernel to its end."""
    import numpy as np
    from ipykernel import kernelapp

    os.setpgid(0, 0)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.chdir(wanted["folder"])
    os.environ.clear()
    os.environ.update(wanted["environment"])
    # What is usually seen to at import, when there was no kernel yet: it ends when its parent does, and
    # hears what a page says to widgets.
    late = [f"--IPKernelApp.parent_handle={os.getppid()}", "--ext", "ipywidgets"]
    sys.argv = [*wanted["arguments"], *late]
    Path("/proc/self/comm").write_text("tessebs-kernel", encoding="ascii")
    random.seed()
    np.random.seed()  # noqa: NPY002 - what was copied from the parent must not repeat itself
    gc.enable()
    kernelapp.launch_new_instance()


if __name__ == "__main__":
    main()
