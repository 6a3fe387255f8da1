"""The catalogue as the archive at MAST takes it: a CSV file that has looked the same from the beginning.

The header, the order of the columns and the way in which values are written are those of the catalogue's
first site. Two columns held what nobody kept up to date any more there, and have living sources here:
``source`` is what kind of light curve the entry was accepted on, ``sectors`` are the target's.
"""

import csv
from collections.abc import Iterable
from datetime import datetime
from io import TextIOWrapper
from operator import attrgetter
from typing import Any, BinaryIO

from tessebs_core.records.catalogue_lines import CatalogueLine

__all__ = ["MAST_COLUMNS", "write_mast"]

MAST_COLUMNS = (
    "tess_id", "signal_id", "date_added", "date_modified", "source", "ra", "dec", "pmra", "pmdec", "Tmag",
    "teff", "bjd0", "bjd0_uncert", "period", "period_uncert", "morph_coeff", "prim_width_pf",
    "prim_depth_pf", "prim_pos_pf", "sec_width_pf", "sec_depth_pf", "sec_pos_pf", "prim_width_2g",
    "prim_depth_2g", "prim_pos_2g", "sec_width_2g", "sec_depth_2g", "sec_pos_2g", "sectors",
)  # fmt: skip

_AFTER_SOURCE = attrgetter(*MAST_COLUMNS[5:])


def write_mast(file: BinaryIO, lines: Iterable[CatalogueLine]) -> int:
    """Write ``lines`` in the order in which they come; return how many there were.

    Numbers are written by ``repr``, the shortest decimals that read back as the same double; what is missing
    is empty. Dates are UTC, with microseconds only where there are any. Lines end with LF.
    """
    text = TextIOWrapper(file, encoding="utf-8", newline="", write_through=False)
    try:
        written = csv.writer(text, lineterminator="\n")
        written.writerow(MAST_COLUMNS)
        count = 0
        for count, each in enumerate(lines, start=1):  # noqa: B007 -- the last number is the count
            written.writerow(
                (
                    each.tess_id,
                    each.signal_id,
                    _moment(each.date_added),
                    _moment(each.date_modified),
                    "" if each.source is None else each.source.label,
                    *_AFTER_SOURCE(each),
                )
            )
        return count
    finally:
        text.detach()  # flushes, and leaves the file open for its owner


def _moment(when: datetime | None) -> Any:
    return None if when is None else when.replace(tzinfo=None).isoformat(" ")
