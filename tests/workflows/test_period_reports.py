"""Reports that are stored: the same back, stale when what they rest on has changed, kept one by one."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from tessebs_core.archive.client import ArchiveEndpoints
from tessebs_core.database.connection import Database
from tessebs_core.database.schema import Report, Run
from tessebs_core.database.stores.targets import save_target
from tessebs_core.errors import Cancelled, NoLightCurve
from tessebs_core.export.syndicated import write_syndicated
from tessebs_core.records import Ephemeris, Source, TargetMetadata
from tessebs_core.vocabulary import PeriodGrade
from tessebs_core.workflows.period_reports import report_target, store_report, stored_report
from tessebs_core.workflows.report_batches import store_reports
from tessebs_core.workflows.triage import add_to_triage
from tessebs_core.workflows.workspace import Workspace
from tests.support.sky import workspace_in
from tests.widgets.fakes import synthetic_light_curve

PERIOD = 2.345678


@pytest.fixture
def workspace(tmp_path: Path, database: Database) -> Workspace:
    """Two targets with a light curve and a proposal; a third with nothing."""
    made = workspace_in(tmp_path, database, ArchiveEndpoints("http://127.0.0.1:9"))
    for tess_id in (1001, 1002, 1003):
        database.write(lambda session, tess_id=tess_id: save_target(session, TargetMetadata(tess_id)))
    for tess_id in (1001, 1002):
        _write(made, tess_id)
        add_to_triage(made, tess_id, Ephemeris(1326.1, PERIOD / 2, 1e-3), Source("BLS", "1.0"))
    return made


def _write(workspace: Workspace, tess_id: int, depth: float = 0.25) -> None:
    curves = [synthetic_light_curve(tess_id, "SPOC", period=PERIOD, depth=depth)]
    write_syndicated(workspace.folder.syndicated(tess_id), curves)


def test_a_stored_report_comes_back_as_it_was(workspace: Workspace) -> None:
    made = store_report(workspace, 1001)
    known = stored_report(workspace, 1001)
    assert known is not None
    assert known.report == made == report_target(workspace, 1001).decision
    assert not known.is_stale
    assert known.report.evidence
    assert known.report.groups
    assert known.report.candidates


def test_the_run_says_what_made_it_and_a_new_report_takes_the_place(workspace: Workspace) -> None:
    store_report(workspace, 1001)
    store_report(workspace, 1001)
    [row] = workspace.database.read(lambda session: list(session.scalars(select(Report))))
    assert row.grade is not PeriodGrade.NO_ECLIPSES
    assert row.period == pytest.approx(PERIOD, rel=1e-4)
    run = workspace.database.read(lambda session: session.get(Run, row.run_id))
    assert run is not None
    assert run.code == "tessebs_core.compute.period_report"
    assert run.light_curve_hash is not None
    [[ephemeris, source]] = run.parameters["proposals"]
    assert (ephemeris["period"], source["model"]) == (PERIOD / 2, "BLS")


def test_another_light_curve_makes_it_stale(workspace: Workspace) -> None:
    store_report(workspace, 1001)
    _write(workspace, 1001, depth=0.3)
    known = stored_report(workspace, 1001)
    assert known is not None
    assert known.is_stale


def test_another_proposal_makes_it_stale(workspace: Workspace) -> None:
    store_report(workspace, 1001)
    add_to_triage(workspace, 1001, Ephemeris(1326.1, PERIOD), Source("QATS"))
    known = stored_report(workspace, 1001)
    assert known is not None
    assert known.is_stale


def test_what_is_not_stored_is_none_and_what_has_no_light_curve_says_so(workspace: Workspace) -> None:
    assert stored_report(workspace, 1001) is None
    with pytest.raises(NoLightCurve, match="tessebs tic add 1003"):
        store_report(workspace, 1003)


def test_values_that_are_not_finite_come_back_too(workspace: Workspace) -> None:
    from tessebs_core.records.period_contents import contents_of, report_from

    made = report_target(workspace, 1001).decision
    odd = replace(made, evidence=(replace(made.evidence[0], bic=float("-inf")),))
    assert report_from(contents_of(odd)) == odd


def test_a_batch_takes_all_targets_and_then_only_what_is_stale(workspace: Workspace) -> None:
    assert store_reports(workspace).stored == (1001, 1002)
    _write(workspace, 1002, depth=0.3)
    again = store_reports(workspace, only_stale=True)
    assert (again.stored, again.fresh, again.failures) == ((1002,), (1001,), ())


def test_a_batch_that_is_stopped_keeps_what_is_done(workspace: Workspace) -> None:
    asked = iter([False, True])
    with pytest.raises(Cancelled, match="1 of 3"):
        store_reports(workspace, cancelled=lambda: next(asked))
    assert workspace.database.read(lambda session: session.scalar(select(func.count(Report.id)))) == 1
