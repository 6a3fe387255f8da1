"""Who may come into the hub: the people of the catalogue, its admins as the hub's."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from jupyterhub.auth import Authenticator
from tornado.web import HTTPError

from tessebs_core.errors import TessebsError
from tessebs_core.vocabulary import Role
from tessebs_core.workflows.passwords import session_secret
from tessebs_core.workflows.people import role_now
from tessebs_core.workflows.workspace import Workspace, open_workspace
from tessebs_widgets.serving.doors.login_desk import LoginDesk, TooManyTries

__all__ = ["NAMES", "CataloguePasswords", "PeopleOfCatalogue"]

Answer = TypeVar("Answer")

NAMES = r"[A-Za-z0-9][A-Za-z0-9._@-]{0,63}"
"""Names that can be a file, a container and an account of MariaDB; nobody else comes in."""


class PeopleOfCatalogue(Authenticator):
    """Let in those whom the catalogue knows, whoever has found out who they are.

    Put it before an authenticator of an institute's own login, whose names must be the catalogue's::

        class People(PeopleOfCatalogue, GenericOAuthenticator): ...
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.username_pattern, self.any_allow_config = NAMES, True
        self._opened: Workspace | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="people")

    def normalize_username(self, username: str) -> str:
        """The name as the catalogue spells it: capitals count."""
        return str(self.username_map.get(username, username))

    async def check_allowed(self, username: str, authentication: dict[str, Any] | None = None) -> bool:
        """Whether the catalogue knows this person."""
        return await self.role(username) is not None

    async def is_admin(self, handler: Any, authentication: dict[str, Any]) -> bool:
        """Whether this is an admin of the catalogue."""
        return await self.role(authentication["name"]) is Role.ADMIN

    async def refresh_user(self, user: Any, handler: Any = None) -> bool | dict[str, Any]:
        """Ask again now and then: who has lost their role is out, who is an admin now is one here."""
        role = await self.role(user.name)
        if role is None:
            return False
        known = await super().refresh_user(user, handler)
        if known is True:
            return {"name": user.name, "admin": role is Role.ADMIN}
        return {**known, "admin": role is Role.ADMIN} if known else False

    async def role(self, username: str) -> Role | None:
        """What a person may do now; None for who is not of the catalogue."""
        return await self.ask(lambda workspace: role_now(workspace, username))

    async def ask(self, question: Callable[[Workspace], Answer]) -> Answer:
        """Ask the catalogue beside the hub's own work.

        Raises
        ------
        HTTPError
            503: it cannot be asked now.
        """
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._asked, question)

    def _asked(self, question: Callable[[Workspace], Answer]) -> Answer:
        try:
            self._opened = self._opened or open_workspace()
            return question(self._opened)
        except TessebsError as error:
            raise self.unable(error) from error

    def unable(self, error: TessebsError) -> HTTPError:
        """What a visitor is told when the catalogue cannot be asked; the reason is for the log."""
        self.log.error("The catalogue cannot say who may come in: %s", error)
        return HTTPError(503, "The catalogue cannot be asked who you are. Try again in a minute.")


class CataloguePasswords(PeopleOfCatalogue):
    """Ask for name and password, which `tessebs group password` has set; who guesses waits."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._desk = LoginDesk()
        self._begun: dict[str, str] = {}

    async def authenticate(self, handler: Any, data: dict[str, str]) -> str | None:
        """The name, if the password is right.

        Raises
        ------
        HTTPError
            429: this was tried too often; 503: the catalogue cannot be asked.
        """
        name, password = data.get("username", ""), data.get("password", "")
        try:
            begun = await self._desk.begin(name, password, str(handler.request.remote_ip))
        except TooManyTries as error:
            raise HTTPError(429, str(error)) from error
        except TessebsError as error:
            raise self.unable(error) from error
        if begun is None:
            return None
        self._begun[name] = begun
        return name

    async def refresh_user(self, user: Any, handler: Any = None) -> bool | dict[str, Any]:
        """Whoever was locked out or has another password since must come in anew."""
        begun = self._begun.get(user.name)
        if begun is None:  # before this hub was started
            begun = await self.ask(lambda workspace: session_secret(workspace, user.name))
        try:
            if begun is None or not await self._desk.is_session(user.name, begun):
                self._begun.pop(user.name, None)
                return False
        except TessebsError as error:
            raise self.unable(error) from error
        self._begun[user.name] = begun
        return await super().refresh_user(user, handler)
