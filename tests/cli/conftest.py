"""The command line, pointed at an archive of this machine and at a folder of the test."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tessebs_core.cli.main import application
from tessebs_core.demonstration.local_archive import LocalArchive
from tests.support.sky import holdings_of, write_file

Tessebs = Callable[..., Result]


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[LocalArchive]:
    """One sector of SPOC and one of QLP."""
    folder = tmp_path / "shelves"
    folder.mkdir()
    with LocalArchive(holdings_of([write_file(folder, "SPOC", 1), write_file(folder, "QLP", 1)])) as archive:
        yield archive


@pytest.fixture
def tessebs(tmp_path: Path, archive: LocalArchive, monkeypatch: pytest.MonkeyPatch) -> Tessebs:
    """Run ``tessebs`` with these words."""
    for name in ("TESSEBS_DATABASE_URL", "TESSEBS_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TESSEBS_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("TESSEBS_MAST_URL", str(archive.endpoints.mast_url))
    monkeypatch.setenv("TESSEBS_SIMBAD_URL", str(archive.endpoints.simbad_url))
    return lambda *words: CliRunner().invoke(application(), [str(word) for word in words])
