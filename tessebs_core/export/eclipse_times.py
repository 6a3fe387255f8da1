"""Times of eclipses as a table of text."""

import csv
import io
from pathlib import Path

from tessebs_core.records.timing_diagrams import TimingDiagram
from tessebs_core.storage import replacing

__all__ = ["times_as_csv", "write_times"]

_COLUMNS = (
    "tess_id", "signal", "provenance", "eclipse", "cycle", "time_btjd_tdb", "time_unc_d", "o_minus_c_d",
    "depth_ratio", "points", "used", "chosen", "remark",
)  # fmt: skip


def times_as_csv(diagram: TimingDiagram) -> str:
    """Every timed eclipse in order of time: BTJD (BJD_TDB - 2457000) and days, remarks on doubtful ones."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for each in diagram.eclipses:
        writer.writerow((
            diagram.tess_id, "" if diagram.signal_id is None else diagram.signal_id, diagram.provenance,
            "secondary" if each.secondary else "primary", each.cycle, f"{each.time:.7f}",
            f"{each.time_unc:.7f}", f"{each.o_minus_c:.7f}", f"{each.depth_ratio:.4f}", each.points,
            int(each.used), int(each.chosen), each.remark,
        ))  # fmt: skip
    return text.getvalue()


def write_times(diagram: TimingDiagram, path: Path) -> None:
    """Write the table whole or not at all.

    Raises
    ------
    StorageError
        The disk refused.
    """
    with replacing(path) as file:
        file.write(times_as_csv(diagram).encode())
