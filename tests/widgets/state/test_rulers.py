import math

import pytest

from tessebs_core.errors import InputError
from tessebs_widgets.state.rulers import MOST_CYCLES, Ruler


def test_the_period_is_the_range_over_the_cycles():
    ruler = Ruler(1326.0, 1336.0, 4)
    assert ruler.period == 2.5
    assert ruler.inner == (1328.5, 1331.0, 1333.5)
    assert Ruler(1326.0, 1336.0).inner == ()


def test_the_ends_may_be_given_in_any_order_and_the_cycles_follow_from_a_period():
    assert Ruler.between(1336.0, 1326.0, 2.4) == Ruler(1326.0, 1336.0, 4)
    assert Ruler.between(1326.0, 1327.0, 40.0) == Ruler(1326.0, 1327.0, 1)
    assert Ruler.between(1326.0, 1336.0, None) == Ruler(1326.0, 1336.0, 1)
    assert Ruler.between(1326.0, 1336.0, 2.4, 5) == Ruler(1326.0, 1336.0, 5)
    assert Ruler.between(1326.0, 1336.0, 1e-9).cycles == MOST_CYCLES


@pytest.mark.parametrize(
    ("start", "end", "cycles"),
    [
        (1326.0, 1326.0, 1), (1326.0, 1320.0, 1), (math.nan, 1327.0, 1), (1326.0, math.inf, 1),
        (1326.0, 1327.0, 0), (1326.0, 1327.0, -1), (1326.0, 1327.0, MOST_CYCLES + 1), (1326.0, 1327.0, 1.5),
    ],
)  # fmt: skip
def test_a_ruler_that_cannot_be_is_refused(start, end, cycles):
    with pytest.raises(InputError):
        Ruler(start, end, cycles)
