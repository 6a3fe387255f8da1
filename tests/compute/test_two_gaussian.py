import numpy as np
import pytest
from scipy.optimize import curve_fit

from tessebs_core.compute.phase_profiles import phase_profile
from tessebs_core.compute.two_gaussian import (
    TwoGaussianFit,
    TwoGaussianShape,
    _model,
    _slopes,
    fit_two_gaussian,
)
from tessebs_core.records import Ephemeris
from tests.support.eclipses import BJD0, gaussians, one_sector

Dip = tuple[float, float, float]


def fitted(
    period: float,
    *dips: Dip,
    noise: float = 0.002,
    ellipsoidal: float = 0.0,
    cadence: float = 600.0,
    seed: int = 1,
) -> TwoGaussianFit:
    time = one_sector(cadence)
    flux = gaussians(time, period, *dips, ellipsoidal=ellipsoidal)
    flux += np.random.default_rng(seed).normal(0, noise, time.size)
    return fit_two_gaussian(phase_profile(time, flux, Ephemeris(BJD0, period)))


@pytest.mark.parametrize("width", [0.01, 0.05, 0.15])
@pytest.mark.parametrize("secondary", [0.5, 0.37])
def test_widths_depths_and_positions_are_those_of_the_light_curve(width: float, secondary: float) -> None:
    found = fitted(2.3, (0.0, 0.3, width), (secondary, 0.1, 0.8 * width), cadence=120.0)
    assert found.shape.dips == 2
    primary, second = found.primary, found.secondary
    assert primary is not None
    assert second is not None
    assert primary.width == pytest.approx(width, rel=0.03)
    assert primary.depth == pytest.approx(0.3, rel=0.02)
    assert abs((primary.position + 0.5) % 1 - 0.5) < 0.02 * width
    assert second.width == pytest.approx(0.8 * width, rel=0.06)
    assert second.depth == pytest.approx(0.1, rel=0.04)
    assert second.position == pytest.approx(secondary, abs=0.03 * width)


def test_a_shallow_secondary_is_not_lost_beside_a_deep_primary() -> None:
    found = fitted(3.2, (0.0, 0.4, 0.05), (0.43, 0.006, 0.05), cadence=120.0, noise=0.001)
    assert found.secondary is not None
    assert found.secondary.position == pytest.approx(0.43, abs=0.003)


def test_the_depth_of_a_contact_binary_includes_the_ellipsoidal_dimming() -> None:
    found = fitted(0.4, (0.0, 0.2, 0.3), (0.5, 0.15, 0.3), ellipsoidal=0.1)
    assert found.ellipsoidal == pytest.approx(0.1, rel=0.05)
    assert found.primary is not None
    assert found.primary.depth == pytest.approx(0.25, rel=0.03)


def test_one_eclipse_is_one_gaussian() -> None:
    found = fitted(2.0, (0.0, 0.02, 0.05))
    assert found.shape is TwoGaussianShape.CG
    assert found.secondary is None


def test_the_primary_is_the_deeper_one_wherever_it_is() -> None:
    found = fitted(2.0, (0.0, 0.1, 0.05), (0.5, 0.3, 0.05))
    assert found.primary is not None
    assert found.primary.position == pytest.approx(0.5, abs=1e-3)


def test_noise_is_a_constant_and_a_cosine_is_ellipsoidal() -> None:
    assert fitted(1.0).shape is TwoGaussianShape.C
    wave = fitted(1.0, ellipsoidal=0.02)
    assert wave.shape is TwoGaussianShape.CE
    assert wave.ellipsoidal == pytest.approx(0.02, rel=0.05)
    assert wave.primary is None


@pytest.mark.parametrize("shape", list(TwoGaussianShape))
def test_the_slopes_are_the_derivatives_of_the_model(shape: TwoGaussianShape) -> None:
    values = np.array([1.0, 0.02, 0.3, -3.0, 0.45, 0.1, -3.5][: 1 + 3 * shape.dips])
    if shape is TwoGaussianShape.CE:
        values = np.array([1.0, 0.05, 0.03])
    elif shape.has_cosine:
        values = np.append(values, 0.05)
    phase = np.linspace(-0.5, 0.499, 300)
    analytic = _slopes(shape, values, phase)
    for k in range(values.size):
        step = np.zeros(values.size)
        step[k] = 1e-6
        numeric = (_model(shape, values + step, phase) - _model(shape, values - step, phase)) / 2e-6
        np.testing.assert_allclose(analytic[k], numeric, atol=1e-6 * (1 + np.abs(numeric).max()))


def test_binning_changes_no_number_by_half_its_uncertainty() -> None:
    time = one_sector(120.0)
    flux = gaussians(time, 2.0, (0.0, 0.2, 0.04)) + np.random.default_rng(5).normal(0, 0.003, time.size)
    found = fit_two_gaussian(phase_profile(time, flux, Ephemeris(BJD0, 2.0))).primary
    phase = (time - BJD0) / 2.0
    phase -= np.floor(phase + 0.5)

    def every_point(x: np.ndarray, constant: float, middle: float, depth: float, sigma: float) -> np.ndarray:
        return np.asarray(constant - depth * np.exp(-0.5 * ((x - middle) / sigma) ** 2))

    (_, middle, depth, sigma), _ = curve_fit(every_point, phase, flux, [1, 0, 0.2, 0.01])
    assert found is not None
    assert found.depth == pytest.approx(depth, abs=0.5 * (found.depth_unc or 0))
    assert found.width == pytest.approx(5.6 * sigma, abs=0.5 * (found.width_unc or 0))
    assert found.position % 1 == pytest.approx(middle % 1, abs=0.5 * (found.position_unc or 0))


def test_two_thirds_of_the_numbers_lie_within_their_uncertainty() -> None:
    inside = []
    for seed in range(60):
        found = fitted(1.7, (0.0, 0.1, 0.06), (0.5, 0.06, 0.06), seed=seed, noise=0.004)
        for shape, depth in ((found.primary, 0.1), (found.secondary, 0.06)):
            assert shape is not None
            assert shape.width is not None
            assert shape.depth is not None
            inside.append(abs(shape.width - 0.06) < (shape.width_unc or 0))
            inside.append(abs(shape.depth - depth) < (shape.depth_unc or 0))
    assert np.mean(inside) == pytest.approx(0.68, abs=0.1)  # three sigma of 240 trials
