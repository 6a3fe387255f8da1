"""Only this machine, as the account that the server runs under; no login."""

import getpass

import tornado.web
from jupyter_server.auth.identity import User

from tessebs_widgets.serving.doors.guarding import Door

__all__ = ["LoopbackDoor"]


class LoopbackDoor(Door):
    """Everybody who reaches the loopback address is the account that the server runs under."""

    @property
    def auth_enabled(self) -> bool:
        """There is nothing to log in to."""
        return False

    def get_user(self, handler: tornado.web.RequestHandler) -> User:
        """The account; no cookie, no header and no token is read."""
        return User(getpass.getuser())
