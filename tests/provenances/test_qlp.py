import numpy as np
import pytest

from tessebs_core.provenances.base import SPACECRAFT_BITS

LOW_PRECISION = 4096


@pytest.mark.parametrize("sector", [7, 55, 56, 80])
def test_a_made_file_gives_back_its_points(make, sector):
    file = make("QLP", sector=sector)
    light_curve = file.read()
    assert np.array_equal(light_curve.time, file.time)
    assert light_curve.flux == pytest.approx(file.flux, rel=2e-7)


def test_the_error_is_the_one_that_the_file_states(make):
    assert make("QLP").read().flux_err == pytest.approx(np.full(480, 1e-3), rel=1e-6)
    assert make("QLP", sector=60).read().flux_err == pytest.approx(np.full(480, 1e-3), rel=1e-6)


def test_the_default_flux_keeps_the_variation_that_detrending_removes(make):
    time = 1500.0 + np.arange(480) / 48.0
    file = make("QLP", time=time, flux=1.0 + 0.05 * np.cos(4 * np.pi * time / 3.0))  # ellipsoidal, 3 d
    kept, lost = file.read(), file.read(flux="KSPSAP_FLUX")
    assert np.ptp(kept.flux[50:]) == pytest.approx(0.1, rel=0.01)
    assert np.ptp(lost.flux[50:]) < 0.02


def test_the_detrended_flux_is_called_otherwise_from_sector_56(make):
    assert "DET_FLUX" not in make("QLP", sector=55).columns()
    file = make("QLP", sector=56)
    assert "KSPSAP_FLUX" not in file.columns()
    assert len(file.read(flux="DET_FLUX")) == file.time.size


@pytest.mark.parametrize(
    ("sector", "bit", "kept"),
    [(55, 12, False), (56, 12, True), (55, 30, True), (56, 30, False), (55, 11, True), (56, 11, True)],
)
def test_the_low_precision_bit_moved_at_sector_56(make, sector, bit, kept):
    file = make("QLP", sector=sector, quality=np.where(np.arange(480) < 20, 1 << bit, 0))
    assert np.isin(file.time[:20], file.read().time).all() == kept
    assert np.isin(file.time[20:], file.read().time).all()


@pytest.mark.parametrize(
    ("tess_id", "sector"), [(38846515, 2), (188589164, 24), (188589164, 25)]
)  # fmt: skip
def test_a_real_file_reads_as_it_stands(real, tess_id, sector):
    name = f"hlsp_qlp_tess_ffi_s{sector:04d}-{tess_id:016d}_tess_v01_llc.fits"
    file = real(name, "QLP", tess_id, sector, 1800.0)
    columns = file.columns()
    good = (columns["QUALITY"] & (SPACECRAFT_BITS | LOW_PRECISION)) == 0
    level = np.median(columns["SAP_FLUX"][good].astype(float))
    light_curve = file.read()
    assert np.array_equal(light_curve.time, columns["TIME"][good])
    assert light_curve.flux == pytest.approx(columns["SAP_FLUX"][good] / level, rel=1e-6)
    assert light_curve.flux_err == pytest.approx(columns["KSPSAP_FLUX_ERR"][good] / level, rel=1e-6)


def test_sector_25_keeps_stray_light_where_strict_quality_would_halve_it(real):
    name = "hlsp_qlp_tess_ffi_s0025-0000000188589164_tess_v01_llc.fits"
    file = real(name, "QLP", 188589164, 25, 1800.0)
    quality = file.columns()["QUALITY"]
    assert (quality == 0).mean() == pytest.approx(0.48, abs=0.005)
    assert len(file.read()) == 834  # 564 clean, 270 with stray light alone
