"""What a server's kernels take, looked at from outside."""

import re
from collections.abc import Iterable, Iterator

import numpy as np
import psutil

__all__ = ["KernelWatch"]

_CONNECTION = re.compile(r"kernel-([0-9a-f-]{36})-ipc")


class KernelWatch:
    """The kernels of one server: which there are, and the most memory that each has ever taken.

    Parameters
    ----------
    pid : int
        The server's process.
    """

    def __init__(self, pid: int) -> None:
        self._server = psutil.Process(pid)
        self._pss: dict[str, int] = {}
        self._uss: dict[str, int] = {}
        self._rss: dict[str, int] = {}

    @property
    def kernels(self) -> dict[str, psutil.Process]:
        """The kernels' processes, by kernel id."""
        return dict(self._find())

    @property
    def server_rss(self) -> int:
        """What the server itself holds, bytes."""
        return int(self._server.memory_info().rss)

    @property
    def most_pss(self) -> int:
        """The largest share of memory of a kernel so far, bytes: its own, and its part of what is shared."""
        return max(self._pss.values(), default=0)

    @property
    def median_pss(self) -> float:
        """What a kernel takes at its most, bytes, the median of all kernels."""
        return float(np.median(list(self._pss.values()) or [0]))

    @property
    def most_uss(self) -> int:
        """The largest memory that a kernel shared with nobody, bytes."""
        return max(self._uss.values(), default=0)

    @property
    def most_rss(self) -> int:
        """The largest resident memory of a kernel, bytes; what is shared counts in each."""
        return max(self._rss.values(), default=0)

    def kernels_of(self, kernel_ids: Iterable[str]) -> set[str]:
        """Those of some kernels that still run."""
        return set(kernel_ids) & set(self.kernels)

    def sample(self) -> None:
        """Note what every kernel takes now."""
        for kernel_id, process in self._find():
            try:
                info = process.memory_full_info()
            except psutil.NoSuchProcess:
                continue
            for known, now in ((self._pss, info.pss), (self._uss, info.uss), (self._rss, info.rss)):
                known[kernel_id] = max(known.get(kernel_id, 0), now)

    def _find(self) -> Iterator[tuple[str, psutil.Process]]:
        """Kernels by the sockets on which they listen; what they were forked from has the same command."""
        for each in self._server.children(recursive=True):
            try:
                places = " ".join(str(socket.laddr) for socket in each.net_connections("unix"))
            except psutil.NoSuchProcess:
                continue
            if found := _CONNECTION.search(places):
                yield found[1], each
