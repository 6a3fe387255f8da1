"""The command ``tessebs serve``: the catalogue for programs, without the screens."""

import asyncio
import contextlib
import signal
from typing import TYPE_CHECKING, Annotated

import typer

from tessebs_widgets.serving.entrance import LOOPBACK
from tessebs_widgets.serving.voila_server import free_port

if TYPE_CHECKING:
    from tornado.web import Application

    from tessebs_widgets.serving.catalogue_http import CatalogueDesk
    from tessebs_widgets.serving.health_http import HealthDesk

__all__ = ["catalogue_application", "serve"]

USUAL_PORT = 8877


def catalogue_application(desk: "CatalogueDesk", health: "HealthDesk | None" = None) -> "Application":
    """The web application that answers at ``/api/catalogue`` and ``/api/health``, and nowhere else."""
    import tornado.web

    from tessebs_widgets.serving.catalogue_http import ADDRESS, CataloguePage
    from tessebs_widgets.serving.health_http import ADDRESS as HEALTH
    from tessebs_widgets.serving.health_http import Health, HealthDesk

    return tornado.web.Application(
        [(ADDRESS, CataloguePage, {"desk": desk}), (HEALTH, Health, {"desk": health or HealthDesk()})]
    )


def serve(
    port: Annotated[
        int | None, typer.Option(help="Port on this machine; 8877, or any free one, if left out.")
    ] = None,
) -> None:
    """Serve the catalogue to programs of this machine as JSON, CSV and VOTable (docs/http.md).

    Read-only. Ctrl-C ends it.
    """
    from tessebs_core.workflows.workspace import open_workspace
    from tessebs_widgets.serving.catalogue_http import CatalogueDesk

    workspace = open_workspace()  # says at once what is wrong with it
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(CatalogueDesk(lambda: workspace), port or free_port(USUAL_PORT)))
    typer.echo("tessEBs has ended.")


async def _serve(desk: "CatalogueDesk", port: int) -> None:
    from tessebs_widgets.serving.catalogue_http import ADDRESS

    server = catalogue_application(desk).listen(port, LOOPBACK)
    typer.echo(f"tessEBs is ready: http://{LOOPBACK}:{port}{ADDRESS}")
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    try:
        await ended.wait()
    finally:
        server.stop()
