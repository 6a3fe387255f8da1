"""When TESS looked: sectors with their gaps, cadences, and the spacecraft's quality flags."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from tessebs_core.records import FloatArray, IntArray

__all__ = [
    "DESATURATION",
    "SCATTERED_LIGHT",
    "SECONDS_PER_DAY",
    "Exposures",
    "SectorSpan",
    "exposures",
    "image_exposure",
    "sector_span",
]

SECONDS_PER_DAY = 86_400.0

DESATURATION, IMPULSIVE_OUTLIER, SCATTERED_LIGHT = 32, 512, 4096
_COARSE_POINT, _MANUAL_EXCLUDE = 4, 128

# First exposure of a sector, begin and end of the gap in its middle, last exposure; BTJD days. Sectors 1,
# 18, 24, 25 and 42 as in public files; the others by the published dates, which are given to the day.
_SPANS = {
    1: (1325.30, 1338.52, 1339.67, 1353.18),
    2: (1354.11, 1367.15, 1368.60, 1381.51),
    4: (1410.90, 1423.51, 1424.55, 1436.84),
    5: (1438.00, 1450.20, 1451.55, 1464.26),
    6: (1465.22, 1477.02, 1478.11, 1490.04),
    7: (1491.63, 1503.04, 1504.70, 1516.09),
    9: (1543.22, 1555.54, 1557.00, 1568.47),
    10: (1569.43, 1581.78, 1584.72, 1595.68),
    12: (1624.97, 1637.97, 1640.05, 1652.89),
    13: (1653.93, 1667.69, 1668.63, 1682.35),
    14: (1683.36, 1695.93, 1697.35, 1710.20),
    15: (1711.37, 1723.87, 1725.20, 1737.41),
    17: (1764.69, 1776.07, 1778.59, 1789.69),
    18: (1790.68, 1800.68, 1803.47, 1815.02),
    21: (1870.44, 1883.83, 1885.33, 1897.78),
    22: (1899.31, 1912.30, 1914.10, 1926.49),
    24: (1955.81, 1968.33, 1969.28, 1982.26),
    25: (1983.64, 1995.64, 1996.92, 2009.30),
    27: (2036.28, 2047.60, 2049.15, 2060.64),
    28: (2061.85, 2073.35, 2075.17, 2087.10),
    29: (2088.25, 2100.60, 2102.33, 2114.42),
    33: (2201.74, 2213.60, 2215.40, 2227.56),
    36: (2280.90, 2293.60, 2295.30, 2305.98),
    37: (2307.26, 2320.00, 2322.58, 2332.57),
    39: (2361.77, 2374.85, 2377.13, 2389.71),
    40: (2390.66, 2403.22, 2404.41, 2418.19),
    41: (2419.99, 2430.30, 2431.69, 2446.57),
    42: (2447.70, 2457.03, 2461.25, 2473.15),
    43: (2474.18, 2485.30, 2487.06, 2498.87),
    44: (2500.20, 2511.90, 2513.52, 2524.43),
    45: (2525.52, 2537.97, 2540.80, 2550.62),
    46: (2552.57, 2563.90, 2565.70, 2578.69),
    50: (2665.29, 2676.40, 2677.95, 2691.50),
    51: (2692.95, 2703.30, 2707.00, 2717.53),
    57: (2853.36, 2865.50, 2868.12, 2881.62),
    58: (2882.32, 2894.20, 2895.66, 2910.18),
    64: (3041.18, 3053.20, 3059.05, 3067.80),
    65: (3069.17, 3080.90, 3083.20, 3096.30),
    66: (3097.60, 3110.40, 3113.60, 3125.80),
    67: (3126.65, 3139.00, 3140.90, 3153.90),
}


@dataclass(frozen=True)
class SectorSpan:
    """First and last exposure of a sector's two orbits, BTJD."""

    sector: int
    first: float
    gap_begins: float
    gap_ends: float
    last: float

    @property
    def orbits(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """First and last exposure of each orbit."""
        return (self.first, self.gap_begins), (self.gap_ends, self.last)

    def holds(self, time: float) -> bool:
        """Whether ``time`` (BTJD) falls on an orbit, not in a gap."""
        return any(begins <= time <= ends for begins, ends in self.orbits)


@dataclass(frozen=True, eq=False)
class Exposures:
    """The exposures of one sector at one cadence.

    ``time`` is the middle of each (BTJD), ``quality`` the spacecraft's bits, ``since_start`` and
    ``to_end`` days from and to the ends of the orbit, ``stretch`` counts the momentum dumps before it.
    """

    time: FloatArray
    quality: IntArray
    since_start: FloatArray
    to_end: FloatArray
    stretch: IntArray


def sector_span(sector: int) -> SectorSpan:
    """Return the dates of a sector that the demonstration uses."""
    first, gap_begins, gap_ends, last = _SPANS[sector]
    return SectorSpan(sector, first, gap_begins, gap_ends, last)


def image_exposure(sector: int) -> float:
    """Cadence of the full-frame images in seconds: 1800 to sector 26, 600 to 55, 200 from 56 on."""
    if sector <= 26:
        return 1800.0
    return 600.0 if sector <= 55 else 200.0


@lru_cache(maxsize=256)
def exposures(sector: int, cadence: float) -> Exposures:
    """Return the exposures of a sector.

    Momentum dumps, the exposures before them in coarse pointing, and those that were excluded by hand
    are the spacecraft's, so they are the same for every target.

    Parameters
    ----------
    sector : int
        One of those that the demonstration uses.
    cadence : float
        Seconds.
    """
    span = sector_span(sector)
    step = cadence / SECONDS_PER_DAY
    orbits = [np.arange(begins + step / 2, ends, step) for begins, ends in span.orbits]
    time = np.concatenate(orbits)
    since_start = np.concatenate([orbit - orbit[0] for orbit in orbits])
    to_end = np.concatenate([orbit[-1] - orbit for orbit in orbits])
    dumps = _momentum_dumps(span)
    stretch = np.searchsorted(dumps, time)
    quality = np.zeros(time.size, dtype=np.int64)
    for dump in dumps:
        quality[np.abs(time - dump) <= max(step / 2, 4 / 1440)] |= DESATURATION | _COARSE_POINT
    quality[since_start < 0.04] |= _MANUAL_EXCLUDE
    return Exposures(time, quality, since_start, to_end, stretch)


def _momentum_dumps(span: SectorSpan) -> FloatArray:
    """Times of the thruster firings: every 2.5 d at first, later every 3.1 d, at last twice an orbit."""
    interval = 2.5 if span.sector <= 4 else 3.13 if span.sector <= 26 else 5.7
    return np.concatenate(
        [np.arange(begins + interval, ends - 0.5, interval) for begins, ends in span.orbits]
    )
