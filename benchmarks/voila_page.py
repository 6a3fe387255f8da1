"""A page of the app without a browser: it asks, listens and says what the screens' scripts would.

Many of them cost next to nothing, so that a benchmark measures kernels and server, not Chromium.
"""

import asyncio
import json
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from itertools import pairwise
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

from tornado.httpclient import AsyncHTTPClient, HTTPRequest, HTTPResponse
from tornado.websocket import WebSocketClientConnection, websocket_connect

__all__ = ["PATIENCE", "Page", "PageFailed"]

PATIENCE = 60.0  # seconds until something that does not come is a failure
PROTOCOL = "v1.kernel.websocket.jupyter.org"
_CONFIGURATION = re.compile(r'id="jupyter-config-data"[^>]*>(.*?)</script>', re.DOTALL)
_LARGEST = 200 * 1024**2  # bytes of one message


class PageFailed(Exception):
    """What was awaited did not come."""


@dataclass
class Page:
    """One person's page: every widget's state as the kernel told it, and what was said to it.

    Parameters
    ----------
    address : str
        The page's address.
    headers : mapping of str to str, optional
        Sent with every request: a session's cookie, or who it is as a proxy says it.
    """

    address: str
    headers: Mapping[str, str] = field(default_factory=dict)
    kernel_id: str = ""
    states: dict[str, dict[str, Any]] = field(default_factory=dict)
    heard: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._session = uuid4().hex
        self._xsrf = uuid4().hex
        self._changed = asyncio.Event()
        self._socket: WebSocketClientConnection | None = None
        self._listening: asyncio.Task[None] | None = None
        self._names: dict[str, str] = {}
        self._pings = 0
        self._is_heard = False

    async def open(self) -> None:
        """Ask for the page, connect to its kernel, and let every part of the screen say hello."""
        answer = await self.ask(self.address)
        written = _CONFIGURATION.search(answer.body.decode())
        if written is None:
            raise PageFailed(f"{self.address} is no page of an app: {answer.body[:200]!r}")
        self.kernel_id = json.loads(written[1])["kernelId"]
        await self.connect()
        await self._learn_states()
        for place in list(self._names):
            if place != "Screen":
                self._greet(place)
        self.say("Screen", "arrive", **_asked(self.address))
        self._greet("Screen")

    async def connect(self) -> None:
        """Connect to the page's kernel, as at first so after the connection was cut."""
        parts = urlsplit(self.address)
        channel = f"ws://{parts.netloc}/api/kernels/{self.kernel_id}/channels?session_id={self._session}"
        self._socket = await websocket_connect(
            HTTPRequest(channel, headers=self._all_headers(), request_timeout=PATIENCE),
            subprotocols=[PROTOCOL],
            max_message_size=_LARGEST,
        )
        self._is_heard = False
        self._listening = asyncio.create_task(self._listen(self._socket))
        self._send("kernel_info_request", {})  # what is sent before its reply may be answered to nobody
        await self.until(lambda: self._is_heard, "the kernel's greeting")

    async def ask(self, address: str, *, method: str = "GET") -> HTTPResponse:
        """One request with the page's own cookie."""
        client = AsyncHTTPClient(max_clients=100)
        return await client.fetch(
            HTTPRequest(
                address,
                method=method,
                headers=self._all_headers(),
                body=b"" if method == "POST" else None,
                request_timeout=PATIENCE * 3,
                connect_timeout=PATIENCE,
                decompress_response=True,
            )
        )

    def say(self, place: str, kind: str, **fields: Any) -> None:
        """What the script of one part of the screen says to Python; ``place`` is its Python class."""
        content = {"method": "custom", "content": {"kind": kind, **fields}}
        self._send("comm_msg", {"comm_id": self._names[place], "data": content})

    def shown(self, place: str) -> dict[str, Any]:
        """What one part of the screen shows."""
        shown: dict[str, Any] = self.states[self._names[place]]["shown"]
        return shown

    def value(self, place: str, name: str) -> Any:
        """One value of a part of the screen."""
        return self.states[self._names[place]][name]

    async def until(self, is_so: Callable[[], bool], what: str, patience: float = PATIENCE) -> float:
        """Wait until something is so; returns how long it took, seconds.

        Raises
        ------
        PageFailed
            It did not come in time, or the connection ended.
        """
        began = time.perf_counter()
        while not is_so():
            self._changed.clear()
            left = patience - (time.perf_counter() - began)
            try:
                async with asyncio.timeout(max(left, 0.0)):  # wait_for may swallow a cancellation
                    await self._changed.wait()
            except TimeoutError:
                raise PageFailed(f"{what}: not within {patience:.0f} s") from None
            if self._socket is None:
                raise PageFailed(f"{what}: the connection has ended")
        return time.perf_counter() - began

    async def ping(self) -> float:
        """Ask whether the kernel answers, as the page does every few seconds; seconds until it did."""
        self._pings += 1
        number = self._pings
        self.say("Screen", "ping", number=number)
        return await self.until(
            lambda: any(each.get("number", 0) >= number for each in self.heard.get("Screen", ())), "a pong"
        )

    async def leave(self) -> None:
        """Go away as a browser's page does: end the kernel by a last request, then the connection."""
        parts = urlsplit(self.address)
        shutdown = f"{parts.scheme}://{parts.netloc}/voila/api/shutdown/{self.kernel_id}"
        answer = await self.ask(f"{shutdown}?{urlencode({'_xsrf': self._xsrf})}", method="POST")
        if answer.code != HTTPStatus.NO_CONTENT:
            raise PageFailed(f"the goodbye was answered with {answer.code}")
        self.close(1001)

    def close(self, code: int = 1001) -> None:
        """End the connection with words and without the last request: a browser that was killed softly."""
        if self._socket is not None:
            self._socket.close(code)

    def vanish(self) -> None:
        """Be gone without a word, as when the network or the power is."""
        if self._socket is not None and self._socket.protocol is not None:
            self._socket.protocol.stream.close()
            self._socket.close()

    async def until_cut(self) -> None:
        """Wait until this side knows that it is not connected any more."""
        if self._listening is not None:
            await self._listening

    def _all_headers(self) -> dict[str, str]:
        cookies = [f"_xsrf={self._xsrf}"]
        others = dict(self.headers)
        if "Cookie" in others:
            cookies.append(others.pop("Cookie"))
        return {**others, "Cookie": "; ".join(cookies), "Origin": "http://" + urlsplit(self.address).netloc}

    async def _learn_states(self) -> None:
        """Every widget's state, as the widget manager of the page asks for it."""
        comm = uuid4().hex
        self._send(
            "comm_open",
            {"comm_id": comm, "target_name": "jupyter.widget.control", "data": {}},
            {"version": "1.0.0"},
        )
        self._send("comm_msg", {"comm_id": comm, "data": {"method": "request_states"}})
        await self.until(lambda: "Screen" in self._names, "the widgets' states")

    def _greet(self, place: str) -> None:
        state = self.states[self._names[place]]
        if "shown" in state:
            self.say(place, "hello", revision=state["shown"].get("revision"))
        elif "bokeh_url" in state:
            self.say(place, "hello", dark=False)
        elif "fold" in state:
            self.say(place, "hello", points=len(state["times"]) // 8, fold=state["fold"])

    def _send(self, kind: str, content: Mapping[str, Any], metadata: Mapping[str, Any] | None = None) -> None:
        if self._socket is None:
            raise PageFailed("the connection has ended")
        header = {
            "msg_id": uuid4().hex, "msg_type": kind, "username": "", "session": self._session,
            "date": "2000-01-01T00:00:00Z", "version": "5.3",
        }  # fmt: skip
        parts = [json.dumps(each).encode() for each in (header, {}, metadata or {}, content)]
        self._socket.write_message(_packed("shell", parts), binary=True)

    async def _listen(self, socket: WebSocketClientConnection) -> None:
        while (message := await socket.read_message()) is not None:
            if isinstance(message, bytes):
                self._hear(*_unpacked(message))
            self._changed.set()
        socket.close()
        if self._socket is socket:
            self._socket = None
            self._changed.set()

    def _hear(self, kind: str, content: dict[str, Any], buffers: list[bytes]) -> None:
        if kind == "comm_open":
            self._know(content["comm_id"], content["data"].get("state", {}), content["data"], buffers)
        self._is_heard |= kind == "kernel_info_reply"
        if kind != "comm_msg":
            return
        data, comm = content["data"], content["comm_id"]
        match data.get("method"):
            case "update":
                self._know(comm, data["state"], data, buffers)
            case "update_states":
                _put(data["states"], data.get("buffer_paths", ()), buffers)
                for each, described in data["states"].items():
                    self._know(each, described["state"])
            case "custom":
                self.heard.setdefault(self._place(comm), []).append(data["content"])

    def _know(
        self,
        comm: str,
        state: dict[str, Any],
        data: Mapping[str, Any] | None = None,
        buffers: list[bytes] | None = None,
    ) -> None:
        _put(state, (data or {}).get("buffer_paths", ()), buffers or [])
        known = self.states.setdefault(comm, {})
        known.update(state)
        if "_anywidget_id" in known:
            self._names[self._named(known["_anywidget_id"].rpartition(".")[2], comm)] = comm

    def _named(self, name: str, comm: str) -> str:
        """Parts of one class are told apart by number, in the order in which they were heard of."""
        number, tried = 1, name
        while self._names.get(tried, comm) != comm:
            number += 1
            tried = f"{name}-{number}"
        return tried

    def _place(self, comm: str) -> str:
        return next((name for name, each in self._names.items() if each == comm), comm)


def _asked(address: str) -> dict[str, Any]:
    query = urlsplit(address).query
    tic = re.search(r"(?:^|&)tic=(\d+)", query)
    return {"tic": tic[1] if tic else None, "ephemeris": None, "query": f"?{query}" if query else ""}


def _put(state: Any, paths: Any, buffers: list[bytes]) -> None:
    for path, buffer in zip(paths, buffers, strict=False):
        place = state
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = buffer


def _packed(channel: str, parts: list[bytes]) -> bytes:
    pieces = [channel.encode(), *parts]
    at, offsets = 8 * (len(pieces) + 2), []
    for each in pieces:
        offsets.append(at)
        at += len(each)
    numbers = [len(offsets) + 1, *offsets, at]
    return b"".join([*(each.to_bytes(8, "little") for each in numbers), *pieces])


def _unpacked(message: bytes) -> tuple[str, dict[str, Any], list[bytes]]:
    """Kind, content and buffers of a message."""
    count = int.from_bytes(message[:8], "little")
    at = [int.from_bytes(message[8 * place : 8 * place + 8], "little") for place in range(1, count + 1)]
    _channel, header, _parent, _metadata, content, *buffers = (
        message[start:end] for start, end in pairwise(at)
    )
    return json.loads(header)["msg_type"], json.loads(content), buffers
