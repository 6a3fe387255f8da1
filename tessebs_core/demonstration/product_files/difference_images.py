"""Files of the difference-imaging pipeline: CDIPS and T16."""

from pathlib import Path

import numpy as np

from tessebs_core.demonstration.product_files.content import Content, flattened
from tessebs_core.demonstration.product_files.fits_writing import (
    TableColumn,
    numbered_names,
    write_table_file,
)
from tessebs_core.records import BTJD_ZERO, FloatArray

__all__ = ["write_cdips", "write_t16"]

_ZERO_POINT = 19.95818  # magnitude of 1 ADU, from real files


def write_cdips(path: Path, content: Content) -> None:
    """Write a CDIPS file; times are full BJD and everything detrended is a magnitude."""
    _write(path, content, detrended=("TFA", "PCA"), origin="Bouma&team|CDIPS|Princeton")


def write_t16(path: Path, content: Content) -> None:
    """Write a T16 file, with the columns of the same pipeline's CDIPS files (no real one was at hand)."""
    _write(path, content, detrended=("TFA",), origin="Hartman&team|T16|Princeton")


def _write(path: Path, content: Content, *, detrended: tuple[str, ...], origin: str) -> None:
    primary = (
        ("TELESCOP", "TESS", "telescope"),
        ("TIMEDEL", content.cadence / 86_400.0, "[d] time resolution of data"),
        ("TIMEREF", "SOLARSYSTEM", "barycentric correction applied to times"),
        ("TIMESYS", "TDB", "time system is Barycentric Dynamical Time (TDB)"),
        ("TIMEUNIT", "d", "Time unit for TMID_BJD"),
        ("BJDREFF", 0, "fraction of the day in BTJD reference date"),
        ("BJDREFI", 0, "integer part of BTJD reference date"),
        ("OBJECT", str(content.gaia_id), "Gaia DR2 source_id"),
        ("SECTOR", content.first_sector, "Observing sector"),
        ("TICID", str(content.tess_id), "TIC identifier of xmatch"),
        ("TESSMAG", content.magnitude, "[mag] TIC catalog magnitude of xmatch"),
        ("ORIGIN", origin, "Author|Project|Institution"),
    )
    extension = (("XPOSURE", int(content.cadence), "[sec] exposure time per cadence"),)
    write_table_file(path, content.time.size, primary, _columns(content, detrended), extension)


def _columns(content: Content, detrended: tuple[str, ...]) -> list[TableColumn]:
    one = 10 ** (-0.4 * (content.magnitude - _ZERO_POINT))  # ADU of the relative flux 1
    apertures = {"1": 1.0, "2": 1.4, "3": 1.6}  # relative light in the growing apertures
    letters = np.where(content.bad, b"X", b"G")
    letters[::50] = np.where(content.bad[::50], b"X", b"0")  # both mark a good point
    frames = numbered_names(
        "tessNNNNNNNNNNNNN-sSSSS-1-1-0126_cal_img_bkgdsub",
        content.time.size,
        N=content.cadence_number,
        S=content.first_sector,
    )
    magnitudes = _magnitude(content, content.flux)
    flat = _magnitude(content, flattened(content.flux, content.cadence, 1.0))
    return [
        TableColumn("BGE", "D", 0.53, "ADU"),
        TableColumn("BGV", "D", -0.03 + content.wobble, "ADU"),
        TableColumn("FDV", "D", -0.09, "unitless"),
        TableColumn("FKV", "D", 0.10, "unitless"),
        TableColumn("FSV", "D", 1.33, "unitless"),
        *(TableColumn(f"IFE{a}", "D", one * content.flux_err, "ADU") for a in apertures),
        *(TableColumn(f"IFL{a}", "D", one * share * content.flux, "ADU") for a, share in apertures.items()),
        *(TableColumn(f"IRE{a}", "D", 1.0857 * content.flux_err, "mag") for a in apertures),
        *(TableColumn(f"IRM{a}", "D", magnitudes, "mag") for a in apertures),
        *(TableColumn(f"IRQ{a}", "1A", letters, "unitless") for a in apertures),
        TableColumn("RSTFC", "48A", frames, "unitless"),
        TableColumn("TMID_UTC", "D", content.time + BTJD_ZERO - 0.005, "day"),
        TableColumn("XIC", "D", 1331.3 + 0.02 * content.wobble, "pixels"),
        TableColumn("YIC", "D", 13.35 - 0.05 * content.wobble, "pixels"),
        TableColumn("CCDTEMP", "D", -80.4, "degcelcius"),
        TableColumn("NTEMPS", "J", 26, "unitless"),
        TableColumn("TMID_BJD", "D", content.time + BTJD_ZERO, "day"),
        TableColumn("BJDCORR", "D", 0.0049, "day"),
        *(TableColumn(f"{name}{a}", "D", flat, "mag") for name in detrended for a in apertures),
    ]


def _magnitude(content: Content, flux: FloatArray) -> FloatArray:
    return np.asarray(content.magnitude - 2.5 * np.log10(np.maximum(flux, 1e-3)), dtype=np.float64)
