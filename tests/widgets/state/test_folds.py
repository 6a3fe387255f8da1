import pytest

from tessebs_core.errors import BadEphemeris
from tessebs_core.vocabulary import PeriodMultiple
from tessebs_widgets.state import Fold, multiple_of


@pytest.mark.parametrize(
    ("period", "multiple"),
    [
        (2.0, PeriodMultiple.PERIOD),
        (1.0, PeriodMultiple.HALF),
        (4.0, PeriodMultiple.DOUBLE),
        (2.0 * 1.0009, PeriodMultiple.PERIOD),
        (2.0 * 1.0011, PeriodMultiple.OTHER),
        (3.0, PeriodMultiple.OTHER),
        (8.0, PeriodMultiple.OTHER),
    ],
)
def test_a_period_is_the_multiple_that_it_nearly_equals(period, multiple):
    assert multiple_of(period, 2.0) is multiple


def test_a_shift_by_one_cycle_moves_the_zero_point_by_one_period():
    assert Fold(1000.0, 2.5).shifted(-1.0) == Fold(997.5, 2.5)


@pytest.mark.parametrize(
    ("bjd0", "period"), [(float("nan"), 1.0), (2458000.0, 1.0), (1000.0, 0.0), (1.0, -2.0)]
)
def test_a_fold_that_is_no_ephemeris_is_refused(bjd0, period):
    with pytest.raises(BadEphemeris):
        Fold(bjd0, period)
