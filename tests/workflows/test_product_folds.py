from pathlib import Path

import numpy as np
import pytest

from tessebs_core.archive.client import ArchiveEndpoints
from tessebs_core.database.connection import Database
from tessebs_core.errors import Cancelled, NoLightCurve
from tessebs_core.export.syndicated import write_syndicated
from tessebs_core.records import Ephemeris
from tessebs_core.records.reporting import Step
from tessebs_core.workflows.product_folds import compare_products
from tessebs_core.workflows.workspace import Workspace
from tests.support.sky import workspace_in
from tests.widgets.fakes import synthetic_light_curve

TRUE = Ephemeris(1326.1, 2.345678)


@pytest.fixture
def workspace(tmp_path: Path, database: Database) -> Workspace:
    """A target in two products; the aperture of QLP holds as much light of another star."""
    made = workspace_in(tmp_path, database, ArchiveEndpoints("http://127.0.0.1:9"))
    curves = [
        synthetic_light_curve(1001, name, period=TRUE.period, depth=depth)
        for name, depth in (("SPOC", 0.25), ("QLP", 0.125))
    ]
    write_syndicated(made.folder.syndicated(1001), curves)
    return made


def test_every_product_is_folded_and_a_blend_is_told(workspace: Workspace) -> None:
    steps: list[Step] = []
    found = compare_products(workspace, 1001, TRUE, report=steps.append)
    assert {each.provenance: each.depth for each in found.folds} == {
        "SPOC": pytest.approx(0.25, rel=0.05),
        "QLP": pytest.approx(0.125, rel=0.05),
    }
    assert all(np.isfinite(each.curve).all() for each in found.folds)
    assert "deep in SPOC" in found.warnings[0]
    assert len(steps) == 2


def test_it_stops_between_two_products(workspace: Workspace) -> None:
    steps: list[Step] = []
    with pytest.raises(Cancelled):
        compare_products(workspace, 1001, TRUE, report=steps.append, cancelled=lambda: len(steps) > 0)
    assert len(steps) == 1


def test_a_target_without_light_curves_says_how_to_get_them(workspace: Workspace) -> None:
    with pytest.raises(NoLightCurve, match="tessebs tic add 5"):
        compare_products(workspace, 5, TRUE)
