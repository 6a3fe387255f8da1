"""What a browser may send to a kernel: messages of widgets, on one channel, in one form."""

from jupyter_server.services.kernels.connection.base import deserialize_msg_from_ws_v1

from tessebs_widgets.serving.kernels_with_pages import PageConnection

__all__ = ["MESSAGES", "PROTOCOL", "VisitorsConnection"]

PROTOCOL = "v1.kernel.websocket.jupyter.org"
MESSAGES = ("comm_open", "comm_close", "comm_msg", "comm_info_request", "kernel_info_request")
"""No code, no completion, no inspection, no history, no input, no debugger, no end of the kernel."""


class VisitorsConnection(PageConnection):
    """Pass on what is on the channel of widgets; which messages may pass is the kernel manager's to check."""

    def handle_incoming_message(self, incoming_msg: str | bytes) -> None:
        """Drop what is for the control channel, the debugger or a prompt."""
        if not isinstance(incoming_msg, bytes):
            self.log.warning("A message in another form than %s was dropped.", PROTOCOL)
            return
        channel, _ = deserialize_msg_from_ws_v1(incoming_msg)
        if channel != "shell":
            self.log.warning("A message for the channel %r was dropped.", channel)
            return
        super().handle_incoming_message(incoming_msg)
