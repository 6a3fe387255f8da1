"""Light curves whose periods, dips and noise are known, in the rhythm of TESS sectors."""

from collections.abc import Sequence

import numpy as np

from tessebs_core.records import Ephemeris, LightCurve

DAY = 86_400.0
START = 1325.3

Dip = tuple[float, float, float]
"""Phase, depth and full width (days)."""


def light_curve(
    ephemeris: Ephemeris,
    dips: Sequence[Dip],
    *,
    noise: float = 1e-3,
    sectors: int = 1,
    cadence: float = 600.0,
    wave: float = 0.0,
    seed: int = 1,
) -> LightCurve:
    """Trapezoidal dips and a twice-a-cycle wave of amplitude ``wave``, faintest at phase 0."""
    step = cadence / DAY
    orbits = [
        START + 27.4 * sector + np.arange(begin, end, step)
        for sector in range(sectors)
        for begin, end in ((0.0, 12.4), (13.6, 26.0))
    ]
    time = np.concatenate(orbits)
    cycles = (time - ephemeris.bjd0) / ephemeris.period
    flux = 1.0 - wave * np.cos(4 * np.pi * cycles)
    for phase, depth, width in dips:
        away = cycles - phase
        away = np.abs(away - np.floor(away + 0.5)) * ephemeris.period
        flux -= depth * np.clip((width / 2 - away) / (0.35 * width), 0.0, 1.0)
    flux += noise * np.random.default_rng(seed).standard_normal(time.size)
    sector = 1 + np.floor((time - START) / 27.4).astype(np.int64)
    return LightCurve(
        1, "SPOC", time, flux, np.full(time.size, max(noise, 1e-6)), sector,
        np.full(time.size, cadence), np.zeros(time.size, np.int64),
    )  # fmt: skip
