from tessebs_core.catalog import TIC
from tessebs_core.workflows.workspace import Workspace
from tests.support.sky import PERIOD, T0, TARGET


def test_a_target_tells_its_period_in_a_notebook(opened: Workspace) -> None:
    tic = TIC.from_mast(TARGET, syndicate_data=True)
    TIC.add_to_triage(TARGET, {"bjd0": T0, "period": PERIOD}, {"model": "QATS"})
    report = tic.report()
    found = report.decision
    assert found.provenance == "SPOC"
    assert found.period is not None
    multiples = [abs(found.period / (PERIOD * each) - 1) for each in (1.0, 2.0)]
    assert min(multiples) < 1e-3
    assert [member.source and member.source.model for group in found.groups for member in group.members] == [
        "QATS"
    ]
    assert report.eclipses is not None
    assert report.times
