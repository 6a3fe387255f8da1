import numpy as np
import pytest

from tessebs_core.compute.recall import recall_of, wilson_share
from tessebs_core.records.recall import Answered
from tessebs_core.vocabulary import PeriodMultiple, Verdict

EB, NO, P, DOUBLE = Verdict.EB, Verdict.NOT_EB, PeriodMultiple.PERIOD, PeriodMultiple.DOUBLE


def test_found_missed_wrong_period_and_false_positives_are_told_apart() -> None:
    answers = [
        Answered(EB, DOUBLE, EB, DOUBLE),
        Answered(EB, DOUBLE, EB, P),
        Answered(EB, P, NO, P),
        Answered(EB, P, Verdict.DUPLICATE, P),
        Answered(NO, P, EB, P),
        Answered(NO, P, NO, P),
    ]
    found = recall_of("ada", answers)
    assert (found.recall.count, found.recall.of) == (2, 3)
    assert (found.right_period.count, found.right_period.of) == (1, 2)
    assert (found.false_positive.count, found.false_positive.of) == (1, 2)


def test_nothing_judged_has_no_share() -> None:
    assert wilson_share(0, 0).value is None


def test_all_right_is_not_certainty() -> None:
    share = wilson_share(10, 10)
    assert share.high == pytest.approx(1.0)
    assert share.low == pytest.approx(0.722, abs=0.001)  # Brown, Cai & DasGupta 2001


@pytest.mark.parametrize("truth", [0.5, 0.9, 0.98])
def test_the_interval_holds_the_truth_in_about_95_of_100_cases(truth: float) -> None:
    counts = np.random.default_rng(3).binomial(40, truth, 2000)
    shares = [wilson_share(int(each), 40) for each in counts]
    held = np.mean([each.low <= truth <= each.high for each in shares])
    assert 0.92 < held < 0.99
