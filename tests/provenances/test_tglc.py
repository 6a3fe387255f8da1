import numpy as np
import pytest
from astropy.io import fits

from tessebs_core.errors import CorruptProduct, InputError

FILE = "hlsp_tglc_tess_ffi_gaiaid-6399196263939178880-s0001-cam2-ccd1_tess_v1_llc.fits"


def test_a_made_file_gives_back_its_points(make):
    file = make("TGLC")
    light_curve = file.read()
    assert np.array_equal(light_curve.time, file.time)
    assert light_curve.flux == pytest.approx(file.flux, rel=2e-7)


def test_the_error_stands_in_the_header_and_is_not_the_sky(make):
    file = make("TGLC")
    assert file.read().flux_err == pytest.approx(np.full(480, 1e-3), rel=1e-6)
    assert file.read(flux="psf_flux").flux_err == pytest.approx(np.full(480, 1.2e-3 / 0.98), rel=1e-6)


def test_an_unstated_error_is_nan(make):
    file = make("TGLC")
    file.change(1, lambda data, header: header.remove("APER_ERR"))
    assert np.isnan(file.read().flux_err).all()


@pytest.mark.parametrize("column", ["cal_aper_flux", "cal_psf_flux", "background"])
def test_flattened_fluxes_and_sky_are_not_offered(make, column):
    with pytest.raises(InputError, match="aperture_flux, psf_flux"):
        make("TGLC").read(flux=column)


@pytest.mark.parametrize("flag", ["TESS_flags", "TGLC_flags"])
def test_both_flag_columns_must_be_zero(make, flag):
    file = make("TGLC")
    file.change(1, lambda data, header: data[flag].__setitem__(slice(-10, None), 1024))
    assert np.array_equal(file.read().time, file.time[:-10])


def test_the_tic_number_is_text(make):
    file = make("TGLC")
    assert isinstance(file.header(0)["TICID"], str)
    file.change(0, lambda data, header: header.set("TICID", "251553101"))
    with pytest.raises(CorruptProduct, match="251553101"):
        file.read()


def test_the_cadence_is_not_the_mean_step_of_the_header(make):
    time = 1500.0 + np.arange(480) / 48.0 + np.where(np.arange(480) < 240, 0.0, 1.5)
    file = make("TGLC", time=time)
    assert file.header(1)["TIMEDEL"] * 86_400 > 2000
    assert set(file.read().cadence) == {1800.0}


def test_a_cube_before_the_table_is_passed_over(make):
    file = make("TGLC")
    with fits.open(file.path, memmap=False) as hdus:
        cube = fits.PrimaryHDU(np.zeros((30, 5, 5), dtype=np.float32), header=hdus[0].header)
        fits.HDUList([cube, hdus[1]]).writeto(file.path, overwrite=True)
    assert np.array_equal(file.read().time, file.time)


def test_a_real_file_reads_as_it_stands(real):
    file = real(FILE, "TGLC", 389023759, 1, 1800.0)
    columns = file.columns()
    good = (columns["TESS_flags"] == 0) & (columns["TGLC_flags"] == 0)
    level = np.median(columns["aperture_flux"][good].astype(float))
    light_curve = file.read()
    assert np.array_equal(light_curve.time, columns["time"][good])
    assert light_curve.flux == pytest.approx(columns["aperture_flux"][good] / level, rel=1e-6)
    error = file.header(1)["APER_ERR"] / level
    assert light_curve.flux_err == pytest.approx(np.full(len(light_curve), error), rel=1e-9)
    assert file.header(1)["TIMEDEL"] * 86_400 == pytest.approx(1875.8, abs=0.1)
    assert set(light_curve.cadence) == {1800.0}
