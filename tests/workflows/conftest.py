"""A small sky in the archive of this machine, and an empty workspace that asks it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tessebs_core.database.connection import Database
from tessebs_core.demonstration.holdings import Holdings
from tessebs_core.demonstration.local_archive import LocalArchive
from tessebs_core.workflows.workspace import Workspace
from tests.support.sky import File, workspace_in, write_file


@pytest.fixture
def ask(tmp_path: Path, database: Database) -> Iterator[Callable[[Holdings], tuple[Workspace, LocalArchive]]]:
    """Start an archive with these holdings, and make a workspace that asks it."""
    started: list[LocalArchive] = []

    def start(holdings: Holdings) -> tuple[Workspace, LocalArchive]:
        archive = LocalArchive(holdings).__enter__()
        started.append(archive)
        return workspace_in(tmp_path, database, archive.endpoints), archive

    yield start
    for archive in started:
        archive.__exit__(None, None, None)


@pytest.fixture
def files(tmp_path: Path) -> list[File]:
    """Two sectors of SPOC, one of QLP and one of TASOC, all of one target."""
    folder = tmp_path / "shelves"
    folder.mkdir()
    return [
        write_file(folder, "SPOC", 1, 600.0),
        write_file(folder, "SPOC", 2, 600.0),
        write_file(folder, "QLP", 1),
        write_file(folder, "TASOC", 2),
    ]
