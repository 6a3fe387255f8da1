"""The command ``tessebs app``."""

import ipaddress
import os
import signal
import sys
import webbrowser
from types import FrameType
from typing import Annotated

import typer

from tessebs_core.errors import InputError
from tessebs_widgets.apps import APPS, app_named, apps_named
from tessebs_widgets.serving.voila_server import VoilaServer, free_port

__all__ = ["app"]

USUAL_PORT = 8866


def app(
    name: Annotated[
        str, typer.Argument(help=f"Which app to open first: {', '.join(each.name for each in APPS)}.")
    ] = APPS[0].name,
    port: Annotated[
        int | None, typer.Option(help="Port on this machine; 8866, or any free one, if left out.")
    ] = None,
    host: Annotated[str, typer.Option(help="Only this machine (loopback) in this release.")] = "127.0.0.1",
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
    starts it. Ctrl-C ends it.
    """
    _check_loopback(host)
    first = app_named(name)
    prepared = apps_named(ready or {APPS[0].name, name})
    if port is not None and free_port(port) != port:
        raise InputError(f"Port {port} is in use. Leave --port out, and a free one is taken.")
    signal.signal(signal.SIGTERM, _as_interrupt)
    try:
        with VoilaServer(port or free_port(USUAL_PORT), first=first, ready=prepared) as server:
            typer.echo(f"tessEBs is ready: {server.address}")
            if browser and _has_window():
                webbrowser.open(server.address)
            server.wait()
    except KeyboardInterrupt:
        typer.echo("tessEBs has ended.")


def _check_loopback(host: str) -> None:
    try:
        is_loopback = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_loopback = False
    if not is_loopback:
        raise InputError(
            f"The app has no accounts yet, so it answers to this machine only, not on {host}. "
            "Leave --host out, or reach it through an SSH tunnel: ssh -L 8866:127.0.0.1:8866 <machine>."
        )


def _has_window() -> bool:
    """Whether a browser could open a window; a text browser would take over the terminal."""
    if sys.platform in ("darwin", "win32"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"))


def _as_interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
