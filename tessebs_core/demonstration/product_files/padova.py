"""Files of two Padova projects: DIAMANTE and PATHOS."""

from pathlib import Path

import numpy as np

from tessebs_core.demonstration.product_files.content import Content, electrons_per_second, flattened
from tessebs_core.demonstration.product_files.fits_writing import (
    TableColumn,
    numbered_names,
    write_table_file,
)

__all__ = ["write_diamante", "write_pathos"]

_FLAGGED = 6144.0


def write_diamante(path: Path, content: Content) -> None:
    """Write a DIAMANTE file, of one or many sectors; flagged rows hold flux 1 and error 0."""
    level = np.ones(content.time.size)
    for each in np.unique(content.sector):
        good = (content.sector == each) & ~content.bad
        level[content.sector == each] = np.median(content.flux[good]) if good.any() else 1.0
    counts = 1e3 * electrons_per_second(content.magnitude)
    relative, error = content.flux / level, content.flux_err / level
    frames = numbered_names(
        "tessNNNNNNNNNNNNN-sSSSS-1-2-0139-s_ffic.fits",
        content.time.size,
        N=content.cadence_number,
        S=content.sector,
    )
    columns = [TableColumn("BTJD", "D", content.time)]
    for aperture in ("AP1", "AP2"):
        columns += [
            TableColumn(f"LC0_{aperture}", "D", np.where(content.bad, 0.0, counts * relative)),
            TableColumn(f"ELC0_{aperture}", "D", np.where(content.bad, 358.10548, counts * error)),
            TableColumn(f"LC1_{aperture}", "D", np.where(content.bad, 1.0, relative)),
            TableColumn(f"ELC1_{aperture}", "D", np.where(content.bad, 0.0, error)),
            TableColumn(
                f"LC2_{aperture}", "D", np.where(content.bad, 1.0, flattened(relative, content.cadence, 1.0))
            ),
            TableColumn(f"ELC2_{aperture}", "D", np.where(content.bad, 0.0, error)),
            TableColumn(f"FLAG_{aperture}", "D", np.where(content.bad, _FLAGGED, 0.0)),
        ]
    columns += [TableColumn("SKY", "D", 89.9 + content.wobble)]
    columns += [
        TableColumn(f"{axis}_AP{aperture}", "D", 165.5 if axis == "RA" else -25.69)
        for aperture in range(1, 5)
        for axis in ("RA", "DEC")
    ]
    columns += [TableColumn("NAMEIMM", "44A", frames)]
    primary = (
        ("OBJECT", f"TIC {content.tess_id}", ""),
        ("TICID", str(content.tess_id), ""),
        ("TICVER", "8", ""),
        ("TELESCOP", "TESS", ""),
        ("FILTER", "TESS", ""),
        ("TSTART", f"{content.time[0] + 56999.5!r}", "MJD"),
        ("TSTOP", f"{content.time[-1] + 56999.5!r}", "MJD"),
        ("BJDREFI", 2457000.0, ""),
        ("BJDREFF", 0.0, ""),
        ("AP1SIZE", 1, ""),
        ("AP2SIZE", 2, ""),
        ("AP3SIZE", 3, ""),
        ("AP4SIZE", 4, ""),
    )
    write_table_file(path, content.time.size, primary, columns, ())


def write_pathos(path: Path, content: Content) -> None:
    """Write a PATHOS file; it has no error column, and its sky column is no error."""
    flux = electrons_per_second(content.magnitude) * content.flux
    methods = {"PSF": 1.0, "AP1": 0.5, "AP2": 0.8, "AP3": 0.9, "AP4": 0.95}  # share of the light
    columns = (
        TableColumn("TIME", "D", content.time),
        TableColumn("TIMECORR", "E", 1e-3),
        *(
            TableColumn(f"{name}_FLUX_RAW", "D", share * flux * (1.0 + 1e-2 * content.wobble))
            for name, share in methods.items()
        ),
        *(TableColumn(f"{name}_FLUX_COR", "D", share * flux) for name, share in methods.items()),
        TableColumn("X_POSITION", "D", 1024.0 + 0.1 * content.wobble),
        TableColumn("Y_POSITION", "D", 512.0 - 0.1 * content.wobble),
        TableColumn("SKY_LOCAL", "D", 120.0 + 30.0 * content.wobble),
        TableColumn("DQUALITY", "I", np.where(content.bad, np.maximum(content.bits & 0x7FFF, 1), 0)),
    )
    primary = (
        ("TELESCOP", "TESS", "telescope"),
        ("OBJECT", f"TIC {content.tess_id}", ""),
        ("TICID", content.tess_id, ""),
        ("SECTOR", content.first_sector, ""),
        ("CAMERA", 1, ""),
        ("CCD", 1, ""),
    )
    write_table_file(path, content.time.size, primary, columns, ())
