"""Eclipses of real light curves against the published catalogue (Prsa et al. 2022, ApJS 258, 16)."""

from pathlib import Path

import numpy as np
import pytest
from astropy.io import fits

from tessebs_core.compute.box_least_squares import box_least_squares
from tessebs_core.compute.eclipse_numbers import EclipseNumber
from tessebs_core.compute.eclipse_times import eclipse_times
from tessebs_core.compute.eclipses import measure_eclipses
from tessebs_core.compute.further_signals import search_further_signal
from tessebs_core.records import Ephemeris, FloatArray

FILES = Path(__file__).parents[2] / "../shared/data/light_curves"
BAD = 1 | 2 | 4 | 8 | 16 | 32 | 128 | 16384

pytestmark = pytest.mark.skipif(not FILES.is_dir(), reason="the real light curves are not at hand")


def read(tess_id: int) -> tuple[FloatArray, FloatArray, FloatArray]:
    name = f"tess2018206045859-s0001-{tess_id:016d}-0120-s_lc.fits"
    with fits.open(FILES / name, memmap=False) as hdus:
        table = hdus[1].data
        time, flux, errors = (table[each].astype(float) for each in ("TIME", "SAP_FLUX", "SAP_FLUX_ERR"))
        good = np.isfinite(time) & np.isfinite(flux) & (table["QUALITY"] & BAD == 0)
    median = np.median(flux[good])
    return time[good], flux[good] / median, errors[good] / median


def folded(time: FloatArray, flux: FloatArray, errors: FloatArray, period: float) -> Ephemeris:
    search = box_least_squares(time, flux, errors, minimum_period=0.98 * period, maximum_period=1.02 * period)
    assert search.bjd0 is not None
    return Ephemeris(search.bjd0, period)


def test_the_eclipses_of_a_close_binary_are_those_of_the_catalogue() -> None:
    time, flux, errors = read(126602778)
    found = measure_eclipses(time, flux, folded(time, flux, errors, 0.7121198), errors)
    published = {
        EclipseNumber.PRIM_WIDTH_PF: (0.159, 0.01),
        EclipseNumber.PRIM_DEPTH_PF: (0.297, 0.01),
        EclipseNumber.PRIM_WIDTH_2G: (0.2815, 0.01),
        EclipseNumber.PRIM_DEPTH_2G: (0.406, 0.03),
        EclipseNumber.SEC_WIDTH_2G: (0.26, 0.01),
        EclipseNumber.SEC_DEPTH_2G: (0.143, 0.01),
        EclipseNumber.MORPH_COEFF: (0.644, 0.04),
    }
    for number, (value, tolerance) in published.items():
        assert found.value(number) == pytest.approx(value, abs=tolerance), number


def test_the_transits_of_a_planet_have_the_width_and_morphology_of_the_catalogue() -> None:
    time, flux, errors = read(38846515)
    ephemeris = folded(time, flux, errors, 2.849384)
    found = measure_eclipses(time, flux, ephemeris, errors)
    assert found.value(EclipseNumber.PRIM_WIDTH_2G) == pytest.approx(0.09445, abs=0.005)
    assert found.value(EclipseNumber.PRIM_DEPTH_2G) == pytest.approx(0.009, abs=0.002)
    assert found.value(EclipseNumber.MORPH_COEFF) == pytest.approx(0.446, abs=0.03)
    assert found.value(EclipseNumber.SEC_DEPTH_2G) is None


def test_a_secondary_whose_knots_settle_in_two_places_is_doubted_and_the_other_place_told() -> None:
    time, flux, errors = read(126602778)
    found = measure_eclipses(time, flux, folded(time, flux, errors, 0.7121198), errors)
    secondaries = [second for _, second in found.polyfit.rivals]
    published = (0.086, 0.045)  # width and depth in the catalogue
    assert any((each.width, each.depth) == pytest.approx(published, rel=0.05) for each in secondaries)
    for number in (EclipseNumber.SEC_WIDTH_PF, EclipseNumber.SEC_DEPTH_PF):
        assert any("other knots" in reason for reason in found.doubts_on(number))
    assert found.doubts_on(EclipseNumber.PRIM_WIDTH_PF) == ()


@pytest.mark.parametrize(("tess_id", "period"), [(126602778, 0.7121198), (32150630, 1.492036)])
def test_eclipses_of_a_steady_binary_keep_time_and_nothing_else_eclipses(tess_id: int, period: float) -> None:
    time, flux, errors = read(tess_id)
    ephemeris = folded(time, flux, errors, period)
    found = measure_eclipses(time, flux, ephemeris, errors)
    times = [
        each
        for each in eclipse_times(time, flux, ephemeris, found.two_gaussian, errors).times
        if not each.outlier
    ]
    assert len(times) >= 15
    cycle = np.array([each.cycle for each in times])
    away = np.array([each.o_minus_c for each in times])
    unc = np.array([each.time_unc for each in times])
    rest = away - np.polyval(np.polyfit(cycle, away, 1, w=1 / unc), cycle)
    assert 0.3 < np.std(rest) / np.median(unc) < 1.3
    assert np.median(unc) < 30 / 86400
    assert not search_further_signal(time, flux, ephemeris, found.two_gaussian, errors).significant
