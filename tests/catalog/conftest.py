"""The notebook's face, open on an empty catalogue that asks an archive of this machine."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tessebs_core import catalog
from tessebs_core.demonstration.local_archive import LocalArchive
from tessebs_core.settings import Settings
from tessebs_core.workflows.workspace import Workspace, upgrade_schema
from tests.support.sky import holdings_of, write_file


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[LocalArchive]:
    """Two sectors of SPOC and one of QLP."""
    folder = tmp_path / "shelves"
    folder.mkdir()
    files = [write_file(folder, "SPOC", 1, 600.0), write_file(folder, "SPOC", 2, 600.0)]
    with LocalArchive(holdings_of([*files, write_file(folder, "QLP", 1)])) as archive:
        yield archive


@pytest.fixture
def opened(tmp_path: Path, sqlite_url: str, archive: LocalArchive) -> Iterator[Workspace]:
    """Connect to an empty catalogue."""
    settings = Settings(
        sqlite_url, tmp_path / "data", archive.endpoints.mast_url, archive.endpoints.simbad_url
    )
    upgrade_schema(Workspace.from_settings(settings))
    yield catalog.connect(settings)
    catalog.close()
