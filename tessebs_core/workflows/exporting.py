"""The catalogue, or what a search finds in it, as a file."""

from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from sqlalchemy.orm import Session

from tessebs_core.database.schema import EB
from tessebs_core.database.stores.catalogue_lines import catalogue_lines
from tessebs_core.errors import InputError
from tessebs_core.export.mast import MAST_COLUMNS
from tessebs_core.export.writing import write_export
from tessebs_core.storage import replacing
from tessebs_core.vocabulary import ExportKind
from tessebs_core.workflows.workspace import Workspace

__all__ = ["export_bytes", "export_catalogue"]


def export_catalogue(
    workspace: Workspace, kind: ExportKind, destination: Path, *, overwrite: bool = False
) -> int:
    """Write the confirmed entries of the catalogue; return how many.

    The file appears whole or not at all. For MAST the entries stand in the order in which they were entered,
    as they always have; in the other formats by TIC and signal number.

    Parameters
    ----------
    destination : Path
        The file; its folder is made when missing.
    overwrite : bool
        Whether a file that is there may be replaced.

    Raises
    ------
    InputError
        The file is there already.
    StorageError
        It cannot be written; a file that was there is unchanged.
    """
    if destination.exists() and not overwrite:
        raise InputError(f"{destination} is there already. Nothing was changed; --force replaces it.")
    with replacing(destination) as file:
        return _write(workspace, kind, file)


def export_bytes(workspace: Workspace, kind: ExportKind) -> bytes:
    """The same as bytes, for a download."""
    buffer = BytesIO()
    _write(workspace, kind, buffer)
    return buffer.getvalue()


def _write(workspace: Workspace, kind: ExportKind, file: BinaryIO) -> int:
    def work(session: Session) -> int:
        file.seek(0)  # a connection that broke half-way begins again
        file.truncate()
        if kind is ExportKind.MAST:
            lines = catalogue_lines(session, EB.in_catalog, as_entered=True, only=MAST_COLUMNS)
        else:
            lines = catalogue_lines(session, EB.in_catalog)
        return write_export(kind, file, lines)

    return workspace.database.read(work)
