"""What is written at once is what astropy writes cell by cell."""

import base64
from io import BytesIO, StringIO

import pytest
from astropy.io.votable import from_table
from astropy.io.votable.tree import VOTableFile
from astropy.table import Table

from tessebs_core.export.columns import CATALOGUE, FLAGS, Product
from tessebs_core.export.spelling import plane_text
from tessebs_core.export.table_rows import binary2_rows
from tessebs_core.export.tables import astropy_table, write_ecsv
from tests.support.catalogue_lines import LINES, line


def rows_by_astropy(votable: VOTableFile) -> bytes:
    buffer = BytesIO()
    votable.to_xml(buffer, tabledata_format="binary2")
    return buffer.getvalue().partition(b'<STREAM encoding="base64">\n')[2].partition(b" ")[0].strip()


def test_the_rows_of_a_votable_are_those_that_astropy_writes():
    for product in (CATALOGUE, FLAGS):
        table = astropy_table(product, LINES, plane_text)
        table.meta.clear()
        votable = from_table(table)
        for field in votable.get_first_table().fields:
            field.datatype = "boolean" if field.datatype == "bit" else field.datatype
        assert base64.b64decode(binary2_rows(table)) == base64.b64decode(rows_by_astropy(votable))


def test_an_ecsv_file_is_the_one_that_astropy_writes():
    for product in (CATALOGUE, FLAGS):
        text, file = StringIO(), BytesIO()
        astropy_table(product, LINES).write(text, format="ascii.ecsv", delimiter=",")
        write_ecsv(file, product, LINES)
        assert file.getvalue().decode() == text.getvalue()


@pytest.mark.parametrize("others", [(), ("period",)], ids=["alone", "with another"])
def test_a_text_that_begins_like_a_comment_is_no_comment_of_an_ecsv_file(others):
    texts = ("#1", '# "x", y', "a#b", None)
    columns = tuple(each for each in CATALOGUE.columns if each.name in ("asas_id", *others))
    file = BytesIO()
    write_ecsv(file, Product("few", "", columns), [line(1, asas_id=each, period=2.5) for each in texts])
    found = Table.read(file.getvalue().decode(), format="ascii.ecsv")
    assert found["asas_id"].tolist() == list(texts)
    assert all(found[each].tolist() == [2.5] * 4 for each in others)
