"""The server's side of `tessebs_widgets.serving.kernel_nursery`: kernels by fork where the system can."""

import asyncio
import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Sequence
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner

from tessebs_widgets.serving.kernel_environment import kernel_environment
from tessebs_widgets.serving.runtime_folder import PROVISIONER

__all__ = ["BornKernels", "Nursery"]

LAUNCHER = "ipykernel_launcher"


class Nursery:
    """The process that kernels are forked from; ends with this one."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        command = [sys.executable, "-Xfrozen_modules=off", "-m", "tessebs_widgets.serving.kernel_nursery"]
        with theirs:
            self._process = subprocess.Popen(
                [*command, str(theirs.fileno())], env=kernel_environment(), stdin=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()], start_new_session=True,
            )  # fmt: skip
        self._channel = ours
        self._turn = threading.Lock()

    def bear(self, arguments: Sequence[str], environment: dict[str, str], folder: str) -> "_Born":
        """Let a kernel be born.

        Raises
        ------
        OSError
            There is no nursery any more, or the kernel died at once.
        """
        order = {"arguments": list(arguments), "environment": environment, "folder": folder}
        with self._turn:
            self._channel.send(json.dumps(order).encode())
            answer, handles, _flags, _address = socket.recv_fds(self._channel, 4096, 1)
        if not handles:
            raise ConnectionAbortedError("The kernel's nursery bore none.")
        return _Born(json.loads(answer)["pid"], handles[0])


class _Born:
    """A kernel's process, as `subprocess.Popen` would be it."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int, handle: int) -> None:
        self.pid = pid
        self._handle = handle
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """0 when it has ended, however; None before."""
        if self.returncode is None and self._has_ended(0):
            self.returncode = 0
            os.close(self._handle)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait until it has ended.

        Raises
        ------
        subprocess.TimeoutExpired
            It has not, in time.
        """
        if self.returncode is None and not self._has_ended(timeout):
            raise subprocess.TimeoutExpired(LAUNCHER, timeout or 0.0)
        return self.poll() or 0

    def send_signal(self, number: int) -> None:
        """Send a signal to this very process, whoever has its number by now."""
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._handle, number)

    def _has_ended(self, timeout: float | None) -> bool:
        waiting = select.poll()
        waiting.register(self._handle, select.POLLIN)
        return bool(waiting.poll(None if timeout is None else timeout * 1000))

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)


class BornKernels(LocalProvisioner):
    """Kernels of one server's nursery; started in the usual way where it has died."""

    nursery: Nursery | None = None

    @classmethod
    def open(cls) -> None:
        """Start the nursery of this process, and make the kernels' specification find this class."""
        cls.nursery = Nursery()
        place = EntryPoint(PROVISIONER, f"{__name__}:{cls.__name__}", KernelProvisionerFactory.GROUP_NAME)
        KernelProvisionerFactory.provisioners[PROVISIONER] = place

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Start a kernel."""
        if self.nursery is None or LAUNCHER not in cmd:
            return await super().launch_kernel(cmd, **kwargs)
        arguments = cmd[cmd.index(LAUNCHER) :]
        folder = str(kwargs.get("cwd") or Path.cwd())
        loop = asyncio.get_running_loop()
        try:
            born = await loop.run_in_executor(None, self.nursery.bear, arguments, kwargs["env"], folder)
        except OSError as error:
            self.log.warning("No kernel from the nursery (%s); one is started without it.", error)
            return await super().launch_kernel(cmd, **kwargs)
        self.process, self.pid, self.pgid, self.cwd = born, born.pid, born.pid, folder
        return self.connection_info
