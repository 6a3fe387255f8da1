import numpy as np
import pytest

from tessebs_core.demonstration.kepler import Orbit, eccentric_anomaly, semi_major_axis


@pytest.mark.parametrize("eccentricity", [0.0, 0.3, 0.7, 0.94])
def test_keplers_equation_is_solved_to_machine_precision(eccentricity: float) -> None:
    mean = np.linspace(-20, 20, 4001)
    eccentric = eccentric_anomaly(mean, eccentricity)
    np.testing.assert_allclose(eccentric - eccentricity * np.sin(eccentric), mean, atol=1e-12)


def test_the_earths_orbit_is_as_wide_as_it_is() -> None:
    assert semi_major_axis(1.0, 365.25) == pytest.approx(215.03, rel=1e-3)  # solar radii in one au


def test_star_2_stands_in_front_at_phase_zero() -> None:
    orbit = Orbit(period=5.0, eccentricity=0.4, omega=1.1, inclination=np.radians(88))
    sky = orbit.position(np.linspace(0, 1, 2000, endpoint=False))
    assert sky.toward[0] == pytest.approx(sky.toward.max(), abs=1e-9)


def test_the_recession_is_the_rate_at_which_star_2_moves_away() -> None:
    orbit = Orbit(period=3.0, eccentricity=0.5, omega=2.0, inclination=1.2)
    phase = np.linspace(0, 1, 20001)
    sky = orbit.position(phase)
    toward_us = sky.distance * sky.toward
    rate = -np.gradient(toward_us, phase) / (2 * np.pi)
    np.testing.assert_allclose(sky.recession[1:-1], rate[1:-1], atol=2e-5)


def test_a_circular_orbit_keeps_its_distance() -> None:
    sky = Orbit(2.0, 0.0, 0.0, np.pi / 2).position(np.array([0.0, 0.13, 0.25, 0.5]))
    np.testing.assert_allclose(sky.distance, 1)
    np.testing.assert_allclose(sky.separation[[0, 2, 3]], [0, 1, 0], atol=1e-7)
