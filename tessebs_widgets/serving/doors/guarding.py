"""What all doors share: who stands before them, through a proxy or not."""

import ipaddress
from collections.abc import Collection
from dataclasses import dataclass
from typing import NoReturn

import tornado.web
from jupyter_server.auth.identity import IdentityProvider, User
from jupyter_server.utils import url_path_join
from traitlets import List, Unicode

__all__ = ["Client", "Door", "is_name", "is_open", "turn_away"]

LONGEST_NAME = 64


@dataclass(frozen=True)
class Client:
    """From where a request comes, and whether its way was encrypted."""

    address: str
    encrypted: bool


class Door(IdentityProvider):
    """An identity provider that takes a proxy's word only if the proxy is one of those that are named.

    The peer of the TCP connection counts; ``X-Forwarded-For`` and its like are read after that, and say only
    from where a proxy of ours was asked.
    """

    token = Unicode("", help="None: doors of ours have their own").tag(config=False)
    proxies = List(Unicode(), help="Addresses of the proxies; none if people come directly").tag(config=True)

    @property
    def logout_available(self) -> bool:
        """Not where nobody logs in."""
        return False

    @property
    def login_available(self) -> bool:
        """Whether there is a page to log in."""
        return False

    def check_peer(self, handler: tornado.web.RequestHandler) -> None:
        """Refuse who comes past the proxies.

        Raises
        ------
        HTTPError
            403.
        """
        if self.proxies and not _is_among(handler.request.remote_ip, self.proxies):
            turn_away(handler, 403, "This server is reached through its proxy only.")

    def client_of(self, handler: tornado.web.RequestHandler) -> Client:
        """Who asks: the peer, or whom our proxies say they ask for."""
        headers, address = handler.request.headers, str(handler.request.remote_ip)
        encrypted = handler.request.protocol == "https"
        if self.proxies and _is_among(address, self.proxies):
            encrypted = headers.get("X-Forwarded-Proto", "").strip().lower() == "https"
            for each in reversed([one.strip() for one in headers.get("X-Forwarded-For", "").split(",")]):
                if each and not _is_among(each, self.proxies):
                    return Client(each[:LONGEST_NAME], encrypted)
        return Client(address, encrypted)

    def get_handlers(self) -> list[tuple[str, object]]:
        """The door's own pages, where the server's addresses begin."""
        base = self.parent.server_url or self.parent.base_url
        return [(url_path_join(base, path), page) for path, page in self.pages()]

    def pages(self) -> list[tuple[str, object]]:
        """The door's own pages, below the server's first."""
        return []

    def signing_secret(self) -> bytes | None:
        """What signs the cookies; None if a new one at each start will do."""
        return None

    def make_ready(self) -> None:
        """Do ahead what the first visitor would wait for."""

    def still_in(self, user: object) -> bool:
        """Whether who was let in before may go on, as far as is known without asking anybody."""
        return user is not None

    def get_user_cookie(self, handler: tornado.web.RequestHandler) -> User | None:
        """No cookie of Jupyter's is read."""
        return None


def turn_away(handler: tornado.web.RequestHandler, status: int, words: str) -> NoReturn:
    """Answer with a page that says why, while it is not known who asks.

    Raises
    ------
    HTTPError
        Always.
    """
    if "_current_user" not in vars(handler):  # else a socket, whose owner was known before
        handler.current_user = None  # the page asks for it, and nobody has said it yet
    raise tornado.web.HTTPError(status, words)


def is_open(handler: tornado.web.RequestHandler) -> bool:
    """Whether anybody may ask this, as Jupyter marks it: the health of the service."""
    method = getattr(handler, (handler.request.method or "").lower(), None)
    return bool(getattr(method, "__allow_unauthenticated", False))


def is_name(word: str) -> bool:
    """Whether this can be a user's name: short, without what is not seen and what separates names."""
    return 0 < len(word) <= LONGEST_NAME and word.isprintable() and word == word.strip() and "," not in word


def _is_among(address: str | None, known: Collection[str]) -> bool:
    try:
        return _plain(str(address)) in {_plain(each) for each in known}
    except ValueError:
        return False


def _plain(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    found = ipaddress.ip_address(address)
    return getattr(found, "ipv4_mapped", None) or found
