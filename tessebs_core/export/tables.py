"""The catalogue as astropy tables, and these as VOTable, FITS and ECSV.

In all three an empty cell is a masked one: no number stands for "missing", and Gaia identifiers stay whole
numbers of 64 bits. Equal lines give equal bytes: no file holds the date or the version of what wrote it.
"""

import re
import string
from collections.abc import Callable, Iterable
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from tessebs_core.export.columns import Column, Product
from tessebs_core.export.spelling import ascii_text, plane_text
from tessebs_core.export.table_rows import binary2_rows, write_ecsv_rows
from tessebs_core.records.catalogue_lines import CatalogueLine

if TYPE_CHECKING:
    from astropy.table import MaskedColumn, Table

__all__ = ["astropy_table", "write_ecsv", "write_fits", "write_votable"]

_NO_WHOLE = -(2**63)
"""What FITS holds where a whole number is missing; TNULL says so."""

_BASE64 = (string.ascii_letters + string.digits + "+/=").encode()
_TIME = "BTJD = BJD_TDB - 2457000, days; time scale TDB, at the barycentre of the solar system"
_TYPES: dict[str, Any] = {"whole": np.int64, "number": np.float64, "yes-no": np.bool_}
_EMPTY: dict[str, Any] = {"whole": _NO_WHOLE, "number": np.nan, "yes-no": False}


def astropy_table(
    product: Product, lines: Iterable[CatalogueLine], spelling: Callable[[str], str] = str
) -> "Table":
    """Gather ``lines`` in a table with units, UCDs and descriptions.

    Parameters
    ----------
    spelling : callable, optional
        Makes of a text what the format can hold.

    Returns
    -------
    astropy.table.Table
        One masked column for each that is published; cells of nothing are masked.
    """
    from astropy.table import Table

    kept = list(lines)
    table = Table([_gathered(each, kept, spelling) for each in product.columns], masked=True, copy=False)
    table.meta["name"] = product.file_name
    table.meta["description"] = product.title
    if any(each.name == "bjd0" for each in product.columns):
        table.meta["time"] = _TIME
    return table


def write_ecsv(file: BinaryIO, product: Product, lines: Iterable[CatalogueLine]) -> int:
    """Write a table that is CSV with a header of types, units, UCDs and words; return how many lines."""
    header = StringIO()
    astropy_table(product, ()).write(header, format="ascii.ecsv", delimiter=",")
    file.write(header.getvalue().encode())
    return write_ecsv_rows(file, product, lines)


def write_fits(file: BinaryIO, product: Product, lines: Iterable[CatalogueLine]) -> int:
    """Write a binary table; return how many lines.

    FITS knows only ASCII: accents are left away there, and what has no letters in ASCII becomes "?".
    """
    from astropy.io import fits

    table = astropy_table(product, lines, ascii_text)
    table.meta.clear()
    bare = table.copy(copy_data=False)
    for each in bare.columns.values():
        each.info.meta = {}
        each.description = None
    found = fits.table_to_hdu(bare)
    header = found.header
    header["EXTNAME"] = product.file_name.upper()
    header["RADESYS"] = "ICRS"
    if "bjd0" in table.colnames:
        header["TIMESYS"] = ("TDB", "time scale of BJD0")
        header["TREFPOS"] = ("BARYCENTER", "where the times are measured")
        header["JDREFI"] = (2457000, "zero of BJD0: BTJD = BJD_TDB - 2457000")
        header["JDREFF"] = (0.0, "its fraction")
        header["TIMEUNIT"] = "d"
    for number, each in enumerate(product.columns, start=1):
        header[f"TUCD{number}"] = each.ucd
        header[f"TCOMM{number}"] = each.words
    primary = fits.PrimaryHDU()
    primary.header["ORIGIN"] = "tessEBs"
    primary.header["OBJECT"] = product.title
    buffer = BytesIO()
    fits.HDUList([primary, found]).writeto(buffer)
    file.write(buffer.getbuffer())
    return len(table)


def write_votable(file: BinaryIO, product: Product, lines: Iterable[CatalogueLine]) -> int:
    """Write a VOTable 1.4 with its numbers in binary (BINARY2), to the bit; return how many lines.

    Its texts end at U+FFFF: what lies beyond, as pictograms do, becomes "?".
    """
    from astropy.io.votable import from_table
    from astropy.io.votable.tree import CooSys, TimeSys

    table = astropy_table(product, lines, plane_text)
    words = table.meta.pop("time", None)
    table.meta.clear()
    votable = from_table(table[:1])  # its one row is exchanged for all below
    votable.version = "1.4"
    votable.description = product.title
    resource = votable.resources[0]
    resource.coordinate_systems.append(CooSys(ID="icrs", system="ICRS", epoch="J2000"))
    if words is not None:
        resource.time_systems.append(
            TimeSys(
                ID="btjd", timeorigin=2457000.0, timescale="TDB", refposition="BARYCENTER",
                config={"version": "1.4", "version_1_4_or_later": True},
            )
        )  # fmt: skip
    only = resource.tables[0]
    only.ID = only.name = product.file_name
    only.description = product.title if words is None else f"{product.title}. Times: {words}."
    only.format = "binary2"
    for field, column in zip(only.fields, product.columns, strict=True):
        field.ucd = column.ucd
        field.ref = {"ra": "icrs", "dec": "icrs", "bjd0": "btjd"}.get(column.name)
        if column.kind == "yes-no":
            field.datatype = "boolean"  # astropy's "bit" is not where the standard puts it
        if column.kind == "moment":
            field.xtype = "timestamp"
    buffer = BytesIO()
    votable.to_xml(buffer, tabledata_format="binary2")
    frame = re.sub(rb"<!--.*?-->\s*", b"", buffer.getvalue(), count=1, flags=re.DOTALL)
    head, stream, tail = frame.partition(b'<STREAM encoding="base64">\n')
    file.write(head + stream)
    if stream:  # a table without rows has none
        file.write(binary2_rows(table))
        file.write(tail.lstrip(_BASE64))
    return len(table)


def _gathered(column: Column, lines: list[CatalogueLine], spelling: Callable[[str], str]) -> "MaskedColumn":
    from astropy.table import MaskedColumn

    value = column.value
    cells: list[Any] = [value(each) for each in lines]
    missing = [each is None for each in cells]
    if column.kind in {"text", "moment"}:
        texts = ["" if each is None else str(each) for each in cells]
        data = np.array([spelling(each) for each in texts], dtype=np.str_)
        if data.dtype.itemsize == 0 or not len(data):
            data = data.astype("U1")
    else:
        empty = _EMPTY[column.kind]
        data = np.array([empty if each is None else each for each in cells], dtype=_TYPES[column.kind])
    made = MaskedColumn(
        data, name=column.name, mask=missing, description=column.words, unit=column.unit or None,
        meta={"ucd": column.ucd},
    )  # fmt: skip
    if column.kind == "whole":
        made.fill_value = _NO_WHOLE
    return made
