import numpy as np
import pytest

from tessebs_core.compute.eclipse_cycles import DEPTH, OFFSET, SHIFT, fit_cycles, odd_even
from tessebs_core.compute.search_points import search_points
from tessebs_core.records import Ephemeris
from tests.support.folded import START, light_curve

RNG = np.random.default_rng(8)


def test_depth_and_shift_of_every_eclipse_are_recovered() -> None:
    curve = light_curve(Ephemeris(START + 1.0, 2.0), [(0.0, 0.1, 0.2)], noise=1e-4, cadence=120.0)
    points = search_points(curve)
    x = np.linspace(-0.3, 0.3, 401)
    template = -0.1 * np.clip((0.1 - np.abs(x)) / 0.07, 0, 1)
    zero = START + 1.0 - points.origin + 0.003
    fits = fit_cycles(
        points, zero, 2.0, 0.3, (template, np.gradient(template, x)), columns=(OFFSET, DEPTH, SHIFT)
    )
    assert fits.cycle.size >= 12
    np.testing.assert_allclose(fits.value[:, 1], 1.0, atol=0.01)
    np.testing.assert_allclose(fits.value[:, 2], -0.003, atol=0.0005)


def test_an_eclipse_cut_by_a_gap_is_left_out() -> None:
    curve = light_curve(Ephemeris(START + 12.4, 6.2), [(0.0, 0.1, 0.2)])
    points = search_points(curve)
    x = np.linspace(-0.3, 0.3, 101)
    table = (-np.exp(-((x / 0.07) ** 2)), np.zeros_like(x))
    fits = fit_cycles(points, 12.4, 6.2, 0.3, table, columns=(OFFSET, DEPTH))
    assert 0 not in fits.cycle


def test_unlike_odd_and_even_cycles_are_seen() -> None:
    cycle = np.arange(14)
    value = np.where(cycle % 2 == 1, 1.0, 1.1) + 0.01 * RNG.standard_normal(14)
    found = odd_even(cycle, value, np.full(14, 0.01))
    assert found.sigma < -8
    assert found.difference == pytest.approx(-0.1, abs=0.02)
    assert (found.odd, found.even) == (7, 7)


def test_like_cycles_seldom_differ() -> None:
    sigma = [
        odd_even(np.arange(20), 1 + 0.01 * RNG.standard_normal(20), np.full(20, 0.01)).sigma
        for _ in range(400)
    ]
    assert np.mean(np.abs(sigma) > 3) < 0.01
    assert np.std(sigma) == pytest.approx(0.95, abs=0.12)


def test_scatter_among_cycles_enlarges_the_error() -> None:
    sigma = [
        odd_even(np.arange(20), 1 + 0.05 * RNG.standard_normal(20), np.full(20, 0.01)).sigma
        for _ in range(200)
    ]
    assert np.mean(np.abs(sigma) > 4) < 0.01


def test_of_few_cycles_a_slow_trend_is_no_alternation() -> None:
    """Depths that grow steadily can be divided in many ways that differ as much."""
    assert abs(odd_even(np.arange(5), np.array([1.0, 1.3, 1.5, 1.75, 2.1]), np.full(5, 0.01)).sigma) <= 2


def test_one_kind_alone_says_nothing() -> None:
    found = odd_even(np.array([0, 2, 4]), np.ones(3), np.ones(3))
    assert (found.sigma, found.odd, found.even) == (0.0, 0, 3)
