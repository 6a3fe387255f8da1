"""The catalogue as the archive at MAST takes it: a CSV file that has looked the same from the beginning.

The header, the order of the columns and the way in which values are written are those of the catalogue's
first site. Two columns held what nobody kept up to date any more there, and have living sources here:
``source`` is what kind of light curve the entry was accepted on, ``sectors`` are the target's.
"""

from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from operator import attrgetter
from typing import BinaryIO

from tessebs_core.records.catalogue_lines import CatalogueLine

__all__ = ["MAST_COLUMNS", "write_mast"]

MAST_COLUMNS = (
    "tess_id", "signal_id", "date_added", "date_modified", "source", "ra", "dec", "pmra", "pmdec", "Tmag",
    "teff", "bjd0", "bjd0_uncert", "period", "period_uncert", "morph_coeff", "prim_width_pf",
    "prim_depth_pf", "prim_pos_pf", "sec_width_pf", "sec_depth_pf", "sec_pos_pf", "prim_width_2g",
    "prim_depth_2g", "prim_pos_2g", "sec_width_2g", "sec_depth_2g", "sec_pos_2g", "sectors",
)  # fmt: skip

_NUMBERS = attrgetter(*MAST_COLUMNS[5:-1])
_AT_ONCE = 500


def write_mast(file: BinaryIO, lines: Iterable[CatalogueLine]) -> int:
    """Write ``lines`` in the order in which they come; return how many there were.

    Numbers are written by ``repr``, the shortest decimals that read back as the same double; what is missing
    is empty. Dates are UTC, with microseconds only where there are any. Lines end with LF.
    """
    file.write(f"{','.join(MAST_COLUMNS)}\n".encode("ascii"))
    # By hand, faster than csv.writer: nothing but sectors can need quotes.
    cells, count = map(_line, lines), 0
    while some := list(islice(cells, _AT_ONCE)):
        file.write("".join(some).encode("ascii"))
        count += len(some)
    return count


def _line(line: CatalogueLine) -> str:
    numbers = ["" if each is None else repr(each) for each in _NUMBERS(line)]
    sectors = f'"{line.sectors}"' if "," in line.sectors else line.sectors
    source = "" if line.source is None else line.source.label
    dates = f"{_moment(line.date_added)},{_moment(line.date_modified)}"
    return f"{line.tess_id},{line.signal_id},{dates},{source},{','.join(numbers)},{sectors}\n"


def _moment(when: datetime | None) -> str:
    return "" if when is None else str(when).removesuffix("+00:00")
