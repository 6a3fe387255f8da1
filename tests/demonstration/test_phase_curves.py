import numpy as np
import pytest

from tessebs_core.demonstration.phase_curves import PhaseCurve
from tessebs_core.records import Ephemeris


@pytest.fixture
def dipping() -> PhaseCurve:
    """A V-shaped dip of depth 0.5 and full width 0.1 at phase 0, on a slow wave."""

    def model(phase: np.ndarray) -> np.ndarray:
        away = np.abs(phase - np.floor(phase + 0.5))
        return 1 + 0.1 * np.cos(4 * np.pi * phase) - 0.5 * np.clip(1 - away / 0.05, 0, None)

    return PhaseCurve.of(Ephemeris(1325.4, 0.9), model)


def test_a_short_exposure_sees_the_curve_itself(dipping: PhaseCurve) -> None:
    time = np.linspace(1300, 1400, 5003)
    np.testing.assert_allclose(dipping.observed(time, 1e-6), dipping.at(time), atol=1e-6)


@pytest.mark.parametrize("exposure", [20 / 86400, 1800 / 86400, 0.4])
def test_an_exposure_averages_the_curve(dipping: PhaseCurve, exposure: float) -> None:
    time = np.linspace(3000, 3003, 301)
    instants = time[:, None] + exposure * ((np.arange(2000) + 0.5) / 2000 - 0.5)
    np.testing.assert_allclose(dipping.observed(time, exposure), dipping.at(instants).mean(axis=1), atol=2e-6)


def test_half_an_hour_fills_a_narrow_eclipse(dipping: PhaseCurve) -> None:
    middle = np.array([1325.4])
    assert dipping.at(middle)[0] == pytest.approx(0.6, abs=1e-9)
    assert dipping.observed(middle, 1800 / 86400)[0] > 0.65


def test_one_whole_period_gives_the_mean(dipping: PhaseCurve) -> None:
    np.testing.assert_allclose(dipping.observed(np.array([1.0, 1500.3]), 0.9), dipping.flux.mean())
