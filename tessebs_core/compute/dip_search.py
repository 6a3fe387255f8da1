"""Where a phase curve dips most significantly: a matched filter over all phases and widths."""

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from tessebs_core.compute.phase_profiles import wrapped
from tessebs_core.records import FloatArray

__all__ = ["Dip", "find_dip"]

_Transform = npt.NDArray[np.complex128]

_GRID = 2048
_SIGMAS = tuple(float(each) for each in np.geomspace(5e-4, 0.08, 14))


@dataclass(frozen=True)
class Dip:
    """A Gaussian dip below a constant ``level``: phase, depth (relative flux), sigma (phase)."""

    phase: float
    depth: float
    sigma: float
    level: float
    significance: float


def find_dip(phase: FloatArray, flux: FloatArray, weight: FloatArray) -> Dip | None:
    """Find the Gaussian dip that takes away most chi-squared from a constant.

    Parameters
    ----------
    phase, flux, weight : ndarray of shape (m,)
        Phase in [-0.5, 0.5), mean flux and 1/error^2; weights of 0 mask.

    Returns
    -------
    Dip or None
        With ``significance`` the root of the chi-squared taken away; None where nothing dips.

    Notes
    -----
    For each of 14 widths the sums over the template at every phase are circular convolutions on a grid of
    2048 phases, done by fast Fourier transforms; the best constant is solved for at each phase.
    """
    cell = np.minimum(((phase + 0.5) * _GRID).astype(np.int64), _GRID - 1)
    reference = float(np.average(flux, weights=weight)) if weight.any() else 0.0
    weights = np.fft.rfft(np.bincount(cell, weight, _GRID))
    sums = np.fft.rfft(np.bincount(cell, weight * (flux - reference), _GRID))
    total, total_sum = float(weights[0].real), float(sums[0].real)
    if total <= 0:
        return None
    template, square = _templates()
    inside = np.fft.irfft(weights * template, _GRID)
    squares = np.fft.irfft(weights * square, _GRID)
    across = np.fft.irfft(sums * template, _GRID)
    covariance = across - inside * total_sum / total
    spread = squares - inside**2 / total
    usable = (
        (covariance < 0)
        & (spread > 1e-3 * squares.max(axis=1, keepdims=True))
        & (inside > 1e-3 * total / _GRID)
    )
    power = np.where(usable, covariance**2 / np.where(usable, spread, 1.0), 0.0)
    width, place = np.unravel_index(int(np.argmax(power)), power.shape)
    if power[width, place] <= 0:
        return None
    depth = -covariance[width, place] / spread[width, place]
    level = reference + (total_sum + depth * inside[width, place]) / total
    middle = float(wrapped((place + 0.5) / _GRID - 0.5))
    significance = float(np.sqrt(power[width, place]))
    return Dip(middle, float(depth), _SIGMAS[width], float(level), significance)


@cache
def _templates() -> tuple[_Transform, _Transform]:
    """Transforms of the templates and their squares, one row for each width."""
    away = wrapped(np.arange(_GRID) / _GRID)
    bells = np.exp(-0.5 * (away / np.array(_SIGMAS)[:, None]) ** 2)
    return np.fft.rfft(bells), np.fft.rfft(bells**2)
