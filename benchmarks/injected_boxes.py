"""Faint boxes in white noise: the light curves on which box searches are compared."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

Columns = tuple[np.ndarray, np.ndarray, np.ndarray]

NOISE = 2e-3
LONGEST = 10.0  # days
_FEWEST_POINTS = 3  # inside all eclipses together


@dataclass(frozen=True)
class Injection:
    """A box in white noise, faint in all."""

    columns: Columns
    period: float
    duration: float
    signal_to_noise: float

    def is_found(self, period: float | None) -> bool:
        """Within 1 % and half an eclipse's drift from one end of the data to the other."""
        if period is None:
            return False
        time = self.columns[0]
        off = abs(period / self.period - 1)
        return off < 0.01 and off * float(time[-1] - time[0]) < 0.5 * self.duration


@dataclass(frozen=True)
class InjectionSet:
    """Which boxes are injected: shortest period (days), how durations are drawn, and the seed."""

    name: str
    shortest_period: float
    duration: Callable[[np.random.Generator, float], float | None]
    seed: int

    def draw(self, time: np.ndarray) -> Iterator[Injection]:
        """Yield boxes without end: log-uniform periods, signal to noise of all eclipses 5 to 11."""
        rng = np.random.default_rng(self.seed)
        while True:
            period = 10 ** rng.uniform(math.log10(self.shortest_period), math.log10(LONGEST))
            duration = self.duration(rng, period)
            if duration is None:
                continue
            middle = time[0] + rng.uniform(0, period)
            inside = np.abs((time - middle + period / 2) % period - period / 2) < duration / 2
            if inside.sum() < _FEWEST_POINTS:
                continue
            signal_to_noise = rng.uniform(5, 11)
            depth = signal_to_noise * NOISE / math.sqrt(inside.sum() * (1 - inside.mean()))
            flux = 1 - depth * inside + rng.normal(0, NOISE, time.size)
            columns = time, flux, np.full(time.size, NOISE)
            yield Injection(columns, period, duration, signal_to_noise)


def _any_duration(rng: np.random.Generator, period: float) -> float:
    return min(10 ** rng.uniform(math.log10(0.03), math.log10(0.3)), 0.15 * period)


def _main_sequence_duration(rng: np.random.Generator, period: float) -> float | None:
    """Pairs of 0.2 to 2 solar masses, mass ratio 0.3 to 1, impact parameter to 0.9; none if in contact."""
    first = 10 ** rng.uniform(math.log10(0.2), math.log10(2))
    second = first * rng.uniform(0.3, 1)
    radii = sum(mass**0.9 if mass < 1 else mass**0.6 for mass in (first, second))
    axis = 215.03 * ((first + second) * (period / 365.25) ** 2) ** (1 / 3)  # solar radii
    impact = rng.uniform(0, 0.9)
    if radii > 0.6 * axis:
        return None
    return min(period / math.pi * math.asin(radii / axis * math.sqrt(1 - impact**2)), 0.15 * period)


SETS = (
    InjectionSet("0.05 d, P 0.4 to 10 d", 0.4, lambda _rng, _period: 0.05, 11),
    InjectionSet("0.05 d, P 1.4 to 10 d", 1.4, lambda _rng, _period: 0.05, 12),
    InjectionSet("0.03 to 0.3 d", 0.4, _any_duration, 13),
    InjectionSet("main sequence", 0.4, _main_sequence_duration, 14),
)
