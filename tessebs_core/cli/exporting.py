"""``tessebs export``: the catalogue as a file."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from tessebs_core.cli.terminal import say
from tessebs_core.vocabulary import ExportKind
from tessebs_core.workflows.exporting import export_bytes, export_catalogue
from tessebs_core.workflows.workspace import open_workspace

__all__ = ["export"]

_FLAGS_BY_SUFFIX = {
    ".vot": ExportKind.FLAGS_VOTABLE,
    ".xml": ExportKind.FLAGS_VOTABLE,
    ".fits": ExportKind.FLAGS_FITS,
    ".ecsv": ExportKind.FLAGS_ECSV,
    ".mrt": ExportKind.FLAGS_MRT,
}


def export(
    kind: Annotated[
        ExportKind,
        typer.Argument(
            help="mast; csv, votable, fits, ecsv or mrt with every column; vizier, a ZIP of ReadMe and "
            "tables for the CDS; flags, in the format that the name of FILE ends in (CSV otherwise)."
        ),
    ],
    to: Annotated[str, typer.Option("--to", metavar="FILE", help="Where to; - is the standard output.")],
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> None:
    """Write the confirmed entries of the catalogue.

    The file appears whole or not at all.
    """
    workspace = open_workspace()
    if kind is ExportKind.FLAGS:
        kind = _FLAGS_BY_SUFFIX.get(Path(to).suffix, kind)
    if to == "-":
        sys.stdout.buffer.write(export_bytes(workspace, kind))
        return
    written = export_catalogue(workspace, kind, Path(to), overwrite=force)
    say(f"{written} entries written to {to}.")
