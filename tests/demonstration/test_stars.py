import pytest

from tessebs_core.demonstration.stars import Star, beaming_exponent, gravity_darkening, limb_darkening, planck


def test_one_solar_mass_makes_the_sun() -> None:
    sun = Star.of_mass(1.0)
    assert (sun.radius, sun.teff) == (1.0, pytest.approx(5772))
    assert sun.logg == pytest.approx(4.438)
    assert sun.band_luminosity == pytest.approx(1.0)


def test_heavier_stars_are_larger_hotter_and_brighter() -> None:
    stars = [Star.of_mass(mass) for mass in (0.2, 0.5, 1.0, 2.0, 4.0)]
    for name in ("radius", "teff", "band_luminosity"):
        values = [getattr(star, name) for star in stars]
        assert values == sorted(values)


def test_age_swells_a_star_and_lowers_its_gravity() -> None:
    assert Star.of_mass(1.5, age=1.0).logg < Star.of_mass(1.5).logg - 0.3


def test_a_black_body_of_the_suns_temperature_is_the_unit() -> None:
    assert float(planck(5772.0)) == pytest.approx(1.0)
    assert float(planck(4000.0)) < 0.4


@pytest.mark.parametrize("teff", [3000.0, 5000.0, 9000.0, 30000.0])
def test_surfaces_are_physical_at_all_temperatures(teff: float) -> None:
    law = limb_darkening(teff)
    assert 0 < law.u1 + law.u2 < 1
    assert 0.08 <= gravity_darkening(teff) <= 0.25
    assert 1 < beaming_exponent(teff) < 7
