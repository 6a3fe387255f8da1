"""``tessebs tic``: targets from MAST."""

from typing import Annotated

import typer

from tessebs_core.cli.terminal import complain, progress_bar, say
from tessebs_core.errors import ArchiveUnavailable, StorageError, TessebsError
from tessebs_core.workflows.targets import IngestChoices, IngestReport, add_target, refresh_target
from tessebs_core.workflows.workspace import open_workspace

__all__ = ["commands"]

commands = typer.Typer(help="Fetch targets and their light curves from MAST.", no_args_is_help=True)

TessIds = Annotated[
    list[int], typer.Argument(min=1, metavar="TIC...", help="TIC numbers, for example 126602778.")
]


@commands.command()
def add(
    tess_ids: TessIds,
    download: Annotated[bool, typer.Option(help="Download and syndicate the light curves.")] = True,
    spd: Annotated[bool, typer.Option(help="Attach Lomb-Scargle periodograms.")] = True,
    figures: Annotated[bool, typer.Option(help="Draw the static figures.")] = True,
) -> None:
    """Fetch targets: metadata, sectors, light curves, periodograms, figures.

    Files that are held are not asked for again: after a failure or Ctrl-C, repeat the command.
    A target that fails does not stop the next one; the exit code is 1 if any failed.
    """
    workspace = open_workspace()
    choices = IngestChoices(download=download, attach_spd=spd, figures=figures)
    failed = 0
    for tess_id in tess_ids:
        try:
            with progress_bar(f"TIC {tess_id}") as report:
                _tell(add_target(workspace, tess_id, choices=choices, report=report))
        except (ArchiveUnavailable, StorageError):
            raise  # the next target would meet the same
        except TessebsError as error:
            complain(str(error))
            failed += 1
    raise typer.Exit(1 if failed else 0)


@commands.command()
def refresh(tess_ids: TessIds) -> None:
    """Update metadata, sectors and product lists of targets from MAST; downloads nothing."""
    workspace = open_workspace()
    for tess_id in tess_ids:
        for warning in refresh_target(workspace, tess_id):
            complain(warning)
        say(f"TIC {tess_id}: metadata and product list are up to date.")


def _tell(result: IngestReport) -> None:
    names = ", ".join(result.provenances) or "none"
    say(f"TIC {result.tess_id}: {result.held} files held; light curves: {names}.")
    for words in (*result.warnings, *result.failures):
        complain(f"  {words}")
