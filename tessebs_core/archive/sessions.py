"""HTTP that waits, asks again and gives up in time; astroquery's own does none of it."""

import io
import threading
import time
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from requests.exceptions import ReadTimeout, RetryError
from urllib3 import HTTPResponse
from urllib3.exceptions import (
    HTTPError,
    InvalidHeader,
    NameResolutionError,
    NewConnectionError,
    ReadTimeoutError,
)
from urllib3.util import Retry

from tessebs_core.archive.patience import Patience

__all__ = ["Pace", "PatientAdapter", "make_patient", "reason_of"]

_BUSY = frozenset(
    {
        HTTPStatus.TOO_MANY_REQUESTS,
        HTTPStatus.INTERNAL_SERVER_ERROR,
        HTTPStatus.BAD_GATEWAY,
        HTTPStatus.SERVICE_UNAVAILABLE,
        HTTPStatus.GATEWAY_TIMEOUT,
    }
)
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_LONGEST_EXECUTING = 4096  # bytes; an answer that says to ask again is short


class Pace:
    """Keeps requests of all threads at least ``gap`` seconds apart."""

    def __init__(self, gap: float, patience: Patience) -> None:
        self._gap = gap
        self._sleep = patience.sleep
        self._next = 0.0
        self._lock = threading.Lock()

    def wait(self) -> None:
        """Return when the next request may go."""
        if not self._gap:
            return
        with self._lock:
            now = time.monotonic()
            wait = max(0.0, self._next - now)
            self._next = now + wait + self._gap
        if wait:
            self._sleep(wait)


class PatientAdapter(HTTPAdapter):
    """Sends with time-outs and asks again, with growing waits, what failed in passing.

    A query's answer is read whole before it is handed on, so that one that breaks off or falls
    silent in the middle is asked for again as well (urllib3's own ``Retry`` ends at the headers).
    With ``stream=True`` and ``whole`` False the body is left to the caller. Every request that we
    make only reads, so a POST may be repeated.
    """

    def __init__(self, patience: Patience, *, whole: bool, pace: Pace | None = None) -> None:
        self._patience = patience
        self._whole = whole
        self._pace = pace
        super().__init__(max_retries=Retry(0, read=False))

    def send(  # noqa: PLR0917 (requests' own signature)
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: Any = None,
        verify: bool | str = True,
        cert: Any = None,
        proxies: Any = None,
    ) -> requests.Response:
        """Send a request as often as patience allows.

        Raises
        ------
        requests.exceptions.RequestException
            The last failure; `RetryError` when the archive stayed busy.
        """
        limits = timeout or (self._patience.connect, self._patience.silence)
        for attempt in range(1, self._patience.tries + 1):
            is_last = attempt == self._patience.tries
            if self._pace:
                self._pace.wait()
            try:
                response = super().send(request, True, limits, verify, cert, proxies)
                if self._whole:
                    _read_whole(response, self._patience)
            except (requests.ConnectionError, requests.Timeout) as error:
                if is_last or (attempt > 1 and _is_hopeless(error)):
                    raise
                wait = self._patience.wait_before(attempt + 1)
            else:
                if response.status_code not in _BUSY:
                    return response
                wait = self._wait_asked_for(response, attempt)
                response.close()
                if is_last or wait > self._patience.longest_wait:
                    raise RetryError(_busy_text(response, attempt, wait), request=request, response=response)
            self._patience.sleep(wait)
        raise AssertionError("a last try returns or raises")

    def _wait_asked_for(self, response: requests.Response, attempt: int) -> float:
        asked = response.headers.get("Retry-After")
        if asked is not None:
            try:
                return max(0.0, Retry().parse_retry_after(asked))
            except InvalidHeader:
                pass
        return self._patience.wait_before(attempt + 1)


def make_patient(
    session: requests.Session, url: str, patience: Patience, *, whole: bool = True, pace: Pace | None = None
) -> None:
    """Have a session of astroquery's send through a `PatientAdapter`.

    Its logging hook goes: it decodes every answer, and guesses the encoding of large ones at length.
    A proxy set in the environment is not asked for an archive on this machine.
    """
    session.trust_env = urlsplit(url).hostname not in _LOOPBACK
    adapter = PatientAdapter(patience, whole=whole, pace=pace)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    session.hooks["response"].clear()


def reason_of(error: Exception) -> str:
    """Say in words why nothing came, without urllib3's object addresses."""
    reason = _reason(error)
    if isinstance(error, requests.ConnectTimeout):
        return "no connection in time"
    if isinstance(reason, NameResolutionError):
        return "its host name cannot be resolved"
    if isinstance(reason, NewConnectionError):
        return "connection refused"
    if isinstance(error, requests.Timeout | TimeoutError):
        return "no answer in time"
    if isinstance(error, requests.ConnectionError):
        return "the connection broke off"
    return str(error).rstrip(".")


def _reason(error: Exception) -> object:
    """What urllib3 gives as the reason of a failed connection."""
    return getattr(error.args[0], "reason", None) if error.args else None


def _is_hopeless(error: requests.RequestException) -> bool:
    """Whether there was nobody or only silence, so that a second try is enough."""
    return isinstance(error, requests.Timeout) or isinstance(_reason(error), NewConnectionError)


def _read_whole(response: requests.Response, patience: Patience) -> None:
    """Replace a response's stream with one that is already here."""
    raw = response.raw
    deadline = time.monotonic() + patience.query
    pieces = []
    try:
        while piece := raw.read(65536, decode_content=False):
            pieces.append(piece)
            if time.monotonic() > deadline:
                raise ReadTimeout(f"The answer was not complete after {patience.query:.0f} s.")
    except ReadTimeoutError as error:
        raise ReadTimeout("The answer stopped.", response=response) from error
    except HTTPError as error:
        raise requests.ConnectionError(f"The answer broke off: {error}", response=response) from error
    finally:
        raw.release_conn()
    body = b"".join(pieces)
    response.raw = HTTPResponse(
        io.BytesIO(body), headers=raw.headers, status=raw.status, reason=raw.reason, preload_content=False
    )
    if len(body) < _LONGEST_EXECUTING and b'"EXECUTING"' in body:
        patience.sleep(patience.poll)  # astroquery asks again at once


def _busy_text(response: requests.Response, attempts: int, wait: float) -> str:
    text = f"it answered {response.status_code} {response.reason} (asked {attempts} times)"
    return (
        f"{text} and wants to be left alone for {wait:.0f} s" if "Retry-After" in response.headers else text
    )
