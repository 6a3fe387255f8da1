"""What a search found, as the formats of the exports."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from io import BytesIO
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from tessebs_core.errors import InputError
from tessebs_core.export.columns import CATALOGUE, Kind, Product
from tessebs_core.export.columns import Column as Published
from tessebs_core.records.catalogue_columns import Column, flag_letters
from tessebs_core.records.catalogue_lines import CatalogueLine
from tessebs_core.records.searching import FoundEntry
from tessebs_core.vocabulary import ColumnKind, ExportKind

if TYPE_CHECKING:
    from astropy.table import Table

__all__ = ["entries_as", "entries_as_csv", "entries_as_table", "entries_as_votable"]

_KINDS: dict[ColumnKind, Kind] = {
    ColumnKind.NUMBER: "number",
    ColumnKind.WHOLE: "whole",
    ColumnKind.MOMENT: "moment",
    ColumnKind.TRUTH: "yes-no",
    ColumnKind.WORD: "text",
    ColumnKind.LIST: "text",
}
_PUBLISHED = {each.name: each for each in CATALOGUE.columns}
_UCDS = {
    "distance": "pos.angDistance",
    "n_sectors": "meta.number",
    "status": "meta.code",
    "flags": "meta.code",
}

_Write = Callable[[BinaryIO, Product, Iterable[CatalogueLine]], int]


def entries_as_table(columns: Sequence[Column], entries: Iterable[FoundEntry]) -> "Table":
    """Gather entries in a table with units and descriptions: masked where missing, identifiers int64.

    Lists are texts with commas between, flags their letters, dates ISO 8601 in UTC.
    """
    from tessebs_core.export.tables import astropy_table

    table = astropy_table(_product(columns), _lines(columns, entries))
    for each in columns:
        table[each.name].unit = each.unit or None
    return table


def entries_as(kind: ExportKind, columns: Sequence[Column], entries: Iterable[FoundEntry]) -> bytes:
    """Write entries as CSV, VOTable, FITS or ECSV, with these columns, their units and words.

    Raises
    ------
    InputError
        The format has columns of its own.
    """
    match kind:
        case ExportKind.CSV:
            return entries_as_csv(columns, entries)
        case ExportKind.VOTABLE:
            return entries_as_votable(columns, entries)
        case ExportKind.FITS:
            from tessebs_core.export.tables import write_fits as write
        case ExportKind.ECSV:
            from tessebs_core.export.tables import write_ecsv as write
        case _:
            raise InputError(f"The format {kind} has columns of its own. Choose CSV, VOTable, FITS or ECSV.")
    return _written(write, columns, entries)


def entries_as_csv(columns: Sequence[Column], entries: Iterable[FoundEntry]) -> bytes:
    """Write entries as CSV; see `tessebs_core.export.plain_csv` for what guards texts in it."""
    from tessebs_core.export.plain_csv import write_csv

    return _written(write_csv, columns, entries)


def entries_as_votable(columns: Sequence[Column], entries: Iterable[FoundEntry]) -> bytes:
    """Write entries as VOTable 1.4."""
    from tessebs_core.export.tables import write_votable

    return _written(write_votable, columns, entries)


def _written(write: _Write, columns: Sequence[Column], entries: Iterable[FoundEntry]) -> bytes:
    file = BytesIO()
    write(file, _product(columns), _lines(columns, entries))
    return file.getvalue()


def _product(columns: Sequence[Column]) -> Product:
    return Product("entries", CATALOGUE.title, tuple(_publishing(each) for each in columns))


def _publishing(column: Column) -> Published:
    known = _PUBLISHED.get(column.name)
    ucd = known.ucd if known else _UCDS.get(column.name, "meta.id")
    # The formats write units as the exports do; "dex(cm / s2)" is astropy's own.
    unit = known.unit if known else column.unit
    return Published(column.name, column.name, _KINDS[column.kind], unit, ucd, column.description)


def _lines(columns: Sequence[Column], entries: Iterable[FoundEntry]) -> Iterator[CatalogueLine]:
    names = [each.name for each in columns]
    for entry in entries:
        cells = (_cell(column, value) for column, value in zip(columns, entry.values, strict=True))
        # Writers take cells from a line by name.
        yield cast(CatalogueLine, SimpleNamespace(**dict(zip(names, cells, strict=True))))


def _cell(column: Column, value: Any) -> Any:
    if value is None or column.kind not in (ColumnKind.LIST, ColumnKind.WORD):
        return value
    if column.name == "flags":
        return flag_letters(value)
    return ",".join(str(each) for each in value) if column.kind is ColumnKind.LIST else str(value)
