import numpy as np
import pytest

from tessebs_core.compute.phase_profiles import phase_profile
from tessebs_core.errors import BadLightCurve
from tessebs_core.records import Ephemeris
from tests.support.eclipses import BJD0, gaussians, one_sector

EPHEMERIS = Ephemeris(BJD0, 3.217)


def noisy(scatter: float, *dips: tuple[float, float, float]) -> tuple[np.ndarray, np.ndarray]:
    time = one_sector(120.0)
    return time, gaussians(time, 3.217, *dips) + np.random.default_rng(1).normal(0, scatter, time.size)


def test_each_bin_is_the_mean_of_the_points_between_it_and_its_neighbours() -> None:
    time, flux = noisy(0.002, (0.0, 0.2, 0.02))
    profile = phase_profile(time, flux, EPHEMERIS)
    assert profile.points + profile.outliers == time.size
    weights = profile.error**-2
    share = weights / weights.sum()
    assert (share * profile.flux).sum() == pytest.approx(flux.mean(), abs=1e-9)
    assert (np.diff(profile.phase) > 0).all()


def test_an_eclipse_of_a_thousandth_of_the_cycle_keeps_its_shape() -> None:
    time, flux = noisy(0.001, (0.0, 0.3, 0.004))
    profile = phase_profile(time, flux, EPHEMERIS)
    assert (np.abs(profile.phase) < 0.002).sum() > 10
    assert profile.phase.size < 800
    assert profile.flux.min() == pytest.approx(0.7, abs=0.01)


def test_errors_are_the_true_scatter_of_the_means() -> None:
    time, flux = noisy(0.003)
    profile = phase_profile(time, flux, EPHEMERIS)
    assert ((profile.flux - 1) / profile.error).std() == pytest.approx(1.0, abs=0.12)
    assert profile.red_noise == pytest.approx(1.0, abs=0.1)


def test_single_wild_points_are_left_out_and_eclipses_are_not() -> None:
    time, flux = noisy(0.002, (0.0, 0.3, 0.05))
    wild = np.random.default_rng(2).choice(time.size, 40, replace=False)
    flux[wild] += 0.1
    profile = phase_profile(time, flux, EPHEMERIS)
    assert 35 <= profile.outliers <= 60
    assert profile.flux.min() == pytest.approx(0.7, abs=0.01)


def test_cycles_that_differ_raise_the_errors() -> None:
    time, flux = noisy(0.001)
    drifting = flux + 0.01 * np.sin(2 * np.pi * time / 7.77)
    assert phase_profile(time, drifting, EPHEMERIS).red_noise > 3


def test_too_few_points_are_refused() -> None:
    with pytest.raises(BadLightCurve):
        phase_profile(np.arange(5.0), np.ones(5), EPHEMERIS)


def test_a_stretch_too_short_for_any_model_is_refused() -> None:
    time = 1325 + np.arange(0, 0.2, 1 / 720)
    with pytest.raises(BadLightCurve, match="cycle"):
        phase_profile(time, np.ones(time.size), Ephemeris(1325.1, 200.0))
