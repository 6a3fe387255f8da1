"""Only this machine, as the account that the server runs under; no login."""

import getpass

from jupyter_server.auth.identity import IdentityProvider, User
from tornado.web import RequestHandler

__all__ = ["LoopbackDoor"]


class LoopbackDoor(IdentityProvider):
    """Everybody who reaches the loopback address is the account that the server runs under."""

    token = ""

    @property
    def auth_enabled(self) -> bool:
        """There is nothing to log in to."""
        return False

    @property
    def logout_available(self) -> bool:
        """Nor to log out of."""
        return False

    def get_user(self, handler: RequestHandler) -> User:
        """The account; no cookie, no header and no token is read."""
        return User(getpass.getuser())
