"""``tessebs demo``: the demonstration catalogue."""

from typing import Annotated

import typer

from tessebs_core.cli.terminal import progress_bar, say
from tessebs_core.demonstration.building import build_demonstration, can_build, is_whole
from tessebs_core.errors import InputError
from tessebs_core.settings import read_settings
from tessebs_core.workflows.workspace import Workspace, upgrade_schema

__all__ = ["demo"]


def demo(
    if_empty: Annotated[bool, typer.Option(help="Do nothing if the catalogue holds targets.")] = False,
) -> None:
    """Build the demonstration catalogue: simulated binaries and other stars, no network.

    The candidates go through the same ingest as real ones, from an archive on this machine.
    The catalogue must be empty; point TESSEBS_DATA_DIR at a new folder to have a second one.
    """
    settings = read_settings()
    workspace = Workspace.from_settings(settings)
    upgrade_schema(workspace)
    if if_empty and is_whole(workspace):
        return
    if not can_build(workspace):
        raise InputError(
            f"{settings.shown_database_url} already holds targets; nothing was changed. "
            "Set TESSEBS_DATA_DIR to a new folder for a demonstration beside it."
        )
    with progress_bar("Demonstration catalogue") as report:
        count = build_demonstration(workspace, report=report)
    say(f"{count} simulated candidates are ready in {settings.data_dir}. Start with: tessebs app")
