"""``tessebs export`` and ``tessebs release``."""

from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from tessebs_core.database.schema import EB
from tessebs_core.database.stores.targets import find_target, save_target
from tessebs_core.errors import InputError
from tessebs_core.records import TargetMetadata
from tessebs_core.workflows.workspace import open_workspace
from tests.cli.conftest import Tessebs


@pytest.fixture
def catalogue(tessebs: Tessebs) -> Tessebs:
    """TIC 11 is confirmed; "lea" is a lead."""
    tessebs("db", "upgrade")
    tessebs("group", "role", "lea", "lead")

    def enter(session: Session) -> None:
        save_target(session, TargetMetadata(11, teff=5000.0))
        session.add(EB(tic=find_target(session, 11), in_catalog=True))

    open_workspace().database.write(enter)
    return tessebs


def test_the_catalogue_goes_to_a_file_once_and_to_the_standard_output(
    catalogue: Tessebs, tmp_path: Path
) -> None:
    file = tmp_path / "mast.csv"
    assert "1 entries written" in catalogue("export", "mast", "--to", file).stdout
    assert isinstance(catalogue("export", "mast", "--to", file).exception, InputError)
    assert catalogue("export", "mast", "--to", file, "--force").exit_code == 0
    assert catalogue("export", "mast", "--to", "-").stdout == file.read_text()
    catalogue("export", "flags", "--to", tmp_path / "flags.fits")
    assert (tmp_path / "flags.fits").read_bytes().startswith(b"SIMPLE  =")


def test_a_release_is_made_listed_shown_compared_written_and_verified(
    catalogue: Tessebs, tmp_path: Path
) -> None:
    assert "Release one: 1 entries" in catalogue("release", "make", "one", "--as", "lea").stdout
    assert "one" in catalogue("release", "list").stdout
    assert "mast.csv" in catalogue("release", "show", "one").stdout
    assert "no difference" in catalogue("release", "diff", "one").stdout
    open_workspace().database.write(lambda session: setattr(find_target(session, 11), "teff", 6000.0))
    told = catalogue("release", "diff", "one").stdout
    assert "teff: 5000.0 -> 6000.0" in told
    assert "because: target edited" in told
    assert "1 changed" in catalogue("release", "diff", "one", "--summary").stdout
    assert "15 files" in catalogue("release", "files", "one", "--to", tmp_path / "files").stdout
    assert "Release one holds: 13 files" in catalogue("release", "verify", "one").stdout
