"""The first table of a FITS file, read with astropy and without trusting the file.

What astropy leaves to its caller is done here: the sizes that the headers claim are checked against the file
before astropy acts on them, and a damaged file is refused with one error and no warning.
"""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from tessebs_core.errors import CorruptProduct, StorageError
from tessebs_core.records import FloatArray, IntArray

__all__ = ["LARGEST_FILE", "FitsTable", "astropy_on"]

LARGEST_FILE = 64 * 2**20
"""Bytes. Real files have 0.06 to 2 million; the largest that products can make (20 s, a cube in the primary,
all sectors of a star in one file) some ten million. Reading takes three times a file's size.
"""

_MOST_ROWS = (
    1_000_000  # 20 s in one sector are 0.12 million; a star in 40 sectors of 200 s has half a million
)

_MOST_COLUMNS = 250  # real files have fewer than a hundred; astropy needs milliseconds for each
_MOST_AXES = 999
_LONGEST_HEADER = 180 * 2880  # bytes
_BITS = 8, 16, 32, 64, -32, -64
_EXACT = 2.0**53  # floats hold whole numbers below it

_ASTROPY = Lock()
"""Held while astropy works on a file: all threads of a process share one list of warning filters."""

# No end of a header; no header; a missing card; a TFORMn that is none beside a TDIMn; text for a number or
# the other way round; formats, names and numbers that cannot be.
_DAMAGED = (
    OSError, EOFError, LookupError, UnboundLocalError, TypeError, AttributeError,
    ValueError, AssertionError, OverflowError,
)  # fmt: skip
"""What astropy raises on damaged files, besides its VerifyError."""


@dataclass(frozen=True, eq=False)
class FitsTable:
    """The binary table in the first extension of a file, in memory; the file is closed."""

    path: Path
    rows: int
    _headers: tuple[Any, ...] = field(repr=False)  # of the primary and of the table
    _data: Any = field(repr=False)  # astropy's FITS_rec
    _names: tuple[str, ...] = field(repr=False)  # of the columns, in capitals

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a file.

        Raises
        ------
        CorruptProduct
            The file is no FITS, is cut, has no table, repeats a column's name, or claims what cannot be.
        StorageError
            The file cannot be opened or read.
        """
        try:
            size = path.stat().st_size
            content = path.read_bytes() if size <= LARGEST_FILE else b""
        except OSError as error:
            raise StorageError(f"{path} cannot be read: {error.strerror or error}.") from error
        if size > LARGEST_FILE:
            raise CorruptProduct(path, f"{size} bytes are too many for a light curve")
        if not content.startswith(b"SIMPLE  ="):
            raise CorruptProduct(path, "is no FITS file")
        with astropy_on(path) as fits:
            primary, end = _read_header(path, content)
            if end >= len(content):
                raise CorruptProduct(path, "ends before its table")
            content = content[end:]
            header, end = _read_header(path, content)
            if header.get("XTENSION") != "BINTABLE" or header["NAXIS"] != 2:
                raise CorruptProduct(path, "has no binary table in its first extension")
            if not _is_count(header["TFIELDS"], _MOST_COLUMNS):
                raise CorruptProduct(path, f"claims {header['TFIELDS']!r} columns")
            if not _is_count(header["NAXIS2"], _MOST_ROWS):
                raise CorruptProduct(path, f"{header['NAXIS2']} rows are too many for a light curve")
            if content[end : end + 8] not in (b"", b"XTENSION"):  # bytes of the rows are missing or too many
                raise CorruptProduct(path, "is damaged: after its table comes no extension")
            table = fits.BinTableHDU.fromstring(content[:end])
            names = tuple(name.strip().upper() for name in table.columns.names)
            for name in names:
                if names.count(name) > 1:
                    raise CorruptProduct(path, f"column {name} stands there {names.count(name)} times")
            if (width := table.columns.dtype.itemsize) != header["NAXIS1"]:
                raise CorruptProduct(path, f"its rows have {header['NAXIS1']} bytes and its columns {width}")
            return cls(path, header["NAXIS2"], (primary, header), table.data, names)

    def has(self, name: str) -> bool:
        """Whether the table has a column of this name; capitals do not matter in FITS."""
        return name.upper() in self._names

    def card(self, name: str) -> str | int | float | None:
        """Read a header card, of the primary header or else of the table's; None where it is not or is empty.

        Truth values and what FITS does not know count as empty.
        """
        return next(iter(self.cards(name)), None)

    def cards(self, name: str) -> list[str | int | float]:
        """What `card` reads, of the primary header and of the table's where both say something."""
        found: list[str | int | float] = []
        with astropy_on(self.path) as fits:
            for header in self._headers:
                try:
                    value = header.get(name)
                except fits.VerifyError:
                    continue
                if isinstance(value, str):
                    value = value.strip() or None
                if isinstance(value, str | int | float) and not isinstance(value, bool):
                    found.append(value)
        return found

    def unit(self, name: str) -> str | None:
        """The unit that the table states for a column; None where it states none.

        Raises
        ------
        CorruptProduct
            The column is missing.
        """
        unit = self._data.columns[self._place(name)].unit
        return unit.strip() or None if isinstance(unit, str) else None

    def exact(self, name: str) -> FloatArray:
        """Read a column of floating-point numbers of 64 bits, stored as they are.

        Raises
        ------
        CorruptProduct
            The column is missing, holds anything else, or is to be scaled.
        """
        column = self._data.columns[self._place(name)]
        stored = self._stored(name)
        if stored.ndim != 1 or stored.dtype.kind != "f" or stored.dtype.itemsize != 8:
            raise CorruptProduct(self.path, f"column {name} holds no single number of 64 bits for each row")
        if column.bscale not in (None, "", 1) or column.bzero not in (None, "", 0):
            raise CorruptProduct(self.path, f"column {name} is scaled by its header, unlike in true files")
        with np.errstate(all="ignore"):
            return stored.astype(np.float64)

    def numbers(self, name: str) -> FloatArray:
        """Read a column of numbers, scaled as the header says; NaN for the integer that means no value.

        Raises
        ------
        CorruptProduct
            The column is missing or holds no single number for each row.
        """
        with np.errstate(all="ignore"):  # damaged bytes make signalling NaN
            values: FloatArray = self._scaled(name).astype(np.float64)
        null = self._data.columns[self._place(name)].null
        if null is not None:
            values[self._stored(name) == null] = np.nan
        return values

    def words(self, name: str) -> IntArray:
        """Read a column of bit masks; -1, all bits, where a mask written as a float is no whole number.

        Raises
        ------
        CorruptProduct
            As `numbers`.
        """
        if (scaled := self._scaled(name)).dtype.kind in "iu":
            return scaled.astype(np.int64)
        values = self.numbers(name)
        with np.errstate(all="ignore"):
            whole = (np.abs(values) < _EXACT) & (values == np.floor(values))
        return np.where(whole, values, -1.0).astype(np.int64)

    def letters(self, name: str) -> npt.NDArray[np.bytes_]:
        """Read a column of text as byte strings without trailing blanks.

        Raises
        ------
        CorruptProduct
            The column is missing or holds no text.
        """
        stored = self._stored(name)
        if stored.ndim != 1 or stored.dtype.kind != "S" or stored.dtype.itemsize == 0:
            raise CorruptProduct(self.path, f"column {name} holds no text")
        return np.strings.rstrip(stored)

    def _place(self, name: str) -> int:
        if not self.has(name):
            raise CorruptProduct(self.path, f"has no column {name}")
        return self._names.index(name.upper())

    def _stored(self, name: str) -> npt.NDArray[Any]:
        place = self._place(name)
        stored: npt.NDArray[Any] = self._data.view(np.ndarray)[self._data.dtype.names[place]]
        return stored

    def _scaled(self, name: str) -> npt.NDArray[Any]:
        """The column as astropy gives it: integers where the header does not scale them."""
        stored = self._stored(name)
        # int8, which is no number of FITS, is how astropy takes in truth values
        if stored.ndim != 1 or stored.dtype.kind not in "iuf" or stored.dtype == np.int8:
            raise CorruptProduct(self.path, f"column {name} holds no single number for each row")
        with astropy_on(self.path), np.errstate(all="ignore"):
            scaled: npt.NDArray[Any] = np.asarray(self._data.field(self._place(name)))
        return scaled


@contextmanager
def astropy_on(path: Path) -> Iterator[Any]:
    """Give `astropy.io.fits`, silent, and turn what it finds wrong in a file into our error.

    The lock is held for milliseconds, not while the files of products are read. Without it, readers in
    other threads could put warning filters back in the wrong order. Other libraries that change filters do
    not know of it; therefore astropy's warnings alone are silenced, and where they come through as errors
    they mean damage.
    """
    from astropy.io import fits
    from astropy.utils.exceptions import AstropyWarning

    try:
        with _ASTROPY, warnings.catch_warnings():
            warnings.simplefilter("ignore", AstropyWarning)
            yield fits
    except (fits.VerifyError, AstropyWarning, *_DAMAGED) as error:
        why = "".join(each if each.isprintable() else " " for each in str(error))
        why = " ".join(why.split())[:200]
        raise CorruptProduct(path, f"is damaged ({type(error).__name__}: {why})") from error


def _read_header(path: Path, content: bytes) -> tuple[Any, int]:
    """Return the header that some bytes begin with, its claims checked, and where its data end."""
    from astropy.io import fits

    beginning = BytesIO(content[:_LONGEST_HEADER])
    header = fits.Header.fromfile(beginning)
    if not _is_count(axes := header["NAXIS"], _MOST_AXES):
        raise CorruptProduct(path, f"claims {axes!r} axes")
    lengths = [header[f"NAXIS{axis}"] for axis in range(1, axes + 1)]
    if not all(map(_is_count, lengths)) or header["BITPIX"] not in _BITS or not _is_count(header.data_size):
        raise CorruptProduct(path, "claims an array that cannot be (BITPIX, NAXIS)")
    if beginning.tell() + header.data_size > len(content):
        raise CorruptProduct(path, f"is cut: a header claims {header.data_size} bytes of data")
    return header, beginning.tell() + header.data_size_padded


def _is_count(value: object, most: int = LARGEST_FILE) -> bool:
    return type(value) is int and 0 <= value <= most
