"""Known binaries and a planet, from real files read here by their documented columns alone."""

from pathlib import Path

import numpy as np
import pytest
from astropy.io import fits

from tessebs_core.compute.box_least_squares import box_least_squares
from tessebs_core.compute.lomb_scargle import lomb_scargle
from tessebs_core.compute.peaks import find_peaks

FILES = Path(__file__).parents[2] / "../shared/data/light_curves"
BAD = 1 | 2 | 4 | 8 | 16 | 32 | 128 | 16384
PERIODS = {126602778: 0.7121198, 32150630: 1.4920361, 38846515: 2.849384}

pytestmark = pytest.mark.skipif(not FILES.is_dir(), reason="the real light curves are not at hand")


def read(tess_id: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    name = f"tess2018206045859-s0001-{tess_id:016d}-0120-s_lc.fits"
    with fits.open(FILES / name, memmap=False) as hdus:
        table = hdus[1].data
        time, flux, errors = (table[each].astype(float) for each in ("TIME", "SAP_FLUX", "SAP_FLUX_ERR"))
        good = np.isfinite(time) & np.isfinite(flux) & (table["QUALITY"] & BAD == 0)
    median = np.median(flux[good])
    return time[good], flux[good] / median, errors[good] / median


def is_period(found: float, tess_id: int, baseline: float) -> bool:
    """Within half a resolution element of the published period."""
    return abs(1 / found - 1 / PERIODS[tess_id]) < 0.5 / baseline


@pytest.mark.parametrize("tess_id", [126602778, 32150630])
def test_the_orbital_period_is_among_the_first_three_peaks_or_their_doubles(tess_id: int) -> None:
    time, flux, errors = read(tess_id)
    baseline = float(time[-1] - time[0])
    for periodogram in (
        lomb_scargle(time, flux, errors),
        box_least_squares(time, flux, errors).periodogram,
    ):
        peaks = find_peaks(periodogram, 3, time=time)
        candidates = [factor * peak.period for peak in peaks for factor in (1, 2)]
        assert any(is_period(each, tess_id, baseline) for each in candidates), periodogram.method


def test_box_least_squares_finds_the_period_of_a_transiting_planet() -> None:
    time, flux, errors = read(38846515)
    found = box_least_squares(time, flux, errors, minimum_period=0.5, maximum_period=10.0)
    assert found.period == pytest.approx(PERIODS[38846515], rel=1e-3)
    assert found.depth == pytest.approx(0.0068, rel=0.1)
    assert found.depth_half == pytest.approx(0.5 * (found.depth or 0), rel=0.1)


def test_unlike_eclipses_show_at_half_the_period() -> None:
    time, flux, errors = read(32150630)
    found = box_least_squares(time, flux, errors, maximum_period=1.0)
    assert found.period == pytest.approx(0.5 * PERIODS[32150630], rel=1e-3)
    assert abs((found.depth_odd or 0) - (found.depth_even or 0)) > 0.03
