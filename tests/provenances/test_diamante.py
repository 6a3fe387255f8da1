import numpy as np
import pytest

from tessebs_core.errors import CorruptProduct

TWO_SECTORS = np.concatenate([1325.0 + np.arange(400) / 48.0, 1354.0 + np.arange(300) / 48.0])
SECTOR = np.repeat([1, 2], [400, 300])


def test_a_made_file_gives_back_its_points(make):
    file = make("DIAMANTE")
    light_curve = file.read()
    assert np.array_equal(light_curve.time, file.time)
    assert light_curve.flux == pytest.approx(file.flux, rel=1e-9)
    assert light_curve.flux_err == pytest.approx(np.full(480, 1e-3), rel=1e-9)


def test_the_sector_of_every_row_stands_in_its_image_name(make):
    file = make("DIAMANTE", sector=SECTOR, time=TWO_SECTORS)
    assert "SECTOR" not in file.header(0)
    light_curve = file.read()
    assert light_curve.sectors == (1, 2)
    assert np.array_equal(light_curve.sector, SECTOR)


def test_each_sector_of_the_file_has_the_median_1(make):
    flux = np.where(SECTOR == 1, 1.0, 3.0) + 0.01 * np.sin(TWO_SECTORS)
    light_curve = make("DIAMANTE", sector=SECTOR, time=TWO_SECTORS, flux=flux).read()
    for sector in (1, 2):
        assert np.median(light_curve.flux[light_curve.sector == sector]) == pytest.approx(1.0, abs=1e-9)


def test_flagged_rows_look_perfect_and_are_dropped(make):
    file = make("DIAMANTE")
    columns = file.columns()
    flagged = columns["FLAG_AP1"] != 0
    assert columns["FLAG_AP1"].dtype.kind == "f"
    assert set(columns["LC1_AP1"][flagged]) == {1.0}
    assert set(columns["ELC1_AP1"][flagged]) == {0.0}
    assert not np.isin(columns["BTJD"][flagged], file.read().time).any()


def test_a_point_without_a_positive_error_is_dropped(make):
    file = make("DIAMANTE")

    def spoil(data, header):
        data["ELC1_AP1"][-5:] = 0.0
        data["ELC1_AP1"][-6] = np.nan

    file.change(1, spoil)
    assert np.array_equal(file.read().time, file.time[:-6])


def test_a_flag_that_is_no_number_is_a_flag(make):
    file = make("DIAMANTE")

    def spoil(data, header):
        data["FLAG_AP1"][-1] = np.nan
        data["FLAG_AP1"][-2] = 0.5
        data["FLAG_AP1"][-3] = 1e300

    file.change(1, spoil)
    assert np.array_equal(file.read().time, file.time[:-3])


def test_rows_that_name_no_image_are_dropped(make):
    file = make("DIAMANTE")
    file.change(1, lambda data, header: data["NAMEIMM"].__setitem__(slice(-4, None), ""))
    assert np.array_equal(file.read().time, file.time[:-4])


def test_the_tic_number_is_text(make):
    file = make("DIAMANTE")
    file.change(0, lambda data, header: header.set("TICID", "251553101"))
    with pytest.raises(CorruptProduct, match="251553101"):
        file.read()
