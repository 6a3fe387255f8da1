"""The whole demonstration catalogue, built as `tessebs demo` builds it."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from tessebs_core.archive.client import Archive, ArchiveEndpoints
from tessebs_core.database.connection import Database
from tessebs_core.database.schema import EB, TIC, Ephemeris, Product
from tessebs_core.demonstration.building import build_demonstration, can_build, is_whole
from tessebs_core.demonstration.catalogue import proposals
from tessebs_core.demonstration.truth import truths
from tessebs_core.errors import StorageError
from tessebs_core.records import DataFolder
from tessebs_core.vocabulary import ProductState
from tessebs_core.workflows.light_curves import provenances_with_light_curve
from tessebs_core.workflows.reporting import Cancelled, Step
from tessebs_core.workflows.workspace import Workspace, upgrade_schema

NOWHERE = ArchiveEndpoints("http://127.0.0.1:9", "http://127.0.0.1:9")
FEWEST_CANDIDATES = 60


def _empty(folder: Path) -> Workspace:
    database = Database.open(f"sqlite:///{folder / 'data' / 'tessebs.sqlite3'}")
    workspace = Workspace(database, DataFolder(folder / "data"), Archive(NOWHERE))
    upgrade_schema(workspace)
    return workspace


def _count(workspace: Workspace, *of: object) -> int:
    statement = select(func.count()).select_from(*of)  # type: ignore[arg-type]
    return workspace.database.read(lambda session: session.scalar(statement) or 0)


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Build it once: interrupted first, then taken up again."""
    workspace = _empty(tmp_path_factory.mktemp("demonstration"))

    def stop_half_way(step: Step) -> None:
        if step.text == "ingesting" and step.done == 5:
            raise Cancelled("Stopped for the test.")

    with pytest.raises(Cancelled):
        build_demonstration(workspace, report=stop_half_way)
    assert not is_whole(workspace)
    assert can_build(workspace)
    build_demonstration(workspace)
    return workspace


def test_every_candidate_has_light_curves_and_proposals(demonstration: Workspace) -> None:
    queued = [each.tess_id for each in truths() if not each.settled]
    assert len(queued) >= FEWEST_CANDIDATES
    assert all(len(provenances_with_light_curve(demonstration, each)) >= 2 for each in queued)
    with_proposals = select(func.count(Ephemeris.tic_id.distinct()))
    found = demonstration.database.read(lambda session: session.scalar(with_proposals))
    assert found == len(truths())


def test_every_file_is_held_and_none_failed(demonstration: Workspace) -> None:
    states = demonstration.database.read(lambda session: set(session.scalars(select(Product.state))))
    assert states == {ProductState.HELD}


def test_some_binaries_stand_in_the_catalogue_from_the_start(demonstration: Workspace) -> None:
    assert _count(demonstration, EB) == sum(each.settled for each in truths())


def test_what_was_there_when_a_build_is_taken_up_again_is_not_added_twice(demonstration: Workspace) -> None:
    assert is_whole(demonstration)
    assert _count(demonstration, TIC) == len(truths())
    assert _count(demonstration, Ephemeris) == sum(map(len, proposals().values())) + _count(demonstration, EB)


def test_the_truth_is_nowhere_in_the_data_folder(demonstration: Workspace) -> None:
    folders = {path.name for path in demonstration.folder.root.iterdir()}
    assert folders <= {"lc_data", "mast", "tessebs.sqlite3", "tessebs.sqlite3-wal", "tessebs.sqlite3-shm"}


def test_a_folder_that_cannot_be_written_is_said_to_be_one(tmp_path: Path) -> None:
    workspace = _empty(tmp_path)
    (tmp_path / "file").write_text("")
    blocked = Workspace(workspace.database, DataFolder(tmp_path / "file" / "data"), workspace.archive)
    with pytest.raises(StorageError, match="cannot be written"):
        build_demonstration(blocked)
