"""The command ``tessebs app``."""

import ipaddress
import os
import signal
import sys
import webbrowser
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from tessebs_core.errors import InputError
from tessebs_widgets.serving.voila_server import VoilaServer, free_port

__all__ = ["app", "notebook_named"]

USUAL_PORT = 8866


def app(
    port: Annotated[
        int | None, typer.Option(help="Port on this machine; 8866, or any free one, if left out.")
    ] = None,
    host: Annotated[str, typer.Option(help="Only this machine (loopback) in this release.")] = "127.0.0.1",
    notebook: Annotated[str, typer.Option(help="Which app: the name of a notebook.")] = "triage",
    browser: Annotated[bool, typer.Option(help="Open the address in the browser.")] = True,
) -> None:
    """Serve the triage app to the browser of this machine.

    It works on the catalogue that TESSEBS_DATABASE_URL and TESSEBS_DATA_DIR name, as the person who
    starts it. Ctrl-C ends it.
    """
    _check_loopback(host)
    path = notebook_named(notebook)
    if port is not None and free_port(port) != port:
        raise InputError(f"Port {port} is in use. Leave --port out, and a free one is taken.")
    signal.signal(signal.SIGTERM, _as_interrupt)
    try:
        with VoilaServer(path, port or free_port(USUAL_PORT)) as server:
            typer.echo(f"tessEBs is ready: {server.address}")
            if browser and _has_window():
                webbrowser.open(server.address)
            server.wait()
    except KeyboardInterrupt:
        typer.echo("tessEBs has ended.")


def notebook_named(name: str) -> Path:
    """The notebook of an app, in the source tree or in the installed package.

    Raises
    ------
    InputError
        There is no such app.
    """
    here = Path(__file__).resolve().parents[1]
    folders = (here.parent / "notebooks", here / "notebooks")
    if name.isidentifier():
        for folder in folders:
            path = folder / f"{name}.ipynb"
            if path.is_file():
                return path
    found = sorted({each.stem for folder in folders for each in folder.glob("*.ipynb")})
    raise InputError(f"There is no app {name!r}; there is {', '.join(found) or 'none'}.")


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
