import numpy as np
import pytest

from tessebs_core.compute.refinement import predicted_time, refine
from tessebs_core.records import Ephemeris
from tests.support.folded import START, Dip, light_curve

Case = tuple[float, list[Dip], float, float]
CASES: dict[str, Case] = {
    "narrow": (2.3, [(0.0, 0.1, 0.15), (0.5, 0.04, 0.15)], 3e-3, 0.0),
    "faint": (1.1, [(0.0, 0.01, 0.12)], 6e-3, 0.0),
    "smooth": (0.35, [], 5e-3, 0.1),
}


@pytest.mark.parametrize("name", CASES)
def test_the_truth_is_within_one_sigma_in_two_thirds_of_trials(name: str) -> None:
    """For t0, for the period, and for a minimum 300 cycles later; 200 trials are good to 3.3 %.

    `benchmarks/ephemeris_coverage.py` makes enough trials to see 68 % within 5.
    """
    period, dips, noise, wave = CASES[name]
    rng = np.random.default_rng(11)
    inside = []
    for seed in range(200):
        t0 = START + float(rng.uniform(0, period))
        curve = light_curve(Ephemeris(t0, period), dips, noise=noise, wave=wave, cadence=1200.0, seed=seed)
        rough = Ephemeris(t0 + rng.normal(0, 0.003), period * (1 + rng.normal(0, 1e-4)))
        found = refine(curve, rough)
        assert found is not None
        ephemeris = found.ephemeris
        cycle = round((ephemeris.bjd0 - t0) / period)
        later, later_unc = predicted_time(ephemeris, 300)
        inside.append([
            abs(ephemeris.bjd0 - t0 - cycle * period) < (ephemeris.bjd0_uncert or 0),
            abs(ephemeris.period - period) < (ephemeris.period_uncert or 0),
            abs(later - t0 - (cycle + 300) * period) < later_unc,
        ])  # fmt: skip
    np.testing.assert_allclose(np.mean(inside, axis=0), 0.683, atol=0.07)


def test_times_that_wander_make_the_uncertainty_larger() -> None:
    """A period that changes: the line fits badly, and says so."""
    curve = light_curve(Ephemeris(START + 1, 2.0), [(0.0, 0.2, 0.2)], noise=5e-4, sectors=2)
    wandering = light_curve(Ephemeris(START + 1, 2.0), [(0.0, 0.2, 0.2)], noise=5e-4, sectors=2)
    shifted = wandering.time + 0.01 * np.sin(2 * np.pi * wandering.time / 9.0)
    object.__setattr__(wandering, "time", np.sort(shifted))
    steady, moved = refine(curve, Ephemeris(START + 1, 2.0)), refine(wandering, Ephemeris(START + 1, 2.0))
    assert steady is not None
    assert moved is not None
    assert steady.scatter < 1.5
    assert moved.scatter > 10


def test_in_white_noise_the_uncertainty_is_not_enlarged_on_average() -> None:
    ephemeris = Ephemeris(START + 1.7, 4.3)
    factors = []
    for seed in range(40):
        found = refine(light_curve(ephemeris, [(0.0, 0.1, 0.25)], noise=3e-3, seed=seed), ephemeris)
        assert found is not None
        factors.append(found.scatter)
    assert 0.92 < np.mean(factors) < 1.04
    assert min(factors) < 0.95


def test_the_errors_of_zero_point_and_period_add_in_square() -> None:
    time, error = predicted_time(Ephemeris(1400.0, 2.0, 0.003, 0.0001), 40)
    assert (time, error) == (1480.0, pytest.approx(0.005))


def test_what_is_not_stated_counts_as_nothing() -> None:
    assert predicted_time(Ephemeris(1400.0, 2.0), 10) == (1420.0, 0.0)


def test_nothing_can_be_timed_where_nothing_dips() -> None:
    rising = light_curve(Ephemeris(START + 1, 5.0), [(0.0, -0.1, 0.3)])
    assert refine(rising, Ephemeris(START + 1, 5.0)) is None
