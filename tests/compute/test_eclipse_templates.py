import numpy as np
import pytest

from tessebs_core.compute.eclipse_templates import fit_template
from tessebs_core.compute.search_points import SearchPoints


def folded(flux: np.ndarray, time: np.ndarray, noise: float = 1e-4) -> SearchPoints:
    noisy = flux + noise * np.random.default_rng(2).standard_normal(time.size)
    return SearchPoints(0.0, time, noisy, np.full(time.size, noise**-2))


TIME = np.arange(0, 20, 0.004)
AWAY = (TIME - 1.0) - 2.0 * np.floor((TIME - 1.0) / 2.0 + 0.5)


def test_a_shape_of_its_own_kind_is_recovered() -> None:
    shape = 1 - (1 - np.exp(1 - np.cosh(np.clip(AWAY / 0.06, -7, 7)))) ** 1.4
    template = fit_template(folded(-0.2 * shape, TIME), 1.0, 2.0, 0.3)
    assert template is not None
    assert template.depth == pytest.approx(0.2, rel=0.02)
    assert template.scale == pytest.approx(0.06, rel=0.05)
    assert template.flatness == pytest.approx(1.4, rel=0.08)


def test_flat_bottoms_are_told_from_pointed_ones() -> None:
    flat = -0.1 * np.clip((0.12 - np.abs(AWAY)) / 0.03, 0, 1)
    pointed = -0.1 * np.clip(1 - np.abs(AWAY) / 0.12, 0, 1)
    shapes = [fit_template(folded(each, TIME), 1.0, 2.0, 0.3) for each in (flat, pointed)]
    assert shapes[0] is not None
    assert shapes[1] is not None
    assert shapes[0].flatness > 2.0
    assert shapes[1].flatness < 1.3


def test_a_template_is_even_and_its_slope_odd() -> None:
    template = fit_template(folded(-0.1 * np.exp(-((AWAY / 0.07) ** 2)), TIME), 1.0, 2.0, 0.3)
    assert template is not None
    np.testing.assert_allclose(template.flux, template.flux[::-1], atol=1e-12)
    np.testing.assert_allclose(template.slope, -template.slope[::-1], atol=1e-9)


def test_a_brightening_is_no_eclipse() -> None:
    assert fit_template(folded(0.1 * np.exp(-((AWAY / 0.05) ** 2)), TIME), 1.0, 2.0, 0.15) is None
