import gc
import warnings

import numpy as np
import pytest
from astropy.io import fits

from tessebs_core.errors import BadLightCurve, CorruptProduct, InputError, NoLightCurve, StorageError
from tessebs_core.provenances import BUILT_IN, provenance_named
from tessebs_core.provenances.reading import check_file, read_segment, stitch
from tessebs_core.records import LightCurve

NAMES = [product.name for product in BUILT_IN]


def fill(name, value):
    return lambda data, header: data[name].fill(value)


@pytest.mark.parametrize("name", NAMES)
def test_a_whole_file_passes_the_check(make, name):
    file = make(name)
    check_file(file.path, file.provenance)


@pytest.mark.parametrize("name", NAMES)
def test_the_file_of_another_target_is_refused(make, name):
    file = make(name)
    cards = ["TIC_ID"] if name == "GSFC-ELEANOR-LITE" else ["TICID", "OBJECT"]

    def rename(data, header):
        for card in cards:
            if card in header:
                value = header[card]
                header[card] = type(value)(str(value).replace("25155310", "251553101"))

    file.change(0, rename)
    file.change(1, rename)
    with pytest.raises(CorruptProduct, match="is of TIC 251553101, listed for TIC 25155310"):
        file.read()


@pytest.mark.parametrize("name", [each for each in NAMES if each != "DIAMANTE"])
def test_the_file_of_another_sector_is_refused(make, name):
    file = make(name)
    file.change(0, lambda data, header: header.set("SECTOR", 8))
    with pytest.raises(CorruptProduct, match="sector 8, listed for sector 7"):
        file.read()


@pytest.mark.parametrize("name", NAMES)
def test_nan_everywhere_is_no_light_curve(make, name):
    file = make(name)
    file.change(1, fill(file.provenance.fluxes[0].column, np.nan))
    with pytest.raises(NoLightCurve, match=f"TIC 25155310 has no usable {name} point here.* 0 of 499 rows"):
        file.read()


@pytest.mark.parametrize("name", NAMES)
def test_a_missing_column_is_named(make, name):
    file = make(name)
    time_column = file.provenance.time
    with fits.open(file.path, memmap=False) as hdus:
        columns = [each for each in hdus[1].columns if each.name != time_column]
        table = fits.BinTableHDU.from_columns(columns, header=hdus[1].header)
        fits.HDUList([hdus[0], table]).writeto(file.path, overwrite=True)
    for read in (file.read, lambda: check_file(file.path, file.provenance)):
        with pytest.raises(CorruptProduct, match=f"has no column {time_column}"):
            read()


@pytest.mark.parametrize("name", NAMES)
def test_a_cut_file_is_refused_by_the_check_and_by_the_reading(make, name):
    file = make(name)
    content = file.path.read_bytes()
    file.path.write_bytes(content[: len(content) * 2 // 3])
    for read in (file.read, lambda: check_file(file.path, file.provenance)):
        with pytest.raises(CorruptProduct, match="is cut"):
            read()


@pytest.mark.parametrize("name", NAMES)
def test_another_product_s_file_is_refused_by_the_check(make, name):
    file = make(name)
    other = {"SPOC": "TASOC", "TESS-SPOC": "CDIPS", "T16": "SPOC", "CDIPS": "SPOC"}.get(name, "CDIPS")
    with pytest.raises(CorruptProduct):
        check_file(file.path, provenance_named(other))


def test_a_table_without_rows_is_refused(make):
    file = make("QLP")
    with fits.open(file.path, memmap=False) as hdus:
        hdus[1].data = hdus[1].data[:0]
        hdus.writeto(file.path, overwrite=True)
    with pytest.raises(CorruptProduct, match="no rows"):
        check_file(file.path, file.provenance)


def test_a_time_column_of_text_is_refused(make):
    file = make("QLP")
    columns = file.columns()
    table = fits.BinTableHDU.from_columns(
        [
            fits.Column("TIME", "12A", array=columns.pop("TIME").astype(str)),
            *(fits.Column(name, "D", array=values) for name, values in columns.items()),
        ]
    )
    fits.HDUList([fits.PrimaryHDU(), table]).writeto(file.path, overwrite=True)
    with pytest.raises(CorruptProduct, match="TIME holds no single number"):
        file.read()


def test_a_flux_of_twice_the_name_is_refused(make):
    file = make("SPOC")
    content = file.path.read_bytes()
    file.path.write_bytes(content.replace(b"'SAP_BKG '", b"'SAP_FLUX'", 1))
    with pytest.raises(CorruptProduct, match="SAP_FLUX stands there 2 times"):
        file.read()


def test_times_of_another_century_are_refused(make):
    file = make("SPOC")
    file.change(1, fill("TIME", 2458325.3))
    with pytest.raises(CorruptProduct, match="TIME holds no times of TESS"):
        file.read()


def test_a_single_impossible_time_is_a_bad_point(make):
    file = make("QLP")
    file.change(1, lambda data, header: data["TIME"].__setitem__([-1, -2, -3], [0.0, np.inf, -1e300]))
    assert np.array_equal(file.read().time, file.time[:-3])


def test_rows_out_of_order_come_out_in_order(make):
    file = make("QLP")

    def turn_round(data, header):
        for name in data.names:
            data[name] = data[name][::-1].copy()

    file.change(1, turn_round)
    light_curve = file.read()
    assert np.array_equal(light_curve.time, file.time)
    assert light_curve.flux == pytest.approx(file.flux, rel=1e-6)


def test_a_sector_that_neither_file_nor_list_states_is_refused(make):
    file = make("PATHOS")
    file.change(0, lambda data, header: header.remove("SECTOR"))
    assert file.read().sectors == (7,)
    unlisted = file.product.__class__(**{**vars(file.product), "sector": None})
    with pytest.raises(CorruptProduct, match="of which sector"):
        read_segment(file.path, file.provenance, unlisted)


def test_a_sector_beyond_all_numbers_is_no_sector(make):
    file = make("PATHOS")
    file.change(0, lambda data, header: header.set("SECTOR", 10**19))
    assert file.read().sectors == (7,)


def test_the_sector_of_the_file_is_taken_where_the_list_has_none(make):
    file = make("PATHOS")
    unlisted = file.product.__class__(**{**vars(file.product), "sector": None})
    assert read_segment(file.path, file.provenance, unlisted).sectors == (7,)


def test_a_flux_that_the_product_does_not_offer_is_the_caller_s_error(make):
    with pytest.raises(InputError, match="SAP_FLUX, PDCSAP_FLUX"):
        make("SPOC").read(flux="SAP_BKG")


def test_a_flux_that_is_offered_and_not_in_the_file_is_the_file_s_error(make):
    with pytest.raises(CorruptProduct, match="DET_FLUX with DET_FLUX_ERR"):
        make("QLP", sector=7).read(flux="DET_FLUX")


def test_a_flux_without_its_own_error_column_gets_no_other(make):
    file = make("SPOC")
    content = file.path.read_bytes()
    file.path.write_bytes(content.replace(b"'SAP_FLUX_ERR'", b"'SAP_FLUX_BAD'", 1))
    with pytest.raises(CorruptProduct, match="SAP_FLUX with SAP_FLUX_ERR"):
        file.read(flux="SAP_FLUX")


@pytest.mark.parametrize("error", [0.0, -1.0, np.nan, np.inf])
def test_an_error_that_is_none_is_nan_and_the_point_stays(make, error):
    file = make("SPOC")
    file.change(1, lambda data, header: data["SAP_FLUX_ERR"].__setitem__(-1, error))
    light_curve = file.read()
    assert len(light_curve) == 480
    assert np.isnan(light_curve.flux_err).tolist() == [False] * 479 + [True]


def test_a_missing_file_is_a_storage_error(make):
    file = make("SPOC")
    file.path.unlink()
    with pytest.raises(StorageError):
        file.read()


def test_the_file_is_closed_after_reading(make):
    with warnings.catch_warnings():
        warnings.simplefilter("error", ResourceWarning)
        make("SPOC").read()
        gc.collect()


@pytest.mark.parametrize("name", NAMES)
def test_damaged_bytes_give_a_light_curve_or_our_error(make, name):
    file = make(name, days=2.0)
    whole = file.path.read_bytes()
    chance = np.random.default_rng(4)
    for _ in range(60):
        damaged = bytearray(whole)
        for place in chance.integers(0, len(whole), 40):
            damaged[place] = chance.integers(0, 256) if place > 20_000 else chance.choice([32, 45, 57, 69])
        file.path.write_bytes(damaged)
        try:
            file.read()
        except (CorruptProduct, NoLightCurve, BadLightCurve):
            continue


def segment(start, flux, *, sector=1, cadence=120.0, provenance="QLP", tess_id=1):
    flux = np.asarray(flux, dtype=float)
    size = flux.size
    return LightCurve(
        tess_id, provenance, start + np.arange(size) * cadence / 86_400, flux, np.full(size, 0.1),
        np.full(size, sector), np.full(size, cadence), np.arange(size),
    )  # fmt: skip


def test_segments_are_joined_in_order_of_time_each_with_the_median_1():
    late, early = segment(1400, [3.0, 3.0, 6.0], sector=2), segment(1300, [0.5, 1.0, 1.0])
    joined = stitch([late, early])
    assert joined.sectors == (1, 2)
    assert joined.flux.tolist() == [0.5, 1.0, 1.0, 1.0, 1.0, 2.0]
    assert joined.flux_err == pytest.approx([0.1] * 3 + [0.1 / 3] * 3)
    assert (np.diff(joined.time) > 0).all()


def test_the_same_file_twice_gives_every_point_once():
    one = segment(1300, [1.0, 1.1, 0.9])
    assert np.array_equal(stitch([one, one]).time, one.time)


def test_a_sector_at_two_cadences_is_joined_with_the_median_1_for_each():
    joined = stitch([segment(1300, [2.0] * 5, cadence=1800.0), segment(1300.001, [1.0] * 5, cadence=120.0)])
    assert len(joined) == 10
    assert set(joined.flux) == {1.0}
    assert set(joined.cadence) == {120.0, 1800.0}


def test_segments_of_different_targets_or_products_are_not_joined():
    for other in (segment(1400, [1.0], tess_id=2), segment(1400, [1.0], provenance="SPOC")):
        with pytest.raises(InputError, match="cannot be joined"):
            stitch([segment(1300, [1.0]), other])


def test_nothing_cannot_be_joined():
    with pytest.raises(NoLightCurve):
        stitch([])


def test_joining_changes_no_segment():
    one = segment(1300, [2.0, 2.0, 4.0])
    stitch([one])
    assert one.flux.tolist() == [2.0, 2.0, 4.0]


def test_times_too_far_apart_for_a_sector_are_refused(make):
    file = make("QLP")
    file.change(1, lambda data, header: data["TIME"].__setitem__(7, 3600.0))
    with pytest.raises(CorruptProduct, match=r"times of sector 7 that lie \d+ days apart"):
        file.read()


@pytest.mark.parametrize("content", ["a lost block", "a foreign block"])
def test_rows_that_are_not_where_they_should_be_are_refused(make, content):
    file = make("SPOC")
    whole = file.path.read_bytes()
    header = len(whole) - len(whole) % 2880 - 2880 * 5
    if content == "a lost block":
        file.path.write_bytes(whole[:header] + whole[header + 2880 :] + b"\x01" * 2880 * 2)
    else:
        file.path.write_bytes(whole[:header] + b"\x01" * 2880 + whole[header:])
    with pytest.raises(CorruptProduct, match="after its table comes no extension"):
        file.read()


def test_times_and_errors_of_damaged_bytes_are_no_warning(make):
    """A signalling NaN among the times, and an error that no division can bring back to a number."""
    file = make("CDIPS")
    signal = np.frombuffer(bytes.fromhex("7ff0000000000001"), ">f8")[0]

    def damage(data, header):
        data["TMID_BJD"][3:5] = signal
        data["IFE1"].fill(1e308)
        data["IFL1"] *= 1e-6

    file.change(1, damage)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        curve = file.read()
    assert np.isnan(curve.flux_err).all()


def test_a_constant_flux_has_no_scatter_to_be_its_error(make):
    file = make("PATHOS")
    file.change(1, fill("PSF_FLUX_COR", 5.0))
    assert np.isnan(file.read().flux_err).all()


def test_more_rows_than_any_light_curve_has_are_refused_before_they_are_read(make):
    file = make("QLP")
    content = file.path.read_bytes()
    rows = f"NAXIS2  = {file.header(1)['NAXIS2']:>20}".encode()
    content = content.replace(rows, f"NAXIS2  = {1_000_001:>20}".encode())
    with file.path.open("wb") as stream:
        stream.write(content)
        stream.truncate(60_000_000)
    with pytest.raises(CorruptProduct, match="1000001 rows are too many"):
        file.read()
