import numpy as np
import pytest
from scipy.optimize import minimize

from tessebs_core.compute.phase_profiles import PhaseProfile, phase_profile
from tessebs_core.compute.polyfit import _model, _slopes, fit_polyfit, knots_below_mean
from tessebs_core.compute.two_gaussian import fit_two_gaussian
from tessebs_core.records import Ephemeris
from tests.support.eclipses import BJD0, gaussians, one_sector

CHAIN = np.array([-0.44, -0.06, 0.06, 0.44, 1.0, 1.0, 0.99, 0.99, 0.03, -0.25, 0.02, -0.12])
"""Knots, flux at them, bulges: eclipses 0.12 wide at 0 and 0.5."""


def of_chain(values: np.ndarray, noise: float, period: float = 0.9) -> PhaseProfile:
    time = one_sector()
    phase = (time - BJD0) / period
    flux = _model(values, phase - np.floor(phase + 0.5))
    flux = flux + np.random.default_rng(4).normal(0, noise, time.size)
    return phase_profile(time, flux, Ephemeris(BJD0, period))


def test_a_chain_is_found_again_without_any_hint() -> None:
    found = fit_polyfit(of_chain(CHAIN, 0.001))
    np.testing.assert_allclose(found.knots, CHAIN[:4], atol=2e-3)
    assert found.primary is not None
    assert found.secondary is not None
    assert found.primary.width == pytest.approx(0.12, abs=0.003)
    assert found.secondary.width == pytest.approx(0.12, abs=0.005)
    assert found.secondary.position == pytest.approx(0.5, abs=0.003)
    lowest = float(_model(CHAIN, np.linspace(-0.06, 0.06, 1001)).min())
    assert found.primary.depth == pytest.approx(0.995 - lowest, abs=0.003)


def test_the_chain_is_continuous_and_closes_around_the_cycle() -> None:
    found = fit_polyfit(of_chain(CHAIN, 0.003))
    for knot in (*found.knots, 0.5):
        before, after = found.flux(np.array([knot - 1e-9, knot + 1e-9]))
        assert before == pytest.approx(after, abs=1e-6)


def test_the_slopes_are_the_derivatives_of_the_model() -> None:
    phase = np.linspace(-0.5, 0.499, 301)
    analytic = _slopes(CHAIN, phase)
    away = np.abs(phase[:, None] - CHAIN[:4]).min(axis=1) > 1e-5
    for k in range(CHAIN.size):
        step = np.zeros(CHAIN.size)
        step[k] = 1e-7
        numeric = (_model(CHAIN + step, phase) - _model(CHAIN - step, phase)) / 2e-7
        np.testing.assert_allclose(analytic[k][away], numeric[away], atol=1e-5)


def test_it_fits_as_well_as_a_simplex_search_over_the_knots() -> None:
    time = one_sector()
    flux = gaussians(time, 1.3, (0.0, 0.3, 0.1), (0.5, 0.2, 0.1))
    flux += np.random.default_rng(6).normal(0, 0.002, time.size)
    profile = phase_profile(time, flux, Ephemeris(BJD0, 1.3))
    phase, error = profile.phase, profile.error

    def slow(knots: np.ndarray) -> float:
        knots = np.sort(knots)
        if np.diff(knots, append=knots[0] + 1).min() < 0.01:
            return 1e10
        design = _slopes(np.concatenate([knots, np.zeros(8)]), phase)[4:] / error
        solved, *_ = np.linalg.lstsq(design.T, profile.flux / error, rcond=None)
        return float(((design.T @ solved - profile.flux / error) ** 2).sum())

    start = knots_below_mean(profile)
    assert start is not None
    simplex = minimize(slow, start, method="Nelder-Mead", options={"maxiter": 600, "xatol": 1e-6})
    assert fit_polyfit(profile).chi_squared < 1.001 * simplex.fun


def test_the_two_gaussian_width_of_an_eclipse_is_the_catalogues_1_43_times_the_polyfit_width() -> None:
    time = one_sector(120.0)
    flux = gaussians(time, 3.0, (0.0, 0.3, 0.05), (0.5, 0.2, 0.05))
    flux += np.random.default_rng(7).normal(0, 0.001, time.size)
    profile = phase_profile(time, flux, Ephemeris(BJD0, 3.0))
    gaussian = fit_two_gaussian(profile)
    chain = fit_polyfit(profile, gaussian)
    assert gaussian.primary is not None
    assert chain.primary is not None
    ratio = (gaussian.primary.width or 0) / (chain.primary.width or 1)
    assert ratio == pytest.approx(1.44, abs=0.05)


def test_a_shallow_secondary_keeps_its_parabola_beside_a_deep_primary() -> None:
    time = one_sector(120.0)
    flux = gaussians(time, 3.2, (0.0, 0.4, 0.05), (0.43, 0.02, 0.05))
    flux += np.random.default_rng(8).normal(0, 0.001, time.size)
    profile = phase_profile(time, flux, Ephemeris(BJD0, 3.2))
    found = fit_polyfit(profile, fit_two_gaussian(profile)).secondary
    assert found is not None
    assert found.position == pytest.approx(0.43, abs=0.005)


def test_one_eclipse_leaves_two_knots_far_from_it() -> None:
    time = one_sector()
    flux = gaussians(time, 2.0, (0.0, 0.1, 0.06)) + np.random.default_rng(9).normal(0, 0.002, time.size)
    profile = phase_profile(time, flux, Ephemeris(BJD0, 2.0))
    found = fit_polyfit(profile, fit_two_gaussian(profile))
    assert (np.abs(found.knots) > 0.2).sum() == 2
    assert found.primary is not None
    assert found.primary.width == pytest.approx(0.06 / 1.44, rel=0.06)


def test_the_eclipses_of_a_chain_with_tides_are_found_again_and_have_no_rival() -> None:
    time = one_sector(120.0)
    phase = (time - BJD0) / 0.7 - np.floor((time - BJD0) / 0.7 + 0.5)
    flux = np.ones_like(time)
    for middle, width, depth in ((0.0, 0.16, 0.3), (0.5, 0.09, 0.045)):
        away = phase - middle - np.floor(phase - middle + 0.5)
        flux -= depth * np.clip(1 - (2 * away / width) ** 2, 0, None)
    begin, end = 0.08, 0.455
    x = (np.abs(phase) - begin) / (end - begin)
    flux += np.clip(0.1 * 4 * x * (1 - x), 0, None)
    flux += np.random.default_rng(1).normal(0, 1e-3, time.size)
    profile = phase_profile(time, flux, Ephemeris(BJD0, 0.7))
    chain = fit_polyfit(profile, fit_two_gaussian(profile))
    assert chain.primary is not None
    assert chain.secondary is not None
    assert (chain.primary.width, chain.primary.depth) == pytest.approx((0.16, 0.3), rel=0.01)
    assert (chain.secondary.width, chain.secondary.depth) == pytest.approx((0.09, 0.045), rel=0.02)
    assert all(second.width == pytest.approx(0.09, rel=0.02) for _, second in chain.rivals)
