"""Lines of fixed width, as the CDS wants its tables, with numbers that read back as the same doubles.

Decimal points stand below each other; blanks after a number stand for digits that it does not have. Where a
column would get too wide that way, all of it is written with exponents.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from typing import Any

from tessebs_core.export.columns import Column, Product
from tessebs_core.export.spelling import ascii_text
from tessebs_core.records.catalogue_lines import CatalogueLine

__all__ = ["Field", "FixedWidth", "fixed_width"]

_WIDEST = 24


@dataclass(frozen=True)
class Field:
    """Where a column stands, and what the byte-by-byte description says of it.

    ``first`` and ``last`` are bytes, counted from 1; ``form`` is a FORTRAN format; ``limits`` are the least
    and the greatest value, rounded away from each other, or empty.
    """

    column: Column
    first: int
    last: int
    form: str
    limits: str


@dataclass(frozen=True)
class FixedWidth:
    """A table: its fields, and its lines in ASCII without the LF at their ends."""

    product: Product
    fields: tuple[Field, ...]
    lines: tuple[str, ...]

    @property
    def data(self) -> bytes:
        """The lines as the bytes of a file."""
        return "".join(f"{each}\n" for each in self.lines).encode("ascii")


@dataclass(frozen=True)
class _Written:
    form: str
    width: int
    cells: list[str]
    limits: str = ""


def fixed_width(product: Product, lines: Iterable[CatalogueLine]) -> FixedWidth:
    """Write every column as wide as its widest cell, one blank between two."""
    kept = list(lines)
    columns, fields, first = [], [], 1
    for column in product.columns:
        value = column.value
        written = _written(column, [value(each) for each in kept])
        columns.append(written.cells)
        last = first + written.width - 1
        fields.append(Field(column, first, last, written.form, written.limits))
        first = last + 2
    return FixedWidth(product, tuple(fields), tuple(map(" ".join, zip(*columns, strict=True))))


def _written(column: Column, cells: list[Any]) -> _Written:
    if column.kind == "yes-no":
        return _Written("I1", 1, ["1" if each else "0" for each in cells], "[0/1]")
    if column.kind == "number":
        return _numbers(cells)
    if column.kind == "whole":
        texts = ["" if each is None else str(each) for each in cells]
        width = max((len(each) for each in texts), default=0) or 1
        return _Written(f"I{width}", width, [each.rjust(width) for each in texts])
    texts = ["" if each is None else ascii_text(each) for each in cells]
    width = max((len(each) for each in texts), default=0) or 1
    return _Written(f"A{width}", width, [each.ljust(width) for each in texts])


def _numbers(cells: list[float | None]) -> _Written:
    present = [each for each in cells if each is not None]
    if not present:
        return _Written("F3.1", 3, ["   "] * len(cells))
    limits = f"[{_rounded(min(present), ROUND_FLOOR)}/{_rounded(max(present), ROUND_CEILING)}]"
    parts = [("", "") if each is None else _parts(each) for each in cells]
    before, after = (max(len(part) for part in side) for side in zip(*parts, strict=True))
    width = before + 1 + after
    if width <= _WIDEST:
        shown = [
            f"{whole:>{before}}.{decimals:<{after}}" if whole else " " * width for whole, decimals in parts
        ]
        return _Written(f"F{width}.{after}", width, shown, limits)
    texts = ["" if each is None else _exponential(each) for each in cells]
    width = max(len(each) for each in texts)
    digits = max(len(each.partition("E")[0].partition(".")[2]) for each in texts)
    return _Written(f"E{width}.{digits}", width, [each.rjust(width) for each in texts], limits)


def _parts(number: float) -> tuple[str, str]:
    """Digits before and after the decimal point, the fewest that read back as the same double."""
    text = repr(number)
    if "e" in text:
        text = format(Decimal(text), "f")
    whole, _, decimals = text.partition(".")
    return whole, decimals or "0"


def _exponential(number: float) -> str:
    """The same digits with an exponent; always a decimal point, where FORTRAN would else assume one."""
    mantissa, _, exponent = f"{Decimal(repr(number)):E}".partition("E")
    return f"{mantissa if '.' in mantissa else mantissa + '.0'}E{exponent}"


def _rounded(number: float, direction: str) -> str:
    rounded = Context(prec=3, rounding=direction).create_decimal(Decimal(repr(number))).normalize()
    return f"{rounded:f}" if -6 < rounded.adjusted() < 12 else str(rounded)
