import numpy as np
import pytest

from tessebs_core.compute.box_least_squares import Box
from tessebs_core.compute.event_significance import event_significance, wave_share
from tessebs_core.compute.signal_removal import Remainder
from tests.support.eclipses import one_sector

BOX = Box(3.1, 1326.0, 0.2, 20.0, 0.004, 8)


def remainder(depths: list[float], noise: float = 0.001, seed: int = 1) -> Remainder:
    """Boxes of given depths at the times of ``BOX`` in white noise."""
    time = one_sector(600.0)
    flux = np.random.default_rng(seed).normal(0, noise, time.size)
    for cycle, depth in enumerate(depths):
        flux -= depth * (np.abs(time - BOX.bjd0 - cycle * BOX.period) < 0.5 * BOX.duration)
    return Remainder(time, flux, np.full(time.size, noise))


def test_in_white_noise_the_significance_is_depth_over_its_error() -> None:
    found = event_significance(remainder([0.004] * 9), BOX)
    points = BOX.duration * 144
    expected = 0.004 / (0.001 * (1.5 / points) ** 0.5) * found.eclipses**0.5
    assert found.value * found.red_noise == pytest.approx(expected, rel=0.05)
    assert found.red_noise < 1.3


def test_noise_alone_is_not_significant() -> None:
    values = [event_significance(remainder([], seed=seed), BOX).value for seed in range(50)]
    assert max(values) < 4
    assert min(values) == 0.0


def test_red_noise_takes_significance_away() -> None:
    white = remainder([0.004] * 9)
    waves = 0.002 * np.sin(2 * np.pi * white.time / 0.57)
    red = event_significance(Remainder(white.time, white.flux + waves, white.error), BOX)
    assert red.red_noise > 3
    assert red.value < 0.5 * event_significance(white, BOX).value


def test_one_deep_trough_alone_is_no_repetition() -> None:
    assert event_significance(remainder([0.0, 0.02]), BOX).value < 3


def test_an_eclipse_that_does_not_come_is_not_counted() -> None:
    assert event_significance(remainder([0.01, 0.0, 0.01]), BOX).eclipses == 2
    assert event_significance(remainder([0.01, 0.01, 0.01]), BOX).eclipses == 3


def test_one_eclipse_has_no_significance() -> None:
    once = Box(100.0, BOX.bjd0, BOX.duration, 20.0, 0.004, 1)
    found = event_significance(remainder([0.01]), once)
    assert (found.value, found.eclipses) == (0.0, 1)


def test_a_sine_wave_is_one_and_a_box_is_none() -> None:
    time = one_sector(600.0)
    error = np.full(time.size, 0.001)
    sine = Remainder(time, 0.001 * np.cos(2 * np.pi * time / 1.3), error)
    power = float(np.sqrt((sine.flux**2 / error**2).sum()))
    assert wave_share(sine, Box(1.3, 1326.0, 0.26, power, 0.001, 18)) == pytest.approx(1.0, abs=0.01)
    box = remainder([0.004] * 9)
    best = float(np.sqrt((0.004 / 0.001) ** 2 * (np.abs(box.flux) > 0.003).sum()))
    assert wave_share(box, Box(BOX.period, BOX.bjd0, BOX.duration, best, 0.004, 9)) < 0.5
