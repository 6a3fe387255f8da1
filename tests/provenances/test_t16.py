import numpy as np
import pytest
from astropy.io import fits

from tessebs_core.errors import CorruptProduct


def rewrite(file, names):
    """Keep some columns of a made file."""
    with fits.open(file.path, memmap=False) as hdus:
        columns = [hdus[1].columns[name] for name in names]
        table = fits.BinTableHDU.from_columns(fits.ColDefs(columns))
        fits.HDUList([fits.PrimaryHDU(header=hdus[0].header), table]).writeto(file.path, overwrite=True)


def test_a_made_file_gives_back_its_points(make):
    file = make("T16")
    light_curve = file.read()
    assert light_curve.time == pytest.approx(file.time, abs=1e-9)
    assert light_curve.flux == pytest.approx(file.flux, rel=1e-12)
    assert light_curve.flux_err == pytest.approx(np.full(480, 1e-3), rel=1e-12)


def test_full_bjd_becomes_btjd(make):
    file = make("T16")
    assert file.columns()["TMID_BJD"].min() > 2_458_000
    assert 1400 < file.read().time[0] < 1600


def test_bad_letters_are_dropped(make):
    assert len(make("T16", quality=np.arange(480) >= 30).read()) == 450


def test_a_file_without_quality_letters_is_read_whole(make):
    file = make("T16")
    rewrite(file, ["TMID_BJD", "IFL1", "IFE1"])
    assert len(file.read()) == len(file.columns()["IFL1"]) > 480


def test_other_columns_than_those_expected_are_refused_by_name(make):
    file = make("T16")
    rewrite(file, ["TMID_BJD", "IRM1", "IRE1"])
    with pytest.raises(CorruptProduct, match="IFL1 with IFE1"):
        file.read()


def test_times_that_are_no_full_bjd_are_refused(make):
    file = make("T16")

    def shorten(data, header):
        data["TMID_BJD"] -= 2457000.0

    file.change(1, shorten)
    with pytest.raises(CorruptProduct, match="TMID_BJD holds no times of TESS"):
        file.read()
