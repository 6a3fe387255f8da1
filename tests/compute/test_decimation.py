from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tessebs_core.compute.decimation import decimate, one_per_cell
from tessebs_core.errors import BadLightCurve


def test_a_short_curve_is_kept_whole() -> None:
    np.testing.assert_array_equal(decimate(np.arange(50.0), np.zeros(50), 50), np.arange(50))
    assert decimate(np.array([]), np.array([])).size == 0


def test_every_narrow_eclipse_and_flare_stays() -> None:
    time = np.arange(0, 27, 1 / 4320)
    flux = np.ones(time.size)
    extremes = [5, 20_001, 77_777, 116_000]
    flux[extremes] = [0.5, 1.5, 0.4, 1.6]
    chosen = decimate(time, flux, 1000)
    assert set(extremes) <= set(chosen.tolist())
    assert chosen.size <= 1000
    assert chosen.dtype == np.intp
    assert chosen[0] == 0
    assert chosen[-1] == time.size - 1


def test_a_gap_of_years_takes_no_points_from_the_sectors() -> None:
    rng = np.random.default_rng(1)
    time = np.concatenate([np.arange(0, 26, 1 / 720), 1500 + np.arange(0, 26, 1 / 720)])
    chosen = decimate(time, rng.normal(size=time.size), 1000)
    first = int((time[chosen] < 100).sum())
    assert 450 < first < 550
    assert chosen.size > 900


def test_a_coarse_sector_is_not_drowned_by_a_fine_one() -> None:
    time = np.concatenate([np.arange(0, 26, 1800 / 86400), 27 + np.arange(0, 26, 20 / 86400)])
    chosen = decimate(time, np.random.default_rng(1).normal(size=time.size), 1000)
    assert (time[chosen] < 26).sum() > 400


@settings(max_examples=60)
@given(
    flux=arrays(np.float64, st.integers(1, 400), elements=st.floats(-9, 9) | st.just(np.nan)),
    points=st.integers(1, 120),
)
def test_at_most_so_many_points_ascending_and_broken_where_the_curve_is(
    flux: np.ndarray, points: int
) -> None:
    chosen = decimate(np.arange(flux.size, dtype=float), flux, points)
    assert chosen.size <= max(points, 12)
    assert (np.diff(chosen) > 0).all()
    if np.isfinite(flux).any():
        assert np.nanmin(flux[chosen]) == np.nanmin(flux)
        assert np.nanmax(flux[chosen]) == np.nanmax(flux)
    finite = chosen[np.isfinite(flux[chosen])]
    for here, after in pairwise(finite):
        between = np.isnan(flux[here + 1 : after]).any()
        assert between == (np.searchsorted(chosen, after) - np.searchsorted(chosen, here) > 1)


@pytest.mark.parametrize(
    "x", [np.arange(10.0)[::-1], np.full(10, np.nan), np.arange(9.0), np.array([*range(9), np.inf])],
    ids=["descending", "NaN", "short", "infinite"],
)  # fmt: skip
def test_an_axis_that_is_none_is_refused(x: np.ndarray) -> None:
    with pytest.raises(BadLightCurve):
        decimate(x, np.zeros(10), 4)


def test_of_dots_that_cover_each_other_one_is_kept() -> None:
    rng = np.random.default_rng(2)
    x, y = rng.uniform(0, 10, 20_000), rng.normal(0, 1, 20_000)
    chosen = one_per_cell(x, y, (-2.0, 2.0), 30, 20)
    cells = {(int(a / 10 * 30), int((b + 2) / 4 * 20)) for a, b in zip(x[chosen], y[chosen], strict=True)}
    assert chosen.size == len(cells) == 600
    assert (np.abs(y[chosen]) <= 2).all()


def test_dots_all_in_one_place_are_one_dot() -> None:
    assert one_per_cell(np.ones(100), np.ones(100), (0.0, 2.0), 10, 10).size == 1
    assert one_per_cell(np.array([]), np.array([]), (0.0, 2.0), 10, 10).size == 0
