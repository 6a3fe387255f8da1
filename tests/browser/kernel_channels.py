"""A client of a kernel's messages that is no browser, and keeps to no rules but the form of the messages."""

import json
from collections.abc import Iterable

from jupyter_server.services.kernels.connection.base import (
    deserialize_msg_from_ws_v1,
    serialize_msg_to_ws_v1,
)
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

PROTOCOL = "v1.kernel.websocket.jupyter.org"


def answered(
    address: str, kernel_id: str, sent: Iterable[tuple[str, str, dict]], cookie: str = ""
) -> list[str]:
    """Send channel, type and content of messages, then ask who the kernel is; the types of all answers."""
    with connect(
        f"{address.replace('http', 'ws', 1)}api/kernels/{kernel_id}/channels?session_id=stranger",
        subprotocols=[Subprotocol(PROTOCOL)],
        additional_headers={"Cookie": cookie} if cookie else None,
        max_size=None,
        open_timeout=60,
    ) as socket:
        for channel, kind, content in (*sent, ("shell", "kernel_info_request", {})):
            socket.send(_message(channel, kind, content))
        found = []
        while not found or found[-1] != "kernel_info_reply":
            _, parts = deserialize_msg_from_ws_v1(socket.recv(timeout=60))
            if json.loads(parts[1]).get("session") == "stranger":
                found.append(json.loads(parts[0])["msg_type"])
        # What the screen says meanwhile of itself names the last message as its parent, whoever sent that.
        return [each for each in found if each not in ("status", "comm_msg")]


def refusal(
    address: str, kernel_id: str, cookie: str = "", *, protocol: str = PROTOCOL, origin: str | None = None
) -> int:
    """The status with which the socket of a kernel is refused, also to a page of another host."""
    try:
        with connect(
            f"{address.replace('http', 'ws', 1)}api/kernels/{kernel_id}/channels",
            subprotocols=[Subprotocol(protocol)],
            additional_headers={"Cookie": cookie} if cookie else None,
            origin=None if origin is None else Origin(origin),
            open_timeout=60,
        ):
            return 101
    except InvalidStatus as refused:
        return refused.response.status_code


def _message(channel: str, kind: str, content: dict) -> bytes:
    header = {"msg_id": f"stranger-{kind}", "msg_type": kind, "username": "", "session": "stranger",
              "date": "2026-01-01T00:00:00Z", "version": "5.3"}  # fmt: skip
    parts = [json.dumps(each).encode() for each in (header, {}, {}, content)]
    return serialize_msg_to_ws_v1(parts, channel)
