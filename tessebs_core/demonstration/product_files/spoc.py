"""Files of the mission pipeline: SPOC and TESS-SPOC."""

from pathlib import Path

import numpy as np

from tessebs_core.demonstration.product_files.content import Content, electrons_per_second
from tessebs_core.demonstration.product_files.fits_writing import Card, TableColumn, write_table_file
from tessebs_core.records import FloatArray

__all__ = ["write_spoc", "write_tess_spoc"]

_NOT_SEARCHED = 4096 | 16384 | 32768
"""Bits with which PDCSAP_FLUX is NaN: scattered light, bad calibration, insufficient targets."""

_CROWDING = 0.94  # share of the target's own light in the aperture
_TIME_UNIT = "BJD - 2457000, days"
_FLUX_UNIT = "e-/s"


def write_spoc(path: Path, content: Content) -> None:
    """Write a SPOC file: the content is SAP_FLUX, and PDCSAP_FLUX is it with the dilution taken out."""
    sap = electrons_per_second(content.magnitude) * content.flux
    level = float(np.median(sap[~content.bad])) if (~content.bad).any() else 0.0
    _write(path, content, sap=sap, pdcsap=(sap - (1 - _CROWDING) * level) / _CROWDING)


def write_tess_spoc(path: Path, content: Content) -> None:
    """Write a TESS-SPOC file: the content is PDCSAP_FLUX, and SAP_FLUX is it with a neighbour's light."""
    pdcsap = electrons_per_second(content.magnitude) * content.flux
    level = float(np.median(pdcsap[~content.bad])) if (~content.bad).any() else 0.0
    _write(path, content, sap=_CROWDING * pdcsap + (1 - _CROWDING) * level, pdcsap=pdcsap)


def _write(path: Path, content: Content, *, sap: FloatArray, pdcsap: FloatArray) -> None:
    rows = content.time.size
    # Rows without an exposure have no time: 4 to 5 % of a real file.
    time = np.where(content.junk, np.nan, content.time)
    sap = np.where(content.junk, np.nan, sap)
    pdcsap = np.where(content.bad | (content.bits & _NOT_SEARCHED != 0), np.nan, pdcsap)
    bits = np.where(content.junk, 8, content.bits)
    # Impulsive outliers: the mission flags them and they are good data, sharp eclipses among them.
    bits[5::97] = np.where(bits[5::97] == 0, 512, bits[5::97])
    sky = 1000.0 + 50.0 * content.wobble
    column = 1442.0 + 0.2 * content.wobble
    columns = (
        TableColumn("TIME", "D", time, _TIME_UNIT),
        TableColumn("TIMECORR", "E", 1e-3, "d"),
        TableColumn("CADENCENO", "J", content.cadence_number),
        TableColumn("SAP_FLUX", "E", sap, _FLUX_UNIT),
        TableColumn("SAP_FLUX_ERR", "E", _error(content, sap), _FLUX_UNIT),
        TableColumn("SAP_BKG", "E", np.where(content.junk, np.nan, sky), _FLUX_UNIT),
        TableColumn("SAP_BKG_ERR", "E", np.where(content.junk, np.nan, 2.5), _FLUX_UNIT),
        TableColumn("PDCSAP_FLUX", "E", pdcsap, _FLUX_UNIT),
        TableColumn("PDCSAP_FLUX_ERR", "E", _error(content, pdcsap), _FLUX_UNIT),
        TableColumn("QUALITY", "J", bits),
        TableColumn("PSF_CENTR1", "D", np.nan, "pixel"),
        TableColumn("PSF_CENTR1_ERR", "E", np.nan, "pixel"),
        TableColumn("PSF_CENTR2", "D", np.nan, "pixel"),
        TableColumn("PSF_CENTR2_ERR", "E", np.nan, "pixel"),
        TableColumn("MOM_CENTR1", "D", column, "pixel"),
        TableColumn("MOM_CENTR1_ERR", "E", 1.7e-3, "pixel"),
        TableColumn("MOM_CENTR2", "D", column - 1275.0, "pixel"),
        TableColumn("MOM_CENTR2_ERR", "E", 2.0e-3, "pixel"),
        TableColumn("POS_CORR1", "E", 0.02 * content.wobble, "pixels"),
        TableColumn("POS_CORR2", "E", -0.09 * content.wobble, "pixels"),
    )
    write_table_file(path, rows, _primary(content), columns, _extension(content))


def _error(content: Content, flux: FloatArray) -> FloatArray:
    level = electrons_per_second(content.magnitude)
    return np.where(np.isfinite(flux), content.flux_err * level, np.nan)


def _primary(content: Content) -> tuple[Card, ...]:
    return (
        ("NEXTEND", 2, "number of standard extensions"),
        ("EXTNAME", "PRIMARY", "name of extension"),
        ("SIMDATA", True, "file is based on simulated data"),
        ("TELESCOP", "TESS", "telescope"),
        ("INSTRUME", "TESS Photometer", "detector type"),
        ("OBJECT", f"TIC {content.tess_id}", "string version of target id"),
        ("TICID", content.tess_id, "unique tess target identifier"),
        ("SECTOR", content.first_sector, "Observing sector"),
        ("CAMERA", 1, "Camera number"),
        ("CCD", 1, "CCD chip number"),
        ("TESSMAG", content.magnitude, "[mag] TESS magnitude"),
    )


def _extension(content: Content) -> tuple[Card, ...]:
    return (
        ("INHERIT", True, "inherit the primary header"),
        ("EXTNAME", "LIGHTCURVE", "name of extension"),
        ("OBJECT", f"TIC {content.tess_id}", "string version of target id"),
        ("TICID", content.tess_id, "unique tess target identifier"),
        ("TIMEREF", "SOLARSYSTEM", "barycentric correction applied to times"),
        ("TIMESYS", "TDB", "time system is Barycentric Dynamical Time (TDB)"),
        ("BJDREFI", 2457000, "integer part of BTJD reference date"),
        ("BJDREFF", 0.0, "fraction of the day in BTJD reference date"),
        ("TIMEUNIT", "d", "time unit for TIME, TSTART and TSTOP"),
        ("TSTART", float(content.time[0]), "observation start time in BTJD"),
        ("TSTOP", float(content.time[-1]), "observation stop time in BTJD"),
        ("TIMEDEL", content.cadence / 86_400.0, "[d] time resolution of data"),
        ("CROWDSAP", _CROWDING, "Ratio of target flux to total flux in op. ap."),
    )
