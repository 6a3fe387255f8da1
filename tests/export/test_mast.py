"""The CSV for MAST, byte for byte."""

import csv
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest

from tessebs_core.export.mast import MAST_COLUMNS, write_mast
from tessebs_core.records.catalogue_lines import CatalogueLine
from tessebs_core.vocabulary import EBSource
from tests.support.catalogue_lines import AWKWARD, BARE, line

SAMPLE = Path(__file__).with_name("mast_export_sample.csv")
"""Written by the catalogue's first site from a database of awkward rows."""

LABELS = {each.label: each for each in EBSource}


def read_back(row: dict[str, str]) -> CatalogueLine:
    """The line that a row of the sample came from."""
    words = {"source": LABELS[row.pop("source")], "sectors": row.pop("sectors")}
    for name in ("date_added", "date_modified"):
        words[name] = datetime.fromisoformat(row.pop(name)).replace(tzinfo=UTC)
    keys = int(row.pop("tess_id")), int(row.pop("signal_id"))
    return line(*keys, **words, **{name: float(text) for name, text in row.items() if text})


def written(*lines: CatalogueLine) -> bytes:
    file = BytesIO()
    assert write_mast(file, lines) == len(lines)
    return file.getvalue()


def test_it_is_what_the_first_site_wrote_byte_for_byte() -> None:
    with SAMPLE.open(newline="") as file:
        lines = [read_back(row) for row in csv.DictReader(file)]
    assert written(*lines) == SAMPLE.read_bytes()


def test_there_are_29_columns_in_their_old_order() -> None:
    assert len(MAST_COLUMNS) == 29
    assert written() == SAMPLE.read_bytes().splitlines(keepends=True)[0]


def test_an_entry_without_ephemeris_and_source_has_empty_cells() -> None:
    row = written(BARE).splitlines()[1]
    assert row == b"10005000540,1,2024-12-30 01:02:03.000004," + b"," * 25


@pytest.mark.parametrize("value", [5e-324, -0.0, 1e16, 0.1 + 0.2, 1.7976931348623157e308])
def test_a_number_reads_back_as_the_same_double(value: float) -> None:
    cells = written(AWKWARD._replace(period=value)).decode().splitlines()[1].split(",")
    assert repr(float(cells[MAST_COLUMNS.index("period")])) == repr(value)
