"""The door behind JupyterHub: whoever the hub says it is, and only the person whose server this is."""

from typing import Any

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.auth.identity import IdentityProvider, User
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import url_path_join
from jupyterhub.services.auth import HubOAuth, HubOAuthCallbackHandler
from tornado.httputil import url_concat
from tornado.web import HTTPError, RequestHandler
from traitlets import Dict

from tessebs_widgets.serving.hub.activity import report_activity
from tessebs_widgets.serving.hub.place import HubPlace

__all__ = ["HubDoor"]


class HubDoor(IdentityProvider):
    """Ask the hub who comes; let in the owner of the server alone.

    A hub may let its admins into others' servers. What they did there would be signed by the owner, so
    they are refused here; an admin has a server too.
    """

    place = Dict(help="The fields of a HubPlace").tag(config=True)

    token = ""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._place = HubPlace.from_fields(self.place)
        self._hub = _hub_oauth(self._place)

    @property
    def auth_enabled(self) -> bool:
        """Nobody comes in unasked."""
        return True

    async def get_user(self, handler: RequestHandler) -> User | None:
        """Who the hub says it is, if that is the owner; the hub's check against forged requests applies."""
        found = await self._hub.get_user(handler, sync=False)
        if found is None:
            return None
        allowed = self._hub.check_scopes(self._hub.access_scopes, found)
        if found.get("kind") != "user" or found["name"] != self._place.user or not allowed:
            handler.redirect = _refuse  # else the login would be tried again, for ever
            return None
        return User(found["name"])

    async def while_serving(self, kernels: Any) -> None:
        """Tell the hub of work until the server ends: of kernels that computed because somebody did something."""
        await report_activity(self._place, lambda: kernels.last_kernel_activity)

    def get_handlers(self) -> list[Any]:
        """Where a visitor is sent to the hub, and comes back from it, below the server's own prefix."""
        kept = {"hub": self._hub}
        return [
            (url_path_join(self._place.prefix, "login"), ToTheHub, kept),
            (url_path_join(self._place.prefix, "logout"), OutOfTheHub, kept),
            (url_path_join(self._place.prefix, "oauth_callback"), FromTheHub, kept),
        ]


class ToTheHub(JupyterHandler):
    """Send a visitor to the hub, which knows who it is or asks."""

    def initialize(self, hub: HubOAuth) -> None:
        """Take the hub."""
        self._hub = hub

    @allow_unauthenticated
    def get(self) -> None:
        """Redirect, with a state that only the answer to this very question brings back."""
        verifier, challenge, method = self._hub.generate_pkce_code_challenge()
        wanted = self._wanted()
        state = self._hub.set_state_cookie(self, next_url=wanted, code_verifier=verifier)
        said = {"state": state, "code_challenge": challenge, "code_challenge_method": method}
        self.redirect(url_concat(self._hub.login_url, said))

    def _wanted(self) -> str:
        """The page that was asked for, if it is one of this server's."""
        wanted = self.get_argument("next", "")
        return wanted if wanted.startswith(self._hub.base_url) else str(self._hub.base_url)


class FromTheHub(HubOAuthCallbackHandler):
    """Come back from the hub with a code, for which the hub tells who it is."""

    def initialize(self, hub: HubOAuth) -> None:
        """Take the hub."""
        self.hub_auth = hub

    @allow_unauthenticated
    async def get(self) -> None:
        """Set the cookie of the server's own prefix and lead to the page that was asked for."""
        await super().get()


class OutOfTheHub(JupyterHandler):
    """Log out here and from the hub."""

    def initialize(self, hub: HubOAuth) -> None:
        """Take the hub."""
        self._hub = hub

    @allow_unauthenticated
    def get(self) -> None:
        """Forget the cookie and go to the hub's own page for it."""
        self._hub.clear_cookie(self)
        self.redirect(self._hub.hub_host + url_path_join(self._hub.hub_prefix, "logout"))


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
    )


def _refuse(*_: object, **__: object) -> None:
    raise HTTPError(403, "This is another person's server. Your own is behind the hub's first page.")
