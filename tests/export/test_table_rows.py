"""What is written at once is what astropy writes cell by cell."""

import base64
from io import BytesIO, StringIO

from astropy.io.votable import from_table
from astropy.io.votable.tree import VOTableFile

from tessebs_core.export.columns import CATALOGUE, FLAGS
from tessebs_core.export.spelling import plane_text
from tessebs_core.export.table_rows import binary2_rows
from tessebs_core.export.tables import astropy_table, write_ecsv
from tests.support.catalogue_lines import LINES


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
