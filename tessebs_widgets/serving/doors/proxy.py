"""A proxy says in a header who somebody is, and is believed from its own address only."""

import tornado.web
from jupyter_server.auth.identity import User
from traitlets import Unicode

from tessebs_widgets.serving.doors.guarding import Door, is_name, is_open, turn_away

__all__ = ["ProxyDoor"]


class ProxyDoor(Door):
    """Believe the header of a named proxy, and nobody else's."""

    user_header = Unicode(help="Header in which the proxy says who it is").tag(config=True)

    def get_user(self, handler: tornado.web.RequestHandler) -> User | None:
        """Whom the proxy names.

        Raises
        ------
        HTTPError
            403: the request comes from elsewhere, or the header does not hold one name.
        """
        if is_open(handler) and self.proxies:
            return None
        if not self.proxies:
            turn_away(handler, 403, "No proxy is named.")
        self.check_peer(handler)
        names = [_read(each) for each in handler.request.headers.get_list(self.user_header)]
        if len(names) != 1 or not is_name(names[0]):
            turn_away(handler, 403, f"The proxy gave no name in {self.user_header}.")
        return User(names[0])


def _read(value: str) -> str:
    """The text of a header, which HTTP carries as bytes; "" if it is none."""
    try:
        return value.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return ""
