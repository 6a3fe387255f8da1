import math

import numpy as np
import pytest

from tessebs_core.errors import BadEphemeris
from tessebs_core.records import Ephemeris, Source
from tessebs_core.vocabulary import PeriodMultiple


def test_a_full_bjd_is_refused_rather_than_taken_for_a_btjd() -> None:
    with pytest.raises(BadEphemeris, match="BJD_TDB - 2457000"):
        Ephemeris(bjd0=2458325.5, period=1.0)


@pytest.mark.parametrize("period", [0.0, -1.5, math.nan, math.inf])
def test_a_period_must_be_a_positive_number(period: float) -> None:
    with pytest.raises(BadEphemeris, match="period"):
        Ephemeris(bjd0=1325.0, period=period)


@pytest.mark.parametrize("uncertainty", [-1e-4, math.nan, math.inf])
def test_an_uncertainty_is_positive_or_left_out(uncertainty: float) -> None:
    with pytest.raises(BadEphemeris, match="period_uncert"):
        Ephemeris(bjd0=1325.0, period=1.0, period_uncert=uncertainty)


def test_a_multiple_keeps_the_zero_point_and_scales_the_uncertainty() -> None:
    double = Ephemeris(1325.0, 0.75, 1e-3, 1e-5).multiple(PeriodMultiple.DOUBLE)
    assert double == Ephemeris(1325.0, 1.5, 1e-3, 2e-5)


def test_other_names_no_ephemeris() -> None:
    with pytest.raises(BadEphemeris, match="propose"):
        Ephemeris(1325.0, 0.75).multiple(PeriodMultiple.OTHER)


def test_a_source_is_shown_with_its_version() -> None:
    assert (Source("QATS", "2.1").label, Source("BLS").label) == ("QATS 2.1", "BLS")


def test_numbers_of_numpy_become_pythons() -> None:
    ephemeris = Ephemeris(np.float32(1325.5), np.int64(2))
    assert [type(ephemeris.bjd0), type(ephemeris.period)] == [float, float]


@pytest.mark.parametrize("value", ["2.5", None, [2.5], True])
def test_what_is_no_number_is_refused(value: object) -> None:
    with pytest.raises(BadEphemeris, match="period"):
        Ephemeris(bjd0=1325.0, period=value)  # type: ignore[arg-type]
