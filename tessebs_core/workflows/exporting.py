"""The catalogue, or what a search finds in it, as a file."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from tessebs_core.database.schema import EB
from tessebs_core.database.stores.catalogue_lines import catalogue_lines
from tessebs_core.database.stores.search_terms import conditions_of, in_catalogue, order_of
from tessebs_core.errors import InputError
from tessebs_core.export.found_entries import entries_as
from tessebs_core.export.mast import MAST_COLUMNS
from tessebs_core.export.writing import write_export
from tessebs_core.records.catalogue_columns import columns_named
from tessebs_core.records.catalogue_lines import CatalogueLine
from tessebs_core.records.searching import Search
from tessebs_core.storage import replacing
from tessebs_core.vocabulary import ExportKind
from tessebs_core.workflows.queue import keep_up
from tessebs_core.workflows.searching import find_all
from tessebs_core.workflows.workspace import Workspace

__all__ = ["export_bytes", "export_catalogue", "export_columns"]


def export_catalogue(
    workspace: Workspace,
    kind: ExportKind,
    destination: Path,
    search: Search | None = None,
    *,
    overwrite: bool = False,
) -> int:
    """Write the confirmed entries of the catalogue, or all that a search finds; return how many.

    The file appears whole or not at all. For MAST the entries stand in the order in which they were entered,
    as they always have; in the other formats by TIC and signal number. What a search finds comes in its
    order, all pages of it, in every format.

    Parameters
    ----------
    destination : Path
        The file; its folder is made when missing.
    search : Search, optional
        Its page and size do not count.
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
        return _write(workspace, kind, file, search)


def export_bytes(workspace: Workspace, kind: ExportKind, search: Search | None = None) -> bytes:
    """The same as bytes, for a download."""
    buffer = BytesIO()
    _write(workspace, kind, buffer, search)
    return buffer.getvalue()


def export_columns(workspace: Workspace, kind: ExportKind, search: Search, columns: Sequence[str]) -> bytes:
    """All that a search finds, in its order, with these columns of a search and no others.

    Raises
    ------
    BadSearch
        There is no such column.
    InputError
        The format has columns of its own.
    """
    return entries_as(kind, columns_named(columns), find_all(workspace, search, columns))


def _write(workspace: Workspace, kind: ExportKind, file: BinaryIO, search: Search | None) -> int:
    if search is not None and _asks_status(search):
        keep_up(workspace)  # the queue's notes, which say what waits for votes, must hear of the newest

    def work(session: Session) -> int:
        file.seek(0)  # a connection that broke half-way begins again
        file.truncate()
        conditions: list[ColumnElement[bool]] = [EB.in_catalog.is_(True)]
        order: list[ColumnElement[Any]] = [EB.id.expression] if kind is ExportKind.MAST else []
        if search is not None:
            conditions = [*in_catalogue(search), *conditions_of(search)]
            order = [key.desc() if descending else key for key, descending in order_of(search)]
        only = MAST_COLUMNS if kind is ExportKind.MAST else CatalogueLine._fields
        lines = catalogue_lines(session, *conditions, order=order, only=only, searched=search is not None)
        return write_export(kind, file, lines)

    return workspace.database.read(work)


def _asks_status(search: Search) -> bool:
    return search.status is not None or any(each.column == "status" for each in search.order)
