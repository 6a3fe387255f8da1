"""A MAST and a SIMBAD on this machine, answering astroquery from holdings.

It serves the demonstration catalogue, which is thereby ingested through the code that fetches real
targets, and it lets tests drive the real astroquery without the network, faults included.
"""

import json
import re
import struct
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socket import SHUT_RDWR, SO_LINGER, SOL_SOCKET, socket
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from tessebs_core.archive.client import ArchiveEndpoints
from tessebs_core.demonstration.holdings import Holdings
from tessebs_core.demonstration.mast_answers import (
    answer_service,
    columns_config,
    held_files,
    sector_answer,
)
from tessebs_core.demonstration.simbad_answers import CAPABILITIES, asked_name, names_votable

__all__ = ["Answer", "Fault", "LocalArchive", "Request"]

_SIMBAD_BASE = "/simbad/sim-tap"
_RANGE = re.compile(r"bytes=(\d+)-(\d*)$")


@dataclass(frozen=True)
class Request:
    """One request as it arrived; ``form`` has the fields of query and body, the first value of each."""

    method: str
    path: str
    form: dict[str, str]
    headers: dict[str, str]  # names in lower case
    number: int  # 1 for the first that this archive received

    @property
    def service(self) -> str | None:
        """The Mashup service asked for, if it is one."""
        return str(json.loads(self.form["request"])["service"]) if "request" in self.form else None

    @property
    def is_download(self) -> bool:
        """Whether a product file is asked for."""
        return self.path.endswith("/Download/file")


@dataclass(frozen=True)
class Answer:
    """A whole HTTP answer."""

    status: int
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Fault:
    """What goes wrong with one answer.

    ``answer`` replaces the right one. ``cut_after`` sends only so many bytes of the body;
    ``states_length`` False leaves Content-Length away, so that only the closed connection ends the
    body. ``stalls`` keeps the connection open and silent after what was sent (before the first byte,
    if ``cut_after`` is None), and ``resets`` breaks it off.
    """

    answer: Answer | None = None
    cut_after: int | None = None
    states_length: bool = True
    stalls: bool = False
    resets: bool = False


class LocalArchive:
    """A threaded HTTP server on 127.0.0.1, from ``with`` to the end of it.

    Parameters
    ----------
    holdings : Holdings
        What it answers from.
    fault : callable, optional
        Called with every request; what it returns goes wrong, None goes right.
    accepts_ranges : bool
        Whether a file can be had from its middle on.
    """

    def __init__(
        self,
        holdings: Holdings,
        *,
        fault: Callable[[Request], Fault | None] | None = None,
        accepts_ranges: bool = True,
    ) -> None:
        self.holdings = holdings
        self.fault = fault
        self.accepts_ranges = accepts_ranges
        self.requests: list[Request] = []
        self.stopping = threading.Event()
        self._files = held_files(holdings)
        self._names = {name: each.simbad_ids for each in holdings.targets for name in each.simbad_ids}
        self._answers: dict[str, Callable[[Request], Answer]] = {
            "/portal/Mashup/Mashup.asmx/columnsconfig": lambda asked: _json(
                columns_config(asked.form["colConfigId"])
            ),
            "/api/v0/invoke": lambda asked: _json(
                answer_service(json.loads(asked.form["request"]), holdings)
            ),
            "/tesscut/api/v0.1/sector": lambda asked: _json(
                sector_answer(float(asked.form["ra"]), float(asked.form["dec"]), holdings)
            ),
            "/api/v0.1/Download/file": self._download,
            f"{_SIMBAD_BASE}/capabilities": lambda _: _xml(CAPABILITIES.format(base=self.url + _SIMBAD_BASE)),
            f"{_SIMBAD_BASE}/sync": self._names_of_object,
        }
        self._lock = threading.Lock()
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        self.stopping.clear()
        self._server = _Server(("127.0.0.1", 0), self)
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stopping.set()
        if self._server is not None and self._thread is not None:
            self._server.shutdown()
            self._server.hang_up()
            self._server.server_close()
            self._thread.join()
        self._server = self._thread = None

    @property
    def url(self) -> str:
        """Where it listens."""
        if self._server is None:
            raise RuntimeError("The local archive is not running; open it with `with`.")
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def endpoints(self) -> ArchiveEndpoints:
        """What an `Archive` needs to ask this one."""
        return ArchiveEndpoints(mast_url=self.url, simbad_url=self.url + _SIMBAD_BASE)

    def record(self, method: str, target: str, headers: dict[str, str], body: str) -> Request:
        """Enter a request in the log."""
        parts = urlsplit(target)
        form = {name: values[0] for name, values in parse_qs(parts.query + "&" + body).items()}
        with self._lock:
            request = Request(method, parts.path, form, headers, len(self.requests) + 1)
            self.requests.append(request)
        return request

    def answer(self, request: Request) -> Answer:
        """Answer a request rightly."""
        make = self._answers.get(request.path)
        return make(request) if make else _not_found(request)

    def _download(self, request: Request) -> Answer:
        held = self._files.get(request.form.get("uri", ""))
        return self._file(held.path, request.headers.get("range")) if held else _not_found(request)

    def _names_of_object(self, request: Request) -> Answer:
        name = asked_name(request.form["QUERY"])
        return _xml(names_votable(self._names.get(name or "", ())))

    def _file(self, path: Path, wanted: str | None) -> Answer:
        body = path.read_bytes()
        kind = ("Content-Type", "application/fits")
        if not self.accepts_ranges:
            return Answer(HTTPStatus.OK, body, (kind,))
        ranges = ("Accept-Ranges", "bytes")
        found = _RANGE.match(wanted or "")
        if found is None:
            return Answer(HTTPStatus.OK, body, (kind, ranges))
        first, last = int(found.group(1)), int(found.group(2) or len(body) - 1)
        if first >= len(body):
            unsatisfied = ("Content-Range", f"bytes */{len(body)}")
            return Answer(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, b"", (unsatisfied, ranges))
        last = min(last, len(body) - 1)
        part = ("Content-Range", f"bytes {first}-{last}/{len(body)}")
        return Answer(HTTPStatus.PARTIAL_CONTENT, body[first : last + 1], (kind, ranges, part))


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False  # a stalled answer must not hold up the end
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], archive: LocalArchive) -> None:
        self.archive = archive
        self._connections: set[socket] = set()
        super().__init__(address, _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Answer a connection in a thread, and remember it to be closed."""
        self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Forget a connection that has ended."""
        self._connections.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        """End the connections that clients keep open."""
        for each in tuple(self._connections):
            with suppress(OSError):
                each.shutdown(SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Stay silent when a client hangs up; show everything else."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body leave together, or a delayed acknowledgement costs 40 ms
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        self._respond()

    def do_HEAD(self) -> None:
        self._respond()

    def do_POST(self) -> None:
        self._respond()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Write nothing to the terminal; `LocalArchive.requests` is the log."""

    def _respond(self) -> None:
        archive = self.server.archive
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = archive.record(self.command, self.path, headers, body)
        fault = (archive.fault(request) if archive.fault else None) or Fault()
        if fault.cut_after is not None or not (fault.stalls or fault.resets):
            self._send(fault.answer or archive.answer(request), fault)
        if fault.stalls:
            archive.stopping.wait(60.0)
        if fault.resets:
            self.connection.setsockopt(SOL_SOCKET, SO_LINGER, struct.pack("ii", 1, 0))
        if fault != Fault(fault.answer):
            self.close_connection = True

    def _send(self, answer: Answer, fault: Fault) -> None:
        self.send_response(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        if fault.states_length:
            self.send_header("Content-Length", str(len(answer.body)))
        else:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body[: fault.cut_after])
        self.wfile.flush()


def _json(value: Any) -> Answer:
    return Answer(
        HTTPStatus.OK, json.dumps(value).encode(), (("Content-Type", "application/json; charset=utf-8"),)
    )


def _not_found(request: Request) -> Answer:
    text = f"There is nothing at {request.path}.".encode()
    return Answer(HTTPStatus.NOT_FOUND, text, (("Content-Type", "text/plain"),))


def _xml(text: str) -> Answer:
    return Answer(HTTPStatus.OK, text.encode(), (("Content-Type", "text/xml; charset=utf-8"),))
