"""Whoever has the link with the token comes in, as the account that the server runs under."""

import getpass
import hmac
import re

import tornado.web
from jupyter_server.auth.identity import User
from traitlets import Unicode

from tessebs_widgets.serving.doors.guarding import Door
from tessebs_widgets.serving.doors.pages import DoorPage, safe_next

__all__ = ["TokenDoor"]

_IN_HEADER = re.compile(r"(?:token|bearer)\s+(\S+)", re.IGNORECASE)


class TokenDoor(Door):
    """A link that is shown once to who starts the server; a cookie stands for it afterwards.

    The token is taken at the login page alone, so that it is in no other address; programs send it in the
    header ``Authorization``.
    """

    secret_token = Unicode(help="What lets one in; new at each start").tag(config=True)

    @property
    def login_available(self) -> bool:
        """A page that asks for the token."""
        return True

    def pages(self) -> list[tuple[str, object]]:
        """The login."""
        return [("/login", TokenPage)]

    def get_user(self, handler: tornado.web.RequestHandler) -> User | None:
        """The server's account, if the token or its cookie is there."""
        self.check_peer(handler)
        found = _IN_HEADER.fullmatch(handler.request.headers.get("Authorization", ""))
        if found and self.is_token(found[1]):
            return User(getpass.getuser())
        return User(getpass.getuser()) if handler.get_signed_cookie(self.get_cookie_name(handler)) else None

    def is_token(self, word: str) -> bool:
        """Whether this is the token, told in a time that does not depend on it."""
        return bool(self.secret_token) and hmac.compare_digest(word.encode(), self.secret_token.encode())

    def let_in(self, handler: tornado.web.RequestHandler) -> None:
        """Let a cookie stand for the token until the server ends; its signature is the server's."""
        handler.set_signed_cookie(
            self.get_cookie_name(handler), "in", httponly=True, samesite="Lax",
            secure=self.client_of(handler).encrypted, path=handler.base_url, expires_days=None,
        )  # fmt: skip


class TokenPage(DoorPage):
    """Take the token from the link, or ask for it."""

    async def come(self, error: str = "") -> None:
        """Let in who brings the token."""
        door: TokenDoor = self.identity_provider
        given = self.get_argument("token", "")
        if self.current_user is None and not door.is_token(given):
            if given:
                self.set_status(401)
            self.show("token.html", error=error or ("This token is not the one." if given else ""))
            return
        door.let_in(self)
        self.redirect(safe_next(self.get_argument("next", ""), self.base_url))

    async def submit(self) -> None:
        """The same, from the form."""
        await self.come()
