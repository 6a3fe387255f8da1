import numpy as np
import pytest

from tessebs_core.errors import CorruptProduct
from tessebs_core.provenances.base import SPACECRAFT_BITS

FILE = "hlsp_gsfc-eleanor-lite_tess_ffi_s0001-0000000261136679_tess_v1.0_lc.fits"
ELEANOR_BIT = 1 << 17


def test_a_made_file_gives_back_its_points(make):
    file = make("GSFC-ELEANOR-LITE")
    light_curve = file.read()
    assert np.array_equal(light_curve.time, file.time)
    assert light_curve.flux == pytest.approx(file.flux, rel=2e-7)


def test_the_error_of_the_raw_flux_is_carried_over(make):
    file = make("GSFC-ELEANOR-LITE")
    assert file.read().flux_err == pytest.approx(np.full(480, 1e-3), rel=1e-6)


def test_rows_of_minus_1e20_are_dropped(make):
    file = make("GSFC-ELEANOR-LITE")
    assert (file.columns()["CORR_FLUX"] < -1e19).sum() >= 3
    assert file.read().flux.min() > 0


def test_minus_1e20_is_no_flux_even_without_a_flag(make):
    file = make("GSFC-ELEANOR-LITE")
    file.change(1, lambda data, header: data["QUALITY"].fill(0))
    assert len(file.read()) == file.time.size


def test_bit_17_marks_fine_data(make):
    file = make("GSFC-ELEANOR-LITE")
    assert (file.read().quality == ELEANOR_BIT).sum() > 10


def test_the_tic_number_stands_under_another_name(make):
    file = make("GSFC-ELEANOR-LITE")

    assert "TICID" not in file.header(0)
    file.change(0, lambda data, header: header.set("TIC_ID", 251553101))
    with pytest.raises(CorruptProduct, match="251553101"):
        file.read()


def test_the_zero_point_is_btjd_although_the_table_does_not_say(make):
    file = make("GSFC-ELEANOR-LITE")
    assert "BJDREFI" not in file.header(1)
    assert file.read().time[0] == file.time[0]


def test_a_real_file_reads_as_it_stands(real):
    file = real(FILE, "GSFC-ELEANOR-LITE", 261136679, 1, 1800.0)
    columns = file.columns()
    assert "BJDREFI" not in file.header(1)
    assert "TICID" not in file.header(0)
    good = (columns["QUALITY"] & SPACECRAFT_BITS) == 0
    flux = columns["CORR_FLUX"].astype(float)
    level = np.median(flux[good])
    error = columns["FLUX_ERR"] * flux / columns["RAW_FLUX"]
    light_curve = file.read()
    assert len(light_curve) == 1062  # 1020 clean and 42 with bit 17
    assert np.array_equal(light_curve.time, columns["TIME"][good])
    assert light_curve.flux == pytest.approx(flux[good] / level, rel=1e-6)
    assert light_curve.flux_err == pytest.approx(error[good] / level, rel=1e-6)
    assert (light_curve.quality == ELEANOR_BIT).sum() == 42
