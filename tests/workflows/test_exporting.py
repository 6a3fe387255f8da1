"""Exports of a database, on both engines."""

import csv
import math
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from astropy.table import Table
from sqlalchemy.orm import Session

from tessebs_core.archive.client import ArchiveEndpoints
from tessebs_core.database.connection import Database
from tessebs_core.database.schema import EB
from tessebs_core.database.stores.sectors import sectors_numbered
from tessebs_core.database.stores.targets import find_target, save_target, set_provenances
from tessebs_core.errors import InputError, StorageError
from tessebs_core.records import Ephemeris, Source, TargetMetadata
from tessebs_core.records.searching import Order, Range, Search
from tessebs_core.vocabulary import EBSource, EphemerisStatus, ExportKind, InCatalogue, SignalFlag
from tessebs_core.workflows.catalogue import CatalogueEntry, enter_binary
from tessebs_core.workflows.exporting import export_bytes, export_catalogue, export_columns
from tessebs_core.workflows.searching import find_all
from tessebs_core.workflows.workspace import Workspace
from tests.support.rows import statements_sent
from tests.support.sky import workspace_in


@pytest.fixture
def catalogue(tmp_path: Path, database: Database) -> Workspace:
    """Entered: TIC 22 signal 1, TIC 11 signals 1 and 2; the second is not confirmed, 33 has no ephemeris."""

    def targets(session: Session) -> None:
        for tess_id in (22, 11, 33):
            target = save_target(
                session, TargetMetadata(tess_id, ra=0.1 + tess_id, gaia_dr3_id=2**62 + tess_id)
            )
            target.sectors = sectors_numbered(session, (96, 2, 10) if tess_id == 22 else ())
            set_provenances(session, target, ["SPOC", "QLP"] if tess_id == 22 else [])
        session.flush()

    database.write(targets)
    workspace = workspace_in(tmp_path, database, ArchiveEndpoints("http://127.0.0.1:9"))
    source = Source("QATS", author="ben")
    for tess_id, signal_id, confirmed in ((22, 1, True), (11, 2, False), (11, 1, True)):
        entry = CatalogueEntry(
            tess_id, Ephemeris(1400.1, signal_id / 3, None, 1e-7), source,
            signal_id, confirmed, EBSource.TPF, 0.5, {SignalFlag.MULTI}, ("WG4", "Villanova"),
        )  # fmt: skip
        enter_binary(workspace, entry)
    database.write(lambda session: session.add(EB(tic=find_target(session, 33), in_catalog=True)))
    return workspace


def rows(workspace: Workspace, kind: ExportKind) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(export_bytes(workspace, kind).decode())))


def test_mast_gets_confirmed_entries_as_they_were_entered(catalogue: Workspace) -> None:
    found = rows(catalogue, ExportKind.MAST)
    assert [(each["tess_id"], each["signal_id"]) for each in found] == [("22", "1"), ("11", "1"), ("33", "1")]
    assert (found[0]["sectors"], found[0]["source"]) == ("2,10,96", "Target Pixel File (TPF)")
    assert (found[0]["period"], found[0]["bjd0_uncert"]) == (repr(1 / 3), "")
    assert (found[2]["bjd0"], found[2]["source"], found[2]["ra"]) == ("", "", "33.1")


def test_the_other_formats_stand_by_target_and_have_every_list(catalogue: Workspace) -> None:
    found = Table.read(BytesIO(export_bytes(catalogue, ExportKind.FITS)), format="fits")
    assert found["tess_id"].tolist() == [11, 22, 33]
    assert found["provenances"].tolist() == ["", "QLP; SPOC", ""]
    assert found["origins"].tolist() == ["Villanova; WG4", "Villanova; WG4", ""]
    assert found["gaia_dr3_id"].tolist() == [2**62 + 11, 2**62 + 22, 2**62 + 33]
    assert found["period"].tolist() == [1 / 3, 1 / 3, None]


def test_flags_have_a_table_of_their_own(catalogue: Workspace) -> None:
    found = rows(catalogue, ExportKind.FLAGS)
    assert list(found[0]) == [
        "tess_id", "signal_id", "ambiguous", "insufficient", "heartbeat", "pulscomp", "multi", "single",
    ]  # fmt: skip
    assert [each["multi"] for each in found] == ["1", "1", "0"]


def test_what_a_search_finds_is_written_whole_and_in_its_order(catalogue: Workspace) -> None:
    search = Search(
        in_catalog=InCatalogue.ANY, ranges=(Range("tess_id", 10, 30),), order=(Order("period", True),), size=1
    )
    text = export_bytes(catalogue, ExportKind.CSV, search).decode()
    found = [(each["tess_id"], each["signal_id"]) for each in csv.DictReader(StringIO(text))]
    assert found == [("11", "2"), ("11", "1"), ("22", "1")]
    for status in EphemerisStatus:
        asked = Search(status=status, order=(Order("status"),))
        written = export_bytes(catalogue, ExportKind.MAST, asked).splitlines()[1:]
        assert [int(each.split(b",")[0]) for each in written] == [
            each.tess_id for each in find_all(catalogue, asked)
        ]


@pytest.mark.parametrize("kind", [ExportKind.MAST, ExportKind.CSV])
def test_one_query_gives_everything(catalogue: Workspace, kind: ExportKind) -> None:
    with statements_sent(catalogue.database) as sent:
        export_bytes(catalogue, kind)
    assert len(sent) == 1


def test_a_file_that_is_there_is_not_replaced_unasked(catalogue: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "new" / "mast.csv"
    assert export_catalogue(catalogue, ExportKind.MAST, file) == 3
    file.write_text("mine")
    with pytest.raises(InputError, match="is there already"):
        export_catalogue(catalogue, ExportKind.MAST, file)
    assert file.read_text() == "mine"
    export_catalogue(catalogue, ExportKind.MAST, file, overwrite=True)
    assert file.read_bytes() == export_bytes(catalogue, ExportKind.MAST)
    assert list(file.parent.iterdir()) == [file]


def test_a_failure_in_the_middle_leaves_the_file_that_was_there(
    catalogue: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_kind: object, file: BytesIO, _lines: object) -> int:
        file.write(b"half")
        raise OSError(28, "No space left on device")

    file = tmp_path / "mast.csv"
    file.write_text("before")
    monkeypatch.setattr("tessebs_core.workflows.exporting.write_export", full)
    with pytest.raises(StorageError, match="No space left"):
        export_catalogue(catalogue, ExportKind.MAST, file, overwrite=True)
    assert file.read_text() == "before"
    assert sorted(each.name for each in tmp_path.glob("*mast.csv*")) == ["mast.csv"]


FORMS = {"csv": "ascii.csv", "votable": "votable", "fits": "fits", "ecsv": "ascii.ecsv"}


@pytest.mark.parametrize("kind", FORMS)
def test_a_file_may_have_the_columns_of_the_screen_and_no_others(catalogue: Workspace, kind: str) -> None:
    columns = ("period", "tess_id", "flags", "sectors", "date_added", "in_catalog", "gaia_dr3_id", "status")
    search = Search(in_catalog=InCatalogue.ANY, order=(Order("period", descending=True),))
    content = export_columns(catalogue, ExportKind(kind), search, columns)
    found = Table.read(content.decode() if kind in {"csv", "ecsv"} else BytesIO(content), format=FORMS[kind])
    assert tuple(found.colnames) == columns
    assert list(found["tess_id"]) == [each.tess_id for each in find_all(catalogue, search)]
    periods = found["period"].astype(float).filled(math.nan).tolist()
    assert periods[:3] == [2 / 3, 1 / 3, 1 / 3]
    assert math.isnan(periods[3])
    assert list(found["gaia_dr3_id"]) == [2**62 + each for each in found["tess_id"]]
    if kind != "csv":
        assert found["period"].unit == "d"


def test_what_mast_gets_has_its_own_columns(catalogue: Workspace) -> None:
    with pytest.raises(InputError, match="columns of its own"):
        export_columns(catalogue, ExportKind.MAST, Search(), ("period",))
