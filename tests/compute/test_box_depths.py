import numpy as np
import pytest

from tessebs_core.compute.box_depths import box_depths
from tessebs_core.records import Ephemeris

TIME = 1325 + np.arange(0, 20, 0.01)
EPHEMERIS = Ephemeris(1325.5, 2.0)


def light(odd: float, even: float) -> np.ndarray:
    """Boxes of 0.2 d on a period of 2 d; even ones at 1325.5, 1329.5, ..."""
    flux = np.ones(TIME.size)
    flux[np.abs((TIME - 1325.5 + 2) % 4 - 2) < 0.1] -= even
    flux[np.abs((TIME - 1327.5 + 2) % 4 - 2) < 0.1] -= odd
    return flux


def test_depths_of_all_odd_and_even_eclipses_are_those_put_in() -> None:
    weight = np.full(TIME.size, 1e4)  # errors of 0.01
    found = box_depths(TIME, light(0.1, 0.3), weight, EPHEMERIS, 0.19)
    assert found.odd is not None
    assert found.even is not None
    assert found.all is not None
    assert (found.odd.value, found.even.value) == pytest.approx((0.1, 0.3), abs=0.005)
    assert found.all.value == pytest.approx(0.2, abs=0.005)
    assert found.eclipses == 10
    assert found.all.uncertainty == pytest.approx(0.01 / np.sqrt(190), rel=0.06)


def test_at_half_the_true_period_the_depth_is_halved() -> None:
    found = box_depths(TIME, light(0.2, 0.2), np.ones(TIME.size), EPHEMERIS, 0.19)
    assert found.half is not None
    assert found.half.value == pytest.approx(0.1, abs=0.005)


def test_eclipses_that_nobody_saw_have_no_depth() -> None:
    seen = TIME < 1327
    found = box_depths(TIME[seen], light(0.1, 0.3)[seen], np.ones(seen.sum()), EPHEMERIS, 0.19)
    assert found.odd is None
    assert found.eclipses == 1
