"""Whose kernel it is: only the person whose page it was started for may speak to it."""

from typing import Any

import tornado.web
from jupyter_core.utils import ensure_async
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.services.kernels.handlers import KernelHandler
from tornado.ioloop import IOLoop
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler
from voila.static_file_handler import TemplateStaticFileHandler
from voila.tornado.handler import TornadoVoilaHandler
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

from tessebs_core.identity import ACTING
from tessebs_widgets.serving.doors.guarding import Door
from tessebs_widgets.serving.kernel_messages import PROTOCOL
from tessebs_widgets.serving.kernel_owners import Owners, Place, TooManyPages

__all__ = ["AppPage", "behind_door"]


class _KernelsOfVisitor:
    """The kernels as one page sees them: whichever it gets belongs to its visitor."""

    def __init__(self, kernels: Any, owners: Owners, place: Place) -> None:
        self._kernels = kernels
        self._owners = owners
        self._place = place

    def __getattr__(self, name: str) -> Any:
        return getattr(self._kernels, name)

    async def get_rendered_notebook(self, **wanted: Any) -> Any:
        """A kernel of the pool."""
        answer = await self._kernels.get_rendered_notebook(**wanted)
        self._kernels.notify_taken(answer[2])
        self._owners.announce(answer[2], self._place)
        return answer

    async def start_kernel(self, *, env: dict[str, str], **wanted: Any) -> str:
        """A new kernel."""
        if self._owners.names_people:
            env = env | {ACTING: self._place.username}
        kernel_id: str = await self._kernels.start_kernel(env=env, **wanted)
        self._owners.give(kernel_id, self._place)
        return kernel_id


class AppPage(TornadoVoilaHandler):
    """The page of an app, whose kernel belongs to who asked for it."""

    _place: Place

    @tornado.web.authenticated
    async def get(self, path: str | None = None) -> None:
        """Show it, if its visitor has not too many already."""
        if self._is_part_of_another_page():
            raise tornado.web.HTTPError(403, "The screens are pages of their own, not parts of others.")
        owners: Owners = self.settings["tessebs_owners"]
        alive = set(super().kernel_manager.list_kernel_ids())
        try:
            self._place = owners.expect(self.current_user.username, alive)
        except TooManyPages as error:
            raise tornado.web.HTTPError(429, str(error)) from error
        try:
            await super().get(path)
        finally:
            owners.expect_no_more(self._place)

    def _is_part_of_another_page(self) -> bool:
        """Whether a browser says that a page of another host asks for this as an image, a frame, a script.

        It would see nothing, but each of its tries would start a kernel.
        """
        headers = self.request.headers
        from_elsewhere = headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none")
        return from_elsewhere and headers.get("Sec-Fetch-Dest") != "document"

    @property
    def kernel_manager(self) -> Any:
        """The server's kernels, handed out to this visitor."""
        return _KernelsOfVisitor(super().kernel_manager, self.settings["tessebs_owners"], self._place)


class _OfOwner(JupyterHandler):
    """Refuse everybody but the kernel's owner, as if there were no such kernel."""

    async def prepare(self, **kwargs: Any) -> Any:
        """Check after Jupyter has said who it is."""
        answer = await super().prepare(**kwargs)
        if self._finished:  # led to the login
            return answer
        kernel_id = self.path_kwargs.get("kernel_id") or self.path_args[0]
        if not self.settings["tessebs_owners"].is_owner(kernel_id, self.current_user.username):
            raise tornado.web.HTTPError(404, "There is no such kernel.")
        return answer


class _Kernel(_OfOwner, KernelHandler):
    """A kernel's state, and its end."""


class _KernelSocket(_OfOwner, VoilaKernelWebsocketHandler):
    """A kernel's messages, for as long as its owner may come in."""

    async def get(self, kernel_id: str) -> None:
        """Open it, in the one form in which a client cannot hold up the others."""
        spoken = self.request.headers.get("Sec-WebSocket-Protocol", "")
        if PROTOCOL not in [each.strip() for each in spoken.split(",")]:
            raise tornado.web.HTTPError(400, f"The kernels speak {PROTOCOL} only.")
        await super().get(kernel_id)

    def on_message(self, ws_message: bytes | str) -> None:
        """Pass a message on."""
        door = self.identity_provider
        if isinstance(door, Door) and not door.still_in(self.current_user):
            self.close(1008, "logged out")
            return
        super().on_message(ws_message)

    def send_ping(self) -> None:
        """Ask also the door, now and then, whether the owner may stay."""
        super().send_ping()
        IOLoop.current().spawn_callback(self._ask_again)

    async def _ask_again(self) -> None:
        try:
            user = await ensure_async(self.identity_provider.get_user(self))
        except tornado.web.HTTPError:
            return  # the database is away; its next answer counts
        if user is None:
            self.close(1008, "logged out")


class _KernelShutdown(_OfOwner, VoilaShutdownKernelHandler):
    """A kernel's end when its page is left."""


class _File(JupyterHandler):
    """A file of the screens, asked for at the door and by a plain path."""

    async def prepare(self, **kwargs: Any) -> Any:
        """Refuse a path that climbs, or that Voilà cannot take apart."""
        answer = await super().prepare(**kwargs)
        parts = (self.path_args[0] if self.path_args else "").replace("\\", "/").split("/")
        torn = isinstance(self, TemplateStaticFileHandler) and (len(parts) < 3 or parts[1] != "static")
        if not self._finished and (".." in parts or torn):
            raise tornado.web.HTTPError(404)
        return answer


_OWNED: dict[type[tornado.web.RequestHandler], type[tornado.web.RequestHandler]] = {
    KernelHandler: _Kernel,
    VoilaKernelWebsocketHandler: _KernelSocket,
    VoilaShutdownKernelHandler: _KernelShutdown,
}


def behind_door(handler: type[tornado.web.RequestHandler]) -> type[tornado.web.RequestHandler]:
    """The handler as it may be served: kernels' to their owners, all others to whom the door lets in.

    Voilà's handlers of static files ask nobody; as Jupyter's they do before they answer.
    """
    if handler in _OWNED:
        return _OWNED[handler]
    if issubclass(handler, JupyterHandler):
        return handler
    return type(f"{handler.__name__}BehindDoor", (_File, handler), {})
