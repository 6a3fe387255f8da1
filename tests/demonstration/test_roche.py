import numpy as np
import pytest

from tessebs_core.demonstration.roche import (
    inner_lagrangian_point,
    lobe_radius,
    outer_potential,
    potential,
    surface,
)


@pytest.mark.parametrize("q", [0.1, 0.5, 1.0])
def test_the_inner_point_is_a_saddle(q: float) -> None:
    x = inner_lagrangian_point(q) + np.array([-1e-4, 0.0, 1e-4])
    along = potential(np.stack([x, 0 * x, 0 * x], axis=-1), q)
    across = potential(np.array([[x[1], 1e-4, 0.0], [x[1], 0.0, 1e-4]]), q)
    assert along[1] < along[0]
    assert along[1] < along[2]
    assert (across < along[1]).all()


def test_the_inner_point_of_equal_masses_lies_halfway() -> None:
    assert inner_lagrangian_point(1.0) == pytest.approx(0.5, abs=1e-9)


@pytest.mark.parametrize("q", [0.15, 0.4, 0.9])
def test_a_filled_lobe_has_eggletons_volume(q: float) -> None:
    level = float(potential(np.array([inner_lagrangian_point(q), 0.0, 0.0]), q))
    star = surface(q, level, secondary=True)
    outward = star.point - star.centre
    volume = float((np.einsum("ij,ij->i", outward, star.normal) * star.area).sum() / 3)
    radius = (volume * 3 / (4 * np.pi)) ** (1 / 3)
    assert radius == pytest.approx(lobe_radius(q), rel=0.015)  # Eggleton's formula is good to 1 %


def test_a_star_deep_in_its_well_is_a_sphere() -> None:
    star = surface(0.5, float(potential(np.array([0.0, 0.0, 0.05]), 0.5)), secondary=False)
    radii = np.linalg.norm(star.point, axis=1)
    np.testing.assert_allclose(radii, 0.05, rtol=1e-3)
    assert star.area.sum() == pytest.approx(4 * np.pi * 0.05**2, rel=2e-3)


def test_every_patch_lies_on_the_surface() -> None:
    q = 0.3
    inner = float(potential(np.array([inner_lagrangian_point(q), 0.0, 0.0]), q))
    level = (inner + outer_potential(q)) / 2
    star = surface(q, level, secondary=False)
    np.testing.assert_allclose(potential(star.point, q), level, rtol=1e-9)
    assert (star.point[:, 0] <= inner_lagrangian_point(q) + 1e-9).all()
    assert len(star.area) < 1800  # the neck is open
