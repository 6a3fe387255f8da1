"""Rows of ECSV and VOTable, as astropy writes them; it takes cell by cell what is taken here at once."""

import base64
import csv
from collections.abc import Iterable
from io import TextIOWrapper
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from tessebs_core.export.columns import Product
from tessebs_core.records.catalogue_lines import CatalogueLine

if TYPE_CHECKING:
    from astropy.table import Table

__all__ = ["binary2_rows", "write_ecsv_rows"]


def write_ecsv_rows(file: BinaryIO, product: Product, lines: Iterable[CatalogueLine]) -> int:
    """Write the cells of ``lines`` with commas between them while they come; return how many lines.

    Numbers by ``repr``, the shortest decimals of the same double; what is missing is empty.
    """
    text = TextIOWrapper(file, encoding="utf-8", newline="", write_through=False)
    try:
        written, count = csv.writer(text, lineterminator="\n"), 0
        values = [each.value for each in product.columns]
        for count, line in enumerate(lines, start=1):  # noqa: B007 -- the last number is the count
            first, *others = (value(line) for value in values)
            if isinstance(first, str) and first.startswith("#"):  # without quotes the line were a comment
                text.write('"{}"{}'.format(first.replace('"', '""'), "," if others else "\n"))
                if others:
                    written.writerow(others)
            else:
                written.writerow([first, *others])
        return count
    finally:
        text.detach()


def binary2_rows(table: "Table") -> bytes:
    """The rows of a table of masked columns as the BINARY2 of a VOTable, in base64.

    Parameters
    ----------
    table : astropy.table.Table
        Its columns are int64, float64, bool or texts of letters up to U+FFFF.

    Notes
    -----
    Each row begins with one bit for each column, set where the cell is missing; then its cells follow, in
    the order of bytes of the network, texts in UTF-16 filled up with zeros.

    References
    ----------
    VOTable Format Definition 1.4, section 5.4 (IVOA Recommendation, 2019).
    """
    columns = list(table.columns.values())
    missing = np.packbits(np.stack([np.ma.getmaskarray(each) for each in columns], axis=1), axis=1)
    cells = [_cells(np.asarray(each.data.data)) for each in columns]
    parts = {"missing": missing} | {f"cell_{place}": each for place, each in enumerate(cells)}
    rows = np.empty(len(table), [(name, each.dtype, each.shape[1:]) for name, each in parts.items()])
    for name, each in parts.items():
        rows[name] = each
    return base64.b64encode(rows.tobytes())


def _cells(values: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    if values.dtype.kind == "b":
        return np.where(values, ord("T"), ord("F")).astype(np.uint8)
    if values.dtype.kind == "U":
        letters = values.dtype.itemsize // 4
        return np.ascontiguousarray(values).view(np.uint32).reshape(len(values), letters).astype(">u2")
    return values.astype(values.dtype.newbyteorder(">"))
