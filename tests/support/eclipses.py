"""Light curves with eclipses of known shape, as one TESS sector sees them."""

import numpy as np

from tessebs_core.records import Ephemeris, FloatArray

__all__ = ["BJD0", "box_shaped", "gaussians", "one_sector", "trapezoid"]

BJD0 = 1326.3


def one_sector(cadence: float = 600.0) -> FloatArray:
    """Times of two orbits with the gap between them; cadence in seconds."""
    step = cadence / 86400
    return 1325.0 + np.concatenate([np.arange(0, 12.5, step), np.arange(13.7, 26.5, step)])


def gaussians(
    time: FloatArray, period: float, *dips: tuple[float, float, float], ellipsoidal: float = 0.0
) -> FloatArray:
    """Two-Gaussian light: each dip is (phase, depth, width); the cosine is lowest at phase 0."""
    phase = (time - BJD0) / period
    flux = 1 - 0.5 * ellipsoidal * np.cos(4 * np.pi * phase)
    for middle, depth, width in dips:
        away = phase - middle - np.floor(phase - middle + 0.5)
        flux -= depth * np.exp(-0.5 * (away / (width / 5.6)) ** 2)
    return flux


def trapezoid(away: FloatArray, width: float, depth: float, slope: float = 0.4) -> FloatArray:
    """Light lost at distances ``away`` from the middle; ``slope`` is the share of ingress in the width."""
    return depth * np.clip((0.5 * width - np.abs(away)) / (slope * width), 0, 1)


def box_shaped(
    time: FloatArray, ephemeris: Ephemeris, width: float, depth: float, *, exposure: float = 0.0
) -> FloatArray:
    """Trapezoidal primaries averaged over exposures (days)."""
    lost = np.zeros_like(time)
    steps = np.linspace(-0.5, 0.5, 9) if exposure else np.zeros(1)
    for part in steps:
        phase = (time + part * exposure - ephemeris.bjd0) / ephemeris.period
        lost += trapezoid(phase - np.floor(phase + 0.5), width, depth)
    return 1 - lost / steps.size
