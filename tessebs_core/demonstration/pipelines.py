"""What the ten products make of the same star: cadence, dilution, drifts and noise."""

import math
from dataclasses import dataclass

import numpy as np

from tessebs_core.demonstration.light import Light
from tessebs_core.demonstration.observing import (
    DESATURATION,
    IMPULSIVE_OUTLIER,
    SCATTERED_LIGHT,
    SECONDS_PER_DAY,
    Exposures,
    exposures,
)
from tessebs_core.records import FloatArray, IntArray

__all__ = ["PIPELINES", "Pipeline", "Segment", "observe", "white_noise"]


@dataclass(frozen=True)
class Pipeline:
    """The character of a product.

    Parameters
    ----------
    dilution : float
        How much of the neighbours' light in the aperture is left in, 0 to about 1.
    drift : float
        Slow trends within an orbit and steps at momentum dumps, relative to uncorrected photometry.
    red : float
        Correlated noise on hours to days, in units of the white noise of one hour.
    scattered : float
        Scattered light of Earth and Moon that is left in near the ends of orbits, relative to
        uncorrected photometry.
    """

    dilution: float
    drift: float
    red: float
    scattered: float


PIPELINES = {
    "SPOC": Pipeline(dilution=1.0, drift=1.0, red=0.5, scattered=0.3),  # SAP, which is what is read
    "TESS-SPOC": Pipeline(dilution=0.03, drift=0.1, red=0.4, scattered=0.15),
    "QLP": Pipeline(dilution=1.1, drift=0.5, red=0.8, scattered=0.8),
    "GSFC-ELEANOR-LITE": Pipeline(dilution=0.9, drift=0.3, red=0.6, scattered=0.6),
    "TGLC": Pipeline(dilution=0.15, drift=0.6, red=0.7, scattered=0.7),
    "T16": Pipeline(dilution=0.5, drift=0.6, red=0.9, scattered=0.5),
    "CDIPS": Pipeline(dilution=0.7, drift=0.8, red=0.9, scattered=0.5),
    "TASOC": Pipeline(dilution=1.0, drift=0.15, red=0.5, scattered=0.4),
    "DIAMANTE": Pipeline(dilution=1.2, drift=0.2, red=0.6, scattered=0.4),
    "PATHOS": Pipeline(dilution=0.1, drift=0.3, red=0.8, scattered=0.5),
}
"""By product name, one for each that the catalogue reads."""

_ZERO_POINT = 20.44  # TESS magnitude of one electron per second (TESS Instrument Handbook, 2018)
_SKY = 100.0  # e-/s/pixel, zodiacal light
_READ_NOISE = 10.0  # e- per pixel and 2-s read
_FLOOR = 30e-6  # relative, in one hour
_HOUR = 3600.0
_LEAST_FLUX = 1e-3  # what is left of a star in the deepest eclipse or the worst dump; a file needs light


@dataclass(frozen=True, eq=False)
class Segment:
    """What one product measured in one sector; arrays of one length.

    ``time`` is BTJD, ``flux`` and ``flux_err`` are relative to the star's brightness with its
    neighbours, ``quality`` holds the spacecraft's bits.
    """

    sector: int
    cadence: float
    time: FloatArray
    flux: FloatArray
    flux_err: FloatArray
    quality: IntArray


def white_noise(magnitude: float, cadence: float) -> float:
    """Relative one-sigma noise of one exposure.

    Photon noise of star and sky, read noise and a floor, as Ricker et al. (2015, JATIS 1, 014003) have
    them, with an aperture that grows with brightness.

    Parameters
    ----------
    magnitude : float
        TESS magnitude.
    cadence : float
        Exposure time, seconds; a fifth of it is lost to the cosmic-ray rejection.
    """
    rate = 10 ** (0.4 * (_ZERO_POINT - magnitude))
    seconds = 0.8 * cadence
    pixels = 4 + 8 * 10 ** (0.2 * (10 - magnitude))
    variance = rate * seconds + pixels * (_SKY * seconds + _READ_NOISE**2 * seconds / 2)
    return math.sqrt(variance / (rate * seconds) ** 2 + _FLOOR**2 * _HOUR / cadence)


def observe(
    light: Light,
    product: str,
    sector: int,
    cadence: float,
    *,
    magnitude: float,
    contamination: float,
    rng: np.random.Generator,
) -> Segment:
    """Simulate what a product publishes of one sector.

    Parameters
    ----------
    light : Light
        The star.
    product : str
        Name of the product.
    sector : int
    cadence : float
        Seconds.
    magnitude : float
        TESS magnitude of the star.
    contamination : float
        Light of the neighbours in the aperture over that of the star.
    rng : Generator
        Source of the noise.
    """
    pipeline = PIPELINES[product]
    when = exposures(sector, cadence)
    neighbours = pipeline.dilution * contamination
    star = light.observed(when.time, cadence / SECONDS_PER_DAY)
    flux = (star + neighbours) / (1 + neighbours)
    sigma = white_noise(magnitude, cadence)
    hourly = white_noise(magnitude, _HOUR)
    flux *= 1 + pipeline.drift * _drift(when, rng)
    flux += pipeline.red * hourly * _red_noise(when.time, rng)
    scattered, flagged = _scattered_light(when, magnitude, rng)
    flux += pipeline.scattered * scattered
    noise = sigma * np.sqrt(np.clip(flux, 0.05, None))  # photon noise falls in eclipse
    flux += noise * rng.standard_normal(flux.size)
    quality = when.quality.copy()
    quality[flagged] |= SCATTERED_LIGHT
    dumps = (quality & DESATURATION) > 0
    flux[dumps] *= 1 - rng.uniform(0.02, 0.4, int(dumps.sum()))
    outliers = rng.uniform(size=flux.size) < 2e-4
    flux[outliers] += sigma * rng.uniform(5, 12, int(outliers.sum()))
    quality[outliers] |= IMPULSIVE_OUTLIER
    return Segment(sector, cadence, when.time, np.maximum(flux, _LEAST_FLUX), noise, quality)


def _drift(when: Exposures, rng: np.random.Generator) -> FloatArray:
    """Relative trend of uncorrected photometry: pointing, focus, steps at momentum dumps."""
    position = when.since_start / (when.since_start + when.to_end + 1e-9)
    second_orbit = np.cumsum(np.append(False, np.diff(when.since_start) < 0))
    drift = np.zeros(when.time.size)
    for orbit in (0, 1):
        here = second_orbit == orbit
        slope, bow, level = rng.normal(0, (2e-3, 1e-3, 1e-3))
        x = position[here] - 0.5
        drift[here] = level + slope * x + bow * (x**2 - 1 / 12)
        drift[here] += rng.normal(0, 1.5e-3) * np.exp(-when.since_start[here] / 0.5)  # settling
    steps = rng.normal(0, 3e-4, int(when.stretch.max()) + 1)
    return drift + steps[when.stretch]


def _red_noise(time: FloatArray, rng: np.random.Generator) -> FloatArray:
    """Correlated noise of unit variance: a first-order chain on knots a quarter of a day apart."""
    knots = np.arange(time[0] - 0.25, time[-1] + 0.5, 0.25)
    memory = math.exp(-0.25 / 0.6)
    kicks = rng.standard_normal(knots.size)
    values = np.empty(knots.size)
    values[0] = kicks[0]
    for index in range(1, knots.size):
        values[index] = memory * values[index - 1] + math.sqrt(1 - memory**2) * kicks[index]
    return np.interp(time, knots, values)


def _scattered_light(
    when: Exposures, magnitude: float, rng: np.random.Generator
) -> tuple[FloatArray, np.ndarray[tuple[int, ...], np.dtype[np.bool_]]]:
    """Relative residual of the background near the ends of orbits, and where it is flagged."""
    strength = float(rng.normal(0, 4e-3)) * 10 ** (0.25 * (magnitude - 10))
    at_end = np.exp(-when.to_end / float(rng.uniform(0.25, 0.7)))
    at_start = 0.4 * np.exp(-when.since_start / float(rng.uniform(0.1, 0.3)))
    shape = at_end + at_start
    return strength * shape, shape > 0.5
