"""The command ``tessebs app``."""

import os
import signal
import sys
import webbrowser
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from tessebs_core.errors import InputError
from tessebs_widgets.apps import APPS, app_named, apps_named
from tessebs_widgets.serving.voila_server import VoilaServer, free_port
from tessebs_widgets.serving.ways_in import WayIn, entrance_for

__all__ = ["app"]

USUAL_PORT = 8866


def app(
    name: Annotated[
        str, typer.Argument(help=f"Which app to open first: {', '.join(each.name for each in APPS)}.")
    ] = APPS[0].name,
    port: Annotated[
        int | None, typer.Option(help="Port on this machine; 8866, or any free one, if left out.")
    ] = None,
    host: Annotated[
        str, typer.Option(help="Address to listen on; only this machine can reach the one if left out.")
    ] = "127.0.0.1",
    login: Annotated[
        bool, typer.Option("--login", help="Ask for name and password (`tessebs group password NAME`).")
    ] = False,
    proxy: Annotated[
        list[str] | None,
        typer.Option(help="Address of the proxy through which alone people come; can be repeated."),
    ] = None,
    user_header: Annotated[
        str | None, typer.Option(help="Header in which that proxy says who it is.")
    ] = None,
    certificate: Annotated[Path | None, typer.Option(help="PEM file, to encrypt what is sent.")] = None,
    key: Annotated[Path | None, typer.Option(help="PEM file with the certificate's private key.")] = None,
    ready: Annotated[
        list[str] | None,
        typer.Option(
            help="Keep a kernel ready for this app, which then opens at once (some 200 MB each); "
            "can be repeated. Triage and the app opened first, if left out."
        ),
    ] = None,
    browser: Annotated[bool, typer.Option(help="Open the address in the browser.")] = True,
) -> None:
    """Serve the apps to the browser of this machine; each screen leads to the others.

    They work on the catalogue that TESSEBS_DATABASE_URL and TESSEBS_DATA_DIR name, as the person who
    starts it. For others, --login or --proxy with --user-header say who somebody is; on an address that
    others reach and with neither, a link with a token is printed, and who has it is the person who started
    it. Ctrl-C ends it.
    """
    asked = WayIn(host, login, tuple(proxy or ()), user_header, certificate, key)
    first = app_named(name)
    prepared = apps_named(ready or {APPS[0].name, name})
    entrance_for(asked, USUAL_PORT)  # what cannot be served is said first
    if port is not None and free_port(port, host) != port:
        raise InputError(f"Port {port} is in use. Leave --port out, and a free one is taken.")
    chosen = port or free_port(USUAL_PORT, host)
    entrance, way = entrance_for(asked, chosen)
    signal.signal(signal.SIGTERM, _as_interrupt)
    try:
        with VoilaServer(chosen, first=first, ready=prepared, entrance=entrance) as server:
            typer.echo(f"tessEBs is ready: {server.address}{way}")
            if browser and not way and _has_window():  # a token would be seen in the list of processes
                webbrowser.open(server.address)
            server.wait()
    except KeyboardInterrupt:
        typer.echo("tessEBs has ended.")


def _has_window() -> bool:
    """Whether a browser could open a window; a text browser would take over the terminal."""
    if sys.platform in ("darwin", "win32"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"))


def _as_interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
