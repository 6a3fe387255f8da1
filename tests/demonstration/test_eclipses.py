import numpy as np
import pytest

from tessebs_core.demonstration.eclipses import LimbDarkening, hidden_fraction

UNIFORM = LimbDarkening(0.0, 0.0)
SUN = LimbDarkening(0.30, 0.27)


def hidden_on_pixels(separation: float, ratio: float, law: LimbDarkening, pixels: int = 700) -> float:
    """The slow, obvious twin: add up the pixels of the star that the disc in front covers."""
    axis = (np.arange(pixels) + 0.5) / pixels * 2 - 1
    x, y = np.meshgrid(axis, axis)
    r2 = x**2 + y**2
    light = np.where(r2 < 1, law.intensity(np.sqrt(np.clip(1 - r2, 0, None))), 0.0)
    covered = (x - separation) ** 2 + y**2 < ratio**2
    return float(light[covered].sum() / light.sum())


@pytest.mark.parametrize("ratio", [0.1, 0.5, 1.0, 1.7])
@pytest.mark.parametrize("law", [UNIFORM, SUN])
def test_the_rings_agree_with_a_sum_over_pixels(ratio: float, law: LimbDarkening) -> None:
    separations = np.array([0.0, 0.05, 0.3, abs(1 - ratio), 0.8, 0.99, 1.0, 1 + 0.7 * ratio])
    by_pixels = [hidden_on_pixels(each, ratio, law) for each in separations]
    # A pixel's side is 1/350 of the radius, so the sum is good to a few 1e-4 of the star's light.
    np.testing.assert_allclose(hidden_fraction(separations, ratio, law), by_pixels, atol=8e-4)


def test_the_depth_of_an_annular_eclipse_of_a_uniform_star_is_k_squared() -> None:
    np.testing.assert_allclose(hidden_fraction(np.array([0.0, 0.2, 0.69]), 0.3, UNIFORM), 0.09, atol=1e-6)


def test_a_small_planet_at_the_centre_hides_k_squared_over_the_mean_brightness() -> None:
    hidden = hidden_fraction(np.array([0.0]), 0.01, SUN)[0]
    assert hidden == pytest.approx(0.01**2 / SUN.disc_mean, rel=1e-4)


def test_two_equal_discs_overlap_as_the_lens_formula_says() -> None:
    d = np.linspace(0.01, 1.99, 50)
    lens = (2 * np.arccos(d / 2) - d / 2 * np.sqrt(4 - d**2)) / np.pi
    np.testing.assert_allclose(hidden_fraction(d, 1.0, UNIFORM), lens, atol=1e-6)


def test_a_larger_star_in_front_hides_everything() -> None:
    np.testing.assert_allclose(hidden_fraction(np.array([0.0, 0.3, 0.5]), 1.5, SUN), 1, atol=1e-12)


def test_discs_that_do_not_touch_hide_nothing() -> None:
    assert not hidden_fraction(np.array([1.5, 2.0, np.inf]), 0.5, SUN).any()


def test_the_mean_of_the_disc_is_that_of_its_rings() -> None:
    r = (np.arange(100_000) + 0.5) / 100_000
    mean = float((2 * r * SUN.intensity(np.sqrt(1 - r**2))).mean())
    assert SUN.disc_mean == pytest.approx(mean, rel=1e-6)
