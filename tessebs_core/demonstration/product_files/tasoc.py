"""Files of TASOC, ensemble-corrected."""

from pathlib import Path

import numpy as np

from tessebs_core.demonstration.product_files.content import Content, electrons_per_second
from tessebs_core.demonstration.product_files.fits_writing import TableColumn, write_table_file
from tessebs_core.records import FloatArray

__all__ = ["write_tasoc"]

_JUMP_CORRECTED = 8 | 16  # TASOC's own bits, on good data


def write_tasoc(path: Path, content: Content) -> None:
    """Write a TASOC file; the corrected flux is in ppm around zero."""
    counts = electrons_per_second(content.magnitude) * (1.0 + 1e-3 * content.wobble)
    good = content.flux[~content.bad]
    level = float(np.median(good)) if good.size else 1.0
    quality = np.where(content.bad, 1, 0)
    quality[2::13] |= _JUMP_CORRECTED
    columns = (
        TableColumn("TIME", "D", content.time, "BJD - 2457000, days"),
        TableColumn("TIMECORR", "E", 1e-3, "d"),
        TableColumn("CADENCENO", "J", content.cadence_number),
        TableColumn("FLUX_RAW", "D", counts * content.flux, "e-/s"),
        TableColumn("FLUX_RAW_ERR", "D", counts * content.flux_err, "e-/s"),
        TableColumn("FLUX_BKG", "D", 24_000.0 + 5_000.0 * content.wobble, "e-/s"),
        TableColumn("FLUX_CORR", "D", _or_nan(content, 1e6 * (content.flux / level - 1.0)), "ppm"),
        TableColumn("FLUX_CORR_ERR", "D", _or_nan(content, 1e6 * content.flux_err / level), "ppm"),
        TableColumn("QUALITY", "J", quality),
        TableColumn("PIXEL_QUALITY", "J", content.bits),
        TableColumn("MOM_CENTR1", "D", 1630.7 + 0.05 * content.wobble, "pixels"),
        TableColumn("MOM_CENTR2", "D", 260.7 - 0.05 * content.wobble, "pixels"),
        TableColumn("POS_CORR1", "D", 0.05 * content.wobble, "pixels"),
        TableColumn("POS_CORR2", "D", -0.05 * content.wobble, "pixels"),
    )
    primary = (
        ("ORIGIN", "TASOC/Aarhus", "institution responsible for creating this file"),
        ("TELESCOP", "TESS", "telescope"),
        ("OBJECT", f"TIC {content.tess_id}", "string version of TICID"),
        ("TICID", content.tess_id, "unique TESS target identifier"),
        ("SECTOR", content.first_sector, "Observing sector"),
        ("TESSMAG", content.magnitude, "[mag] TESS magnitude"),
    )
    extension = (
        ("EXTNAME", "LIGHTCURVE", "extension name"),
        ("TIMEREF", "SOLARSYSTEM", "barycentric correction applied to times"),
        ("TIMESYS", "TDB", "time system is Barycentric Dynamical Time (TDB)"),
        ("BJDREFI", 2457000, "integer part of BTJD reference date"),
        ("BJDREFF", 0.0, "fraction of the day in BTJD reference date"),
        ("TIMEUNIT", "d", "time unit for TIME, TSTART and TSTOP"),
        ("TIMEDEL", content.cadence / 86_400.0, "[d] time resolution of data"),
        ("CORRMET", "Ensemble", "Lightcurve correction method"),
    )
    write_table_file(path, content.time.size, primary, columns, extension)


def _or_nan(content: Content, values: FloatArray) -> FloatArray:
    return np.where(content.junk, np.nan, values)
