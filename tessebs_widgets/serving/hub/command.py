"""The command ``tessebs hub-app``, which JupyterHub starts for each person."""

import signal
from dataclasses import asdict
from types import FrameType
from typing import Annotated

import typer

from tessebs_widgets.apps import APPS, app_named, apps_named
from tessebs_widgets.serving.entrance import Entrance
from tessebs_widgets.serving.hub.place import HubPlace
from tessebs_widgets.serving.voila_server import VoilaServer

__all__ = ["entrance_of", "hub_app"]


def hub_app(
    name: Annotated[
        str, typer.Argument(help=f"Where the first page leads: {', '.join(each.name for each in APPS)}.")
    ] = APPS[0].name,
    ready: Annotated[
        list[str] | None,
        typer.Option(help="Keep a kernel ready for this app; can be repeated. The first one, if left out."),
    ] = None,
) -> None:
    """Serve the apps to one person behind JupyterHub, which starts this and says whose server it is.

    The person is the hub's user, whatever account of the operating system this runs under.
    """
    place = HubPlace.from_environment()
    first, prepared = app_named(name), apps_named(ready or {name})
    signal.signal(signal.SIGTERM, _as_interrupt)
    try:
        with VoilaServer(place.port, first=first, ready=prepared, entrance=entrance_of(place)) as server:
            typer.echo(f"tessEBs serves {place.user} at {place.prefix}")
            server.wait()
    except KeyboardInterrupt:
        typer.echo("tessEBs has ended.")


def entrance_of(place: HubPlace) -> Entrance:
    """Below the hub's address, for its owner alone, who acts in every kernel."""
    return Entrance(
        door="tessebs_widgets.serving.doors.hub.HubDoor",
        settings={"place": asdict(place)},
        host=place.host,
        base_url=place.prefix,
        acting_as=place.user,
        answers_to_any_name=True,  # the proxy passes on the name that the browser asked for
    )


def _as_interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
