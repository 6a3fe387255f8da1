"""Real files, ingested through the archive of this machine, against the files read independently."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from astropy.io import fits

from tessebs_core.compute.peaks import find_peaks
from tessebs_core.demonstration.holdings import Holdings
from tessebs_core.demonstration.local_archive import LocalArchive
from tessebs_core.vocabulary import PeriodogramMethod
from tessebs_core.workflows.light_curves import load_light_curve, load_periodogram
from tessebs_core.workflows.targets import IngestChoices, add_target
from tessebs_core.workflows.workspace import Workspace
from tests.support.sky import File, holdings_of

FILES = Path(__file__).parents[2].parent / "shared" / "data" / "light_curves"
pytestmark = pytest.mark.skipif(not FILES.is_dir(), reason="the real light curves are not here")

Ask = Callable[[Holdings], tuple[Workspace, LocalArchive]]

NO_FIGURES = IngestChoices(figures=False)
SPACECRAFT_BAD = 1 | 2 | 4 | 8 | 16 | 32 | 128 | 16384
WASP_100 = [
    ("tess2018206045859-s0001-0000000038846515-0120-s_lc.fits", "SPOC", 1, 120.0),
    ("tess2020186164531-s0027-0000000038846515-0189-s_lc.fits", "SPOC", 27, 120.0),
    ("hlsp_tess-spoc_tess_phot_0000000038846515-s0001_tess_v1_lc.fits", "TESS-SPOC", 1, 1800.0),
    ("hlsp_tess-spoc_tess_phot_0000000038846515-s0061_tess_v1_lc.fits", "TESS-SPOC", 61, 200.0),
    ("hlsp_qlp_tess_ffi_s0002-0000000038846515_tess_v01_llc.fits", "QLP", 2, 1800.0),
]
PI_MEN = [
    ("tess2018206045859-s0001-0000000261136679-0120-s_lc.fits", "SPOC", 1, 120.0),
    (
        "hlsp_tasoc_tess_ffi_tic00261136679-s0001-cam4-ccd2-c1800_tess_v05_ens-lc.fits",
        "TASOC",
        1,
        1800.0,
    ),
    (
        "hlsp_gsfc-eleanor-lite_tess_ffi_s0001-0000000261136679_tess_v1.0_lc.fits",
        "GSFC-ELEANOR-LITE",
        1,
        1800.0,
    ),
]
OTHERS = {
    389023759: [
        (
            "hlsp_tglc_tess_ffi_gaiaid-6399196263939178880-s0001-cam2-ccd1_tess_v1_llc.fits",
            "TGLC",
            1,
            1800.0,
        )
    ],
    443387847: [
        (
            "hlsp_cdips_tess_ffi_gaiatwo0003007171311355035136-0006_tess_v01_llc.fits",
            "CDIPS",
            6,
            1800.0,
        )
    ],
}
TARGETS = {38846515: WASP_100, 261136679: PI_MEN, **OTHERS}


def _files(tess_id: int, wanted: list[tuple[str, str, int, float]]) -> list[File]:
    return [
        File(FILES / name, tess_id, provenance, sector, exposure)
        for name, provenance, sector, exposure in wanted
    ]


def _expected(file: File) -> tuple[np.ndarray, np.ndarray]:
    """Times (BTJD) and relative fluxes, read with astropy alone by what the reference says of the product."""
    table = fits.getdata(file.path, 1)
    column = {name.upper(): np.asarray(table[name]) for name in table.names}
    zero = 2457000.0 if file.provenance == "CDIPS" else 0.0
    time = column["TMID_BJD" if file.provenance == "CDIPS" else "TIME"].astype(float) - zero
    flux, good = _flux_and_mask(file.provenance, column)
    keep = np.isfinite(time) & np.isfinite(flux) & good
    return time[keep], flux[keep] / np.median(flux[keep])


def _flux_and_mask(provenance: str, column: dict[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    name = {
        "SPOC": "SAP_FLUX",
        "TESS-SPOC": "PDCSAP_FLUX",
        "QLP": "SAP_FLUX",
        "TASOC": "FLUX_CORR",
        "GSFC-ELEANOR-LITE": "CORR_FLUX",
        "TGLC": "APERTURE_FLUX",
        "CDIPS": "IFL1",
    }[provenance]
    flux = column[name].astype(float)
    if provenance == "TGLC":
        return flux, (column["TESS_FLAGS"] == 0) & (column["TGLC_FLAGS"] == 0)
    if provenance == "CDIPS":
        return flux, np.isin(column["IRQ1"], ["G", "0"])
    if provenance == "TASOC":
        return 1 + 1e-6 * flux, (column["QUALITY"] & 3) == 0
    bad = SPACECRAFT_BAD | (4096 if provenance == "QLP" else 0)
    return flux, ((column["QUALITY"] & bad) == 0) & (flux > -1e19)


@pytest.mark.parametrize("tess_id", TARGETS)
def test_a_real_target_comes_out_as_its_files_say(tess_id: int, ask: Ask) -> None:
    files = _files(tess_id, TARGETS[tess_id])
    workspace, _ = ask(holdings_of(files))
    result = add_target(workspace, tess_id, choices=NO_FIGURES)
    assert (result.failures, result.held) == ((), len(files))
    for provenance in {file.provenance for file in files}:
        own = sorted((file for file in files if file.provenance == provenance), key=lambda each: each.sector)
        found = load_light_curve(workspace, tess_id, provenance)
        assert found.sectors == tuple(file.sector for file in own)
        for file in own:
            time, flux = _expected(file)
            here = found.sector == file.sector
            np.testing.assert_allclose(found.time[here], time, rtol=0, atol=1e-7)
            np.testing.assert_allclose(found.flux[here], flux, rtol=2e-6)


@pytest.mark.parametrize(
    ("tess_id", "period"), [(126602778, 0.7121198), (32150630, 1.4920361)], ids=["RY Ind", "TIC 32150630"]
)
def test_a_published_period_is_among_the_first_three_peaks_or_their_doubles(
    tess_id: int, period: float, ask: Ask
) -> None:
    name = f"tess2018206045859-s0001-{tess_id:016d}-0120-s_lc.fits"
    workspace, _ = ask(holdings_of(_files(tess_id, [(name, "SPOC", 1, 120.0)])))
    add_target(workspace, tess_id, choices=NO_FIGURES)
    peaks = find_peaks(load_periodogram(workspace, tess_id, "SPOC", PeriodogramMethod.LOMB_SCARGLE), count=3)
    candidates = [factor * peak.period for peak in peaks for factor in (1, 2)]
    # One sector resolves a period to P**2 / (2 T) at best; a hundredth is well inside that.
    assert min(abs(each / period - 1) for each in candidates) < 0.01
