from dataclasses import replace

import numpy as np
import pytest

from tessebs_core.compute.eclipses import measure_eclipses
from tessebs_core.demonstration.binaries import DetachedBinary
from tessebs_core.demonstration.close_binaries import contact, semi_detached
from tessebs_core.demonstration.kepler import Orbit, semi_major_axis
from tessebs_core.demonstration.stars import Star
from tessebs_core.records import Ephemeris, FloatArray
from tests.support.eclipses import BJD0, gaussians, one_sector


def coefficient(phase_flux: FloatArray, time: FloatArray, period: float) -> float:
    flux = phase_flux + np.random.default_rng(1).normal(0, 1e-3, time.size)
    found = measure_eclipses(time, flux / np.median(flux), Ephemeris(BJD0, period)).morphology
    assert found is not None
    return found.value


def detached(radii: float) -> float:
    """Two suns whose radii add up to ``radii`` separations, edge-on."""
    star, time = Star.of_mass(1.0), one_sector()
    period = (2 * star.radius / radii / semi_major_axis(2.0, 1.0)) ** 1.5
    binary = DetachedBinary(
        star, replace(star, radius=0.99 * star.radius), Orbit(period, 0.0, 0.0, np.radians(89.5))
    )
    return coefficient(binary.flux((time - BJD0) / period), time, period)


def test_it_rises_with_the_size_of_the_stars() -> None:
    values = [detached(each) for each in (0.08, 0.15, 0.25, 0.4, 0.6)]
    assert values == sorted(values)
    assert values[0] < 0.3
    assert 0.5 < values[-1] < 0.72


@pytest.mark.parametrize(("q", "inclination"), [(0.3, 80.0), (0.9, 65.0), (0.6, 75.0)])
def test_contact_binaries_are_between_seven_tenths_and_nine(q: float, inclination: float) -> None:
    time = one_sector()
    model = contact(q, 0.2, np.radians(inclination), 6000.0, 5900.0)
    assert 0.68 < coefficient(model.flux((time - BJD0) / 0.37), time, 0.37) < 0.9


def test_semi_detached_binaries_are_between_detached_and_contact() -> None:
    time = one_sector()
    model = semi_detached(0.3, 0.25, np.radians(82.0), 8500.0, 4800.0)
    assert 0.5 < coefficient(model.flux((time - BJD0) / 2.1), time, 2.1) < 0.7


def test_narrow_eclipses_are_near_zero() -> None:
    time = one_sector(120.0)
    assert coefficient(gaussians(time, 9.0, (0.0, 0.3, 0.012)), time, 9.0) < 0.12
