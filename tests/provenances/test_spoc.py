import numpy as np
import pytest

from tessebs_core.provenances.base import SPACECRAFT_BITS

FILE = "tess2018206045859-s0001-0000000126602778-0120-s_lc.fits"


def test_a_made_file_gives_back_its_points(make):
    file = make("SPOC", cadence=120.0)
    light_curve = file.read()
    assert np.array_equal(light_curve.time, file.time)
    assert light_curve.flux == pytest.approx(file.flux, rel=2e-7)
    assert light_curve.flux_err == pytest.approx(np.full(file.time.size, 1e-3), rel=2e-7)
    assert set(light_curve.cadence) == {120.0}
    assert light_curve.sectors == (7,)


def test_rows_without_time_are_dropped(make):
    file = make("SPOC", cadence=120.0)
    without_time = np.isnan(file.columns()["TIME"])
    assert 0.03 < without_time.mean() < 0.06
    assert len(file.read()) == (~without_time).sum()


def test_impulsive_outliers_are_kept_because_sharp_eclipses_are_flagged_so(make):
    file = make("SPOC", cadence=120.0)
    assert (file.read().quality == 512).sum() == (file.columns()["QUALITY"] == 512).sum() > 50


@pytest.mark.parametrize("bit", [1, 2, 4, 8, 16, 32, 128, 16384])
def test_points_that_the_spacecraft_spoiled_are_dropped(make, bit):
    words = np.zeros(480, dtype=np.int64)
    words[100:110] = bit
    file = make("SPOC", quality=words)
    assert not np.isin(file.time[100:110], file.read().time).any()
    assert len(file.read()) == 470


@pytest.mark.parametrize("bit", [64, 256, 512, 1024, 2048, 4096, 8192, 32768])
def test_other_bits_leave_a_point_alone(make, bit):
    file = make("SPOC", quality=np.full(480, bit))
    assert len(file.read()) == 480


def test_the_default_flux_is_sap_and_pdcsap_can_be_asked_for(make):
    file = make("SPOC", cadence=120.0)
    sap, pdcsap = file.read(), file.read(flux="PDCSAP_FLUX")
    assert sap.flux.min() == pytest.approx(file.flux.min(), rel=1e-6)
    assert pdcsap.flux.min() < sap.flux.min() - 0.01  # dilution taken out: deeper
    columns = file.columns()
    good = np.isfinite(columns["PDCSAP_FLUX"])
    assert pdcsap.flux_err == pytest.approx(
        columns["PDCSAP_FLUX_ERR"][good] / np.median(columns["PDCSAP_FLUX"][good]), rel=1e-6
    )


@pytest.mark.parametrize("column", ["SAP_FLUX", "PDCSAP_FLUX"])
def test_a_real_file_reads_as_it_stands(real, column):
    file = real(FILE, "SPOC", 126602778, 1, 120.0)
    columns = file.columns()
    assert np.isnan(columns["TIME"]).sum() == 815
    good = (columns["QUALITY"] & SPACECRAFT_BITS) == 0
    good &= np.isfinite(columns["TIME"]) & np.isfinite(columns[column])
    level = np.median(columns[column][good].astype(float))
    light_curve = file.read(flux=column)
    assert np.array_equal(light_curve.time, columns["TIME"][good])
    assert light_curve.flux == pytest.approx(columns[column][good] / level, rel=1e-6)
    assert light_curve.flux_err == pytest.approx(columns[f"{column}_ERR"][good] / level, rel=1e-6)
    assert np.array_equal(light_curve.quality, columns["QUALITY"][good])
    assert light_curve.time[0] == pytest.approx(1325.3009, abs=1e-4)
    assert set(light_curve.cadence) == {120.0}


def test_a_real_file_keeps_its_impulsive_outliers(real):
    file = real("tess2018206045859-s0001-0000000261136679-0120-s_lc.fits", "SPOC", 261136679, 1, 120.0)
    assert (file.columns()["QUALITY"] == 512).sum() == (file.read().quality == 512).sum() == 15
