import sys
import warnings
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from astropy.io import fits
from astropy.io.fits.verify import VerifyWarning

from tessebs_core.errors import CorruptProduct, StorageError
from tessebs_core.provenances.fits_tables import LARGEST_FILE, FitsTable

BLOCK = 2880


@pytest.fixture
def write(tmp_path):
    """Write a table with astropy."""

    def write_table(*columns, primary=None, **cards):
        path = tmp_path / "table.fits"
        table = fits.BinTableHDU.from_columns([fits.Column(*column[:2], **column[2]) for column in columns])
        table.header.update(cards)
        fits.HDUList([fits.PrimaryHDU(primary), table]).writeto(path, overwrite=True)
        return path

    return write_table


def column(name, form, array, **how):
    return name, form, {"array": array, **how}


def cards_changed(path, **cards):
    """Change header cards in place, without astropy's help."""
    content = bytearray(path.read_bytes())
    for name, value in cards.items():
        start = content.index(name.ljust(8).encode() + b"= ")
        content[start : start + 80] = f"{name:<8}= {value!s:>20}".ljust(80).encode()
    path.write_bytes(content)
    return path


def test_numbers_of_every_type_are_read_as_astropy_reads_them(write):
    values = np.arange(5)
    path = write(*(column(code, code, values) for code in "BIJKED"))
    table = FitsTable.read(path)
    for code in "BIJKED":
        assert table.numbers(code).tolist() == values.tolist()
        assert table.numbers(code).dtype == np.float64
        assert table.words(code).tolist() == values.tolist()


def test_scaled_and_unsigned_columns_are_read_as_astropy_reads_them(write):
    path = write(
        column("SCALED", "I", np.array([1, 2, 300])),
        column("UNSIGNED", "J", np.array([0, 1, 2**31 + 5], dtype=np.uint32), bzero=2**31),
        TSCAL1=0.5,
        TZERO1=1.0,
    )
    table = FitsTable.read(path)
    with fits.open(path) as hdus:
        assert table.numbers("SCALED").tolist() == hdus[1].data["SCALED"].tolist() == [1.5, 2.0, 151.0]
    assert table.words("UNSIGNED").tolist() == [0, 1, 2**31 + 5]


def test_the_integer_that_means_no_value_is_nan(write):
    path = write(column("N", "J", np.array([1, -99, 3]), null=-99))
    assert np.isnan(FitsTable.read(path).numbers("N")).tolist() == [False, True, False]


def test_text_comes_without_trailing_blanks(write):
    path = write(column("NAME", "8A", np.array(["ab", "", "abcdefgh"])))
    assert FitsTable.read(path).letters("NAME").tolist() == [b"ab", b"", b"abcdefgh"]


def test_capitals_do_not_matter_in_a_column_s_name(write):
    table = FitsTable.read(write(column("time", "D", np.ones(2))))
    assert table.has("TIME")
    assert table.numbers("Time").tolist() == [1.0, 1.0]


def test_columns_that_are_not_asked_for_may_be_anything(write):
    path = write(
        column("BOXES", "3E", np.ones((2, 3))),
        column("BITS", "11X", np.ones((2, 11), dtype=bool)),
        column("LISTS", "PJ()", np.array([[1], [1, 2]], dtype=object)),
        column("TIME", "D", np.array([4.0, 5.0])),
    )
    assert FitsTable.read(path).numbers("TIME").tolist() == [4.0, 5.0]


@pytest.mark.parametrize("name", ["BOXES", "NAME", "ABSENT"])
def test_a_column_that_holds_no_single_number_is_refused(write, name):
    table = FitsTable.read(write(column("BOXES", "3E", np.ones((2, 3))), column("NAME", "4A", ["a", "b"])))
    with pytest.raises(CorruptProduct, match=name):
        table.numbers(name)


def test_a_column_that_stands_there_twice_is_refused(write):
    path = write(column("TIME", "D", np.ones(2)), column("FLUX", "D", np.ones(2)))
    cards_changed(path, TTYPE2="'TIME    '")
    with pytest.raises(CorruptProduct, match="TIME stands there 2 times"):
        FitsTable.read(path)


def test_cards_are_looked_for_in_both_headers(write):
    cards = {"TICID": " 12 ", "SECTOR": 3, "APER_ERR": 1.5e-3, "QUOTED": "it's", "EMPTY": "", "SIMDATA": True}
    table = FitsTable.read(write(column("TIME", "D", np.ones(2)), **cards))
    assert table.card("TICID") == "12"
    assert table.card("SECTOR") == 3
    assert table.card("APER_ERR") == 1.5e-3
    assert table.card("QUOTED") == "it's"
    assert table.card("BITPIX") == 8  # of both
    assert [table.card(name) for name in ("EMPTY", "SIMDATA", "ABSENT")] == [None, None, None]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1.5D+03", 1500.0),
        ("-7", -7),
        (".5", 0.5),
        ("+3.", 3.0),
        ("nan", None),
        ("1e99", 1e99),
        ("(1, 2)", None),
    ],
)
def test_numbers_of_cards_are_those_of_fits(write, written, value):
    path = cards_changed(write(column("TIME", "D", np.ones(2)), NUMBER=1.0), NUMBER=written)
    assert FitsTable.read(path).card("NUMBER") == value


def test_a_text_over_many_cards_is_joined(write):
    name = "hlsp_" + "x" * 90 + ".fits"
    assert FitsTable.read(write(column("TIME", "D", np.ones(2)), POSTCARD=name)).card("POSTCARD") == name


def test_a_scale_that_is_no_number_is_refused_with_its_column(write):
    path = cards_changed(write(column("TIME", "E", np.ones(2)), TSCAL1=2.0), TSCAL1="'two'")
    with pytest.raises(CorruptProduct, match="is damaged"):
        FitsTable.read(path).numbers("TIME")


def test_a_form_that_is_none_is_refused_beside_a_shape_too(write):
    path = cards_changed(write(column("TIME", "D", np.ones(2)), TDIM1="(1)"), TFORM1="'9Z'")
    with pytest.raises(CorruptProduct, match="is damaged"):
        FitsTable.read(path)


def test_an_image_before_the_table_is_passed_over(write):
    path = write(column("TIME", "D", np.ones(2)), primary=np.zeros((7, 30, 31), dtype=np.float32))
    assert FitsTable.read(path).rows == 2


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"S",
        b"<!DOCTYPE html><html>404</html>" * 99,
        b"\x1f\x8b" + bytes(5000),
        b"SIMPLE  =" + bytes(9000),
    ],
    ids=["empty", "one byte", "web page", "gzip", "zeros"],
)
def test_what_is_no_fits_file_is_refused(tmp_path, content):
    path = tmp_path / "file.fits"
    path.write_bytes(content)
    with pytest.raises(CorruptProduct, match=r"file\.fits"):
        FitsTable.read(path)


@pytest.mark.parametrize("size", [100, BLOCK, BLOCK + 100, 2 * BLOCK, 2 * BLOCK + 100, 3 * BLOCK])
def test_a_cut_file_is_refused_wherever_the_cut_is(write, size):
    path = write(column("TIME", "D", np.ones(1000)), column("FLUX", "D", np.ones(1000)))
    path.write_bytes(path.read_bytes()[:size])
    with pytest.raises(CorruptProduct):
        FitsTable.read(path)


@pytest.mark.parametrize(
    "cards",
    [
        {"NAXIS2": 10**15},
        {"NAXIS2": -1},
        {"NAXIS2": 1.5},
        {"NAXIS2": "T"},
        {"NAXIS2": "'many'"},
        {"NAXIS1": 8},
        {"TFIELDS": 10**9},
        {"TFIELDS": 3},
        {"TFORM1": "'9Z'"},
        {"TFORM1": 5},
        {"TFORM1": "'99999999999D'"},
        {"XTENSION": "'IMAGE   '"},
        {"XTENSION": 1},
    ],
    ids=str,
)
def test_impossible_claims_are_refused(write, cards):
    path = cards_changed(write(column("TIME", "D", np.ones(100)), column("FLUX", "D", np.ones(100))), **cards)
    with pytest.raises(CorruptProduct):
        FitsTable.read(path)


@pytest.mark.parametrize(
    "cards", [{"NAXIS1": 10**18}, {"NAXIS": 10**6}, {"BITPIX": 7}, {"BITPIX": 8.0}], ids=str
)
def test_impossible_images_before_the_table_are_refused(write, cards):
    path = write(column("TIME", "D", np.ones(10)), primary=np.zeros((3, 4), dtype=np.float32))
    with pytest.raises(CorruptProduct):
        FitsTable.read(cards_changed(path, **cards))


def test_a_file_without_extension_is_refused(tmp_path):
    path = tmp_path / "image.fits"
    fits.PrimaryHDU(np.zeros((10, 10))).writeto(path)
    with pytest.raises(CorruptProduct, match="ends before its table"):
        FitsTable.read(path)


def test_a_header_without_an_end_is_refused_soon(tmp_path):
    path = tmp_path / "endless.fits"
    path.write_bytes(b"SIMPLE  =                    T".ljust(BLOCK) + b" " * (600 * BLOCK))
    with pytest.raises(CorruptProduct, match="missing END"):
        FitsTable.read(path)


def test_a_file_too_large_for_a_light_curve_is_refused_unread(tmp_path):
    path = tmp_path / "large.fits"
    with path.open("wb") as stream:
        stream.truncate(LARGEST_FILE + 1)  # a sparse file takes no room
    with pytest.raises(CorruptProduct, match="too many"):
        FitsTable.read(path)


def test_a_missing_file_and_a_folder_are_storage_errors(tmp_path):
    for path in (tmp_path / "absent.fits", tmp_path):
        with pytest.raises(StorageError, match=str(path)):
            FitsTable.read(path)


def test_damaged_bytes_give_a_table_or_our_error_and_never_a_warning(write):
    path = write(
        column("TIME", "D", np.linspace(1500, 1510, 40)),
        column("FLUX", "E", np.ones(40)),
        column("QUALITY", "J", np.zeros(40)),
        column("NAME", "8A", ["s0001"] * 40),
        TICID=5,
    )
    whole = path.read_bytes()
    chance = np.random.default_rng(3)
    refused = 0
    for _ in range(400):
        damaged = bytearray(whole)
        for place in chance.integers(0, len(whole) - BLOCK, chance.integers(1, 12)):
            damaged[place] = chance.choice([0, 32, 39, 45, 46, 57, 69, 84, 127, 255, chance.integers(0, 256)])
        path.write_bytes(damaged)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            try:
                table = FitsTable.read(path)
                table.numbers("TIME"), table.numbers("FLUX"), table.words("QUALITY"), table.letters("NAME")
                table.card("TICID")
            except CorruptProduct:
                refused += 1
    assert 50 < refused < 400


def test_eight_threads_read_the_same_at_once_and_leave_no_warning_and_no_filter(write):
    flux = np.linspace(0.9, 1.1, 500)
    path = write(column("TIME", "D", np.arange(500.0)), column("FLUX", "D", flux), SECTOR=7, TNULL1=5)
    with pytest.warns(VerifyWarning, match="TNULLn"), fits.open(path) as hdus:
        assert hdus[1].columns.names == ["TIME", "FLUX"]

    def read(_):
        table = FitsTable.read(path)
        return table.card("SECTOR"), table.numbers("FLUX").tolist()

    interval = sys.getswitchinterval()
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        filters = list(warnings.filters)
        sys.setswitchinterval(1e-6)
        try:
            with ThreadPoolExecutor(8) as pool:
                answers = list(pool.map(read, range(80)))
        finally:
            sys.setswitchinterval(interval)
        assert warnings.filters == filters
    assert seen == []
    assert answers == [(7, flux.tolist())] * 80
