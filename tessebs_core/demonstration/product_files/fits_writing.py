"""A FITS file with one binary table, written quickly.

Astropy makes the headers; the rows go out as the bytes of one structured array. Its own table writer takes
five times as long, and the demonstration writes many files.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

__all__ = ["Card", "TableColumn", "numbered_names", "write_table_file"]

Card = tuple[str, str | int | float | bool, str]
"""Keyword, value, comment."""

_BLOCK = 2880
_DTYPES = {"D": ">f8", "E": ">f4", "J": ">i4", "I": ">i2", "K": ">i8"}


@dataclass(frozen=True, eq=False)
class TableColumn:
    """One column: name, TFORM letter (text as ``48A``), values or one value for all rows, unit."""

    name: str
    form: str
    values: npt.ArrayLike
    unit: str = ""

    @property
    def dtype(self) -> str:
        """The column's type in the rows of the file."""
        return f"S{self.form[:-1] or 1}" if self.form.endswith("A") else _DTYPES[self.form]


def numbered_names(
    template: str, rows: int, **numbers: npt.NDArray[np.int64] | int
) -> npt.NDArray[np.bytes_]:
    """Write numbers into a name, a row each: the digits of ``a=...`` replace the letters a of ``template``.

    Twenty times as fast as formatting strings one by one.

    Examples
    --------
    >>> numbered_names("tessNNNN-sSS", 2, N=np.array([7, 8]), S=25)
    array([b'tess0007-s25', b'tess0008-s25'], dtype='|S12')
    """
    letters = np.tile(np.frombuffer(template.encode(), dtype=np.uint8), (rows, 1))
    for mark, values in numbers.items():
        rest = np.broadcast_to(np.asarray(values, dtype=np.int64), (rows,)).copy()
        for place in reversed([index for index, letter in enumerate(template) if letter == mark]):
            letters[:, place] = ord("0") + rest % 10
            rest //= 10
    return letters.view(f"S{len(template)}").ravel()


def write_table_file(
    path: Path, rows: int, primary: Sequence[Card], columns: Sequence[TableColumn], extension: Sequence[Card]
) -> None:
    """Write a file with an empty primary HDU and one table.

    Parameters
    ----------
    path : Path
        Where to; what stands there is replaced.
    rows : int
        Rows of the table.
    primary, extension : sequence of Card
        Cards of the two headers besides those that describe their structure.
    columns : sequence of TableColumn
        The columns in their order.
    """
    from astropy.io import fits

    table = np.zeros(rows, dtype=[(column.name, column.dtype) for column in columns])
    for column in columns:
        table[column.name] = column.values
    heads = [("SIMPLE", True, "conforms to FITS standard"), ("BITPIX", 8, ""), ("NAXIS", 0, "")]
    described: list[Card] = [
        ("XTENSION", "BINTABLE", "binary table extension"),
        ("BITPIX", 8, ""),
        ("NAXIS", 2, ""),
        ("NAXIS1", table.dtype.itemsize, "bytes in a row"),
        ("NAXIS2", rows, "rows"),
        ("PCOUNT", 0, ""),
        ("GCOUNT", 1, ""),
        ("TFIELDS", len(columns), "columns"),
    ]
    for number, column in enumerate(columns, start=1):
        described += [(f"TTYPE{number}", column.name, ""), (f"TFORM{number}", column.form, "")]
        described += [(f"TUNIT{number}", column.unit, "")] if column.unit else []
    first = fits.Header([*heads, ("EXTEND", True, ""), *primary]).tostring()
    second = fits.Header([*described, *extension]).tostring()
    data = table.tobytes()
    path.write_bytes(first.encode() + second.encode() + data + bytes(-len(data) % _BLOCK))
