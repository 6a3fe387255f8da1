"""The first table of a FITS file, read without trusting the file.

A reader of light curves needs little of FITS: numbers, text and bit masks of one binary table, and a dozen
cards. Reading just that keeps a damaged file from doing harm: a size that the header claims is checked
against the file before anything is read, what cannot be understood is refused in one way, and nothing warns
(astropy does, through a list of filters that all threads share). The tests compare with astropy.
"""

import math
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Self

import numpy as np
import numpy.typing as npt

from tessebs_core.errors import CorruptProduct, StorageError
from tessebs_core.records import FloatArray, IntArray

__all__ = ["LARGEST_FILE", "FitsTable"]

LARGEST_FILE = 256 * 2**20
"""Bytes; the largest light curves known (20 s, a cube in the primary) have some ten million."""

_BLOCK = 2880
_CARD = 80
_LONGEST_HEADER = 512 * _BLOCK
_MOST_COLUMNS = 999
_END = b"END".ljust(_CARD)
_WIDTHS = {"L": 1, "B": 1, "I": 2, "J": 4, "K": 8, "A": 1, "E": 4, "D": 8, "C": 8, "M": 16, "P": 8, "Q": 16}
_NUMBERS = {"B": ">u1", "I": ">i2", "J": ">i4", "K": ">i8", "E": ">f4", "D": ">f8"}
_FORM = re.compile(r"\s*(\d{0,9})([LXBIJKAEDCMPQ])")
_TEXT = re.compile(r"'((?:[^']|'')*)'")
_WHOLE = re.compile(r"[+-]?\d{1,20}")
_REAL = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([ED][+-]?\d{1,4})?")
_Header = dict[str, str]  # keyword: what stands after the equals sign
_EXACT = 2.0**53  # floats hold whole numbers below it


@dataclass(frozen=True)
class _Column:
    """Where a column stands in a row and how it is written."""

    offset: int
    code: str
    repeat: int
    scale: float
    zero: float
    null: int | None


@dataclass(frozen=True, eq=False)
class FitsTable:
    """The binary table in the first extension of a file, in memory; the file is closed."""

    path: Path
    rows: int
    _headers: tuple[_Header, ...]  # primary, table
    _width: int
    _columns: dict[str, tuple[_Column, ...]]  # capital names; more than one entry: the file repeats the name
    _bytes: bytes

    @classmethod
    def read(cls, path: Path, *, with_rows: bool = True) -> Self:
        """Read a file's headers and, unless told otherwise, the bytes of its first table.

        Parameters
        ----------
        path : Path
            The file.
        with_rows : bool
            False to look at the structure only; the columns can then not be asked for.

        Raises
        ------
        CorruptProduct
            The file is no FITS, is cut, has no table, or claims what cannot be.
        StorageError
            The file cannot be opened or read.
        """
        try:
            with path.open("rb") as stream:
                return cls._read(path, stream, path.stat().st_size, with_rows=with_rows)
        except OSError as error:
            raise StorageError(f"{path} cannot be read: {error.strerror or error}.") from error

    @classmethod
    def _read(cls, path: Path, stream: BinaryIO, size: int, *, with_rows: bool) -> Self:
        if size > LARGEST_FILE:
            raise CorruptProduct(path, f"{size} bytes are too many for a light curve")
        if stream.read(len("SIMPLE  =")) != b"SIMPLE  =":
            raise CorruptProduct(path, "is no FITS file")
        stream.seek(0)
        primary = _read_header(path, stream)
        start = stream.tell() + _padded(_data_size(path, primary))
        if start >= size:
            raise CorruptProduct(path, "ends before its table")
        stream.seek(start)
        header = _read_header(path, stream)
        if _text(path, header, "XTENSION") != "BINTABLE":
            raise CorruptProduct(path, "has no binary table in its first extension")
        width, rows = _count(path, header, "NAXIS1"), _count(path, header, "NAXIS2")
        if stream.tell() + width * rows > size:
            raise CorruptProduct(path, f"is cut: its table claims {rows} rows of {width} bytes")
        columns = _layout(path, header, width)
        data = stream.read(width * rows) if with_rows else b""
        if with_rows and len(data) < width * rows:
            raise CorruptProduct(path, "was cut while it was read")
        return cls(path, rows, (primary, header), width, columns, data)

    def has(self, name: str) -> bool:
        """Whether the table has a column of this name; capitals do not matter in FITS."""
        return name.upper() in self._columns

    def card(self, name: str) -> str | int | float | None:
        """Read a header card, of the primary header or else of the table's; None where it is not or is empty.

        Truth values and what FITS does not know count as empty.
        """
        for header in self._headers:
            if (value := _value(header, name)) is not None:
                return value
        return None

    def numbers(self, name: str) -> FloatArray:
        """Read a column of numbers, scaled as the header says; NaN for the integer that means no value.

        Raises
        ------
        CorruptProduct
            The column is missing, stands there twice, or holds no single number for each row.
        """
        column, raw = self._raw(name)
        with np.errstate(all="ignore"):
            values = raw.astype(np.float64)
            if column.null is not None and column.code in "BIJK":
                values[raw == column.null] = np.nan
            if (column.scale, column.zero) != (1.0, 0.0):
                values *= column.scale
                values += column.zero
        return values

    def words(self, name: str) -> IntArray:
        """Read a column of bit masks; -1, all bits, where a mask written as a float is no whole number.

        Raises
        ------
        CorruptProduct
            As `numbers`.
        """
        column, raw = self._raw(name)
        if column.code in "BIJ" and column.scale == 1.0 and abs(column.zero) < _EXACT:
            return raw.astype(np.int64) + int(column.zero)
        values = self.numbers(name)
        whole = np.isfinite(values) & (np.abs(values) < _EXACT)
        words = np.where(whole, values, -1.0).astype(np.int64)
        words[whole & (words != values)] = -1
        return words

    def letters(self, name: str) -> npt.NDArray[np.bytes_]:
        """Read a column of text as byte strings without trailing blanks.

        Raises
        ------
        CorruptProduct
            The column is missing, stands there twice, or holds no text.
        """
        column = self._column(name)
        if column.code != "A" or column.repeat < 1:
            raise CorruptProduct(self.path, f"column {name} holds no text")
        return np.strings.rstrip(self._view(column, np.dtype(f"S{column.repeat}")))

    def _raw(self, name: str) -> tuple[_Column, npt.NDArray[Any]]:
        column = self._column(name)
        if column.code not in _NUMBERS or column.repeat != 1:
            raise CorruptProduct(self.path, f"column {name} holds no single number for each row")
        return column, self._view(column, np.dtype(_NUMBERS[column.code]))

    def _view(self, column: _Column, dtype: np.dtype[Any]) -> npt.NDArray[Any]:
        return np.ndarray(
            (self.rows,), dtype, buffer=self._bytes, offset=column.offset, strides=(self._width,)
        )

    def _column(self, name: str) -> _Column:
        found = self._columns.get(name.upper(), ())
        if len(found) != 1:
            raise CorruptProduct(self.path, f"column {name} stands there {len(found)} times")
        return found[0]


def _read_header(path: Path, stream: BinaryIO) -> _Header:
    cards = bytearray()
    while len(cards) < _LONGEST_HEADER:
        block = stream.read(_BLOCK)
        if len(block) < _BLOCK:
            raise CorruptProduct(path, "is cut within a header")
        cards += block
        if any(block[start : start + _CARD] == _END for start in range(0, _BLOCK, _CARD)):
            break
    else:
        raise CorruptProduct(path, "has a header without an end")
    text = cards.decode("ascii", errors="replace")
    if not text.isascii() or not text.isprintable():
        raise CorruptProduct(path, "has a header that is no text")
    header: _Header = {}
    for start in range(0, len(text), _CARD):
        card = text[start : start + _CARD]
        if card[8:10] == "= ":
            header.setdefault(card[:8].rstrip(), card[10:])
    return header


def _value(header: _Header, name: str) -> str | int | float | None:
    """A card's text or number; None where it is missing, empty, a truth value or nothing that FITS knows."""
    card = header.get(name, "").strip()
    if match := _TEXT.match(card):
        return match[1].replace("''", "'").strip() or None
    word = card.partition("/")[0].strip()
    if _WHOLE.fullmatch(word):
        return int(word)
    if _REAL.fullmatch(word):
        return float(word.upper().replace("D", "E"))
    return None


def _text(path: Path, header: _Header, name: str) -> str:
    value = _value(header, name)
    if not isinstance(value, str):
        raise CorruptProduct(path, f"header card {name} is {value!r}, no text")
    return value


def _count(path: Path, header: _Header, name: str) -> int:
    value = _value(header, name)
    if not isinstance(value, int) or value < 0:
        raise CorruptProduct(path, f"header card {name} is {value!r}, no count")
    return value


def _number(path: Path, header: _Header, name: str, default: float) -> float:
    value = _value(header, name)
    if value is None:
        return default
    if not isinstance(value, int | float) or not math.isfinite(value):
        raise CorruptProduct(path, f"header card {name} is {value!r}, no number")
    return float(value)


def _data_size(path: Path, primary: _Header) -> int:
    axes = _count(path, primary, "NAXIS")
    if axes == 0:
        return 0
    if axes > _MOST_COLUMNS:
        raise CorruptProduct(path, f"claims {axes} axes")
    bits = _value(primary, "BITPIX")
    if not isinstance(bits, int) or bits not in (8, 16, 32, 64, -32, -64):
        raise CorruptProduct(path, f"header card BITPIX is {bits!r}")
    return math.prod(_count(path, primary, f"NAXIS{axis}") for axis in range(1, axes + 1)) * abs(bits) // 8


def _padded(size: int) -> int:
    return -(-size // _BLOCK) * _BLOCK


def _layout(path: Path, header: _Header, width: int) -> dict[str, tuple[_Column, ...]]:
    columns: dict[str, tuple[_Column, ...]] = {}
    offset = 0
    count = _count(path, header, "TFIELDS")
    if count > _MOST_COLUMNS:
        raise CorruptProduct(path, f"claims {count} columns")
    for index in range(1, count + 1):
        form = _FORM.match(_text(path, header, f"TFORM{index}"))
        if form is None:
            raise CorruptProduct(path, f"header card TFORM{index} is no column format")
        code, repeat = form[2], int(form[1] or 1)
        null = _value(header, f"TNULL{index}")
        column = _Column(
            offset, code, repeat,
            _number(path, header, f"TSCAL{index}", 1.0),
            _number(path, header, f"TZERO{index}", 0.0),
            null if isinstance(null, int) else None,
        )  # fmt: skip
        name = _value(header, f"TTYPE{index}")
        if isinstance(name, str):
            columns[name.strip().upper()] = (*columns.get(name.strip().upper(), ()), column)
        offset += -(-repeat // 8) if code == "X" else repeat * _WIDTHS[code]
    if offset != width:
        raise CorruptProduct(path, f"its rows have {width} bytes and its columns {offset}")
    return columns
