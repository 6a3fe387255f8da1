from dataclasses import replace

import numpy as np
import pytest

from tessebs_core.compute.cross_validation import CrossValidation
from tessebs_core.compute.search_points import binned, search_points
from tessebs_core.records import Ephemeris
from tests.support.folded import light_curve

UNLIKE = [(0.0, 0.2, 0.2), (0.5, 0.1, 0.2)]
POINTS = binned(search_points(light_curve(Ephemeris(1326.0, 2.0), UNLIKE, noise=2e-3)))


def test_the_true_period_predicts_nearly_all() -> None:
    assert CrossValidation(POINTS).explained(2.0, 0.02) > 0.97


@pytest.mark.parametrize("wrong", [1.0, 2.0 * 2 / 3, 2.02])
def test_wrong_periods_predict_less(wrong: float) -> None:
    validation = CrossValidation(POINTS)
    assert validation.explained(wrong, 0.02) < validation.explained(2.0, 0.02) - 0.05


def test_twice_the_period_predicts_no_better() -> None:
    validation = CrossValidation(POINTS)
    assert validation.explained(4.0, 0.02) <= validation.explained(2.0, 0.02)


def test_noise_is_not_predicted_at_any_period() -> None:
    noise = np.random.default_rng(5).standard_normal(POINTS.time.size) * POINTS.weight**-0.5
    validation = CrossValidation(replace(POINTS, flux=noise))
    assert all(validation.explained(period, 0.02) < 0.01 for period in (0.7, 2.0, 9.0))


def test_blocks_add_up_to_the_whole() -> None:
    validation = CrossValidation(POINTS)
    assert validation.null.sum() == pytest.approx((POINTS.weight * POINTS.flux**2).sum())
    assert 20 < validation.null.size < 80
