"""The compiled loops against the same Python run uncompiled, and against definitions."""

import numpy as np
import pytest

from tessebs_core.compute import kernels


def curve() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(3)
    time = np.sort(rng.uniform(1325, 1350, 2000))
    return time, 1 + rng.normal(0, 0.01, 2000), rng.uniform(0.5, 2, 2000)


def test_compiled_sums_are_those_of_python() -> None:
    time, flux, weight = curve()
    fast, slow = ((np.zeros((3, 50)), np.zeros(50, np.int64)) for _ in range(2))
    kernels.fold_sums(time, flux, weight, 1325.3, 1.7, 1.0, *fast)
    kernels.fold_sums_slow(time, flux, weight, 1325.3, 1.7, 1.0, *slow)
    np.testing.assert_allclose(fast[0], slow[0], rtol=1e-13)
    np.testing.assert_array_equal(fast[1], slow[1])


def test_compiled_counts_are_those_of_python_and_leave_out_what_is_beyond() -> None:
    time, flux, _ = curve()
    fast, slow = (np.zeros((20, 30), np.int64) for _ in range(2))
    kernels.fold_counts(time, flux, 1325.3, 1.7, 0.99, 1.01, fast)
    kernels.fold_counts_slow(time, flux, 1325.3, 1.7, 0.99, 1.01, slow)
    np.testing.assert_array_equal(fast, slow)
    assert fast.sum() == ((flux >= 0.99) & (flux <= 1.01)).sum()


def box_arguments(frequency: np.ndarray) -> tuple[np.ndarray, ...]:
    rng = np.random.default_rng(8)
    weights = rng.uniform(0.5, 2, 600).astype(np.float32)
    weights[200:300] = 0  # a gap
    values = rng.normal(size=600) - 3 * (np.arange(600) % 50 < 5)
    values -= np.average(values, weights=weights)
    stretches = np.array([[0, 200], [300, 600]])
    return (values * weights).astype(np.float32), weights, stretches, frequency, np.array([4, 5, 7, 9])


def test_compiled_boxes_are_those_of_python() -> None:
    frequency = np.array([1 / 70.0, 1 / 50.0, 1 / 47.3, 1 / 20.5])
    fast, slow = ((np.zeros(4), np.zeros(4, np.int64), np.zeros(4, np.int64)) for _ in range(2))
    kernels.best_boxes(*box_arguments(frequency), *fast)
    kernels.best_boxes_slow(*box_arguments(frequency), *slow)
    np.testing.assert_allclose(fast[0], slow[0], rtol=1e-5)  # single precision sums in another order
    np.testing.assert_array_equal(fast[1], slow[1])
    np.testing.assert_array_equal(fast[2], slow[2])


@pytest.mark.parametrize("period", [50, 40])
def test_the_best_box_is_that_of_trying_them_all(period: int) -> None:
    sums, weights, stretches, _, widths = box_arguments(np.array([1.0]))
    power, start, width = np.zeros(1), np.zeros(1, np.int64), np.zeros(1, np.int64)
    kernels.best_boxes(sums, weights, stretches, np.array([1 / period]), widths, power, start, width)
    phase = np.arange(600) % period
    total = weights.sum()
    tried = {}
    for each in widths[5 * widths <= period]:
        for first in range(period):
            inside = (phase - first) % period < each
            s, r = sums[inside].sum(), weights[inside].sum()
            tried[first, each] = min(s, 0) ** 2 / (r * (1 - r / total))
    best = max(tried, key=lambda box: tried[box])
    assert (start[0], width[0]) == best
    assert power[0] == pytest.approx(tried[best], rel=1e-5)
