"""Kernels that end when their page has gone; `tessebs_widgets.serving.kernel_lives` says how soon."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from traitlets import Float

from tessebs_widgets.serving.kernel_lives import KernelLives
from tessebs_widgets.serving.kernel_manager import KernelsWithoutSecrets

__all__ = ["KernelsWithPages", "PageConnection"]

# A browser leaves a page; the server has logged out who sat there. A cut connection says nothing.
_GOODBYES = (1001, 1008)


class KernelsWithPages(KernelsWithoutSecrets):
    """Ends kernels whose page has gone; those that wait ready for a page are Voilà's own to keep."""

    after_goodbye = Float(KernelLives.after_goodbye, config=True)
    unvisited = Float(KernelLives.unvisited, config=True)
    after_cut = Float(KernelLives.after_cut, config=True)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._alone_until: dict[str, float] = {}

    def notify_taken(self, kernel_id: str) -> None:
        """A page that is on its way gets this kernel, however long that has waited ready."""
        self._leave_alone(kernel_id, self.unvisited)

    def notify_connect(self, kernel_id: str) -> None:
        """A page is there."""
        super().notify_connect(kernel_id)
        self._alone_until.pop(kernel_id, None)

    def notify_disconnect(self, kernel_id: str) -> None:
        """A page is not there any more; nothing is known of why."""
        super().notify_disconnect(kernel_id)
        self._leave_alone(kernel_id, self.after_cut)

    def notify_goodbye(self, kernel_id: str) -> None:
        """A page that has just disconnected was left for good."""
        self._leave_alone(kernel_id, self.after_goodbye)

    async def cull_kernels(self) -> None:
        """Look at every kernel; forget those that are no more."""
        self._alone_until = {each: when for each, when in self._alone_until.items() if each in self}
        await super().cull_kernels()

    async def cull_kernel_if_idle(self, kernel_id: str) -> None:
        """End a kernel that has waited long enough for its page."""
        if self._is_left(kernel_id):
            await self.shutdown_kernel(kernel_id)
        elif kernel_id not in self._alone_until:
            await super().cull_kernel_if_idle(kernel_id)

    def _leave_alone(self, kernel_id: str, patience: float) -> None:
        if self._kernel_connections.get(kernel_id, 0) <= 0:
            self._alone_until[kernel_id] = time.monotonic() + patience

    def _is_left(self, kernel_id: str) -> bool:
        if self._kernel_connections.get(kernel_id, 0) > 0:
            return False
        if kernel_id in self._alone_until:
            return time.monotonic() >= self._alone_until[kernel_id]
        kernel = self.get_kernel(kernel_id)
        idle = datetime.now(UTC) - kernel.last_activity
        return kernel.execution_state == "idle" and idle > timedelta(seconds=self.unvisited)


class PageConnection(ZMQChannelsWebsocketConnection):
    """Tell the kernels' keeper how a page went."""

    def disconnect(self) -> None:
        """Close, and pass on what the browser said."""
        super().disconnect()
        if self.websocket_handler.close_code in _GOODBYES:
            self.multi_kernel_manager.notify_goodbye(self.kernel_id)
