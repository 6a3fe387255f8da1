"""The catalogue as the archive at MAST takes it: a CSV file that has looked the same from the beginning.

The header, the order of the columns and the way in which values are written are those of the catalogue's
first site. Two columns held what nobody kept up to date any more there, and have living sources here:
``source`` is what kind of light curve the entry was accepted on, ``sectors`` are the target's.
"""

from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from operator import itemgetter
from typing import BinaryIO

from tessebs_core.records.catalogue_lines import CatalogueLine

__all__ = ["MAST_COLUMNS", "write_mast"]

MAST_COLUMNS = (
    "tess_id", "signal_id", "date_added", "date_modified", "source", "ra", "dec", "pmra", "pmdec", "Tmag",
    "teff", "bjd0", "bjd0_uncert", "period", "period_uncert", "morph_coeff", "prim_width_pf",
    "prim_depth_pf", "prim_pos_pf", "sec_width_pf", "sec_depth_pf", "sec_pos_pf", "prim_width_2g",
    "prim_depth_2g", "prim_pos_2g", "sec_width_2g", "sec_depth_2g", "sec_pos_2g", "sectors",
)  # fmt: skip

_CELLS = itemgetter(*map(CatalogueLine._fields.index, MAST_COLUMNS))
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
    tess_id, signal_id, added, modified, source, *numbers, sectors = _CELLS(line)
    # All at once, in C: a list is written with the repr of what is in it, floats or None.
    written = str(numbers)[1:-1].replace(" ", "").replace("None", "")
    if "," in sectors:
        sectors = f'"{sectors}"'
    label = "" if source is None else source.label
    return f"{tess_id},{signal_id},{_moment(added)},{_moment(modified)},{label},{written},{sectors}\n"


def _moment(when: datetime | None) -> str:
    return "" if when is None else str(when).removesuffix("+00:00")
