"""Files of three groups that measure the full-frame images: QLP, GSFC-ELEANOR-LITE and TGLC."""

from pathlib import Path

import numpy as np

from tessebs_core.demonstration.product_files.content import Content, electrons_per_second, flattened
from tessebs_core.demonstration.product_files.fits_writing import Card, TableColumn, write_table_file

__all__ = ["write_gsfc_eleanor_lite", "write_qlp", "write_tglc"]

_NEW_QLP_SECTOR = 56
_NO_FLUX = -1.0397461e20  # what eleanor writes where it has none
_DAY = 86_400.0  # seconds


def write_qlp(path: Path, content: Content) -> None:
    """Write a QLP file; the detrended columns have lost what varies over more than 0.3 d."""
    new = content.first_sector >= _NEW_QLP_SECTOR
    detrended = "DET_FLUX" if new else "KSPSAP_FLUX"
    low_precision, scattered = (1 << 30, 4096) if new else (4096, 2048)
    sap = content.flux / _level(content)
    flat = flattened(sap, content.cadence, 0.3)
    bits = np.where(content.junk, low_precision | 32, content.bits)
    bits[7::11] = np.where(bits[7::11] == 0, scattered, bits[7::11])  # stray and scattered light: kept
    error = float(np.median(content.flux_err[~content.junk])) / _level(content)
    columns = (
        TableColumn("TIME", "D", content.time, "BJD-2457000, days"),
        TableColumn("CADENCENO", "J", content.cadence_number),
        TableColumn("SAP_FLUX", "E", sap),
        TableColumn(detrended, "E", flat),
        TableColumn(f"{detrended}_ERR", "E", error),
        TableColumn("QUALITY", "J", bits),
        TableColumn("ORBITID", "J", 2 * content.first_sector + 7),
        TableColumn("SAP_X", "E", 2070.2 + 0.05 * content.wobble, "pixel"),
        TableColumn("SAP_Y", "E", 887.2 - 0.02 * content.wobble, "pixel"),
        TableColumn("SAP_BKG", "E", -26.3 + 900.0 * content.wobble),
        TableColumn("SAP_BKG_ERR", "E", 409.8),
        TableColumn(f"{detrended}_SML", "E", flat),
        TableColumn(f"{detrended}_LAG", "E", flat),
    )
    primary: tuple[Card, ...] = (
        ("ORIGIN", "MIT/QLP", "institution responsible for creating this file"),
        *_target(content),
        ("TICID", content.tess_id, "unique TESS target identifier"),
        ("TESSMAG", content.magnitude, "[mag] TESS magnitude, TIC v8"),
    )
    extension: tuple[Card, ...] = (
        ("EXTNAME", "LIGHTCURVE", "name of extension"),
        ("TICID", content.tess_id, "unique TESS target identifier"),
        *_btjd(content),
        ("TIMEDEL", content.cadence / _DAY, "[d] time resolution of data"),
    )
    write_table_file(path, content.time.size, primary, columns, extension)


def write_gsfc_eleanor_lite(path: Path, content: Content) -> None:
    """Write a GSFC-ELEANOR-LITE file; flagged rows hold a finite -1e20."""
    corrected = electrons_per_second(content.magnitude) * content.flux
    trend = 1.0 + 2e-3 * content.wobble
    bits = np.where(content.junk, 164, content.bits)
    bits[3::29] |= 1 << 17  # eleanor's own bit, on fine data
    columns = (
        TableColumn("TIME", "D", content.time),
        TableColumn("BARYCORR", "E", 1e-3),
        TableColumn("RAW_FLUX", "E", corrected * trend),
        TableColumn("CORR_FLUX", "E", np.where(content.junk, _NO_FLUX, corrected)),
        TableColumn("FLUX_ERR", "E", content.flux_err * electrons_per_second(content.magnitude) * trend),
        TableColumn("QUALITY", "J", bits),
        TableColumn("X_CENTROID", "E", 116.26),
        TableColumn("Y_CENTROID", "E", 42.71),
        TableColumn("X_COM", "E", 6.65),
        TableColumn("Y_COM", "E", 7.35),
        TableColumn("FLUX_BKG", "E", 97.6 + 20.0 * content.wobble),
        TableColumn("FFIINDEX", "J", content.cadence_number),
        TableColumn("PCA_FLUX", "E", flattened(corrected, content.cadence, 2.0)),
    )
    primary = (
        *_target(content)[:3],
        *_btjd(content, "BJDREFF"),
        ("TIMEDEL", content.cadence / _DAY, "[d] time resolution of data"),
        ("TIC_ID", content.tess_id, "TESS Input Catalog ID"),
        ("TMAG", 999, "TESS mag"),
        ("GAIA_ID", 0, "Associated Gaia ID"),
        ("SECTOR", content.first_sector, "Sector"),
    )
    write_table_file(path, content.time.size, primary, columns, ())


def write_tglc(path: Path, content: Content) -> None:
    """Write a TGLC file; its errors stand in the header, one for each flux column."""
    aperture = electrons_per_second(content.magnitude) * content.flux
    error = float(np.median(content.flux_err[~content.junk])) * electrons_per_second(content.magnitude)
    flat = flattened(aperture, content.cadence, 1.0)
    columns = (
        TableColumn("time", "D", content.time),
        TableColumn("psf_flux", "E", 0.98 * aperture),
        TableColumn("aperture_flux", "E", aperture),
        TableColumn("cal_psf_flux", "E", flat),
        TableColumn("cal_aper_flux", "E", flat),
        TableColumn("background", "E", 93.0 + 10.0 * content.wobble),
        TableColumn("cadence_num", "J", content.cadence_number),
        TableColumn("TESS_flags", "I", np.where(content.junk, 36, content.bits & 0x7FFF)),
        TableColumn("TGLC_flags", "I", np.where(content.bits > 0x7FFF, 1, 0)),
    )
    primary = (
        ("ORIGIN", "UCSB/TGLC", "institution responsible for creating this file"),
        ("TELESCOP", "TESS", "telescope"),
        ("OBJECT", f"Gaia DR3 {content.gaia_id}", "string version of Gaia DR3 ID"),
        ("GAIADR3", content.gaia_id, "integer version of Gaia DR3 ID"),
        ("TICID", str(content.tess_id), "TESS Input Catalog ID"),
        ("SECTOR", content.first_sector, "observation sector"),
        ("TESSMAG", content.magnitude, "TESS magnitude, fitted by Gaia DR3 bands"),
    )
    mean_step = float(content.time[-1] - content.time[0]) / max(1, content.time.size - 1)
    extension: tuple[Card, ...] = (
        ("EXTNAME", "LIGHTCURVE", "name of extension"),
        ("OBJECT", f"Gaia DR3 {content.gaia_id}", "string version of Gaia DR3 ID"),
        *_btjd(content),
        ("TIMEDEL", mean_step, "[d] time resolution of data"),  # as they have it: the mean, gaps included
        ("XPTIME", int(content.cadence), "[s] exposure time"),
        ("PSF_ERR", 1.2 * error, "[e-/s] PSF flux error"),
        ("APER_ERR", error, "[e-/s] aperture flux error"),
        ("WOTAN_WL", 1, "wotan detrending window length"),
    )
    write_table_file(path, content.time.size, primary, columns, extension)


def _level(content: Content) -> float:
    return float(np.median(content.flux[~content.bad])) if (~content.bad).any() else 1.0


def _target(content: Content) -> tuple[Card, ...]:
    return (
        ("TELESCOP", "TESS", "telescope"),
        ("INSTRUME", "TESS Photometer", "detector type"),
        ("FILTER", "TESS", "the filter used for the observations"),
        ("OBJECT", f"TIC {content.tess_id}", "string version of TICID"),
        ("SECTOR", content.first_sector, "last observed sector"),
        ("CAMERA", 1, "camera"),
        ("CCD", 1, "ccd"),
    )


def _btjd(content: Content, fraction: str = "BJDREFR") -> tuple[Card, ...]:
    """Cards of the time scale; QLP and TGLC misspell BJDREFF."""
    return (
        ("TIMEREF", "SOLARSYSTEM", "barycentric correction applied to times"),
        ("TIMESYS", "TDB", "time is Barycentric Dynamic TIME (TDB)"),
        ("BJDREFI", 2457000, "integer part of BJD reference date"),
        (fraction, 0.0, "fraction of the day in BJD reference date"),
        ("TIMEUNIT", "d", "time unit for TIME"),
        ("TSTART", float(content.time[0]), "observation start time in BTJD"),
        ("TSTOP", float(content.time[-1]), "observation stop time in BTJD"),
    )
