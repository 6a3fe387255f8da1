import numpy as np
import pytest

from tessebs_core.compute.weights import point_to_point_scatter, stated_errors, usable_columns
from tessebs_core.errors import BadLightCurve

TIME = np.arange(10.0)


@pytest.mark.parametrize("bad", [np.nan, 0.0, -1.0, np.inf])
def test_one_unusable_error_means_equal_weights(bad: float) -> None:
    errors = np.full(10, 0.1)
    errors[3] = bad
    assert stated_errors(errors) is None


def test_stated_errors_are_used_as_they_are() -> None:
    errors = np.linspace(0.1, 0.2, 10)
    np.testing.assert_array_equal(stated_errors(errors), errors)
    assert stated_errors(None) is None


@pytest.mark.parametrize(
    ("time", "flux", "words"),
    [
        (TIME[:4], np.ones(4), "4 points are too few"),
        (TIME, np.ones(9), "do not belong together"),
        (TIME, np.full(10, np.nan), "NaN"),
        (TIME[::-1], np.ones(10), "ascend"),
        (np.zeros(10), np.ones(10), "ascend"),
    ],
    ids=["few", "unequal", "NaN", "descending", "all at once"],
)
def test_points_without_a_period_are_refused_in_words(time: np.ndarray, flux: np.ndarray, words: str) -> None:
    with pytest.raises(BadLightCurve, match=words):
        usable_columns(time, flux, 5)


def test_scatter_is_that_of_the_noise_whatever_the_star_does() -> None:
    time = np.arange(0, 27, 1 / 720)
    noise = np.random.default_rng(1).normal(0, 1e-3, time.size)
    flux = 1 + 0.1 * np.sin(2 * np.pi * time / 3) + noise
    assert point_to_point_scatter(flux) == pytest.approx(1e-3, rel=0.03)
    assert point_to_point_scatter(np.ones(1)) == 0.0
