import numpy as np
import pytest

from tessebs_core.compute.several_signals import residual
from tessebs_core.compute.signal_removal import Removal
from tessebs_core.errors import BadLightCurve
from tests.support.folded import light_curve
from tests.support.settled import FIRST, SECOND, two_signals


@pytest.mark.parametrize("removal", [*Removal, None])
def test_what_is_left_has_no_eclipse_of_the_signal_taken_out(removal: Removal | None) -> None:
    left = residual(two_signals(), [FIRST], removal)
    assert left.flux.min() > 0.955
    assert np.std(left.flux) < 0.008


def test_taking_both_out_leaves_noise() -> None:
    left = residual(two_signals(), [FIRST, SECOND], Removal.MASK)
    assert np.std(left.flux) == pytest.approx(1e-3, rel=0.1)


def test_masks_leave_points_and_their_columns_as_they_were() -> None:
    whole = two_signals()
    left = residual(whole, [FIRST], Removal.MASK)
    assert len(left) < len(whole)
    assert set(left.time.tolist()) <= set(whole.time.tolist())
    assert left.sectors == whole.sectors


def test_light_that_varies_all_the_time_is_subtracted_when_nobody_says_how() -> None:
    whole = light_curve(FIRST, [(0.0, 0.2, 0.5), (0.5, 0.2, 0.5)], wave=0.05)
    left = residual(whole, [FIRST])
    assert len(left) == len(whole)
    assert np.std(left.flux) < 0.01


def test_a_mask_that_leaves_too_little_is_refused_in_words() -> None:
    whole = light_curve(FIRST, [(0.0, 0.3, 0.7), (0.5, 0.25, 0.7)], noise=1e-4)
    with pytest.raises(BadLightCurve, match="subtract it instead"):
        residual(whole, [FIRST], Removal.MASK)
