"""``tessebs figures``: static pictures and text files."""

from typing import Annotated

import typer

from tessebs_core.cli.terminal import progress_bar, say
from tessebs_core.workflows.figures import FigureChoices, create_static_files
from tessebs_core.workflows.workspace import open_workspace

__all__ = ["figures"]


def figures(
    tess_ids: Annotated[list[int], typer.Argument(min=1, metavar="TIC...", help="TIC numbers.")],
    text: Annotated[bool, typer.Option(help="Also write light curves and periodograms as text.")] = False,
    force: Annotated[bool, typer.Option(help="Draw anew what is newer than its data.")] = False,
) -> None:
    """Draw the static figures of targets from their syndicated files."""
    workspace = open_workspace()
    choices = FigureChoices(export_lc=text, export_spd=text, force_overwrite=force)
    for tess_id in tess_ids:
        with progress_bar(f"TIC {tess_id}") as report:
            made = create_static_files(workspace, tess_id, choices=choices, report=report)
        say(f"TIC {tess_id}: {len(made)} files written below {workspace.folder.root}.")
