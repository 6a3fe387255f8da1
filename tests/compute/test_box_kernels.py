"""The compiled box search against a slow search that adds point by point and tries every box."""

from collections.abc import Iterator

import numpy as np
import pytest

from tessebs_core.compute import box_kernels, phases
from tessebs_core.compute.box_levels import Levels, flat, share
from tessebs_core.records import Ephemeris

WIDTHS = np.array([3, 4, 6, 8, 10])
STRIDES = np.array([1, 1, 1, 2, 2])
STRETCHES = np.array([[3, 1203, 0], [1500, 2700, 1200], [9000, 10200, 2400]])


def light(period: float) -> tuple[np.ndarray, np.ndarray]:
    """Bins of the stretches, and pairs of sums: noise, uneven weights that add up to 1, dips of 6 bins."""
    rng = np.random.default_rng(8)
    index = np.concatenate([np.arange(first, last) for first, last, _ in STRETCHES])
    weights = rng.uniform(0.5, 2, index.size)
    weights[100:130] = 0
    values = rng.normal(size=index.size) - 3 * (index % period < 6)
    values -= np.average(values, weights=weights)
    weights /= weights.sum()
    return index, np.stack([values * weights, weights], axis=1)


def nearest(value: float) -> int:
    return int(np.floor(value + 0.5))


def places(levels: Levels, lowest: float, spacing: float, trial: int) -> Iterator[tuple[int, int]]:
    """Each bin and its place in the profile of one trial: nearest row, turned by leaf and by block."""
    number, within = divmod(trial, levels.group)
    mid, top = divmod(within, levels.tops)
    period = 1 / (lowest + spacing * (number * levels.group + 0.5 * (levels.group - 1)))
    bins = nearest(period)
    for_leaf = spacing * levels.tops * (mid - 0.5 * (levels.mids - 1))
    for_block = spacing * (top - 0.5 * (levels.tops - 1))
    if levels.blocks.size - 1 == levels.leaves.shape[0]:
        for_leaf, for_block = 0.0, for_leaf + for_block
    for block in range(levels.blocks.size - 1):
        leaves = levels.leaves[levels.blocks[block] : levels.blocks[block + 1]]
        of_block = nearest((for_block * 0.5 * (leaves[0, 0] + leaves[-1, 1])) % 1 * bins)
        for first, last, _ in leaves:
            of_leaf = nearest((for_leaf * 0.5 * (first + last)) % 1 * bins)
            for here in range(first, last):
                cycle = here // period
                if nearest((cycle + 1) * period) <= here:
                    cycle += 1
                if nearest(cycle * period) > here:
                    cycle -= 1
                yield here, (here - nearest(cycle * period) + of_leaf + of_block) % bins


def slow_power(
    profile: np.ndarray, widths: np.ndarray, strides: np.ndarray | None = None
) -> tuple[float, int, int]:
    """Try every box that begins at a multiple of its stride: chi-squared, first bin and width of the best."""
    bins = profile.shape[0]
    total = profile[:, 1].sum()
    best = (0.0, 0, 0)
    strides = np.ones_like(widths) if strides is None else strides
    fit = box_kernels.LEAST_RATIO * widths <= bins
    for width, stride in zip(widths[fit], strides[fit], strict=True):
        for first in range(0, bins, stride):
            inside = (np.arange(bins) - first) % bins < width
            flux, weight = profile[inside].sum(axis=0)
            gain = min(flux, 0) ** 2 / (weight * (1 - weight / total)) if weight > 0 else 0.0
            best = max(best, (gain, first, width))
    return best


def fold(
    pairs: dict[int, np.ndarray], levels: Levels, lowest: float, spacing: float, trial: int
) -> np.ndarray:
    number = trial // levels.group
    period = 1 / (lowest + spacing * (number * levels.group + 0.5 * (levels.group - 1)))
    profile = np.zeros((nearest(period), 2))
    for here, place in places(levels, lowest, spacing, trial):
        profile[place] += pairs[here]
    return profile


def test_powers_are_those_of_adding_points_and_trying_boxes_one_by_one() -> None:
    index, sums = light(50)
    grid, stretches = box_kernels.lay_out(index, sums, 1, 100)
    np.testing.assert_array_equal(stretches, STRETCHES)
    lowest, spacing = 1 / 54.0, 1.1e-5
    levels = share(stretches, 54.0)
    assert levels.mids > 1
    assert levels.tops > 1
    chi2 = np.zeros(levels.group + 3, np.float32)  # a whole group and a part of one
    box_kernels.trial_powers(
        grid, levels.leaves, levels.blocks, lowest, spacing, levels.mids, levels.tops, WIDTHS, chi2
    )
    for trial in [0, 1, levels.tops, levels.group - 1, levels.group + 2]:
        slow, *_ = slow_power(
            fold(dict(zip(index.tolist(), sums, strict=True)), levels, lowest, spacing, trial),
            WIDTHS,
            STRIDES,
        )
        assert chi2[trial] == pytest.approx(slow, rel=1e-4)  # single precision


def test_longer_boxes_begin_at_every_second_fourth_bin() -> None:
    np.testing.assert_array_equal(box_kernels.start_strides(WIDTHS), STRIDES)
    np.testing.assert_array_equal(
        box_kernels.start_strides(np.array([3, 4, 6, 8, 10, 12, 16, 20, 24, 32])),
        [1, 1, 1, 2, 2, 2, 4, 4, 4, 8],
    )
    np.testing.assert_array_equal(box_kernels.start_strides(np.array([8, 10, 13])), [1, 1, 1])
    np.testing.assert_array_equal(box_kernels.start_strides(np.array([5])), [1])


@pytest.mark.parametrize("period", [21.0, 33.4, 50.0, 61.6, 160.3])
def test_one_level_gives_the_best_box_of_each_period(period: float) -> None:
    index, sums = light(50)
    grid, stretches = box_kernels.lay_out(index, sums, 1, 100)
    levels = flat(stretches)
    chi2 = np.zeros(1, np.float32)
    widths = np.append(WIDTHS, [12, 16, 20, 24, 32])
    strides = box_kernels.start_strides(widths)
    box_kernels.trial_powers(grid, levels.leaves, levels.blocks, 1 / period, 0.0, 1, 1, widths, chi2)
    profile = fold(dict(zip(index.tolist(), sums, strict=True)), levels, 1 / period, 0.0, 0)
    assert chi2[0] == pytest.approx(slow_power(profile, widths, strides)[0], rel=1e-4)
    slow = slow_power(profile, WIDTHS)
    found = box_kernels.box_at(grid, levels.leaves, period, WIDTHS)
    assert found[0] == pytest.approx(slow[0], rel=1e-4)
    assert found[1:] == slow[1:]


@pytest.mark.parametrize(("period", "duration"), [(31.3, 3), (77.7, 4), (160.2, 3)])
def test_no_point_is_moved_by_more_than_stated(period: float, duration: int) -> None:
    levels = share(STRETCHES, period)
    length = STRETCHES[-1, 1] - STRETCHES[0, 0]
    spacing = duration / (period * 2 * length)
    moved = []
    for trial in range(0, levels.group, 1 + levels.group // 5):
        true = 1 / (1 / period + spacing * trial)
        for here, place in places(levels, 1 / period, spacing, trial):
            moved.append((place - here % true + 0.5 * true) % true - 0.5 * true)
    assert np.abs(moved).max() < 2.5
    assert np.sqrt(np.mean(np.square(moved))) < 0.6


def test_binning_finely_before_binning_coarsely_changes_no_sum() -> None:
    rng = np.random.default_rng(4)
    time = np.sort(rng.uniform(0, 30, 4000))
    time = time[(time < 12) | (time > 14)]
    flux, weight = rng.normal(size=time.size), rng.uniform(0.5, 2, time.size)
    fine = 2.0**-8  # so that multiples of it are exact
    for multiple in (1, 4, 7, 24):
        twice = box_kernels.lay_out(*box_kernels.bin_points(time, flux, weight, fine), multiple, 30)
        once = box_kernels.lay_out(*box_kernels.bin_points(time, flux, weight, multiple * fine), 1, 30)
        np.testing.assert_allclose(twice[0], once[0], rtol=1e-5, atol=1e-5)
        np.testing.assert_array_equal(twice[1], once[1])
        pairs = twice[0].reshape(-1, 2)
        assert pairs[:, 1].sum() == pytest.approx(weight.sum(), rel=1e-6)
        at = np.floor(time / (multiple * fine)).astype(int)
        assert pairs[0] == pytest.approx(
            [(weight * flux)[at == at[0]].sum(), weight[at == at[0]].sum()], rel=1e-5, abs=1e-6
        )


def test_empty_years_take_no_memory() -> None:
    time = np.concatenate([np.arange(0, 10, 0.01), 20_000 + np.arange(0, 10, 0.01)])
    grid, stretches = box_kernels.lay_out(
        *box_kernels.bin_points(time, time, np.ones_like(time), 0.002), 1, 150
    )
    assert grid.size < 2 * 10_100
    assert stretches.shape == (2, 3)


@pytest.mark.parametrize("length", [7.0, 60.0, 5000.0])
def test_leaves_and_blocks_hold_every_bin_once(length: float) -> None:
    leaves = box_kernels.cut_leaves(STRETCHES, length)
    inside = np.concatenate([np.arange(first, last) for first, last, _ in leaves])
    np.testing.assert_array_equal(
        inside, np.concatenate([np.arange(first, last) for first, last, _ in STRETCHES])
    )
    np.testing.assert_array_equal(
        np.concatenate([place + np.arange(last - first) for first, last, place in leaves]),
        np.arange(3600),
    )
    blocks = box_kernels.group_leaves(leaves, 3 * length)
    assert blocks[0] == 0
    assert blocks[-1] == leaves.shape[0]
    assert (np.diff(blocks) > 0).all()


def test_eclipse_sums_are_those_of_masks() -> None:
    rng = np.random.default_rng(2)
    time = np.sort(rng.uniform(0, 40, 3000))
    flux, weight = rng.normal(size=3000), rng.uniform(0.5, 2, 3000)
    ephemeris, near = Ephemeris(1.3, 2.7), 0.06
    sums = np.zeros((5, 2))
    eclipses = box_kernels.eclipse_sums(time, flux, weight, 1.3, 2.7, near, sums)
    cycle = phases.cycle_number(time, ephemeris)
    inside = np.abs(phases.orbital_phase(time, ephemeris)) < near
    half = np.abs(phases.orbital_phase(time, ephemeris.times(0.5))) < 2 * near
    masks = [inside & (cycle % 2 == 0), inside & (cycle % 2 == 1), ~inside, half, ~half]
    expected = [[(weight * flux)[mask].sum(), weight[mask].sum()] for mask in masks]
    np.testing.assert_allclose(sums, expected, rtol=1e-10)
    assert eclipses == np.unique(cycle[inside]).size
