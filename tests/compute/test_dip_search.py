import numpy as np
import pytest

from tessebs_core.compute.dip_search import _SIGMAS, find_dip


def test_it_finds_what_a_search_over_all_phases_and_widths_finds() -> None:
    rng = np.random.default_rng(3)
    phase = (np.arange(256) + 0.5) / 256 - 0.5
    flux = 1 - 0.02 * np.exp(-0.5 * ((phase - 0.21) / 0.01) ** 2) + rng.normal(0, 0.003, 256)
    weight = rng.uniform(0.5, 2, 256) / 0.003**2
    found = find_dip(phase, flux, weight)
    best, at = 0.0, (0.0, 0.0)
    for sigma in _SIGMAS[5:]:
        for middle in phase:
            away = phase - middle - np.floor(phase - middle + 0.5)
            bell = np.exp(-0.5 * (away / sigma) ** 2)
            design = np.stack([np.ones(256), -bell], axis=1) * np.sqrt(weight)[:, None]
            solved, *_ = np.linalg.lstsq(design, flux * np.sqrt(weight), rcond=None)
            mean = np.average(flux, weights=weight)
            gain = (weight * (flux - mean) ** 2).sum() - (
                (flux * np.sqrt(weight) - design @ solved) ** 2
            ).sum()
            if solved[1] > 0 and gain > best:
                best, at = gain, (middle, sigma)
    assert found is not None
    assert found.sigma == at[1]
    assert found.phase == pytest.approx(at[0], abs=1 / 256)
    assert found.significance**2 == pytest.approx(best, rel=0.01)


def test_nothing_dips_in_a_light_curve_that_only_rises() -> None:
    phase = (np.arange(256) + 0.5) / 256 - 0.5
    found = find_dip(phase, np.ones(256), np.ones(256))
    assert found is None or found.significance < 1e-6


def test_masked_points_are_not_seen() -> None:
    phase = (np.arange(512) + 0.5) / 512 - 0.5
    flux = 1 - 0.3 * (np.abs(phase) < 0.02) - 0.1 * (np.abs(phase - 0.3) < 0.02)
    found = find_dip(phase, flux, (np.abs(phase) > 0.03).astype(float))
    assert found is not None
    assert found.phase == pytest.approx(0.3, abs=0.005)
