"""The apps' server inside the test's own process: every address and every door, without a kernel."""

import asyncio
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import tornado.web
from tornado.httpclient import AsyncHTTPClient, HTTPResponse
from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port

from tessebs_widgets.serving.entrance import Entrance
from tessebs_widgets.serving.runtime_folder import fill, server_environment
from tessebs_widgets.serving.watched_voila import AppServer

KERNEL = "0b7e1c3e-0000-0000-0000-000000000000"


@contextmanager
def server_in(folder: Path, entrance: Entrance, environment: Mapping[str, str]) -> Iterator[AppServer]:
    """A server that is set up and does not listen."""
    folder.mkdir()
    fill(folder, port=8866, entrance=entrance)
    variables = server_environment(folder, {**os.environ, **environment}, entrance)
    no_nursery = mock.patch("tessebs_widgets.serving.watched_voila.can_fork", return_value=False)
    with mock.patch.dict(os.environ, variables), no_nursery:
        server = AppServer(config_file_paths=[str(folder)], connection_dir=str(folder))
        with mock.patch("signal.signal"):
            server.initialize([])
        settings = server.init_settings()
        server.app = tornado.web.Application(**settings)
        server.app.settings.update(server.tornado_settings)
        server.app.add_handlers(".*$", server.init_handlers())
        yield server


def asked(server: AppServer, *wishes: tuple[str, str], **options) -> list[HTTPResponse]:
    """Ask with method and path, one after the other; nothing is followed."""

    async def ask() -> list[HTTPResponse]:
        socket, port = bind_unused_port()
        listening = HTTPServer(server.app)
        listening.add_sockets([socket])
        client = AsyncHTTPClient(force_instance=True)
        try:
            return [
                await client.fetch(
                    f"http://127.0.0.1:{port}{path}", method=method, follow_redirects=False,
                    raise_error=False, allow_nonstandard_methods=True, **options,
                )
                for method, path in wishes
            ]  # fmt: skip
        finally:
            client.close()
            listening.stop()
            await listening.close_all_connections()

    return asyncio.run(ask())


def every_address(server: AppServer) -> list[str]:
    """A path for each address in the server's table, with names where it takes some."""

    found = []
    for rule in server.app.default_router.rules[0].target.rules:
        pattern = rule.matcher.regex.pattern.rstrip("$")
        path = re.sub(r"\(\?P<kernel_id>[^)]*\)", KERNEL, pattern)
        path = path.replace("(.*)", "tessebs/static/x").replace(".*", "/anything/else")
        found.append(path.replace("\\", ""))
    return found
