import numpy as np
import pytest

from tessebs_core.provenances.base import SPACECRAFT_BITS

SECTORS = [(18, 1800.0), (42, 600.0), (43, 600.0), (58, 200.0)]


def test_a_made_file_gives_back_its_points(make):
    file = make("TESS-SPOC")
    light_curve = file.read()
    assert np.array_equal(light_curve.time, file.time)
    assert light_curve.flux == pytest.approx(file.flux, rel=2e-7)
    assert light_curve.flux_err == pytest.approx(np.full(file.time.size, 1e-3), rel=2e-7)


def test_scattered_light_has_no_pdcsap_and_keeps_its_sap(make):
    words = np.zeros(480, dtype=np.int64)
    words[50:150] = 4096
    file = make("TESS-SPOC", quality=words)
    assert len(file.read()) == 380
    assert len(file.read(flux="SAP_FLUX")) == 480


@pytest.mark.parametrize("cadence", [1800.0, 600.0, 200.0])
def test_the_cadence_is_that_of_the_sector(make, cadence):
    assert set(make("TESS-SPOC", cadence=cadence, days=3.0).read().cadence) == {cadence}


@pytest.mark.parametrize(("sector", "cadence"), SECTORS)
def test_a_real_file_reads_as_it_stands(real, sector, cadence):
    name = f"hlsp_tess-spoc_tess_phot_0000000022876651-s{sector:04d}_tess_v1_lc.fits"
    file = real(name, "TESS-SPOC", 22876651, sector, cadence)
    columns = file.columns()
    good = (columns["QUALITY"] & SPACECRAFT_BITS) == 0
    good &= np.isfinite(columns["TIME"]) & np.isfinite(columns["PDCSAP_FLUX"])
    level = np.median(columns["PDCSAP_FLUX"][good].astype(float))
    light_curve = file.read()
    assert np.array_equal(light_curve.time, columns["TIME"][good])
    assert light_curve.flux == pytest.approx(columns["PDCSAP_FLUX"][good] / level, rel=1e-6)
    assert light_curve.flux_err == pytest.approx(columns["PDCSAP_FLUX_ERR"][good] / level, rel=1e-6)
    assert set(light_curve.cadence) == {cadence}
    assert not np.isin(columns["TIME"][columns["QUALITY"] == 4096], light_curve.time).any()
