from pathlib import Path

import numpy as np
import pytest
from astropy.io import fits

from tessebs_core.demonstration.product_files import product_uri, write_product
from tessebs_core.demonstration.product_files.content import flattened
from tessebs_core.errors import InputError, UnknownProvenance
from tessebs_core.provenances import BUILT_IN, ProductRow, choose_products
from tessebs_core.provenances.reading import check_file, read_segment
from tessebs_core.records import ListedProduct

REAL_FILES = Path(__file__).parents[3] / "shared" / "data" / "light_curves"
TESS_ID = 25155310
GAIA_ID = 6399196263939178880
NAMES = [product.name for product in BUILT_IN]
FLOAT32 = 1.5e-7  # two roundings: of the flux, and of its median

REAL_COLUMNS = {
    "SPOC": "TIME:D TIMECORR:E CADENCENO:J SAP_FLUX:E SAP_FLUX_ERR:E SAP_BKG:E SAP_BKG_ERR:E PDCSAP_FLUX:E "
    "PDCSAP_FLUX_ERR:E QUALITY:J PSF_CENTR1:D PSF_CENTR1_ERR:E PSF_CENTR2:D PSF_CENTR2_ERR:E MOM_CENTR1:D "
    "MOM_CENTR1_ERR:E MOM_CENTR2:D MOM_CENTR2_ERR:E POS_CORR1:E POS_CORR2:E",
    "QLP": "TIME:D CADENCENO:J SAP_FLUX:E KSPSAP_FLUX:E KSPSAP_FLUX_ERR:E QUALITY:J ORBITID:J SAP_X:E "
    "SAP_Y:E SAP_BKG:E SAP_BKG_ERR:E KSPSAP_FLUX_SML:E KSPSAP_FLUX_LAG:E",
    "GSFC-ELEANOR-LITE": "TIME:D BARYCORR:E RAW_FLUX:E CORR_FLUX:E FLUX_ERR:E QUALITY:J X_CENTROID:E "
    "Y_CENTROID:E X_COM:E Y_COM:E FLUX_BKG:E FFIINDEX:J PCA_FLUX:E",
    "TGLC": "time:D psf_flux:E aperture_flux:E cal_psf_flux:E cal_aper_flux:E background:E cadence_num:J "
    "TESS_flags:I TGLC_flags:I",
    "CDIPS": "BGE:D BGV:D FDV:D FKV:D FSV:D IFE1:D IFE2:D IFE3:D IFL1:D IFL2:D IFL3:D IRE1:D IRE2:D IRE3:D "
    "IRM1:D IRM2:D IRM3:D IRQ1:1A IRQ2:1A IRQ3:1A RSTFC:48A TMID_UTC:D XIC:D YIC:D CCDTEMP:D NTEMPS:J "
    "TMID_BJD:D BJDCORR:D TFA1:D TFA2:D TFA3:D PCA1:D PCA2:D PCA3:D",
    "TASOC": "TIME:D TIMECORR:E CADENCENO:J FLUX_RAW:D FLUX_RAW_ERR:D FLUX_BKG:D FLUX_CORR:D FLUX_CORR_ERR:D "
    "QUALITY:J PIXEL_QUALITY:J MOM_CENTR1:D MOM_CENTR2:D POS_CORR1:D POS_CORR2:D",
    "DIAMANTE": "BTJD:D LC0_AP1:D ELC0_AP1:D LC1_AP1:D ELC1_AP1:D LC2_AP1:D ELC2_AP1:D FLAG_AP1:D LC0_AP2:D "
    "ELC0_AP2:D LC1_AP2:D ELC1_AP2:D LC2_AP2:D ELC2_AP2:D FLAG_AP2:D SKY:D RA_AP1:D DEC_AP1:D RA_AP2:D "
    "DEC_AP2:D RA_AP3:D DEC_AP3:D RA_AP4:D DEC_AP4:D NAMEIMM:44A",
}
"""Read off real files and recorded headers."""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "file.fits"


def signal(size=600, cadence=600.0):
    at = 1500.0 + np.arange(size) * cadence / 86_400
    at[size // 2 :] += 1.1  # the gap between two orbits
    flux = 1.0 + 0.1 * np.cos(2 * np.pi * at / 0.8) - 0.4 * (at % 2.3 < 0.1)
    return at, flux


def write(path, name, at, flux, **options):
    content = {"sector": 7, "cadence": 600.0, "flux_err": 2e-3, "magnitude": 12.0, **options}
    write_product(path, name, tess_id=TESS_ID, gaia_id=GAIA_ID, time=at, flux=flux, **content)


def read(path, product, sector=7):
    listed = ListedProduct(
        TESS_ID, product.name, "1", "mast:x", path.name, None if product.many_sectors else sector
    )
    return read_segment(path, product, listed)


@pytest.mark.parametrize("product", BUILT_IN, ids=NAMES)
def test_what_was_written_is_read_back(path, product):
    at, flux = signal()
    write(path, product.name, at, flux)
    light_curve = read(path, product)
    assert light_curve.time == pytest.approx(at, abs=1e-9, rel=0)
    assert light_curve.flux == pytest.approx(flux / np.median(flux), rel=FLOAT32)
    assert set(light_curve.cadence) == {600.0}
    assert set(light_curve.sector) == {7}
    if product.name != "PATHOS":  # which states no error
        expected = np.full(600, 2e-3 / np.median(flux))
        assert light_curve.flux_err == pytest.approx(expected, rel=2 * FLOAT32)


@pytest.mark.parametrize("product", BUILT_IN, ids=NAMES)
def test_bad_points_are_written_so_that_a_reader_drops_them(path, product):
    at, flux = signal()
    good = np.arange(600) % 50 != 0
    write(path, product.name, at, flux, quality=good)
    light_curve = read(path, product)
    assert light_curve.time == pytest.approx(at[good], abs=1e-9, rel=0)
    assert light_curve.flux == pytest.approx(flux[good] / np.median(flux[good]), rel=FLOAT32)


@pytest.mark.parametrize("product", BUILT_IN, ids=NAMES)
def test_astropy_finds_nothing_wrong_with_the_file(path, product):
    write(path, product.name, *signal())
    check_file(path, product)
    with fits.open(path) as hdus:
        hdus.verify("exception")
        assert len(hdus[1].data) == 624  # one useless row for every 25
        assert path.stat().st_size % 2880 == 0


@pytest.mark.parametrize("name", REAL_COLUMNS)
def test_the_columns_are_those_of_real_files(path, name):
    write(path, name, *signal(100))
    with fits.open(path) as hdus:
        assert [f"{column.name}:{column.format}" for column in hdus[1].columns] == REAL_COLUMNS[name].split()


@pytest.mark.parametrize(
    ("name", "real"),
    [
        ("SPOC", "tess2018206045859-s0001-0000000126602778-0120-s_lc.fits"),
        ("TESS-SPOC", "hlsp_tess-spoc_tess_phot_0000000022876651-s0018_tess_v1_lc.fits"),
        ("QLP", "hlsp_qlp_tess_ffi_s0024-0000000188589164_tess_v01_llc.fits"),
        ("GSFC-ELEANOR-LITE", "hlsp_gsfc-eleanor-lite_tess_ffi_s0001-0000000261136679_tess_v1.0_lc.fits"),
        ("TGLC", "hlsp_tglc_tess_ffi_gaiaid-6399196263939178880-s0001-cam2-ccd1_tess_v1_llc.fits"),
        ("CDIPS", "hlsp_cdips_tess_ffi_gaiatwo0003007171311355035136-0006_tess_v01_llc.fits"),
        ("TASOC", "hlsp_tasoc_tess_ffi_tic00261136679-s0001-cam4-ccd2-c1800_tess_v05_ens-lc.fits"),
    ],
)
def test_columns_units_and_cards_stand_in_the_real_file_too(path, name, real):
    if not (REAL_FILES / real).is_file():
        pytest.skip(f"{real} is not at hand")
    write(path, name, *signal(100))
    with fits.open(path) as made, fits.open(REAL_FILES / real) as found:
        for column, true in zip(made[1].columns, found[1].columns, strict=True):
            assert (column.name, column.format, column.unit) == (true.name, true.format, true.unit)
        for extension in (0, 1):
            strange = set(made[extension].header) - set(found[extension].header) - {"XPOSURE"}
            assert not strange


@pytest.mark.parametrize("name", NAMES)
def test_the_same_content_gives_the_same_bytes(path, name):
    write(path, name, *signal())
    first = path.read_bytes()
    write(path, name, *signal())
    assert path.read_bytes() == first


@pytest.mark.parametrize("product", BUILT_IN, ids=NAMES)
def test_a_listed_file_of_this_name_is_chosen(product):
    uri = product_uri(product.name, tess_id=TESS_ID, gaia_id=GAIA_ID, sector=7, cadence=1800.0)
    row = ProductRow(TESS_ID, "1", uri, product.name, target_name=str(TESS_ID))
    assert [each.uri for each in choose_products(product, [row])] == [uri]
    assert uri.startswith("mast:")
    assert uri.endswith(".fits")


def test_names_are_those_of_mast():
    def name(provenance, cadence=1800.0):
        uri = product_uri(provenance, tess_id=261136679, gaia_id=GAIA_ID, sector=1, cadence=cadence)
        return uri.rpartition("/")[2]

    assert (
        name("GSFC-ELEANOR-LITE")
        == "hlsp_gsfc-eleanor-lite_tess_ffi_s0001-0000000261136679_tess_v1.0_lc.fits"
    )
    assert name("TESS-SPOC") == "hlsp_tess-spoc_tess_phot_0000000261136679-s0001_tess_v1_lc.fits"
    assert name("TGLC") == "hlsp_tglc_tess_ffi_gaiaid-6399196263939178880-s0001-cam1-ccd1_tess_v1_llc.fits"
    assert name("CDIPS") == "hlsp_cdips_tess_ffi_gaiatwo0006399196263939178880-0001_tess_v01_llc.fits"
    assert name("SPOC", 120.0).endswith("-s0001-0000000261136679-0120-s_lc.fits")
    assert name("SPOC", 20.0).endswith("-s0001-0000000261136679-0120-a_fast-lc.fits")


def test_detrended_columns_have_lost_the_slow_variation():
    at = np.arange(1000) / 48.0
    flux = 1.0 + 0.1 * np.cos(2 * np.pi * at / 5.0)
    flat = flattened(flux, 1800.0, 0.5)
    assert np.ptp(flux) > 0.15
    assert np.ptp(flat[30:-30]) < 0.03


def test_a_short_file_has_useless_rows_too(path):
    write(path, "QLP", np.array([1500.0]), np.array([1.0]))
    assert len(read(path, BUILT_IN[2])) == 1
    assert fits.getheader(path, 1)["NAXIS2"] == 4


def test_a_file_of_many_sectors_is_for_diamante_only(path):
    at, flux = signal()
    sector = np.repeat([7, 8], 300)
    write(path, "DIAMANTE", at, flux, sector=sector)
    assert read(path, BUILT_IN[8]).sectors == (7, 8)
    with pytest.raises(InputError, match="one sector"):
        write(path, "QLP", at, flux, sector=sector)


def test_nothing_to_write_and_an_unknown_product_are_refused(path):
    with pytest.raises(InputError, match="needs points"):
        write(path, "QLP", np.array([]), np.array([]))
    with pytest.raises(UnknownProvenance, match="QLP"):
        write(path, "KEPLER", *signal())
    with pytest.raises(UnknownProvenance, match="QLP"):
        product_uri("KEPLER", tess_id=1, gaia_id=1, sector=1, cadence=120.0)
    assert not path.exists()
