"""Reading a syndicated file: only what is asked for, and nothing taken on trust."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from tessebs_core.errors import BadLightCurve, CorruptProduct, NoLightCurve
from tessebs_core.provenances.fits_tables import astropy_on
from tessebs_core.records import BTJD_ZERO, LightCurve, Periodogram
from tessebs_core.vocabulary import PeriodogramMethod

__all__ = ["LIGHT_CURVE_COLUMNS", "SPD_SUFFIX", "held_provenances", "read_light_curve", "read_periodogram"]

SPD_SUFFIX = "-SPD"

LIGHT_CURVE_COLUMNS = {
    "times": ("time", "D", "d"),
    "fluxes": ("flux", "D", None),
    "ferrs": ("flux_err", "D", None),
    "sector": ("sector", "J", None),
    "cadence": ("cadence", "D", "s"),
    "quality": ("quality", "K", None),
}
"""Column in the file: field of `LightCurve`, FITS format, unit."""

_BLOCK = 2880  # bytes; a FITS file is a whole number of them
_MEANING = {"BJDREFI": BTJD_ZERO, "BJDREFF": 0.0, "TIMESYS": "TDB", "TIMEUNIT": "d", "TIMEREF": "SOLARSYSTEM"}


def held_provenances(path: Path) -> tuple[str, ...]:
    """Name the light curves in a syndicated file, in its own order.

    Raises
    ------
    CorruptProduct
        The file is no syndicated file, or there is none.
    """
    with _opened(path) as hdus:
        names = str(hdus[0].header["PROVS"])
    return tuple(name for name in names.split(",") if name)


def read_light_curve(path: Path, tess_id: int, provenance: str) -> LightCurve:
    """Read one light curve.

    Raises
    ------
    NoLightCurve
        The file holds none of this provenance.
    CorruptProduct
        The file is cut, is not FITS, is of another target or lacks a column, or there is none.
    """
    with _opened(path) as hdus:
        if hdus[0].header["TICID"] != tess_id:
            raise CorruptProduct(path, f"belongs to TIC {hdus[0].header['TICID']!r}, not to TIC {tess_id}")
        table = _table(path, hdus, provenance)
        if table is None and provenance in hdus[0].header["PROVS"].split(","):
            raise CorruptProduct(path, f"lacks the {provenance} light curve that its header names")
        if table is None:
            raise NoLightCurve(
                f"TIC {tess_id} has no {provenance} light curve here; there are {hdus[0].header['PROVS']}."
            )
        _check_times(path, table)
        for name in LIGHT_CURVE_COLUMNS:
            if table.data[name].ndim != 1 or table.data[name].dtype.kind not in "iuf":
                raise CorruptProduct(path, f"column {name} holds no single number for each row")
        columns = {field: table.data[name] for name, (field, *_) in LIGHT_CURVE_COLUMNS.items()}
        return LightCurve(tess_id=tess_id, provenance=provenance, **columns)


def read_periodogram(path: Path, provenance: str) -> Periodogram | None:
    """Read the Lomb-Scargle periodogram of one light curve; None where the file holds none.

    Raises
    ------
    CorruptProduct
        The file is cut or is not FITS, or there is none.
    """
    with _opened(path) as hdus:
        table = _table(path, hdus, provenance + SPD_SUFFIX)
        if table is None:
            return None
        with np.errstate(divide="ignore", over="ignore"):
            frequency = 1.0 / np.asarray(table.data["periods"], dtype=np.float64)
        if not (np.isfinite(frequency).all() and (frequency > 0).all()):
            raise CorruptProduct(path, f"has {provenance} periods that are none")
        return Periodogram(PeriodogramMethod.LOMB_SCARGLE, frequency, table.data["powers"])


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """Open a file and turn whatever astropy finds wrong in it into our error."""
    try:
        with astropy_on(path) as fits:
            _check_whole(path)
            with path.open("rb") as file, fits.open(file, memmap=False, lazy_load_hdus=True) as hdus:
                yield hdus
    except MemoryError as error:
        raise CorruptProduct(
            path, "is no syndicated file: it claims more than there is memory for"
        ) from error
    except BadLightCurve as error:
        raise CorruptProduct(path, f"holds no usable light curve ({error})") from error


def _check_whole(path: Path) -> None:
    """Refuse what cannot be a FITS file, and what astropy would first decompress."""
    size = path.stat().st_size
    with path.open("rb") as file:
        start = file.read(9)
    if size % _BLOCK or start != b"SIMPLE  =":
        raise CorruptProduct(path, f"{size} bytes, which are no whole FITS file")


def _check_times(path: Path, table: Any) -> None:
    """Refuse times that the file itself says are none of ours."""
    for name, ours in _MEANING.items():
        if (found := table.header.get(name, ours)) != ours:
            raise CorruptProduct(path, f"has times of another kind: {name} is {found!r}, not {ours!r}")
    column = table.columns["times"]
    scaled = column.bscale not in (None, "", 1) or column.bzero not in (None, "", 0)
    if column.format != "D" or column.unit not in (None, "d") or scaled:
        raise CorruptProduct(path, "has a column of times of another form")


def _table(path: Path, hdus: Any, name: str) -> Any:
    """Return a table, its rows read; None where there is no such table."""
    for hdu in hdus:
        if str(hdu.name).upper() == name.upper():
            break
    else:
        return None
    where = hdu.fileinfo()
    if where["datLoc"] + where["datSpan"] > path.stat().st_size:
        raise CorruptProduct(path, f"table {name} is cut")
    return hdu if hdu.data is not None else None
