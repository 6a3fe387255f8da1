import numpy as np
import pytest

from tessebs_core.errors import CorruptProduct, InputError

FILE = "hlsp_cdips_tess_ffi_gaiatwo0003007171311355035136-0006_tess_v01_llc.fits"


def test_a_made_file_gives_back_its_points(make):
    file = make("CDIPS")
    light_curve = file.read()
    assert light_curve.time == pytest.approx(file.time, abs=1e-9)  # full BJD resolves 0.04 ms
    assert light_curve.flux == pytest.approx(file.flux, rel=1e-12)
    assert light_curve.flux_err == pytest.approx(np.full(480, 1e-3), rel=1e-12)


def test_full_bjd_becomes_btjd_although_the_header_says_zero(make):
    file = make("CDIPS")
    assert file.header(0)["BJDREFI"] == 0
    assert file.columns()["TMID_BJD"].min() > 2_458_000
    assert 1400 < file.read().time[0] < 1600


def test_good_points_have_a_g_or_a_zero(make):
    file = make("CDIPS", quality=np.arange(480) >= 30)
    letters = file.columns()["IRQ1"]
    assert {"G", "0", "X"} == set(letters)
    light_curve = file.read()
    assert len(light_curve) == 450
    assert set(light_curve.quality) == {ord("G"), ord("0")}


@pytest.mark.parametrize("column", ["IRM1", "TFA1", "PCA1"])
def test_magnitudes_are_not_offered_as_fluxes(make, column):
    with pytest.raises(InputError, match="IFL1"):
        make("CDIPS").read(flux=column)


def test_a_file_without_tfa_is_read(make):
    assert "PCA1" not in make("T16").columns()
    assert len(make("T16").read()) == 480


@pytest.mark.parametrize("gaia_id", ["3007171311355035136", "4295806720"])
def test_the_object_is_a_gaia_number_and_no_tic(make, gaia_id):
    file = make("CDIPS")
    file.change(0, lambda data, header: header.set("OBJECT", gaia_id))
    assert file.read().tess_id == 25155310


def test_the_tic_number_is_text(make):
    file = make("CDIPS")
    file.change(0, lambda data, header: header.set("TICID", "251553101"))
    with pytest.raises(CorruptProduct, match="251553101"):
        file.read()


def test_a_file_that_states_no_tic_number_belongs_where_mast_lists_it(make):
    file = make("CDIPS")
    file.change(0, lambda data, header: header.remove("TICID"))
    assert len(file.read()) == 480


def test_a_real_file_reads_as_it_stands(real):
    file = real(FILE, "CDIPS", 443387847, 6, 1800.0)
    columns = file.columns()
    good = np.isin(columns["IRQ1"], ["G", "0"])
    level = np.median(columns["IFL1"][good])
    light_curve = file.read()
    assert np.array_equal(light_curve.time, columns["TMID_BJD"][good] - 2457000.0)
    assert light_curve.flux == pytest.approx(columns["IFL1"][good] / level, rel=1e-12)
    assert light_curve.flux_err == pytest.approx(columns["IFE1"][good] / level, rel=1e-12)
    assert light_curve.time[0] == pytest.approx(1468.2866, abs=1e-4)


def test_the_flux_of_a_real_file_is_total_and_not_a_difference(real):
    columns = real(FILE, "CDIPS", 443387847, 6, 1800.0).columns()
    assert columns["IRM1"] == pytest.approx(19.95818 - 2.5 * np.log10(columns["IFL1"]), abs=1e-5)
