from pathlib import Path

import pytest

from tessebs_core.compute.eclipse_numbers import EclipseNumber
from tessebs_core.database.connection import Database
from tessebs_core.database.schema import EB
from tessebs_core.errors import NotPermitted
from tessebs_core.records import Source
from tessebs_core.workflows.catalogue import CatalogueEntry, enter_binary, review_eclipses, store_eclipses
from tessebs_core.workflows.eclipse_reviews import catalogue_signals, review_ephemeris
from tessebs_core.workflows.workspace import Workspace
from tests.support.settled import FIRST, TESS_ID, settled_workspace


@pytest.fixture
def workspace(tmp_path: Path, database: Database) -> Workspace:
    return settled_workspace(tmp_path, database)


def test_the_entries_of_a_target_come_by_number(workspace: Workspace) -> None:
    assert catalogue_signals(workspace, TESS_ID) == ()
    entry_id = enter_binary(workspace, CatalogueEntry(TESS_ID, FIRST, Source("truth")))
    [found] = catalogue_signals(workspace, TESS_ID)
    assert (found.entry_id, found.signal_id) == (entry_id, 1)
    assert found.ephemeris is not None
    assert found.ephemeris.period == FIRST.period


def test_an_ephemeris_without_an_entry_is_measured_like_one_with(workspace: Workspace) -> None:
    entry_id = enter_binary(workspace, CatalogueEntry(TESS_ID, FIRST, Source("truth")))
    on_fold = review_ephemeris(workspace, TESS_ID, FIRST, "SPOC")
    assert on_fold == review_eclipses(workspace, entry_id, "SPOC")


def test_what_a_person_refused_is_empty_in_the_entry(workspace: Workspace) -> None:
    entry_id = enter_binary(workspace, CatalogueEntry(TESS_ID, FIRST, Source("truth")))
    review = review_eclipses(workspace, entry_id, "SPOC").accept(EclipseNumber.PRIM_DEPTH_2G, "rita")
    store_eclipses(
        workspace, entry_id, review.reject(EclipseNumber.PRIM_POS_2G, "rita", "asymmetric"), "rita", "SPOC"
    )
    stored = workspace.database.read(
        lambda session: [
            (row.prim_depth_2g, row.prim_pos_2g) for row in [session.get(EB, entry_id)] if row is not None
        ]
    )
    assert stored == [(pytest.approx(0.2, rel=0.2), None)]


def test_a_viewer_stores_nothing(workspace: Workspace) -> None:
    entry_id = enter_binary(workspace, CatalogueEntry(TESS_ID, FIRST, Source("truth")))
    review = review_eclipses(workspace, entry_id, "SPOC")
    with pytest.raises(NotPermitted):
        store_eclipses(workspace, entry_id, review, "vera", "SPOC")
