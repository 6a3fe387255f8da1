import numpy as np
import pytest

from tessebs_core.demonstration.close_binaries import CloseBinary, contact, semi_detached
from tessebs_core.demonstration.eclipses import hidden_fraction
from tessebs_core.demonstration.roche import potential
from tessebs_core.demonstration.stars import limb_darkening

PHASE = np.arange(2000) / 2000


def test_small_stars_eclipse_as_spheres_do() -> None:
    """The Roche integration against the rings of the spherical model, on stars that are all but spheres."""
    q, teff = 0.8, 5800.0
    radius1, radius2 = 0.12, 0.10
    level1 = float(potential(np.array([0.0, 0.0, radius1]), q))
    level2 = float(potential(np.array([1.0, 0.0, radius2]), q))
    inclination = np.radians(86.0)
    roche = CloseBinary(q, inclination, level1, level2, teff, teff).flux(PHASE)

    toward = np.sin(inclination) * np.cos(2 * np.pi * PHASE)
    separation = np.sqrt(1 - toward**2)
    law = limb_darkening(teff)
    behind1 = hidden_fraction(np.where(toward > 0, separation / radius1, np.inf), radius2 / radius1, law)
    behind2 = hidden_fraction(np.where(toward < 0, separation / radius2, np.inf), radius1 / radius2, law)
    light1, light2 = radius1**2, radius2**2
    spheres = 1 - (light1 * behind1 + light2 * behind2) / (light1 + light2)
    outside = roche[(behind1 == 0) & (behind2 == 0)].mean()
    # Tides and mutual heating of these two reach 0.6 %; the eclipses are 27 and 37 % deep.
    np.testing.assert_allclose(roche / outside, spheres, atol=0.012)


def test_a_curve_is_even_about_its_primary_minimum() -> None:
    flux = contact(0.4, 0.2, np.radians(75), 5800, 5700).flux(PHASE)
    np.testing.assert_allclose(flux[1:], flux[:0:-1], atol=1e-9)


def test_contact_binaries_vary_all_the_time_with_nearly_equal_minima() -> None:
    flux = contact(0.5, 0.2, np.radians(80), 5800, 5800).flux(PHASE)
    maximum = flux.max()
    assert abs(PHASE[np.argmax(flux)] % 0.5 - 0.25) < 0.03
    assert 1 - flux[0] / maximum == pytest.approx(1 - flux[1000] / maximum, abs=0.08)
    assert np.mean(flux > 0.99 * maximum) < 0.3


def test_equal_stars_in_contact_have_equal_minima() -> None:
    flux = contact(1.0, 0.2, np.radians(80), 5800, 5800).flux(PHASE)
    assert flux[0] == pytest.approx(flux[1000], rel=2e-3)  # two lattices of patches, mirrored


def test_a_small_companion_seen_edge_on_is_hidden_whole() -> None:
    flux = contact(0.15, 0.3, np.radians(90), 6000, 6000).flux(PHASE)
    around = np.abs(PHASE - 0.5) < 0.02
    assert np.ptp(flux[around]) < 0.004  # flat: the small star is behind


def test_an_algol_has_one_deep_and_one_shallow_minimum() -> None:
    flux = semi_detached(0.2, 0.2, np.radians(86), 9500, 4800).flux(PHASE)
    maximum = flux.max()
    assert 1 - flux[0] / maximum > 0.5
    assert 0.02 < 1 - flux[1000] / maximum < 0.2


def test_a_primary_beyond_its_lobe_is_refused() -> None:
    with pytest.raises(ValueError, match="inside the lobe"):
        semi_detached(0.2, 0.6, 1.5, 9000, 4800)


def test_low_inclinations_show_no_eclipse_but_tides() -> None:
    flux = contact(0.4, 0.1, np.radians(25), 6000, 6000).flux(PHASE)
    assert 0.005 < np.ptp(flux) < 0.15
