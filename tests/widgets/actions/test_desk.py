"""The desk's report: what is stored, if it still holds, else computed."""

import pytest

from tessebs_core.records import Ephemeris
from tessebs_core.workflows.period_reports import store_report
from tessebs_core.workflows.triage import propose_ephemeris
from tessebs_widgets.actions.triage import Desk
from tests.support.settled import FIRST, TESS_ID, settled_workspace


@pytest.fixture
def workspace(tmp_path, database):
    return settled_workspace(tmp_path, database)


def report(desk: Desk, steps: list, **asked):
    return desk.report(TESS_ID, "SPOC", report=steps.append, cancelled=lambda: False, **asked)


def test_a_stored_report_is_given_back_and_not_computed(workspace):
    stored = store_report(workspace, TESS_ID)
    steps: list = []
    assert report(Desk("rita", workspace), steps) == stored
    assert steps == []


def test_it_is_computed_where_none_is_stored_where_it_is_stale_and_when_asked_for_anew(workspace):
    desk, steps = Desk("rita", workspace), []
    found = report(desk, steps)
    assert found.period == pytest.approx(FIRST.period, rel=1e-3)
    assert steps
    store_report(workspace, TESS_ID)
    for change, asked in ((lambda: None, {"anew": True}), (lambda: propose(workspace), {})):
        change()
        steps = []
        report(desk, steps, **asked)
        assert steps


def propose(workspace) -> None:
    propose_ephemeris(workspace, "rita", TESS_ID, Ephemeris(FIRST.bjd0, FIRST.period / 2))
