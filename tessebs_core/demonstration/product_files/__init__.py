"""Light-curve files in the true structure of each product, for the demonstration and the tests.

Columns, types, units, zero points, headers and error columns are those of real files (T16's are those of
CDIPS, which the same pipeline makes). So are the rows that mislead: no times, -1e20 for a flux, flags on good
data, detrended columns that have lost the variation. All is deterministic.
"""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt

from tessebs_core.demonstration.product_files.content import Content, with_junk_rows
from tessebs_core.demonstration.product_files.difference_images import write_cdips, write_t16
from tessebs_core.demonstration.product_files.full_frame import (
    write_gsfc_eleanor_lite,
    write_qlp,
    write_tglc,
)
from tessebs_core.demonstration.product_files.names import product_uri
from tessebs_core.demonstration.product_files.padova import write_diamante, write_pathos
from tessebs_core.demonstration.product_files.spoc import write_spoc, write_tess_spoc
from tessebs_core.demonstration.product_files.tasoc import write_tasoc
from tessebs_core.errors import InputError, UnknownProvenance
from tessebs_core.records import FloatArray

__all__ = ["product_uri", "write_product"]

_WRITERS: dict[str, Callable[[Path, Content], None]] = {
    "SPOC": write_spoc,
    "TESS-SPOC": write_tess_spoc,
    "QLP": write_qlp,
    "GSFC-ELEANOR-LITE": write_gsfc_eleanor_lite,
    "TGLC": write_tglc,
    "T16": write_t16,
    "CDIPS": write_cdips,
    "TASOC": write_tasoc,
    "DIAMANTE": write_diamante,
    "PATHOS": write_pathos,
}
_MANUAL_EXCLUDE = 128


def write_product(
    path: Path,
    provenance: str,
    *,
    tess_id: int,
    gaia_id: int,
    sector: int | npt.ArrayLike,
    cadence: float,
    time: FloatArray,
    flux: FloatArray,
    flux_err: npt.ArrayLike,
    quality: npt.ArrayLike | None = None,
    magnitude: float = 10.0,
) -> None:
    """Write one light-curve file of a product.

    The useless rows of real files are put before the points of each sector. What a reader should find, with
    the product's default flux, are the points whose quality is good, their flux divided by its median.
    QLP and TGLC state one error for the whole file (the median of ``flux_err``), PATHOS none.

    Parameters
    ----------
    path : Path
        Where to; what stands there is replaced.
    provenance : str
        The product's name.
    tess_id, gaia_id : int
        The target in the TESS Input Catalog and in Gaia.
    sector : int or array_like of shape (n,)
        The sector; of each point for DIAMANTE, whose files hold all sectors of a star.
    cadence : float
        Exposure time, seconds.
    time : ndarray of shape (n,)
        BTJD, days; finite and ascending.
    flux : ndarray of shape (n,)
        Relative flux, positive.
    flux_err : array_like of shape (n,) or a number
        One-sigma error of the flux.
    quality : array_like of shape (n,), optional
        True for good points, or spacecraft quality words; all are good by default.
    magnitude : float
        TESS magnitude.

    Raises
    ------
    UnknownProvenance
        There is no such product among the ten.
    InputError
        There are no points, or several sectors for a file that holds one.
    """
    if provenance not in _WRITERS:
        raise UnknownProvenance(f"No files of {provenance!r} can be made. Known are {', '.join(_WRITERS)}.")
    time = np.asarray(time, dtype=np.float64)
    sectors = np.broadcast_to(np.asarray(sector, dtype=np.int64), time.shape)
    if time.size == 0 or (provenance != "DIAMANTE" and np.unique(sectors).size > 1):
        raise InputError(f"A {provenance} file needs points, of one sector.")
    words = np.zeros(time.size, dtype=np.int64) if quality is None else np.asarray(quality)
    if words.dtype == np.bool_:
        words = np.where(words, 0, _MANUAL_EXCLUDE)
    content = Content(
        tess_id=tess_id,
        gaia_id=gaia_id,
        magnitude=magnitude,
        time=time,
        flux=np.asarray(flux, dtype=np.float64),
        flux_err=np.broadcast_to(np.asarray(flux_err, dtype=np.float64), time.shape),
        bits=words.astype(np.int64),
        junk=np.zeros(time.size, dtype=np.bool_),
        sector=sectors,
        cadence=float(cadence),
    )
    _WRITERS[provenance](path, with_junk_rows(content))
