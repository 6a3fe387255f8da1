"""Files that are not what they should be."""

import gzip
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from astropy.io import fits
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tessebs_core.errors import CorruptProduct, NoLightCurve
from tessebs_core.export.reading import held_provenances, read_light_curve, read_periodogram
from tessebs_core.export.syndicated import write_syndicated
from tessebs_core.records import LightCurve, Periodogram
from tessebs_core.vocabulary import PeriodogramMethod

MakeLightCurve = Callable[..., LightCurve]
TIC = 126602778


@pytest.fixture
def path(tmp_path: Path, make_light_curve: MakeLightCurve) -> Path:
    path = tmp_path / "tic.fits"
    periodogram = Periodogram(PeriodogramMethod.LOMB_SCARGLE, np.array([0.5, 1.0]), np.array([0.1, 0.2]))
    write_syndicated(path, [make_light_curve("SPOC"), make_light_curve("QLP")], {"SPOC": periodogram})
    return path


def read_all(path: Path) -> None:
    for name in held_provenances(path):
        read_light_curve(path, TIC, name)
        read_periodogram(path, name)


def test_a_provenance_that_is_not_there_is_named_with_those_that_are(path: Path) -> None:
    with pytest.raises(NoLightCurve, match=r"no TGLC.*SPOC,QLP"):
        read_light_curve(path, TIC, "TGLC")


def test_a_file_of_another_target_is_refused(path: Path) -> None:
    with pytest.raises(CorruptProduct, match="belongs to TIC 126602778, not to TIC 5"):
        read_light_curve(path, 5, "SPOC")


@pytest.mark.parametrize(
    "content",
    [b"", b"<!DOCTYPE html><html>503</html>", b"SIMPLE  =                    T", bytes(2880),
     b"SIMPLE  =".ljust(2880), gzip.compress(bytes(2880))],
    ids=["empty", "HTML", "short", "zeros", "no header", "gzip"],
)  # fmt: skip
@pytest.mark.filterwarnings("ignore::astropy.utils.exceptions.AstropyWarning")
def test_what_is_no_fits_is_a_corrupt_product(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(CorruptProduct, match=r"tic\.fits"):
        read_all(path)


def test_a_missing_file_is_a_corrupt_product_in_words(path: Path) -> None:
    with pytest.raises(CorruptProduct, match="No such file"):
        held_provenances(path.with_name("none.fits"))


@pytest.mark.filterwarnings("ignore::astropy.utils.exceptions.AstropyWarning")
def test_a_file_cut_anywhere_is_refused(path: Path) -> None:
    content = path.read_bytes()
    with fits.open(path) as hdus:
        where = hdus["QLP"].fileinfo()
        content = content[: where["datLoc"] + where["datSpan"]]
    for length in [*range(0, len(content), 2880), 100, len(content) - 1]:
        path.write_bytes(content[:length])
        with pytest.raises(CorruptProduct):
            read_light_curve(path, TIC, "QLP")


def change(path: Path, name: str, edit: Callable[[fits.HDUList], None]) -> None:
    with fits.open(path, memmap=False) as hdus:
        for hdu in hdus:
            _ = hdu.data
        edit(hdus)
        hdus.writeto(path, overwrite=True)


def test_a_legacy_file_without_sectors_is_refused_by_the_name_of_the_column(path: Path) -> None:
    columns = [fits.Column(name, "D", array=np.ones(3)) for name in ("times", "fluxes", "ferrs")]
    primary = fits.PrimaryHDU()
    primary.header["PROVS"], primary.header["TICID"] = "SPOC", TIC
    fits.HDUList([primary, fits.BinTableHDU.from_columns(columns, name="SPOC")]).writeto(path, overwrite=True)
    with pytest.raises(CorruptProduct, match="sector"):
        read_light_curve(path, TIC, "SPOC")


def test_values_that_are_no_light_curve_are_refused(path: Path) -> None:
    def disorder(hdus: fits.HDUList) -> None:
        hdus["SPOC"].data["times"][5] = 99.0
        hdus["QLP"].data["fluxes"][5] = np.nan

    change(path, "SPOC", disorder)
    for name in ("SPOC", "QLP"):
        with pytest.raises(CorruptProduct, match="no usable light curve"):
            read_light_curve(path, TIC, name)


@pytest.mark.parametrize("period", [0.0, -1.0, np.nan, 1e-320])
def test_periods_that_are_none_are_refused(path: Path, period: float) -> None:
    def spoil(hdus: fits.HDUList) -> None:
        hdus["SPOC-SPD"].data["periods"][1] = period

    change(path, "SPOC", spoil)
    with pytest.raises(CorruptProduct):
        read_periodogram(path, "SPOC")


def test_an_image_under_the_name_of_a_light_curve_is_refused(path: Path) -> None:
    primary = fits.PrimaryHDU()
    primary.header["PROVS"], primary.header["TICID"] = "SPOC", TIC
    fits.HDUList([primary, fits.ImageHDU(np.ones((3, 3)), name="SPOC")]).writeto(path, overwrite=True)
    with pytest.raises(CorruptProduct):
        read_light_curve(path, TIC, "SPOC")


@pytest.mark.filterwarnings("ignore::astropy.utils.exceptions.AstropyWarning")
def test_a_table_that_claims_more_rows_than_the_disk_holds_takes_no_memory(path: Path) -> None:
    content = path.read_bytes()
    claim = b"NAXIS2  =                  200"
    assert claim in content
    path.write_bytes(content.replace(claim, b"NAXIS2  =             99999999", 1))
    with pytest.raises(CorruptProduct, match="cut"):
        read_light_curve(path, TIC, "SPOC")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 2880 * 4), value=st.integers(0, 255))
@pytest.mark.filterwarnings("ignore")
def test_any_spoilt_byte_of_the_headers_reads_or_is_our_error(path: Path, place: int, value: int) -> None:
    content = bytearray(path.read_bytes())
    spoilt = path.with_name("spoilt.fits")
    content[place] = value
    spoilt.write_bytes(content)
    with suppress(CorruptProduct, NoLightCurve):
        read_all(spoilt)
