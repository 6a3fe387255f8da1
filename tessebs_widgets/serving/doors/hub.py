"""The door behind JupyterHub: whoever the hub says it is, and only the person whose server this is."""

from typing import Any

import tornado.web
from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.auth.identity import User
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import url_path_join
from jupyterhub.services.auth import HubOAuth, HubOAuthCallbackHandler
from tornado.httputil import url_concat
from traitlets import Dict

from tessebs_widgets.serving.doors.guarding import Door, is_open
from tessebs_widgets.serving.doors.pages import safe_next
from tessebs_widgets.serving.hub.activity import report_activity
from tessebs_widgets.serving.hub.place import HubPlace

__all__ = ["HubDoor"]

_BELIEVED_S = 60


class HubDoor(Door):
    """Ask the hub who comes; let in the owner of the server alone.

    A hub may let its admins into others' servers. What they did there would be signed by the owner, so
    they are refused here; an admin has a server too. What the hub says is believed for a minute.
    """

    place = Dict(help="The fields of a HubPlace").tag(config=True)

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._place = HubPlace.from_fields(self.place)
        self.hub = _hub_oauth(self._place)

    async def get_user(self, handler: tornado.web.RequestHandler) -> User | None:
        """Who the hub says it is, if that is the owner; the hub's check of forged requests applies.

        Raises
        ------
        HTTPError
            The hub cannot be asked.
        """
        if is_open(handler):
            return None
        vars(handler).pop("_cached_hub_user", None)  # a socket asks again, for as long as it is open
        found = await self.hub.get_user(handler, sync=False)
        if found is None:
            return None
        allowed = self.hub.check_scopes(self.hub.access_scopes, found)
        if found.get("kind") != "user" or found["name"] != self._place.user or not allowed:
            handler.redirect = _refuse  # else the login would be tried again, for ever
            return None
        return User(found["name"])

    def pages(self) -> list[tuple[str, object]]:
        """Where a visitor is sent to the hub, and comes back from it."""
        return [("login", ToTheHub), ("logout", OutOfTheHub), ("oauth_callback", FromTheHub)]

    async def while_serving(self, kernels: Any) -> None:
        """Tell the hub of work until the server ends: whenever a kernel was last asked something."""
        await report_activity(self._place, lambda: kernels.last_kernel_activity)


class ToTheHub(JupyterHandler):
    """Send a visitor to the hub, which knows who it is or asks."""

    @allow_unauthenticated
    def get(self) -> None:
        """Redirect, with a state that only the answer to this very question brings back."""
        hub: HubOAuth = self.identity_provider.hub
        wanted = safe_next(self.get_argument("next", ""), self.base_url)
        verifier, challenge, method = hub.generate_pkce_code_challenge()
        state = hub.set_state_cookie(self, next_url=wanted, code_verifier=verifier)
        said = {"state": state, "code_challenge": challenge, "code_challenge_method": method}
        self.redirect(url_concat(hub.login_url, said))


class FromTheHub(HubOAuthCallbackHandler):
    """Come back from the hub with a code, for which the hub tells who it is."""

    @property
    def hub_auth(self) -> HubOAuth:
        """The hub."""
        return self.settings["identity_provider"].hub

    @allow_unauthenticated
    async def get(self) -> None:
        """Set the cookie of this server's own addresses and lead to the page that was asked for."""
        await super().get()


class OutOfTheHub(JupyterHandler):
    """Log out here and from the hub."""

    @allow_unauthenticated
    def get(self) -> None:
        """Forget the cookie and go to the hub's own page for it."""
        hub: HubOAuth = self.identity_provider.hub
        hub.clear_cookie(self)
        self.redirect(hub.hub_host + url_path_join(hub.hub_prefix, "logout"))


def _hub_oauth(place: HubPlace) -> HubOAuth:
    return HubOAuth(
        base_url=place.prefix,
        hub_prefix=place.hub_prefix,
        hub_host=place.hub_host,
        api_url=place.api_url,
        api_token=place.token,
        oauth_client_id=place.client_id,
        oauth_redirect_uri=url_path_join(place.prefix, "oauth_callback"),
        oauth_authorization_url=place.hub_host + url_path_join(place.hub_prefix, "api/oauth2/authorize"),
        oauth_token_url=url_path_join(place.api_url, "oauth2/token"),
        access_scopes=set(place.scopes),
        cache_max_age=_BELIEVED_S,
    )


def _refuse(*_: object, **__: object) -> None:
    raise tornado.web.HTTPError(403, "This is another person's server. Your own is at the hub's first page.")
