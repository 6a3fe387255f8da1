"""Simulated light curves with known periods, for the benchmarks of the period decision.

Six classes of binaries in equal parts (twins, unequal pairs, eccentric pairs, Algols, contact pairs and
heartbeat stars, half of these with eclipses), seen in 1, 2, 5 or 13 sectors at TESS magnitudes 8 to 15; and,
as a harder set, blends, light-travel-time shifts, flares, and stars that are no binaries. The physics is that
of `tessebs_core.demonstration`; nothing in the package knows the truths.
"""

import math
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from tessebs_core.demonstration.classes import make_system
from tessebs_core.demonstration.drawing import eclipses_seen
from tessebs_core.demonstration.light import Blend, Light
from tessebs_core.demonstration.observing import image_exposure
from tessebs_core.demonstration.pipelines import PIPELINES, observe, white_noise
from tessebs_core.demonstration.programmes import Programme
from tessebs_core.demonstration.systems import Kind, System
from tessebs_core.records import FloatArray, LightCurve

BINARIES = (
    Kind.EQUAL_DEPTH, Kind.DETACHED, Kind.ECCENTRIC, Kind.SEMI_DETACHED, Kind.CONTACT, Kind.HEARTBEAT,
)  # fmt: skip
SECTOR_COUNTS = (1, 2, 5, 13)
LEAST_SIGNAL_TO_NOISE = 12.0
"""Of all primary minima together, white and red noise counted: the fainter ones are no candidates."""

_SECTORS = (
    1, 2, 4, 5, 6, 7, 9, 10, 12, 13, 14, 15, 17, 18, 21, 22, 24, 25, 27, 28, 29, 33, 36, 37, 39,
    40, 41, 42, 43, 44, 45, 46,
)  # fmt: skip
_BAD = 4 | 32 | 128 | 512 | 4096


@dataclass(frozen=True)
class Simulated:
    """A light curve with its truth; ``period`` is None for a star without eclipses."""

    name: str
    light_curve: LightCurve
    period: float | None
    sectors: int
    magnitude: float
    cadence: float


def binaries(seed: int, repeats: int) -> Iterator[Simulated]:
    """Yield ``repeats`` binaries of each class and number of sectors."""
    for count in SECTOR_COUNTS:
        for place, kind in enumerate(BINARIES):
            for number in range(repeats):
                rng = np.random.default_rng((seed, count, place, number))
                yield one_binary(kind, count, number + 1, rng)


def one_binary(kind: Kind, count: int, number: int, rng: np.random.Generator) -> Simulated:
    """Draw a binary of one class that shows two primary minima and stands out of the noise."""
    while True:
        programme, product, cadence = _programme(count, rng)
        system = make_system(kind, rng, programme, number)
        contamination = _contamination(rng)
        for _ in range(8):
            magnitude = float(rng.uniform(8, 15))
            if _signal_to_noise(system, programme, product, magnitude, contamination) > LEAST_SIGNAL_TO_NOISE:
                curve = observed(system.light, programme, product, cadence, magnitude, contamination, rng)
                period = system.signals[0].ephemeris.period
                return Simulated(kind.value, curve, period, count, magnitude, cadence)


def hard_cases(seed: int, repeats: int) -> Iterator[Simulated]:
    """Yield what is harder than clean binaries: see the module's docstring."""
    for count in (1, 2, 5):
        for place, name in enumerate(("blend", "light-travel-time", "flares", "pulsator", "spots", "noise")):
            for number in range(repeats):
                yield _hard_case(
                    name, count, number, np.random.default_rng((seed, count, 100 + place, number))
                )


def _hard_case(name: str, count: int, number: int, rng: np.random.Generator) -> Simulated:
    programme, product, cadence = _programme(count, rng)
    if name in ("pulsator", "spots", "noise"):
        system = make_system(Kind(name), rng, programme, number)
        magnitude = float(rng.uniform(8, 13))
        curve = observed(system.light, programme, product, cadence, magnitude, _contamination(rng), rng)
        return Simulated(name, curve, None, count, magnitude, cadence)
    kind = (Kind.DETACHED, Kind.ECCENTRIC, Kind.SEMI_DETACHED, Kind.CONTACT)[number % 4]
    while True:
        system = make_system(kind, rng, programme, number + 1)
        magnitude = float(rng.uniform(8, 13))
        if _signal_to_noise(system, programme, product, magnitude, 0.5) > 3 * LEAST_SIGNAL_TO_NOISE:
            break
    light: Light = system.light
    if name == "blend":
        other = make_system((Kind.PULSATOR, Kind.SPOTS)[number // 4 % 2], rng, programme, 0)
        light = Blend(((light, 0.6), (other.light, 0.4)))
    elif name == "light-travel-time":
        light = _Shifted(light, float(rng.uniform(1, 6)) / 1440, float(rng.uniform(100, 800)))
    curve = observed(light, programme, product, cadence, magnitude, 0.05, rng)
    if name == "flares":
        curve = replace(curve, flux=curve.flux + _flares(curve.time, rng))
    return Simulated(name, curve, system.signals[0].ephemeris.period, count, magnitude, cadence)


@dataclass(frozen=True)
class _Shifted:
    """A light whose distance changes: ``amplitude`` and ``period`` of the light-travel time, days."""

    light: Light
    amplitude: float
    period: float

    def observed(self, time: FloatArray, exposure: float) -> FloatArray:
        """Return the light of the time at which it set out."""
        return self.light.observed(time - self.amplitude * np.sin(2 * np.pi * time / self.period), exposure)


def _flares(time: FloatArray, rng: np.random.Generator) -> FloatArray:
    """A flare every two days: a rise within a minute and an exponential fall."""
    brightening = np.zeros_like(time)
    for _ in range(rng.poisson(0.5 * np.unique(np.floor(time)).size)):
        since = time - float(rng.choice(time))
        height, fall = float(np.exp(rng.uniform(-6, -2.5))), float(rng.uniform(5, 60)) / 1440
        brightening += np.where(since >= 0, height * np.exp(-np.clip(since, 0, None) / fall), 0.0)
    return brightening


def observed(  # noqa: PLR0917 -- as the simulator takes them
    light: Light,
    programme: Programme,
    product: str,
    cadence: float,
    magnitude: float,
    contamination: float,
    rng: np.random.Generator,
) -> LightCurve:
    """Observe a light in all sectors of a programme; each sector's median is 1."""
    columns: list[list[np.ndarray]] = [[], [], [], [], []]
    for span in programme.sectors:
        step = image_exposure(span.sector) if cadence != 120.0 else cadence
        seen = observe(
            light, product, span.sector, step, magnitude=magnitude, contamination=contamination, rng=rng
        )
        good = (seen.quality & _BAD) == 0
        median = np.median(seen.flux[good])
        for column, values in zip(
            columns,
            (seen.time, seen.flux / median, seen.flux_err / median, np.full(seen.time.size, span.sector),
             np.full(seen.time.size, step)),
            strict=True,
        ):  # fmt: skip
            column.append(values[good])
    time, flux, error, sector, step_of = (np.concatenate(each) for each in columns)
    return LightCurve(1, product, time, flux, error, sector, step_of, np.zeros(time.size, np.int64))


def _programme(count: int, rng: np.random.Generator) -> tuple[Programme, str, float]:
    first = int(rng.integers(len(_SECTORS) - count + 1))
    product = ("SPOC", "TESS-SPOC", "QLP")[int(rng.choice(3, p=(0.5, 0.3, 0.2)))]
    cadence = 120.0 if product == "SPOC" else 0.0
    return Programme("Octans", {product: _SECTORS[first : first + count]}), product, cadence


def _contamination(rng: np.random.Generator) -> float:
    return float(np.clip(rng.lognormal(math.log(0.05), 1.0), 0.0, 0.4))


def _signal_to_noise(
    system: System, programme: Programme, product: str, magnitude: float, contamination: float
) -> float:
    """Of all primary minima together."""
    signal, pipeline = system.signals[0], PIPELINES[product]
    hours = max(24 * signal.duration, 0.5)
    noise = white_noise(magnitude, 3600.0) * math.sqrt(1 / hours + pipeline.red**2)
    depth = signal.primary_depth / (1 + pipeline.dilution * contamination)
    return depth / noise * math.sqrt(eclipses_seen(signal.ephemeris, programme))


if __name__ == "__main__":
    for each in binaries(int(sys.argv[1]), int(sys.argv[2])):
        print(each.name, each.sectors, each.period, round(each.magnitude, 1), len(each.light_curve))
