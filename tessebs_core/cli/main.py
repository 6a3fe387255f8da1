"""``tessebs``: the command line, put together from its parts and from installed plug-ins."""

import sys
from importlib.metadata import entry_points
from typing import Annotated

import typer

from tessebs_core import __version__
from tessebs_core.cli import (
    audit,
    backups,
    blends,
    bulk,
    database,
    demonstration,
    doctor,
    exporting,
    figures,
    group,
    ingest,
    legacy,
    periods,
    releases,
    targets,
    timing,
    triage,
)
from tessebs_core.cli.terminal import complain
from tessebs_core.errors import TessebsError

__all__ = ["application", "main"]

HELP = """
Curate eclipsing binaries seen by TESS.

[bold]tessebs demo[/bold] builds a small catalogue without the network, and [bold]tessebs app[/bold] shows it.

A catalogue of your own begins with these, in order:

[bold]tessebs db upgrade[/bold] - make the tables\n
[bold]tessebs tic add 126602778[/bold] - fetch a target from MAST\n
[bold]tessebs ingest list.csv[/bold] - or a list of them\n
[bold]tessebs triage add 126602778 --bjd0 1325.31 --period 0.7121198 --model BLS[/bold] - propose a period\n
[bold]tessebs app[/bold] - judge it

TESSEBS_DATABASE_URL (SQLite in the data folder by default) and TESSEBS_DATA_DIR say where things are;
TESSEBS_CONFIG may name a TOML file, readable by you alone, that says it instead.
[bold]tessebs doctor[/bold] tells what is missing.
"""


def application() -> typer.Typer:
    """Put the commands together; plug-ins come from the ``tessebs.commands`` entry points."""
    app = typer.Typer(
        help=HELP, no_args_is_help=True, rich_markup_mode="rich", pretty_exceptions_enable=False
    )
    app.callback()(_options)
    app.add_typer(database.commands, name="db")
    app.add_typer(targets.commands, name="tic")
    app.add_typer(triage.commands, name="triage")
    app.add_typer(group.commands, name="group")
    app.add_typer(releases.commands, name="release")
    for command in (
        audit.audit,
        demonstration.demo,
        ingest.ingest,
        bulk.bulk,
        figures.figures,
        periods.periods,
        blends.blends,
        timing.oc,
        exporting.export,
        legacy.import_legacy,
        doctor.doctor,
        backups.backup,
        backups.restore,
    ):
        app.command()(command)
    for plugin in entry_points(group="tessebs.commands"):
        app.command(name=plugin.name)(plugin.load())
    return app


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"tessebs {__version__}")
        raise typer.Exit


def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Say which version.")
    ] = False,
) -> None:
    pass


def main() -> None:
    """Run the command line; an error of ours is one clear message and exit code 1."""
    try:
        application()()
    except TessebsError as error:
        complain(str(error))
        sys.exit(1)
    except KeyboardInterrupt:
        complain("Stopped. What was finished is kept; the same command resumes.")
        sys.exit(130)
