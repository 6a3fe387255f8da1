import numpy as np
import pytest

from tessebs_core.demonstration.light import Blend, Constant, Product
from tessebs_core.demonstration.pulsators import Mode, Pulsator

TIME = np.linspace(1325, 1326, 500)


def test_a_steady_neighbour_dilutes_in_proportion() -> None:
    wave = Pulsator((Mode(frequency=5.0, amplitude=0.1, phase=0.0),))
    blended = Blend(((wave, 0.25), (Constant(), 0.75))).observed(TIME, 1e-6)
    np.testing.assert_allclose(blended - 1, 0.25 * (wave.observed(TIME, 1e-6) - 1), atol=1e-12)


def test_variability_on_top_of_variability_multiplies() -> None:
    wave = Pulsator((Mode(3.0, 0.2, 0.1),))
    both = Product((wave, wave)).observed(TIME, 1e-6)
    np.testing.assert_allclose(both, wave.observed(TIME, 1e-6) ** 2)


def test_a_constant_star_is_one_at_all_times() -> None:
    assert Constant().observed(TIME, 0.02) == pytest.approx(np.ones(500))
