import pytest

from tessebs_core.vocabulary import PeriodMultiple
from tessebs_widgets.state.evidence import drift, evidence_columns
from tests.widgets.fakes import BINARY, PERIODS, period_report

TRUE = PERIODS[BINARY]
REPORT = period_report(multiples=(0.25, 0.5, 1.0, 2.0, 3.0))


def shown(proposed: float | None) -> list[tuple]:
    """Label and multiple of the reported period of each column."""
    return [
        (each.label, each.evidence.multiple if each.evidence else None)
        for each in evidence_columns(REPORT, proposed)
    ]


def test_a_proposal_at_the_reported_period_has_the_reports_own_columns():
    assert shown(TRUE) == [("P/2", 0.5), ("P", 1.0), ("2P", 2.0)]
    assert [each.reported for each in evidence_columns(REPORT, TRUE)] == [False, True, False]


def test_a_proposal_at_half_the_reported_period_calls_the_report_2p():
    columns = evidence_columns(REPORT, TRUE / 2)
    assert shown(TRUE / 2) == [("P/2", 0.25), ("P", 0.5), ("2P", 1.0)]
    assert [each.multiple for each in columns if each.reported] == [PeriodMultiple.DOUBLE]
    assert columns[2].evidence.bic == 0.0


def test_what_the_report_did_not_look_at_is_empty():
    assert shown(2 * TRUE) == [("P/2", 1.0), ("P", 2.0), ("2P", None)]


def test_a_reported_period_beyond_the_pictures_has_a_column_of_its_own():
    assert shown(TRUE / 3)[-1] == ("3P", 1.0)
    assert shown(1.5 * TRUE)[-1] == ("2P/3", 1.0)


@pytest.mark.parametrize("proposed", [None, TRUE * 1.234])
def test_without_a_small_ratio_the_columns_are_the_reports(proposed):
    columns = evidence_columns(REPORT, proposed)
    assert [each.evidence.multiple for each in columns] == [0.5, 1.0, 2.0]
    assert all(each.multiple is None for each in columns)


def test_a_proposal_that_runs_away_from_the_fold_is_measured_in_cycles():
    assert drift(REPORT, TRUE / 2, 100.0) == 0.0
    assert drift(REPORT, TRUE * 1.001, 100.0) == pytest.approx(0.001 * 100 / TRUE, rel=0.01)
    assert drift(REPORT, TRUE * 1.234, 100.0) == 0.0
