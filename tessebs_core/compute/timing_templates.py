"""The shape of an eclipse from all its cycles: a smoothing spline with its slope."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from tessebs_core.compute.phase_profiles import wrapped
from tessebs_core.compute.phases import orbital_phase
from tessebs_core.records import Ephemeris, FloatArray

__all__ = ["TimingTemplate", "folded_template"]

_PIECES = (4, 6, 8, 12, 16, 24, 32)  # polynomial pieces of the spline, of which the BIC chooses
_BINS = 400
_FEWEST = 12  # bins with points


@dataclass(frozen=True, eq=False)
class TimingTemplate:
    """A folded eclipse.

    Parameters
    ----------
    phase : float
        Phase of its middle in [-0.5, 0.5).
    width, half_window : float
        Eclipse, and half the stretch that the spline describes, phase.
    depth : float
        Highest minus lowest flux of the spline.
    centre : float
        Where the spline mirrors itself best, phase from ``phase``.
    """

    phase: float
    width: float
    half_window: float
    depth: float
    centre: float
    _spline: Any
    _slope: Any

    def at(self, away: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Flux and its slope per cycle at phases from the middle; level beyond the window."""
        inside = np.clip(away, -self.half_window, self.half_window)
        slope = np.where(inside == away, self._slope(inside), 0.0)
        return np.asarray(self._spline(inside)), np.asarray(slope)


def folded_template(
    time: FloatArray,
    flux: FloatArray,
    weight: FloatArray,
    ephemeris: Ephemeris,
    *,
    phase: float,
    width: float,
    moved: Mapping[int, float] | None = None,
) -> TimingTemplate | None:
    """Fit a cubic spline to the folded eclipse.

    Parameters
    ----------
    time, flux, weight : ndarray of shape (n,)
        BTJD in days, relative flux, relative weights.
    ephemeris : Ephemeris
        What to fold on.
    phase, width : float
        Middle and width of the eclipse.
    moved : mapping of int to float, optional
        How far (phase) the eclipse of each cycle is from its place; other cycles are then left out.

    Returns
    -------
    TimingTemplate or None
        None where too little of the eclipse is covered.

    Notes
    -----
    The window reaches 0.8 widths to both sides, never beyond a quarter of the cycle. The number of equal
    pieces is that of lowest Bayesian information criterion, with the scatter of the points as noise.
    """
    from scipy.interpolate import make_lsq_spline

    half = min(0.8 * width, 0.25)
    away = wrapped(orbital_phase(time, ephemeris) - phase)
    near = np.abs(away) < half
    if moved is not None:
        cycle = np.rint((time - ephemeris.bjd0) / ephemeris.period - phase - away).astype(np.int64)
        cycles, place = np.unique(cycle, return_inverse=True)
        away = away - np.array([moved.get(int(each), np.inf) for each in cycles])[place]
        near &= np.abs(away) < half
    away, flux, weight = away[near], flux[near], weight[near]
    cell = np.minimum(((away + half) / (2 * half) * _BINS).astype(np.int64), _BINS - 1)
    total = np.bincount(cell, weight, _BINS)
    filled = total > 0
    if filled.sum() < _FEWEST:
        return None
    x = np.bincount(cell, weight * away, _BINS)[filled] / total[filled]
    y = np.bincount(cell, weight * flux, _BINS)[filled] / total[filled]
    count = np.bincount(cell, minlength=_BINS)[filled]
    deviation = flux - np.interp(away, x, y)
    free = max(1, flux.size - int(filled.sum()))
    noise2 = float((weight * deviation**2).sum()) / free if free > 10 else float(np.var(np.diff(y))) / 2
    root = np.sqrt(total[filled] / max(noise2, 1e-18))
    best = None
    for pieces in _PIECES:
        inner = np.linspace(-half, half, pieces + 1)[1:-1]
        holds = np.histogram(x, np.concatenate([[-half], inner, [half]]))[0]
        if holds.min() < 2 or count.size < pieces + 6:
            break
        knots = np.concatenate([[-half] * 4, inner, [half] * 4])
        spline = make_lsq_spline(x, y, knots, k=3, w=root)
        bic = float(((root * (spline(x) - y)) ** 2).sum()) + (pieces + 3) * float(np.log(x.size))
        if best is None or bic < best[0]:
            best = bic, spline
    if best is None:
        return None
    spline = best[1]
    depth = float(np.ptp(spline(x)))
    return TimingTemplate(phase, width, half, depth, _mirror(spline, width), spline, spline.derivative())


def _mirror(spline: Any, width: float) -> float:
    """Middle of best mirror symmetry within a tenth of the width (Kwee & van Woerden's criterion)."""
    aside = np.linspace(0.0, 0.6 * width, 61)
    middles = np.linspace(-0.1, 0.1, 81) * width
    unlike = spline(middles[:, None] + aside) - spline(middles[:, None] - aside)
    squares = (unlike**2).sum(axis=1)
    best = min(max(int(np.argmin(squares)), 1), middles.size - 2)
    before, here, after = squares[best - 1 : best + 2]
    bend = before - 2 * here + after
    part = float(np.clip(0.5 * (before - after) / bend, -1, 1)) if bend > 0 else 0.0
    return float(middles[best] + part * (middles[1] - middles[0]))
