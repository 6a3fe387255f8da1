from dataclasses import replace

import pytest

from tessebs_core.demonstration.product_files import product_uri
from tessebs_core.provenances import BUILT_IN, ProductRow, choose_products, provenance_named

TESS_ID = 25155310


def mission(
    kind, *, sector=1, sub_group=None, obs="60000001", exposure=120.0, product_type="SCIENCE", **other
):
    uri = f"mast:TESS/product/tess2018206045859-s{sector:04d}-{TESS_ID:016d}-0120-{kind}"
    row = ProductRow(
        tess_id=TESS_ID,
        obsID=obs,
        dataURI=uri,
        provenance_name="SPOC",
        target_name=str(TESS_ID),
        productFilename=uri.rpartition("/")[2],
        sequence_number=sector,
        t_exptime=exposure,
        productSubGroupDescription=sub_group,
        productType=product_type,
        size=2_000_000,
    )
    return replace(row, **other)


def high_level(provenance, ending=None, *, sector=1, obs="70000001", exposure=1800.0, **other):
    uri = product_uri(provenance, tess_id=TESS_ID, gaia_id=3007, sector=sector, cadence=exposure)
    if ending is not None:
        uri = f"{uri.rpartition('_')[0]}_{ending}"
    row = ProductRow(
        tess_id=TESS_ID,
        obsID=obs,
        dataURI=uri,
        provenance_name=provenance,
        target_name=str(TESS_ID),
        productFilename=uri.rpartition("/")[2],
        sequence_number=sector,
        t_exptime=exposure,
        productType="SCIENCE",
        description="FITS",
    )
    return replace(row, **other)


def chosen(provenance, *rows):
    return [product.uri for product in choose_products(provenance_named(provenance), rows)]


def test_the_light_curve_is_taken_by_its_sub_group():
    rows = [
        mission("s_tp.fits", sub_group="TP"),
        mission("s_lc.fits", sub_group="LC"),
        mission("s_dvt.fits", sub_group="DVT"),
        mission("s_dvs.pdf", sub_group="DVS", product_type="INFO"),
        mission("s_dvr.xml", sub_group="DVR", product_type="AUXILIARY"),
    ]
    (product,) = choose_products(provenance_named("SPOC"), rows)
    assert product.uri == rows[1].dataURI
    assert (product.tess_id, product.provenance, product.observation) == (TESS_ID, "SPOC", "60000001")
    assert (product.sector, product.cadence, product.size) == (1, 120.0, 2_000_000)


def test_the_sub_group_decides_and_not_the_name():
    rows = [mission("misleading_lc.fits", sub_group="DVT"), mission("file.fits", sub_group="LC")]
    assert chosen("SPOC", *rows) == [rows[1].dataURI]


def test_the_20_s_file_is_taken_only_where_there_is_no_120_s_file():
    rows = [
        mission("a_fast-lc.fits", sub_group="FAST-LC", obs="60000009", exposure=20.0),
        mission("s_lc.fits", sub_group="LC"),
        mission("a_fast-lc.fits", sub_group="FAST-LC", sector=2, exposure=20.0),
    ]
    assert chosen("SPOC", *rows) == [rows[1].dataURI, rows[2].dataURI]


def test_both_in_one_observation_give_the_120_s_file():
    rows = [mission("a_fast-lc.fits", sub_group="FAST-LC"), mission("s_lc.fits", sub_group="LC")]
    assert chosen("SPOC", *rows) == [rows[1].dataURI]


@pytest.mark.parametrize("sub_group", ["DVT", "DVM", "DVS", "TP", "FAST-TP", "FFIC", "CBV"])
def test_validation_files_and_images_are_never_taken(sub_group):
    assert chosen("SPOC", mission("s_lc.fits", sub_group=sub_group)) == []


def test_spoc_is_not_the_spoc_of_tess_spoc():
    rows = [mission("s_lc.fits", sub_group="LC"), high_level("TESS-SPOC")]
    assert chosen("SPOC", *rows) == [rows[0].dataURI]
    assert chosen("TESS-SPOC", *rows) == [rows[1].dataURI]
    assert chosen("SPOC", rows[1]) == []
    assert chosen("TESS-SPOC", rows[0]) == []


def test_a_longer_number_that_holds_the_target_s_is_another_target():
    other = mission(
        "s_lc.fits", sub_group="LC", target_name="251553101", dataURI="mast:TESS/251553101_lc.fits"
    )
    assert chosen("SPOC", other) == []


def test_a_number_in_the_name_neither_gives_nor_takes_a_file():
    row = high_level(
        "QLP", dataURI="mast:HLSP/qlp/hlsp_qlp_tess_ffi_s0001-0000000251553101_tess_v01_llc.fits"
    )
    assert chosen("QLP", row) == [row.dataURI]


def test_a_gaia_number_as_target_name_is_no_tic():
    assert chosen("CDIPS", high_level("CDIPS", target_name="3007171311355035136"))


@pytest.mark.parametrize("product", BUILT_IN[1:], ids=lambda product: product.name)
@pytest.mark.parametrize("sub_group", [None, "", "--", "FITS"])
def test_high_level_products_are_taken_without_a_sub_group(product, sub_group):
    row = high_level(product.name, productSubGroupDescription=sub_group)
    assert chosen(product.name, row) == [row.dataURI]


@pytest.mark.parametrize("product", BUILT_IN[1:], ids=lambda product: product.name)
def test_text_and_pictures_beside_the_light_curve_are_left(product):
    row = high_level(product.name)
    beside = [replace(row, dataURI=row.dataURI.removesuffix("fits") + end) for end in ("txt", "png", "pdf")]
    assert chosen(product.name, *beside, row) == [row.dataURI]
    assert chosen(product.name, *beside) == []


def test_target_pixels_of_the_same_observation_are_left():
    rows = [high_level("TESS-SPOC", "tp.fits"), high_level("TESS-SPOC", "lc.fits")]
    assert chosen("TESS-SPOC", *rows) == [rows[1].dataURI]
    assert chosen("TESS-SPOC", rows[0]) == []


def test_the_only_fits_file_of_an_observation_is_its_light_curve():
    row = high_level("PATHOS", dataURI="mast:HLSP/pathos/star.fits")
    assert chosen("PATHOS", row) == [row.dataURI]
    two = replace(row, dataURI="mast:HLSP/pathos/other.fits")
    assert chosen("PATHOS", row, two) == []


def test_previews_and_auxiliary_files_are_left():
    assert chosen("QLP", high_level("QLP", productType="AUXILIARY")) == []
    assert chosen("QLP", high_level("QLP", productType="PREVIEW")) == []


def test_tasoc_s_ensemble_correction_is_preferred_and_cbv_is_better_than_nothing():
    cbv, ensemble = high_level("TASOC", "cbv-lc.fits"), high_level("TASOC", "ens-lc.fits")
    assert chosen("TASOC", cbv, ensemble) == [ensemble.dataURI]
    assert chosen("TASOC", cbv) == [cbv.dataURI]


def test_of_one_sector_at_two_cadences_the_finer_is_taken():
    coarse = high_level("TASOC", exposure=1800.0)
    fine = high_level("TASOC", exposure=120.0, obs="70000002")
    assert chosen("TASOC", coarse, fine) == [fine.dataURI]


def test_of_two_deliveries_of_one_sector_the_newer_observation_is_taken():
    old = high_level("TGLC", obs="99")
    new = replace(old, obsID="100", dataURI=old.dataURI.replace("_v1_", "_v2_"))
    assert chosen("TGLC", new, old) == chosen("TGLC", old, new) == [new.dataURI]


def test_a_file_that_is_listed_twice_is_taken_once():
    row = high_level("QLP")
    assert chosen("QLP", row, row, replace(row, obsID="preview")) == [row.dataURI]


def test_sectors_come_in_order():
    rows = [high_level("QLP", sector=sector, obs=str(sector)) for sector in (60, 7, 25)]
    products = choose_products(provenance_named("QLP"), rows)
    assert [product.sector for product in products] == [7, 25, 60]


def test_diamante_s_file_has_no_one_sector():
    (product,) = choose_products(provenance_named("DIAMANTE"), [high_level("DIAMANTE", sector=9)])
    assert product.sector is None


@pytest.mark.parametrize("exposure", [None, 0.0, -1.0, float("nan")])
def test_an_exposure_time_that_is_none_is_none(exposure):
    (product,) = choose_products(provenance_named("QLP"), [high_level("QLP", t_exptime=exposure)])
    assert product.cadence is None


def test_files_without_a_sector_are_not_taken_for_the_same_sector():
    rows = [high_level("PATHOS", sequence_number=None, obs=str(n), sector=n) for n in (1, 2)]
    assert len(chosen("PATHOS", *rows)) == 2


def test_nothing_listed_is_nothing_chosen():
    assert choose_products(provenance_named("QLP"), []) == ()
