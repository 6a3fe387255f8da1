import numpy as np
import pytest

from tessebs_core.compute.least_squares import levenberg_marquardt


def test_a_straight_line_is_that_of_the_normal_equations() -> None:
    x = np.linspace(0, 1, 50)
    y = 2 - 3 * x + np.random.default_rng(1).normal(0, 0.1, x.size)
    design = np.stack([np.ones_like(x), x])
    values, covariance = levenberg_marquardt(
        lambda v: (v @ design - y) / 0.1, lambda v: design / 0.1, np.zeros(2)
    )
    normal = design @ design.T / 0.01
    np.testing.assert_allclose(values, np.linalg.solve(normal, design @ y / 0.01), rtol=1e-6)
    np.testing.assert_allclose(covariance, np.linalg.inv(normal), rtol=1e-6)


@pytest.mark.parametrize("second", [0.0, 1.0])
def test_values_that_the_points_do_not_determine_have_no_covariance(second: float) -> None:
    design = np.stack([np.ones(20), second * np.ones(20)])
    _, covariance = levenberg_marquardt(lambda v: v @ design - 1, lambda v: design, np.zeros(2))
    assert np.isnan(covariance).all()
