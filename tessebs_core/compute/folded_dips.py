"""What a folded light curve looks like: its dips, its level between them, its slow harmonics."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tessebs_core.compute.search_points import SearchPoints
from tessebs_core.records import FloatArray

__all__ = ["Dip", "FoldedCurve", "Harmonics", "dip_at", "fold", "harmonics", "main_dip", "second_dip"]

_NARROW_FACTORS = (0.7, 1.0, 1.5)  # secondary over primary width, as they are tried


@dataclass(frozen=True, eq=False)
class FoldedCurve:
    """Mean flux in even phase bins.

    Parameters
    ----------
    period : float
        Days; phase 0 is time 0 of the points.
    mean, weight : ndarray of shape (n,)
        Weighted mean flux (empty bins are interpolated) and sum of weights of each bin.
    """

    period: float
    mean: FloatArray
    weight: FloatArray

    @property
    def phase(self) -> FloatArray:
        """Middles of the bins, 0 to 1."""
        return (np.arange(self.mean.size) + 0.5) / self.mean.size

    @property
    def coverage(self) -> float:
        """Fraction of the bins that hold points."""
        return float(np.mean(self.weight > 0))

    def away_from(self, phase: float) -> FloatArray:
        """Distance of each bin from ``phase``, -0.5 to 0.5."""
        return (self.phase - phase + 0.5) % 1.0 - 0.5

    def smoothed(self) -> FloatArray:
        """Running mean of three bins."""
        around = np.concatenate([self.mean[-1:], self.mean, self.mean[:1]])
        return np.convolve(around, np.full(3, 1 / 3), "valid")


@dataclass(frozen=True)
class Dip:
    """A minimum of a folded curve: middle phase, depth, full width at half depth (phase), depth in sigma."""

    phase: float
    depth: float
    width: float
    significance: float


@dataclass(frozen=True)
class Harmonics:
    """Cosine amplitudes about the main dip outside of dips, once and twice a cycle, with their errors."""

    once: float
    once_unc: float
    twice: float
    twice_unc: float


def fold(points: SearchPoints, period: float, resolution: float) -> FoldedCurve:
    """Average points in phase bins of ``resolution`` days; at least 16 and at most 1500 bins."""
    bins = int(np.clip(round(period / resolution), 16, 1500))
    cycles = points.time / period
    place = np.minimum(((cycles - np.floor(cycles)) * bins).astype(np.int64), bins - 1)
    weight = np.bincount(place, points.weight, bins).astype(np.float64)
    total = np.bincount(place, points.weight * points.flux, bins)
    filled = np.flatnonzero(weight)
    mean = np.interp(np.arange(bins), filled, total[filled] / weight[filled], period=bins)
    return FoldedCurve(period, mean, weight)


def main_dip(curve: FoldedCurve) -> Dip:
    """Find the deepest minimum, with the median of the brighter half as its level."""
    mean, count = curve.mean, curve.mean.size
    level = float(np.median(mean[mean >= np.median(mean)]))
    bottom = int(np.argmin(curve.smoothed()))
    depth = level - float(mean[bottom])
    below = mean < level - 0.5 * depth
    left = _run(below[(bottom - 1 - np.arange(count // 2)) % count])
    right = _run(below[(bottom + 1 + np.arange(count // 2)) % count])
    phase = ((bottom + 0.5 * (right - left)) + 0.5) / count % 1.0
    inside = np.abs(curve.away_from(phase)) <= 0.5 * (left + right + 1) / count
    error = float(np.sqrt(1 / max(curve.weight[inside].sum(), 1e-300)))
    return Dip(phase, depth, (left + right + 1) / count, depth / error)


def second_dip(curve: FoldedCurve, first: Dip) -> Dip | None:
    """Find the most significant dip away from the first one, against the level just beside it.

    Significances are divided by the scatter that the same measurement shows at all other phases, so that
    red noise, spots and pulsations raise the bar.
    """
    best: Dip | None = None
    width = max(2, round(first.width * curve.mean.size))
    distance = np.abs(curve.away_from(first.phase))
    nearest = min(0.2, 1.3 * first.width + 1.0 / curve.mean.size)
    for factor in _NARROW_FACTORS:
        box = max(2, round(width * factor))
        if 4 * box > curve.mean.size:
            continue
        depth, error = _box_depths(curve, box)
        kept = (distance > nearest + 0.5 * box / curve.mean.size) & np.isfinite(depth / error)
        if kept.sum() < 4:
            continue
        sigma = depth / error
        spread = 1.4826 * float(np.median(np.abs(sigma[kept] - np.median(sigma[kept]))))
        sigma = np.where(kept, sigma / max(1.0, spread), -np.inf)
        top = int(np.argmax(sigma))
        if best is None or sigma[top] > best.significance:
            phase = float(curve.phase[top])
            best = Dip(phase, float(depth[top]), box / curve.mean.size, float(sigma[top]))
    return best


def dip_at(curve: FoldedCurve, first: Dip, phase: float) -> float:
    """Significance of a dip at one given phase after the first, against a straight line beside it."""
    away = curve.away_from((first.phase + phase) % 1.0)
    half = max(0.5 * first.width, 1.0 / curve.mean.size)
    inside = np.abs(away) < half
    beside = (np.abs(away) > 1.8 * half) & (np.abs(away) < min(5 * half, 0.3))
    if inside.sum() < 1 or beside.sum() < 4:
        return 0.0
    line = np.polyfit(away[beside], curve.mean[beside], 1)
    rest = curve.mean - np.polyval(line, away)
    scatter = 1.4826 * float(np.median(np.abs(rest[beside])))
    error = scatter * float(np.sqrt(1 / inside.sum() + 1 / beside.sum()))
    white = float(np.sqrt(1 / max(curve.weight[inside].sum(), 1e-300)))
    return -float(rest[inside].mean()) / max(error, white, 1e-30)


def harmonics(curve: FoldedCurve, first: Dip, second: Dip | None) -> Harmonics | None:
    """Fit once- and twice-a-cycle waves between the dips; None where too little is left between them."""
    away = curve.away_from(first.phase)
    kept = (np.abs(away) > min(0.2, 1.1 * first.width + 1.0 / curve.mean.size)) & (curve.weight > 0)
    if second is not None and second.significance > 5:
        kept &= np.abs(curve.away_from(second.phase)) > min(0.15, 1.1 * first.width)
    if kept.sum() <= 8:
        return None
    angle = 2 * np.pi * away[kept]
    columns = [np.ones_like(angle), np.cos(angle), np.sin(angle), np.cos(2 * angle), np.sin(2 * angle)]
    root = np.sqrt(curve.weight[kept])
    design, seen = np.stack(columns, axis=1) * root[:, None], curve.mean[kept] * root
    inverse = np.linalg.pinv(design.T @ design)
    values = inverse @ (design.T @ seen)
    spread = float(np.sum((seen - design @ values) ** 2)) / max(1, int(kept.sum()) - 5)
    errors = np.sqrt(np.diag(inverse) * max(1.0, spread))
    return Harmonics(float(values[1]), float(errors[1]), float(values[3]), float(errors[3]))


def _box_depths(curve: FoldedCurve, box: int) -> tuple[FloatArray, FloatArray]:
    """Depth and error of a box of ``box`` bins centred on each bin, against as many on each side."""
    inside_sum, inside = _window(curve.mean * curve.weight, box), _window(curve.weight, box)
    wide_sum, wide = _window(curve.mean * curve.weight, 3 * box), _window(curve.weight, 3 * box)
    beside_sum, beside = wide_sum - inside_sum, wide - inside
    usual = float(np.median(curve.weight))
    thin = (inside < 0.2 * box * usual) | (beside < 0.4 * box * usual) | (inside <= 0) | (beside <= 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        depth = np.where(thin, np.nan, beside_sum / beside - inside_sum / inside)
        error = np.sqrt(1 / inside + 1 / beside)
    return depth, error


def _window(values: FloatArray, width: int) -> FloatArray:
    """Circular sum of ``width`` values around each."""
    before = width // 2
    around = np.concatenate([values[-before:] if before else values[:0], values, values[: width - before]])
    below = np.concatenate([[0.0], np.cumsum(around)])
    return np.asarray(below[width : width + values.size] - below[: values.size])


def _run(flags: npt.NDArray[np.bool_]) -> int:
    """How many leading values are true."""
    return int(flags.size if flags.all() else np.argmin(flags))
