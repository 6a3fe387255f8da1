import pytest

from tessebs_core.compute.eclipse_numbers import EclipseNumber
from tessebs_core.compute.swapping import measured_secondary, swapped_ephemeris, swapped_numbers
from tessebs_core.records import Ephemeris
from tests.support.folded import light_curve

ORBIT = Ephemeris(1326.4, 2.345, 0.002, 0.0004)


def test_the_secondary_is_found_at_its_phase_not_at_half() -> None:
    found = measured_secondary(light_curve(ORBIT, [(0.0, 0.2, 0.2), (0.37, 0.08, 0.2)]), ORBIT)
    assert found is not None
    assert found.position == pytest.approx(0.37, abs=0.002)


def test_a_deeper_dip_away_from_phase_0_is_what_to_swap_to() -> None:
    found = measured_secondary(light_curve(ORBIT, [(0.0, 0.08, 0.2), (0.4, 0.2, 0.2)]), ORBIT)
    assert found is not None
    assert found.position == pytest.approx(0.4, abs=0.002)


def test_one_eclipse_alone_has_no_other() -> None:
    assert measured_secondary(light_curve(ORBIT, [(0.0, 0.2, 0.2)]), ORBIT) is None


def test_the_zero_point_moves_to_the_phase_and_takes_its_uncertainty() -> None:
    moved = swapped_ephemeris(ORBIT, 0.4, 0.001)
    assert moved.bjd0 == pytest.approx(1326.4 + 0.4 * 2.345)
    assert moved.bjd0_uncert == pytest.approx(0.001 * 2.345)
    assert (moved.period, moved.period_uncert) == (2.345, 0.0004)


def test_two_opposite_swaps_change_nothing() -> None:
    numbers: dict[EclipseNumber, float | None] = {each: 0.01 * n for n, each in enumerate(EclipseNumber, 1)}
    numbers[EclipseNumber.SEC_WIDTH_PF] = None
    again = swapped_numbers(swapped_numbers(numbers, 0.437), -0.437)
    assert again == pytest.approx(numbers)
