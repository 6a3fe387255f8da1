"""Tables of targets: which column is which, and the ephemeris of a row."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass

from tessebs_core.errors import BadEphemeris, InputError
from tessebs_core.records.ephemerides import BTJD_ZERO, Ephemeris

__all__ = ["Columns", "columns_of"]

_MEANINGS = {
    "tess_id": ("tic", "tessid", "ticid", "ticnumber"),
    "bjd0": ("bjd0", "t0", "btjd0", "epoch", "tessbjd0"),
    "period": ("period", "p", "periodday", "perioddays"),
    "bjd0_uncert": ("bjd0uncert", "bjd0err", "t0err", "t0uncert", "bjd0error"),
    "period_uncert": ("perioduncert", "perioderr", "perr", "perioderror"),
    "source": ("source", "model", "method"),
}
_MEANING_OF = {name: meaning for meaning, names in _MEANINGS.items() for name in names}
_LONGEST_LINE = 100_000  # characters; the csv module refuses cells that are longer
_EARLIEST_FULL_BJD = 2_400_000.0
_MISSING = frozenset({"", "nan", "none", "null", "--", "-"})


@dataclass(frozen=True)
class Columns:
    """What the columns of a table mean, and what stands between them (None for blanks)."""

    meanings: tuple[str | None, ...]
    delimiter: str | None

    def row(self, content: str) -> dict[str, str]:
        """The values of a line by meaning, blanks around them removed.

        Raises
        ------
        InputError
            There are more values than columns: nobody knows which of them is which.
        """
        cells = _cells(content, self.delimiter)
        if any(cell.strip() for cell in cells[len(self.meanings) :]):
            raise InputError(
                f"there are {len(cells)} values for {len(self.meanings)} columns. Put a value that has the "
                "separator in it between quotes."
            )
        pairs = zip(self.meanings, cells, strict=False)
        return {meaning: cell.strip() for meaning, cell in pairs if meaning is not None}

    def ephemeris(self, row: Mapping[str, str]) -> tuple[Ephemeris, str]:
        """The ephemeris of a row, and what was done to it, in words; empty when nothing was.

        Raises
        ------
        InputError
            Half of it is missing, or it is none.
        """
        values = {name: _number(name, row.get(name, "")) for name in ("bjd0", "period")}
        bjd0, period = values["bjd0"], values["period"]
        if bjd0 is None or period is None:
            missing = "bjd0" if bjd0 is None else "period"
            raise InputError(f"{missing} is missing.")
        remark = ""
        if bjd0 >= _EARLIEST_FULL_BJD:
            remark = f"t0 {row['bjd0']} is a full BJD and is taken as BTJD {bjd0 - BTJD_ZERO:.6f}."
            bjd0 -= BTJD_ZERO
        uncertainties = [_number(name, row.get(name, "")) for name in ("bjd0_uncert", "period_uncert")]
        return Ephemeris(bjd0, period, *uncertainties), remark


def columns_of(first: str) -> Columns | None:
    """Read a first line as names of columns; None when it names no column of TIC numbers.

    Raises
    ------
    InputError
        Two columns have the same meaning.
    """
    for delimiter in (",", ";", "\t", "|", None):
        cells = _cells(first, delimiter)
        meanings = tuple(_MEANING_OF.get(_plain(cell)) for cell in cells)
        if "tess_id" not in meanings or any(_is_value(cell, delimiter) for cell in cells):
            continue
        known = [each for each in meanings if each is not None]
        if twice := sorted({each for each in known if known.count(each) > 1}):
            raise InputError(f"Two columns of the list mean {twice[0]}. Leave one of them out.")
        return Columns(meanings, delimiter)
    return None


def _cells(content: str, delimiter: str | None) -> list[str]:
    if delimiter is None:
        return content.split()
    if len(content) > _LONGEST_LINE:
        return []
    return next(csv.reader([content], delimiter=delimiter, skipinitialspace=True), [])


def _is_value(cell: str, delimiter: str | None) -> bool:
    """Whether a cell names no column: a number, or, between blanks, what begins like one ("TIC 123abc")."""
    if delimiter is None:
        return cell[0] in "+-.0123456789"
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _plain(name: str) -> str:
    """A column's name in lower case, without unit, blanks and marks: "TIC ID" and "tic_id" are one."""
    return re.sub(r"[^a-z0-9]", "", re.sub(r"\[.*?\]|\(.*?\)", "", name).lower())


def _number(name: str, cell: str) -> float | None:
    if cell.lower() in _MISSING:
        return None
    try:
        return float(cell)
    except ValueError as error:
        raise BadEphemeris(f"{name} = {cell[:40]!r} is no number. Give days, for example 2.5.") from error
