"""Every format of the catalogue, read back by astropy and by what else reads it."""

import csv
import zipfile
from collections.abc import Callable
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from astropy.io import ascii as astropy_ascii
from astropy.io import fits
from astropy.io.votable import parse
from astropy.io.votable.ucd import parse_ucd
from astropy.table import Table

from tessebs_core.export.cds import write_mrt, write_vizier
from tessebs_core.export.columns import CATALOGUE, FLAGS, Product
from tessebs_core.export.plain_csv import guarded, unguarded, write_csv
from tessebs_core.export.tables import astropy_table, write_ecsv, write_fits, write_votable
from tessebs_core.export.writing import write_export
from tessebs_core.vocabulary import ExportKind
from tests.support.catalogue_lines import AWKWARD, LINES, PLAIN, line

PRODUCTS = pytest.mark.parametrize("product", [CATALOGUE, FLAGS], ids=lambda each: each.file_name)
Write = Callable[..., int]


def written(write: Write, product: Product, lines: Any = LINES) -> BytesIO:
    file = BytesIO()
    assert write(file, product, lines) == len(lines)
    file.seek(0)
    return file


def cells(table: Table, name: str) -> list[Any]:
    """Python values; None where masked, or where a text is empty, which in FITS is the same."""
    column = [each.decode() if isinstance(each, bytes) else each for each in table[name].tolist()]
    return [None if each == "" else each for each in column]


def same(found: Table, product: Product) -> None:
    wanted = astropy_table(product, LINES)
    assert found.colnames == wanted.colnames
    for name in wanted.colnames:
        # repr also tells 0.0 from -0.0, and 1 from True
        assert repr(cells(found, name)) == repr(cells(wanted, name)), name
        assert found[name].unit == wanted[name].unit, name
        assert found[name].dtype.kind in {wanted[name].dtype.kind, "S"}, name


@PRODUCTS
def test_the_ecsv_file_reads_back_to_the_bit_with_units_and_words(product: Product) -> None:
    found = Table.read(written(write_ecsv, product).getvalue().decode(), format="ascii.ecsv")
    same(found, product)
    for each in product.columns:
        assert (found[each.name].description, found[each.name].meta["ucd"]) == (each.words, each.ucd)


@PRODUCTS
def test_the_fits_table_reads_back_to_the_bit_with_units_and_words(product: Product) -> None:
    same(Table.read(written(write_fits, product), format="fits"), product)
    header = fits.getheader(written(write_fits, product), 1)
    for number, each in enumerate(product.columns, start=1):
        assert (header[f"TTYPE{number}"], header[f"TCOMM{number}"]) == (each.name, each.words)
        assert header[f"TUCD{number}"] == each.ucd


@PRODUCTS
def test_the_votable_reads_back_to_the_bit_with_units_and_words(product: Product) -> None:
    file = written(write_votable, product)
    found = Table.read(file, format="votable")
    same(found, product)
    file.seek(0)
    fields = parse(file, verify="exception").get_first_table().fields
    assert [each.ucd for each in fields] == [each.ucd for each in product.columns]
    assert [each.description for each in fields] == [each.words for each in product.columns]


def test_times_say_their_scale_and_zero() -> None:
    header = fits.getheader(written(write_fits, CATALOGUE), 1)
    assert (header["TIMESYS"], header["JDREFI"], header["TREFPOS"]) == ("TDB", 2457000, "BARYCENTER")
    found = parse(written(write_votable, CATALOGUE))
    system = found.resources[0].time_systems[0]
    assert (system.timescale, system.timeorigin, system.refposition) == ("TDB", 2457000.0, "BARYCENTER")
    assert found.get_first_table().get_field_by_id("bjd0").ref == system.ID
    table = Table.read(written(write_ecsv, CATALOGUE).getvalue().decode(), format="ascii.ecsv")
    assert "BJD_TDB - 2457000" in table.meta["time"]


def test_missing_numbers_are_masked_and_gaia_identifiers_stay_whole() -> None:
    table = astropy_table(CATALOGUE, LINES)
    assert table["gaia_dr3_id"].dtype == np.int64
    assert table["gaia_dr3_id"].tolist() == [None, 6917528997577384321, None]
    assert table["bjd0"].mask.tolist() == [False, False, True]


@pytest.mark.parametrize("lines", [(), (line(1),)], ids=["no line", "nothing known"])
@pytest.mark.parametrize("kind", ExportKind)
def test_a_catalogue_of_nothing_is_still_a_file(kind: ExportKind, lines: Any) -> None:
    file = BytesIO()
    assert write_export(kind, file, lines) == len(lines)
    if kind.suffix in {".vot", ".fits"}:
        file.seek(0)
        assert len(Table.read(file, format={".vot": "votable", ".fits": "fits"}[kind.suffix])) == len(lines)


@pytest.mark.parametrize("kind", ExportKind)
def test_equal_lines_give_equal_bytes(kind: ExportKind) -> None:
    files = [BytesIO(), BytesIO()]
    for each in files:
        write_export(kind, each, iter(LINES))
    assert files[0].getvalue() == files[1].getvalue()
    assert b"Produced with" not in files[0].getvalue()


@pytest.fixture
def unpacked(tmp_path: Path) -> Path:
    file = BytesIO()
    assert write_vizier(file, LINES, "Release 2 of somewhere.") == len(LINES)
    zipfile.ZipFile(file).extractall(tmp_path)
    return tmp_path


def same_numbers(found: Table, product: Product) -> None:
    wanted = astropy_table(product, LINES)
    assert found.colnames == [each.label for each in product.columns]
    for each in product.columns:
        expected = cells(wanted, each.name)
        if each.kind == "yes-no":
            expected = [int(value) for value in expected]
        assert repr(cells(found, each.label)) == repr(expected), each.name
        if not each.cds_unit:
            assert found[each.label].unit == wanted[each.name].unit


@PRODUCTS
def test_the_tables_for_vizier_read_back_with_the_readme(unpacked: Path, product: Product) -> None:
    table = astropy_ascii.read(
        str(unpacked / f"{product.file_name}.dat"), readme=str(unpacked / "ReadMe"), format="cds"
    )
    same_numbers(table, product)


@PRODUCTS
def test_the_machine_readable_table_reads_back(product: Product) -> None:
    file = written(write_mrt, product)
    same_numbers(astropy_ascii.read(file.getvalue().decode("ascii"), format="mrt"), product)


def test_the_readme_keeps_the_standard_of_the_cds(unpacked: Path) -> None:
    text = (unpacked / "ReadMe").read_text(encoding="ascii")
    lines = text.splitlines()
    assert max(len(each) for each in lines) <= 80
    for part in ("Abstract:", "Description:", "File Summary:", "(End)", "Release 2 of somewhere."):
        assert part in text
    for name in ("ebs.dat", "flags.dat"):
        data = (unpacked / name).read_bytes()
        lengths = {len(each) for each in data.decode("ascii").splitlines()}
        assert len(lengths) == 1
        summary = next(each.split() for each in lines if each.startswith(name))
        assert summary[1:3] == [str(lengths.pop()), "3"]
        assert f"Byte-by-byte Description of file: {name}" in text
    right_ascension = next(each for each in lines if " RAdeg " in each)
    assert right_ascension.split()[2:6] == ["F21.17", "deg", "RAdeg", "[0.3/117]?"]
    assert next(each for each in lines if " TIC " in each).split()[2:6] == ["I11", "---", "TIC", "TESS"]


@PRODUCTS
def test_labels_and_names_are_told_apart_and_ucds_are_real(product: Product) -> None:
    assert len({each.name for each in product.columns}) == len(product.columns)
    assert len({each.label for each in product.columns}) == len(product.columns)
    for each in product.columns:
        parse_ucd(each.ucd, check_controlled_vocabulary=True)


@PRODUCTS
def test_csv_reads_back_to_the_last_digit(product: Product) -> None:
    text = written(write_csv, product).getvalue().decode()
    rows = list(csv.DictReader(StringIO(text)))
    assert len(rows) == len(LINES)
    for row, each in zip(rows, LINES, strict=True):
        for column in product.columns:
            value, cell = column.value(each), row[column.name]
            if column.kind == "text":
                assert unguarded(cell) == (value or "")
            elif column.kind == "yes-no":
                assert cell == str(int(value))
            else:
                assert cell == ("" if value is None else str(value))


def test_no_cell_of_csv_is_a_formula_and_no_number_is_harmed() -> None:
    rows = list(csv.DictReader(StringIO(written(write_csv, CATALOGUE).getvalue().decode())))
    awkward = rows[LINES.index(AWKWARD)]
    assert awkward["asas_id"] == "'=1+1"
    assert awkward["ephem_version"] == "'@SUM(A1)"
    assert awkward["dec"] == "-89.99999999999999"
    assert rows[LINES.index(PLAIN)]["ephem_model"] == "QATS"


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\tx", "'x", "''=x", "x=1", "", "＝1"])
def test_the_guard_can_be_taken_off(text: str) -> None:
    assert unguarded(guarded(text) or "") == text


def test_texts_that_a_format_cannot_hold_are_spelled_otherwise() -> None:
    lines = (PLAIN._replace(author="Møller –\n\x00 Prša \N{GLOWING STAR}"),)
    assert cells(astropy_table(CATALOGUE, lines), "ephem_author") == ["Møller – Prša \N{GLOWING STAR}"]
    fits_table = Table.read(written(write_fits, CATALOGUE, lines), format="fits")
    assert cells(fits_table, "ephem_author") == ["Moller - Prsa ?"]
    votable = Table.read(written(write_votable, CATALOGUE, lines), format="votable")
    assert cells(votable, "ephem_author") == ["Møller – Prša ?"]
    ecsv = Table.read(written(write_ecsv, CATALOGUE, lines).getvalue().decode(), format="ascii.ecsv")
    assert cells(ecsv, "ephem_author") == ["Møller – Prša \N{GLOWING STAR}"]
