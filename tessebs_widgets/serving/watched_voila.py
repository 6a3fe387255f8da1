"""Voilà for our apps alone; ends when the process that started it ends.

Run with ``python -m tessebs_widgets.serving`` in a folder that `runtime_folder` has filled.
"""

import os
import shutil
import signal
import ssl
import sys
import threading
from pathlib import Path
from typing import Any

import tornado.web
from jupyter_server.base.handlers import JupyterHandler, Template404
from jupyter_server.utils import url_path_join
from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop
from traitlets import Dict, Unicode
from voila.app import Voila
from voila.request_info_handler import RequestInfoSocketHandler
from voila.tornado.handler import TornadoVoilaHandler

from tessebs_widgets.dashboards.logs import log_to_file
from tessebs_widgets.serving.born_kernels import BornKernels
from tessebs_widgets.serving.catalogue_http import ADDRESS, CatalogueDesk, CataloguePageOfApp
from tessebs_widgets.serving.doors.guarding import Door
from tessebs_widgets.serving.health_http import ADDRESS as HEALTH
from tessebs_widgets.serving.health_http import HealthDesk, HealthOfApp
from tessebs_widgets.serving.kernel_messages import MESSAGES, VisitorsConnection
from tessebs_widgets.serving.kernel_owners import Owners
from tessebs_widgets.serving.owned_kernels import AppPage, behind_door
from tessebs_widgets.serving.runtime_folder import can_fork

__all__ = ["AppServer", "main"]


class FrontDoor(JupyterHandler):
    """Lead from the first page to the app that was asked for, with what the address says of the target."""

    def initialize(self, first: str) -> None:
        """Take the app's name."""
        self._first = first

    @tornado.web.authenticated
    def get(self) -> None:
        """Redirect."""
        query = f"?{self.request.query}" if self.request.query else ""
        self.redirect(url_path_join(self.base_url, self._first) + query)


class AppServer(Voila):
    """Serve a closed list of notebooks, each under its app's name.

    Voilà serves one notebook or a whole folder with listings and a path taken from the address. This
    asks it for one and adds the others in the same way, so that no address names a file.
    """

    apps = Dict(Unicode(), help="File name in root_dir for each app's name").tag(config=True)
    first = Unicode(help="Name of the app that the first page leads to").tag(config=True)
    ready = Dict(help="How many kernels to keep ready, for each app's name").tag(config=True)
    arrivals = Unicode(help="Folder in which kernels are told who has come").tag(config=True)
    listening = Unicode(help="File that appears when the server listens").tag(config=True)
    certificate = Unicode(help="PEM file for TLS").tag(config=True)
    key = Unicode(help="PEM file for TLS").tag(config=True)

    def initialize(self, argv: list[str] | None = None) -> None:
        """Read the configuration; one notebook makes Voilà leave out its pages for folders."""
        super().initialize(argv)
        self.notebook_path = str(Path(self.root_dir) / self.apps[self.first])
        self.voila_configuration.page_config_hook = self._page_configuration

    def init_settings(self) -> dict[str, Any]:
        """Start kernels ahead for the apps that are to be ready, not for the first one alone."""
        pools = {self.apps[name]: {"pool_size": size} for name, size in self.ready.items()}
        self.config.VoilaKernelManager.kernel_pools_config = {"default": {"pool_size": 0}, **pools}
        if can_fork():
            BornKernels.open()
        settings: dict[str, Any] = super().init_settings()
        self.kernel_manager.allowed_message_types = list(MESSAGES)
        settings["kernel_websocket_connection_class"] = VisitorsConnection
        settings["jinja2_env"] = settings["voila_jinja2_env"]  # errors in our look, not Jupyter's
        settings["xsrf_cookie_kwargs"] = {"samesite": "Lax", "secure": bool(self.certificate)}
        door = self.identity_provider
        if isinstance(door, Door) and (secret := door.signing_secret()):
            settings["cookie_secret"] = secret
        for notebook in set(pools) - {self.apps[self.first]}:
            self.kernel_manager.fill_if_needed(delay=0, notebook_name=notebook)
        settings["tessebs_owners"] = Owners(Path(self.arrivals) if self.arrivals else None)
        return settings

    def init_handlers(self) -> list[Any]:
        """Voilà's own addresses behind the door, with the page for any path replaced by one for each app.

        Kernels' addresses answer to their owner alone. The one at which kernels ask for their visitor is
        left out: it asks nobody who they are; ours are told in another way (`tessebs_widgets.arrivals`).
        """
        left_out = (TornadoVoilaHandler, RequestInfoSocketHandler)
        kept = [(each[0], behind_door(each[1]), *each[2:]) for each in super().init_handlers()
                if each[1] not in left_out]  # fmt: skip
        pages = [
            (url_path_join(self.server_url, name), AppPage, self._page(notebook))
            for name, notebook in self.apps.items()
        ]
        front = (url_path_join(self.server_url, "/"), FrontDoor, {"first": self.first})
        programs = (url_path_join(self.server_url, ADDRESS), CataloguePageOfApp, {"desk": CatalogueDesk()})
        health = (url_path_join(self.server_url, HEALTH), HealthOfApp, {"desk": HealthDesk()})
        return [*kept, *pages, programs, health, front, (r".*", Template404)]

    def listen(self) -> None:
        """Listen at one address, encrypted where there is a certificate, and answer until told to end."""
        encryption = None
        if self.certificate:
            encryption = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            encryption.load_cert_chain(self.certificate, self.key)
        log_to_file()
        if isinstance(self.identity_provider, Door):
            self.identity_provider.make_ready()
        HTTPServer(self.app, ssl_options=encryption).listen(self.port, self.ip)
        Path(self.listening).touch()
        self.ioloop = IOLoop.current()
        if beside := getattr(self.identity_provider, "while_serving", None):
            self.ioloop.add_callback(beside, self.kernel_manager)
        try:
            self.ioloop.start()
        finally:
            self.stop()

    def _page_configuration(self, configuration: dict[str, Any], **_: Any) -> dict[str, Any]:
        """What a page is told: also whether people have an account here that they log out of."""
        return configuration | {"tessebsAccount": bool(self.identity_provider.logout_available)}

    def _page(self, notebook: str) -> dict[str, Any]:
        return {
            "notebook_path": notebook,
            "template_paths": self.template_paths,
            "config": self.config,
            "voila_configuration": self.voila_configuration,
        }


def main() -> None:
    """Run the server until the pipe on standard input closes, however its other end died.

    The current folder is the server's own; when nobody is left to remove it, it is removed here.
    """
    orphaned = threading.Event()
    threading.Thread(target=_end_with_parent, args=(orphaned,), daemon=True).start()
    folder = Path.cwd()
    try:
        AppServer.launch_instance(argv=[])
    finally:
        if orphaned.is_set():
            shutil.rmtree(folder, ignore_errors=True)


def _end_with_parent(orphaned: threading.Event) -> None:
    while os.read(sys.stdin.fileno(), 1024):
        continue
    orphaned.set()
    os.kill(os.getpid(), signal.SIGTERM)
