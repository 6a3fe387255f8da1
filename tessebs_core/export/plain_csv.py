"""The catalogue as CSV for people, scripts and spreadsheets."""

import csv
from collections.abc import Callable, Iterable
from io import TextIOWrapper
from typing import Any, BinaryIO

from tessebs_core.export.columns import Column, Product
from tessebs_core.records.catalogue_lines import CatalogueLine

__all__ = ["guarded", "unguarded", "write_csv"]

_FORMULA = frozenset("=+-@＝＋－＠\t\r'")
"""What a text begins with that a spreadsheet would take for a formula; and the guard itself."""


def write_csv(file: BinaryIO, product: Product, lines: Iterable[CatalogueLine]) -> int:
    """Write ``lines`` with a header; return how many there were.

    UTF-8, LF, quotes only where needed. Numbers by ``repr``, so that they read back as the same doubles; yes
    and no are 1 and 0; what is missing is empty. A text that a spreadsheet would run as a formula gets an
    apostrophe in front (see `guarded`); numbers never do.
    """
    text = TextIOWrapper(file, encoding="utf-8", newline="", write_through=False)
    try:
        written = csv.writer(text, lineterminator="\n")
        written.writerow([each.name for each in product.columns])
        cells = [_cell(each) for each in product.columns]
        count = 0
        for count, line in enumerate(lines, start=1):  # noqa: B007 -- the last number is the count
            written.writerow([cell(line) for cell in cells])
        return count
    finally:
        text.detach()


def guarded(text: str | None) -> str | None:
    """Put an apostrophe before a text that a spreadsheet would run, or that begins with one."""
    return f"'{text}" if text and text[0] in _FORMULA else text


def unguarded(text: str) -> str:
    """The text that `guarded` was given."""
    return text.removeprefix("'")


def _cell(column: Column) -> Callable[[CatalogueLine], Any]:
    value = column.value
    if column.kind == "text":
        return lambda line: guarded(value(line))
    if column.kind == "yes-no":
        return lambda line: int(value(line))
    return value
