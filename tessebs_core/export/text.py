"""ASCII light curves and periodograms, for gnuplot, topcat and old scripts."""

from pathlib import Path

import numpy as np

from tessebs_core.records import FloatArray, LightCurve, Periodogram
from tessebs_core.storage import replacing

__all__ = ["write_light_curve", "write_periodogram"]

_ROWS_AT_ONCE = 20_000


def write_light_curve(path: Path, light_curve: LightCurve) -> None:
    """Write time, flux and error, one point a line, with a commented header.

    Raises
    ------
    StorageError
        The disk refused; a file that stood there before is unchanged.
    """
    sectors = " ".join(str(sector) for sector in light_curve.sectors)
    header = (
        f"# TIC {light_curve.tess_id}, {light_curve.provenance}\n"
        f"# sectors: {sectors}\n"
        "# time: BTJD = BJD_TDB - 2457000, days\n"
        "# flux: relative, the median of each sector is 1\n"
        "# ferr: one-sigma uncertainty of flux, relative; nan where the product states none\n"
        "# time flux ferr\n"
    )
    columns = np.stack([light_curve.time, light_curve.flux, light_curve.flux_err], axis=1)
    _write(path, header, columns, "%.8f %.8f %.8f\n")


def write_periodogram(path: Path, periodogram: Periodogram) -> None:
    """Write period and power, longest period first, with a commented header.

    Raises
    ------
    StorageError
        The disk refused; a file that stood there before is unchanged.
    """
    header = (
        f"# {periodogram.method} periodogram\n"
        "# period: days, descending; the trial frequencies 1/period ascend\n"
        "# power: dimensionless; 0 to 1 for lomb-scargle, signal to noise for box-least-squares\n"
        "# period power\n"
    )
    columns = np.stack([periodogram.period, periodogram.power], axis=1)
    _write(path, header, columns, "%.10g %.8g\n")


def _write(path: Path, header: str, columns: FloatArray, line: str) -> None:
    with replacing(path) as file:
        file.write(header.encode())
        for first in range(0, len(columns), _ROWS_AT_ONCE):
            rows = columns[first : first + _ROWS_AT_ONCE]
            file.write((line * len(rows) % tuple(rows.ravel().tolist())).encode())
