"""What kind of variation a fold shows, and when it cannot be eclipses."""

from dataclasses import dataclass

import numpy as np

from tessebs_core.compute.fold_study import FoldStudy, Look
from tessebs_core.compute.folded_dips import FoldedCurve

__all__ = ["Shape", "may_be_rotation", "shape_of", "why_no_eclipses"]

_NARROW = 0.18  # full width at half depth, phase; wider minima are no detached eclipses
_TWO_HUMPS = 0.7  # second over first harmonic
_LEAST_SIGNIFICANCE = 8.0
_LEAST_GAIN = 60.0  # chi-squared predicted, red noise counted
_COHERENT = 0.95
_ERRATIC, _BROAD = 0.5, 0.1
_SAW_TOOTH = 0.08
_SHARP = 0.10
_MOST_DIPS, _STEADY = 3, 0.9
_CLEAR = 300.0  # sigma; fainter folds have dips of noise
_LOPSIDED = 0.25  # odd share of the variance; unequal maxima of close binaries have less than 0.1
_CIRCULAR = 1.0  # days; shorter orbits are circular, and their eclipses half a cycle apart


@dataclass(frozen=True)
class Shape:
    """Numbers that tell eclipses and tides from other variations.

    Parameters
    ----------
    period : float
        Days.
    width : float
        Full width of the minimum at half depth, phase.
    is_narrow : bool
        The minimum is narrow enough for an eclipse of two separate stars.
    humps : int
        1 or 2 in a cycle.
    significance : float
        Depth of the minimum in sigma.
    gain : float
        Chi-squared that is predicted in unseen cycles, red noise counted.
    coherence : float
        Fraction of the variance beyond white noise that is predicted; spots change and modes beat.
    asymmetry : float
        Share of the variance that is odd about the best axis; a saw tooth has much.
    sharpness : float
        Share of the variance in the third and higher harmonics.
    brightening : float
        Height of a brief maximum over the median, in depths of the minimum; 0 where the maximum is not brief.
    eclipses : int
        Minima seen whole.
    dips : int
        Minima in a cycle at least half as deep as the deepest.
    """

    period: float
    width: float
    is_narrow: bool
    humps: int
    significance: float
    gain: float
    coherence: float
    asymmetry: float
    sharpness: float
    brightening: float
    eclipses: int
    dips: int


def shape_of(study: FoldStudy, look: Look) -> Shape:
    """Measure the shape of a fold."""
    curve, first = look.curve, look.first
    period = curve.period
    chi2 = float(study.validation.chi2(period, study.resolution(period)).sum())
    null, count = float(study.validation.null.sum()), study.points.time.size
    gain = null - chi2
    power = np.abs(np.fft.rfft(curve.mean - curve.mean.mean())) ** 2
    is_narrow = first.width <= _NARROW
    two = power[2] > _TWO_HUMPS**2 * power[1] and (not is_narrow or power[2] > 9 * power[1])
    return Shape(
        period=period,
        width=first.width,
        is_narrow=is_narrow,
        humps=2 if two else 1,
        significance=first.significance,
        gain=gain / max(1.0, chi2 / count),
        coherence=gain / max(null - count, 0.1 * null, 1e-30),
        asymmetry=_asymmetry(curve, first.phase),
        sharpness=float(power[3:].sum() / max(power[1:].sum(), 1e-300)),
        brightening=_brightening(curve, first.depth),
        eclipses=study.eclipses(look),
        dips=_dips(curve, first.depth),
    )


def why_no_eclipses(shape: Shape) -> str | None:
    """Why a variation is not that of a binary; None when it may be.

    Notes
    -----
    Smooth waves need all of a binary's steadiness: spots change from cycle to cycle and several modes beat,
    so that less of their variance repeats. A steep rise and a slow fall is a pulsator's. Narrow dips that
    repeat are eclipses, whatever else varies.
    """
    if shape.gain < _LEAST_GAIN or shape.significance < _LEAST_SIGNIFICANCE:
        return "nothing repeats beyond the noise"
    if shape.coherence < _ERRATIC and shape.width > _BROAD:
        return "what varies does not repeat: drifts or noise, no eclipses"
    if shape.dips > _MOST_DIPS and shape.coherence < _STEADY and shape.significance > _CLEAR:
        return f"{shape.dips} like minima in a cycle that does not repeat well: beating modes, no eclipses"
    if shape.is_narrow and shape.humps == 1:
        return None if shape.coherence > 0.03 else "no dip predicts the next one"
    return _why_no_tides(shape)


def may_be_rotation(shape: Shape) -> bool:
    """Whether a fold is too lopsided for the circular orbit that its short period asks for.

    Notes
    -----
    Fast rotators with spots, or with gas or dust that turns with them (Zhan et al. 2019, ApJ 876, 127), have
    dips nearly as narrow as those of close binaries, at any phases and on a sloping curve. So may a binary
    with large spots: the shape does not tell which it is.
    """
    is_slow_or_sharp = shape.period >= _CIRCULAR or shape.width <= _BROAD
    return not is_slow_or_sharp and shape.asymmetry > _LOPSIDED and shape.significance > _CLEAR


def _why_no_tides(shape: Shape) -> str | None:
    """Why a smooth wave is not that of a close binary."""
    if shape.humps == 1 and shape.asymmetry > _SAW_TOOTH and shape.period < 1.0:
        return "a saw tooth of steep rise and slow fall, as pulsators have it"
    if shape.coherence < _COHERENT and shape.sharpness < _SHARP:
        return "a smooth wave that changes from cycle to cycle: spots or pulsation, no eclipses"
    return None


def _asymmetry(curve: FoldedCurve, phase: float) -> float:
    """Odd share of the variance about the best axis near the minimum."""
    away = (np.arange(120) + 0.5) / 120 - 0.5
    values = np.interp((away + phase) % 1.0, curve.phase, curve.mean, period=1.0)
    variance = float(np.sum((values - values.mean()) ** 2)) + 1e-300
    odd = [np.roll(values, shift) - np.roll(values, shift)[::-1] for shift in range(-6, 7)]
    return min(float(np.sum(each**2)) / 4 / variance for each in odd)


def _brightening(curve: FoldedCurve, depth: float) -> float:
    smooth = curve.smoothed()
    level = float(np.median(curve.mean))
    height = float(smooth.max()) - level
    is_brief = float(np.mean(smooth > level + 0.5 * height)) < 0.2
    return height / max(depth, 1e-300) if is_brief else 0.0


def _dips(curve: FoldedCurve, depth: float) -> int:
    """Count the separate minima at least half as deep as the deepest."""
    level = float(np.median(curve.mean[curve.mean >= np.median(curve.mean)]))
    below = curve.smoothed() < level - 0.5 * depth
    return int(np.sum(below & ~np.roll(below, 1)))
