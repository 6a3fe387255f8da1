"""A login page of our own: names of the catalogue's users, passwords in its database."""

import json
import logging

import tornado.web
from jupyter_server.auth.identity import User
from jupyter_server.utils import url_path_join

from tessebs_core.errors import InputError, NotPermitted, TessebsError
from tessebs_core.settings import read_settings
from tessebs_widgets.serving.doors.cookie_secret import kept_secret
from tessebs_widgets.serving.doors.guarding import Door, is_name, is_open, turn_away
from tessebs_widgets.serving.doors.login_desk import LoginDesk, TooManyTries
from tessebs_widgets.serving.doors.pages import DoorPage, safe_next

__all__ = ["LoginDoor", "SessionUser"]

logger = logging.getLogger("tessebs_widgets.login")

_SESSION_DAYS = 14
_AWAY = (
    "The catalogue cannot be asked who you are. Try again in a minute; if it stays so, tell whoever keeps "
    "this server: its log says why."
)
_LONGEST_PASSWORD = 4000


class SessionUser(User):
    """Who is logged in, and the secret of the session, which is never shown."""

    secret: str = ""


class LoginDoor(Door):
    """People log in with name and password; a signed cookie holds the session.

    The cookie names the person and holds the secret of the sessions, which the database replaces when the
    password is changed, when the person logs out, or is locked out.
    """

    def __init__(self, desk: LoginDesk | None = None, **wanted: object) -> None:
        super().__init__(**wanted)
        self.desk = desk or LoginDesk()

    @property
    def login_available(self) -> bool:
        """The page."""
        return True

    @property
    def logout_available(self) -> bool:
        """And the way out."""
        return True

    def pages(self) -> list[tuple[str, object]]:
        """Login, one's account, logout."""
        return [("/login", LoginPage), ("/account", AccountPage), ("/logout", LogoutPage)]

    async def get_user(self, handler: tornado.web.RequestHandler) -> SessionUser | None:
        """Who is logged in; None leads to the login page.

        Raises
        ------
        HTTPError
            403 past the proxies; 503 if the database does not say who may come in.
        """
        if not is_open(handler) or isinstance(handler, DoorPage):
            self.check_peer(handler)
        held = handler.get_signed_cookie(self.get_cookie_name(handler), max_age_days=_SESSION_DAYS)
        user = _user_of(held)
        if user is None:
            return None
        try:
            is_session = await self.desk.is_session(user.username, user.secret)
        except TessebsError as error:
            if is_open(handler):
                return None
            _keep_to_ourselves(error)
            turn_away(handler, 503, _AWAY)
        return user if is_session else None

    def let_in(self, handler: tornado.web.RequestHandler, username: str, secret: str) -> None:
        """Set the cookie of a session."""
        handler.set_signed_cookie(
            self.get_cookie_name(handler), json.dumps([username, secret]), expires_days=_SESSION_DAYS,
            httponly=True, samesite="Lax", secure=self.client_of(handler).encrypted, path=handler.base_url,
        )  # fmt: skip

    def signing_secret(self) -> bytes:
        """That of the data folder."""
        return kept_secret(read_settings().data_dir)

    def make_ready(self) -> None:
        """Open the catalogue."""
        self.desk.warm_up()

    def still_in(self, user: object) -> bool:
        """Whether a session that was one a moment ago is still one, as far as this server knows."""
        return isinstance(user, SessionUser) and self.desk.was_session(user.username, user.secret)


class LoginPage(DoorPage):
    """Ask for name and password."""

    async def come(self, error: str = "", username: str = "") -> None:
        """Show the form; who is logged in goes on."""
        if self.current_user is not None:
            self.redirect(safe_next(self.get_argument("next", ""), self.base_url))
            return
        left = self.get_argument("left", "") == "1" and not error
        said = "You are logged out, here and everywhere else." if left else ""
        self.show("login.html", error=error, said=said, username=username)

    async def submit(self) -> None:
        """Let in who has the password."""
        door: LoginDoor = self.identity_provider
        username = self.get_body_argument("username", "").strip()
        password = self.get_body_argument("password", "", strip=False)[:_LONGEST_PASSWORD]
        address = door.client_of(self).address
        try:
            secret = await door.desk.begin(username, password, address) if is_name(username) else None
        except TooManyTries as error:
            self.set_status(429)
            self.set_header("Retry-After", str(error.wait_s))
            await self._again(str(error), username)
            return
        except TessebsError as error:
            _keep_to_ourselves(error)
            self.set_status(503)
            await self._again(_AWAY, username)
            return
        if secret is None:
            logger.warning("a login as %r from %s failed", username[:64], address)
            self.set_status(401)
            await self._again("Name and password do not fit together.", username)
            return
        logger.warning("%r has logged in from %s", username, address)
        door.let_in(self, username, secret)
        self.redirect(safe_next(self.get_argument("next", ""), self.base_url))

    async def _again(self, error: str, username: str) -> None:
        self.current_user = None
        await self.come(error, username[:64])


class AccountPage(DoorPage):
    """Change one's own password, or leave."""

    async def come(self, error: str = "", said: str = "") -> None:
        """Show the form to who is logged in."""
        if self.current_user is None:
            self.redirect(url_path_join(self.base_url, "login") + "?next=" + self.request.path)
            return
        self.show("account.html", error=error, said=said, username=self.current_user.username)

    async def submit(self) -> None:
        """Change the password; other sessions end."""
        if self.current_user is None:
            await self.come()
            return
        door: LoginDoor = self.identity_provider
        username = self.current_user.username
        old, new, again = (
            self.get_body_argument(each, "", strip=False)[:_LONGEST_PASSWORD]
            for each in ("password", "new", "again")
        )
        if new != again:
            self.set_status(400)
            await self.come("The new password was not the same twice. Nothing was changed.")
            return
        try:
            secret = await door.desk.change(username, old, new, door.client_of(self).address)
        except TessebsError as error:
            known = {NotPermitted: 403, InputError: 400, TooManyTries: 429}
            self.set_status(known.get(type(error), 503))
            await self.come(str(error))
            return
        logger.warning("%r has a new password", username)
        door.let_in(self, username, secret)
        await self.come(said="The password is changed. Everywhere else you are logged out now.")


class LogoutPage(DoorPage):
    """End the session."""

    async def come(self, error: str = "") -> None:
        """An address alone ends nothing: a page of another host could lead to it."""
        self.redirect(url_path_join(self.base_url, "account"))

    async def submit(self) -> None:
        """End all sessions of this person."""
        door: LoginDoor = self.identity_provider
        if self.current_user is not None:
            await door.desk.end(self.current_user.username)
        self.clear_cookie(door.get_cookie_name(self), path=self.base_url)
        self.redirect(url_path_join(self.base_url, "login") + "?left=1")


def _keep_to_ourselves(error: TessebsError) -> None:
    """What is wrong names the database and its account: nothing for who is not known yet."""
    logger.error("nobody can log in: %s", error)


def _user_of(held: bytes | None) -> SessionUser | None:
    if held is None:
        return None
    try:
        username, secret = json.loads(held)
    except ValueError:
        return None
    if not (isinstance(username, str) and isinstance(secret, str) and is_name(username)):
        return None
    user = SessionUser(username)
    user.secret = secret
    return user
