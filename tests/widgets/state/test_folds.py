import pytest

from tessebs_core.errors import BadEphemeris
from tessebs_core.records import Ephemeris
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


def test_whole_cycles_carry_the_uncertainty_of_the_zero_point_along():
    fitted = Fold(1000.0, 2.5, 3e-4, 4e-5)
    assert fitted.shifted(10).bjd0_uncert == pytest.approx(5e-4)
    assert fitted.shifted(10).period_uncert == 4e-5
    assert fitted.times(2.0) == Fold(1000.0, 5.0, 3e-4, 8e-5)


def test_an_edit_by_hand_has_no_uncertainty_of_what_it_changed():
    fitted = Fold(1000.0, 2.5, 3e-4, 4e-5)
    assert fitted.with_period(2.6).ephemeris == Ephemeris(1000.0, 2.6)
    assert fitted.shifted(0.25).ephemeris == Ephemeris(1000.625, 2.5, None, 4e-5)


@pytest.mark.parametrize(
    ("bjd0", "period"), [(float("nan"), 1.0), (2458000.0, 1.0), (1000.0, 0.0), (1.0, -2.0)]
)
def test_a_fold_that_is_no_ephemeris_is_refused(bjd0, period):
    with pytest.raises(BadEphemeris):
        Fold(bjd0, period)
