"""The compiled loops against their slow twins, and the twins against what they say they compute."""

import numpy as np
import pytest

from tessebs_core.compute import fold_kernels as kernels

RNG = np.random.default_rng(3)
TIME = np.sort(np.concatenate([RNG.uniform(0, 9, 300), RNG.uniform(14, 22, 260)]))
TIME -= TIME[0]
FLUX = 0.1 * np.cos(2 * np.pi * TIME / 1.7) + 0.02 * RNG.standard_normal(TIME.size)
WEIGHT = RNG.uniform(0.5, 2.0, TIME.size) / 0.02**2
BLOCK = (TIME // 3).astype(np.int64)


def test_fold_energy_is_that_of_its_slow_twin() -> None:
    frequency = np.linspace(0.5, 0.7, 7)
    fast, slow = np.zeros((2, 7))
    kernels.fold_energy(TIME, FLUX, WEIGHT, frequency, 20, fast)
    kernels.fold_energy_slow(TIME, FLUX, WEIGHT, frequency, 20, slow)
    np.testing.assert_allclose(fast, slow, rtol=1e-9)
    assert np.argmax(fast) == np.argmin(np.abs(frequency - 1 / 1.7))


def test_predictions_are_those_of_the_slow_twin() -> None:
    fast, slow = np.zeros((2, BLOCK.max() + 1))
    kernels.prediction_chi2(TIME, FLUX, WEIGHT, 1.7, 24, BLOCK, fast)
    kernels.prediction_chi2_slow(TIME, FLUX, WEIGHT, 1.7, 24, BLOCK, slow)
    np.testing.assert_allclose(fast, slow, rtol=1e-8)


def test_a_prediction_does_not_know_its_own_cycle() -> None:
    """Change the flux of one cycle: what is predicted for it stays."""
    cycle = np.floor(TIME / 1.7) == 3
    changed = np.where(cycle, 5.0, FLUX)
    block = cycle.astype(np.int64)
    before, after = np.zeros((2, 2))
    kernels.prediction_chi2(TIME, FLUX, WEIGHT, 1.7, 24, block, before)
    kernels.prediction_chi2(TIME, changed, WEIGHT, 1.7, 24, block, after)
    # Chi-squared about an unchanged prediction p is sum w (5 - p)^2, and p is near the flux.
    expected = float((WEIGHT * (5.0 - FLUX) ** 2)[cycle].sum())
    assert after[1] == pytest.approx(expected, rel=0.02)
    assert before[1] == pytest.approx(cycle.sum(), rel=0.6)


def test_a_period_as_long_as_the_data_predicts_nothing() -> None:
    chi2 = np.zeros(BLOCK.max() + 1)
    kernels.prediction_chi2(TIME, FLUX, WEIGHT, TIME[-1] + 1.0, 100, BLOCK, chi2)
    np.testing.assert_allclose(chi2, np.bincount(BLOCK, WEIGHT * FLUX**2), rtol=1e-9)


def test_cycle_sums_are_the_normal_equations_of_each_eclipse() -> None:
    x = np.linspace(-0.4, 0.4, 401)
    template, slope = -np.exp(-((x / 0.15) ** 2)), 2 * x / 0.15**2 * np.exp(-((x / 0.15) ** 2))
    count = int((TIME[-1] - 0.6) / 1.7 + 0.5) + 1
    parts = [(np.zeros((count, 4, 4)), np.zeros((count, 4)), np.zeros((count, 2))) for _ in range(2)]
    for kernel, (normal, right, sides) in zip(
        (kernels.cycle_sums, kernels.cycle_sums_slow), parts, strict=True
    ):
        kernel(TIME, FLUX, WEIGHT, 0.6, 1.7, 0.4, template, slope, 0, normal, right, sides)
    for fast, slow in zip(*parts, strict=True):
        np.testing.assert_allclose(fast, slow, rtol=1e-9, atol=1e-6)
    away = TIME - 0.6 - 2 * 1.7
    near = np.abs(away) < 0.4
    columns = np.stack(
        [np.ones(near.sum()), away[near] / 0.4, np.interp(away[near], x, template),
         -np.interp(away[near], x, slope)]
    )  # fmt: skip
    np.testing.assert_allclose(parts[0][0][2], (columns * WEIGHT[near]) @ columns.T, rtol=1e-7, atol=1e-6)
    np.testing.assert_allclose(parts[0][1][2], (columns * WEIGHT[near]) @ FLUX[near], rtol=1e-7, atol=1e-6)
