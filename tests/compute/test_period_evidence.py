import pytest

from tessebs_core.compute.fold_study import FoldStudy
from tessebs_core.compute.period_evidence import evidence_of
from tessebs_core.compute.search_points import binned, search_points
from tessebs_core.records import Ephemeris
from tests.support.folded import START, light_curve

CURVE = light_curve(
    Ephemeris(START + 0.7, 2.7), [(0.0, 0.2, 0.2), (0.4, 0.05, 0.2)], noise=2e-3, wave=0.01, sectors=2
)
STUDY = FoldStudy(binned(search_points(CURVE)), 0.13, 2.7)
EVIDENCE = {each.multiple: each for each in evidence_of(STUDY, 2.7)}


def test_the_four_folds_share_one_ephemeris_exactly() -> None:
    assert {multiple: each.period for multiple, each in EVIDENCE.items()} == {
        0.5: 1.35, 1.0: 2.7, 2.0: 5.4, 3.0: pytest.approx(8.1),
    }  # fmt: skip


def test_the_criterion_prefers_the_true_period() -> None:
    assert EVIDENCE[1.0].bic == 0.0
    assert EVIDENCE[0.5].bic > 100
    assert EVIDENCE[2.0].bic > 100


def test_the_true_period_predicts_best() -> None:
    assert EVIDENCE[1.0].predicted == max(each.predicted for each in EVIDENCE.values())


def test_the_secondary_has_its_phase_and_depth() -> None:
    second = EVIDENCE[1.0].secondary
    assert second is not None
    assert second.phase == pytest.approx(0.4, abs=0.02)
    assert second.depth == pytest.approx(0.05, rel=0.35)
    assert second.significance > 10


def test_tides_are_measured_between_the_eclipses() -> None:
    assert EVIDENCE[1.0].ellipsoidal == pytest.approx(-0.01, rel=0.2)
    assert (EVIDENCE[1.0].ellipsoidal_sigma or 0) < -5


def test_coverage_and_eclipses_are_counted() -> None:
    assert EVIDENCE[1.0].coverage == 1.0
    assert 16 <= EVIDENCE[1.0].eclipses <= 20


def test_multiples_beyond_the_data_are_left_out() -> None:
    short = light_curve(Ephemeris(START + 0.7, 10.0), [(0.0, 0.2, 0.3)])
    study = FoldStudy(binned(search_points(short)), 0.2, 10.0)
    assert [each.multiple for each in evidence_of(study, 10.0)] == [0.5, 1.0, 2.0]
