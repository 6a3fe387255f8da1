"""Dask's workers, wherever they are: threads here, processes here, or those of a cluster.

What is sent to them is small and holds no secret: a `Share`. Each opens a workspace by its own
settings, which must be the same as ours.
"""

import logging
import os
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from tessebs_core import __version__
from tessebs_core.errors import ClusterUnavailable, SettingsError
from tessebs_core.logs import SharedLog
from tessebs_core.records.bulk import Share, ShareReport, Surroundings
from tessebs_core.settings import Settings, read_settings, without_password
from tessebs_core.workflows.bulk_work import work_share
from tessebs_core.workflows.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    from distributed import Client, Future

__all__ = ["Cluster", "Where", "open_cluster", "surroundings_here", "work_share_here"]

_PRELOADED = [
    "distributed.nanny", "distributed.worker", "tessebs_core.workflows.bulk_cluster", "astropy.io.fits",
    "astropy.timeseries", "matplotlib.backends.backend_agg", "numba", "scipy.ndimage", "scipy.special",
]  # fmt: skip
_PATIENCE_S = 30.0  # for a scheduler to answer, and for its first worker


@dataclass(frozen=True)
class Where:
    """Where the work is done.

    Parameters
    ----------
    workers : int
        Targets at a time, on this machine; a cluster knows itself how many.
    processes : bool
        Each worker a process of its own, instead of threads of this one.
    scheduler : str, optional
        Address of a Dask scheduler, ``tcp://host:8786`` or ``tls://host:8786``.
    """

    workers: int = 1
    processes: bool = False
    scheduler: str | None = None


def surroundings_here() -> Surroundings:
    """What this process would work on, from its own settings."""
    settings = read_settings()
    scheme, slashes, rest = without_password(settings.database_url).partition("://")
    return Surroundings(
        version=__version__,
        database=f"{scheme}{slashes}{rest.rpartition('@')[2] if not rest.startswith('/') else rest}",
        folder=str(settings.data_dir.resolve()),
        archive=settings.mast_url or "",
        host=socket.gethostname(),
    )


def work_share_here(share: Share) -> ShareReport:
    """Do a share in this process, for Dask.

    Raises
    ------
    SettingsError
        The settings here are not those of who sent it.
    """
    from distributed import Event

    if difference := share.surroundings.difference(surroundings_here()):
        raise SettingsError(f"A worker on {socket.gethostname()} cannot take part: {difference}.")
    told = Event(_event_of(share.run))

    def should_stop() -> bool:
        try:
            return bool(told.is_set())
        except (OSError, TimeoutError):
            return True  # the scheduler is gone, and who sent the share with it

    return work_share(_opened(read_settings()), share, should_stop)


class Cluster:
    """Workers that take shares; made by `open_cluster`."""

    def __init__(self, client: "Client") -> None:
        self.client = client
        self._sent = 0

    def workers(self) -> int:
        """How many targets can be worked on at a time now.

        Raises
        ------
        ClusterUnavailable
            The scheduler does not answer any more.
        """
        try:
            return sum(self.client.nthreads().values())
        except (OSError, TimeoutError) as error:
            raise ClusterUnavailable(
                "The Dask scheduler does not answer any more. What is done is stored; the same command goes "
                "on when there is a scheduler again."
            ) from error

    def submit(self, share: Share) -> "Future":
        """Send a share; it is done by whoever is free."""
        self._sent += 1
        return self.client.submit(work_share_here, share, key=f"share-{share.run}-{self._sent}", pure=False)

    def outcome(self, future: "Future") -> ShareReport | None:
        """What became of a share that has ended; None if those who worked on it were killed.

        Raises
        ------
        TessebsError
            What ended it.
        """
        from distributed import CancelledError, KilledWorker

        try:
            found: ShareReport = future.result()
        except (KilledWorker, CancelledError):
            return None
        return found

    def stop(self, run: str) -> None:
        """Tell all who work on shares of a run to stop at the next safe place."""
        from distributed import Event

        with suppress(OSError, TimeoutError):  # then there is nobody to be told
            Event(_event_of(run), client=self.client).set()

    def check(self, surroundings: Surroundings) -> None:
        """Raise unless all workers would work on the same catalogue.

        Raises
        ------
        ClusterUnavailable
            A worker has other settings, or cannot say.
        """
        answers = self.client.run(surroundings_here, on_error="return")
        for address, answer in answers.items():
            if isinstance(answer, Surroundings):
                problem = surroundings.difference(answer)
            else:
                problem = f"it cannot read its settings ({type(answer).__name__}: {answer})"
            if problem:
                raise ClusterUnavailable(
                    f"The worker {address} cannot take part: {problem}. Start the workers with the same "
                    "version and the same TESSEBS_ settings as this command. Nothing was begun."
                )


@contextmanager
def open_cluster(where: Where) -> Iterator[Cluster]:
    """Have workers while the context lasts; those of this machine are started and ended.

    Raises
    ------
    ClusterUnavailable
        No scheduler answers at the address, it has no workers, or they have other settings.
    """
    import dask
    from distributed import Client

    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    # No page of a worker's state for whoever is on this machine.
    settings: dict[str, object] = {
        f"distributed.{each}.http.routes": [] for each in ("scheduler", "worker", "nanny")
    }
    settings["distributed.worker.multiprocessing-method"] = "forkserver"
    # A busy machine needs long to replace a killed worker; Dask would give its place up meanwhile.
    settings["distributed.deploy.lost-worker-timeout"] = "1h"
    with dask.config.set(settings):
        if where.scheduler is not None:
            with _joined(where.scheduler) as client:
                yield _checked(client)
            return
        with _local(where) as local, Client(local, set_as_default=False) as client:
            if where.processes:
                client.register_plugin(_interrupts_ignored())
            yield _checked(client)


def _checked(client: "Client") -> Cluster:
    cluster = Cluster(client)
    cluster.check(surroundings_here())
    return cluster


@contextmanager
def _joined(address: str) -> Iterator["Client"]:
    from distributed import Client

    try:
        client = Client(address, timeout=_PATIENCE_S / 3, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise ClusterUnavailable(
            f"No Dask scheduler answers at {address} ({type(error).__name__}). Is the address that of "
            "`dask scheduler`, such as tcp://host:8786? Nothing was begun."
        ) from error
    with client:
        try:
            client.wait_for_workers(1, timeout=_PATIENCE_S)
        except TimeoutError as error:
            raise ClusterUnavailable(
                f"The scheduler at {address} has no workers after {_PATIENCE_S:.0f} s. Start some with "
                f"`dask worker {address}`. Nothing was begun."
            ) from error
        yield client


def _local(where: Where) -> Any:
    from distributed import LocalCluster
    from distributed.utils import get_mp_context

    alike = {"dashboard_address": "127.0.0.1:0", "worker_dashboard_address": "127.0.0.1:0",
             "scheduler_kwargs": {"dashboard": False}, "silence_logs": logging.CRITICAL}  # fmt: skip
    if not where.processes:  # they speak through memory, no port is opened for them
        return LocalCluster(
            n_workers=1, threads_per_worker=where.workers, processes=False, memory_limit=0, **alike
        )
    # Processes are forked from one that has everything imported: one that was killed is replaced at once.
    get_mp_context().set_forkserver_preload(_PRELOADED)
    ours = {name: value for name, value in os.environ.items() if name.startswith("TESSEBS_")}
    # Who reaches the port of a scheduler runs code as us: only who holds this run's certificate does.
    return LocalCluster(
        n_workers=where.workers, threads_per_worker=1, processes=True, host="127.0.0.1", security=True,
        memory_limit="auto", env=ours, **alike,
    )  # fmt: skip


def _interrupts_ignored() -> Any:
    """Ctrl-C of a terminal reaches all its processes; what it means is decided in one of them."""
    from distributed import WorkerPlugin

    class InterruptsIgnored(WorkerPlugin):  # type: ignore[misc]
        def setup(self, worker: Any) -> None:
            if threading.current_thread() is threading.main_thread():
                signal.signal(signal.SIGINT, signal.SIG_IGN)

    return InterruptsIgnored()


def _event_of(run: str) -> str:
    return f"tessebs-stop-{run}"


@lru_cache(maxsize=2)
def _opened(settings: Settings) -> Workspace:
    """The workspace of this process; what goes wrong unexpectedly stands in ``bulk.log`` of its folder."""
    workspace = open_workspace(settings)
    logging.getLogger("tessebs_core.bulk").addHandler(
        SharedLog(workspace.folder.root / "bulk.log", settings.log)
    )
    return workspace
