"""The catalogue in any of the formats."""

from collections.abc import Iterable
from typing import BinaryIO

from tessebs_core.export.columns import CATALOGUE, FLAGS
from tessebs_core.records.catalogue_lines import CatalogueLine
from tessebs_core.vocabulary import ExportKind

__all__ = ["write_export"]


def write_export(kind: ExportKind, file: BinaryIO, lines: Iterable[CatalogueLine]) -> int:
    """Write ``lines`` in the order in which they come; return how many there were.

    For MAST and as CSV they are written while they arrive; the other formats gather them first.
    """
    # Each format is imported when it is asked for: CSV needs nothing of astropy, which takes time and memory.
    if kind is ExportKind.MAST:
        from tessebs_core.export.mast import write_mast

        return write_mast(file, lines)
    if kind is ExportKind.VIZIER:
        from tessebs_core.export.cds import write_vizier

        return write_vizier(file, lines)
    product = FLAGS if kind.value.startswith("flags") else CATALOGUE
    match kind:
        case ExportKind.CSV | ExportKind.FLAGS:
            from tessebs_core.export.plain_csv import write_csv as write
        case ExportKind.MRT | ExportKind.FLAGS_MRT:
            from tessebs_core.export.cds import write_mrt as write
        case ExportKind.VOTABLE | ExportKind.FLAGS_VOTABLE:
            from tessebs_core.export.tables import write_votable as write
        case ExportKind.FITS | ExportKind.FLAGS_FITS:
            from tessebs_core.export.tables import write_fits as write
        case _:
            from tessebs_core.export.tables import write_ecsv as write
    return write(file, product, lines)
