import numpy as np
import pytest

from tessebs_core.demonstration.binaries import DetachedBinary
from tessebs_core.demonstration.eclipses import hidden_fraction
from tessebs_core.demonstration.kepler import Orbit
from tessebs_core.demonstration.stars import Star, limb_darkening

EDGE_ON = np.pi / 2


def pair(mass1: float, mass2: float, period: float, **orbit: float) -> DetachedBinary:
    shape = {"eccentricity": 0.0, "omega": 0.0, "inclination": EDGE_ON} | orbit
    return DetachedBinary(Star.of_mass(mass1), Star.of_mass(mass2), Orbit(period, **shape))


def test_a_total_eclipse_leaves_the_light_of_the_star_in_front() -> None:
    binary = pair(1.0, 0.3, 40.0)  # so wide that tides, reflection and boosting are below 1e-3
    light1, light2 = binary.star1.band_luminosity, binary.star2.band_luminosity
    assert binary.flux(np.array([0.5]))[0] == pytest.approx(light1 / (light1 + light2), abs=1e-3)


def test_the_annular_eclipse_is_as_deep_as_the_hidden_light() -> None:
    binary = pair(1.0, 0.3, 40.0)
    light1, light2 = binary.star1.band_luminosity, binary.star2.band_luminosity
    ratio = binary.star2.radius / binary.star1.radius
    hidden = hidden_fraction(np.array([0.0]), ratio, limb_darkening(binary.star1.teff))[0]
    expected = 1 - light1 * hidden / (light1 + light2)
    assert binary.flux(np.array([0.0]))[0] == pytest.approx(expected, abs=1e-3)


def test_twins_have_equal_eclipses() -> None:
    flux = pair(1.2, 1.2, 2.0, inclination=np.radians(86)).flux(np.array([0.0, 0.5]))
    assert flux[0] == pytest.approx(flux[1], abs=1e-12)
    assert flux[0] < 0.75


def test_tides_brighten_both_quadratures_of_a_circular_orbit() -> None:
    binary = pair(1.5, 1.0, 1.2, inclination=np.radians(50))  # no eclipses
    phase = np.arange(1000) / 1000
    flux = binary.flux(phase)
    wave = 2 * np.mean(flux * np.exp(-4j * np.pi * phase)).real
    assert wave < -0.004
    assert abs(phase[np.argmax(flux)] % 0.5 - 0.25) < 0.03


def test_an_eccentric_orbit_beats_at_periastron() -> None:
    binary = pair(2.0, 1.8, 8.0, eccentricity=0.65, omega=0.7, inclination=np.radians(40))
    phase = np.arange(4000) / 4000
    flux = binary.flux(phase)
    closest = phase[np.argmin(binary.orbit.position(phase).distance)]
    beat = phase[np.argmax(np.abs(flux - np.median(flux)))]
    assert abs((beat - closest + 0.5) % 1 - 0.5) < 0.03
    assert np.ptp(flux) > 1e-3


def test_the_conjunctions_are_where_the_eclipses_are() -> None:
    binary = pair(1.3, 1.1, 6.0, eccentricity=0.4, omega=0.9, inclination=np.radians(88.5))
    front, back = binary.conjunctions()
    phase = np.arange(40000) / 40000
    flux = binary.flux(phase)
    near_back = np.abs(phase - back) < 0.05
    assert binary.grazes(front)
    assert binary.grazes(back)
    assert phase[near_back][np.argmin(flux[near_back])] == pytest.approx(back, abs=2e-3)
    assert abs((front + 0.5) % 1 - 0.5) < 2e-3
