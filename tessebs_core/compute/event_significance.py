"""How far periodic dips stand out of all noise of a light curve, correlated noise counted."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tessebs_core.compute.box_least_squares import Box
from tessebs_core.compute.signal_removal import Remainder
from tessebs_core.records import FloatArray

__all__ = ["EventSignificance", "event_significance", "wave_share"]

_STRIDE = 1 / 3  # of a duration, between the windows that measure the noise
_COVERED = 0.3  # of the usual weight in an eclipse, and beside it
_AWAY = 1.5  # durations from an eclipse, beyond which a window is noise
_FEWEST_WINDOWS = 10
_HARMONICS = (0.5, 1.0, 2.0)  # periods of waves that a box may be a part of


@dataclass(frozen=True)
class EventSignificance:
    """Significance of the eclipses of one box.

    Parameters
    ----------
    value : float
        The lesser of two: mean depth over its error; and the same without the deepest eclipse, as it
        would be with as many eclipses as there are. 0 where fewer than two eclipses, or too little
        noise, can be measured.
    eclipses : int
        Eclipses with points in them and beside them that are half as deep as their mean, or may be within
        two sigma.
    red_noise : float
        Factor, at least 1, by which windows away from the eclipses scatter more than their errors.
    """

    value: float
    eclipses: int
    red_noise: float


@dataclass(frozen=True, eq=False)
class _Windows:
    """Depth of each window below its two sides and the error of that; only windows with enough points."""

    middle: FloatArray
    depth: FloatArray
    error: FloatArray


def event_significance(left: Remainder, box: Box) -> EventSignificance:
    """Weigh the eclipses of a box against all other stretches of their length.

    Parameters
    ----------
    left : Remainder
        The light curve that was searched.
    box : Box
        Period, time and duration.

    Notes
    -----
    Each eclipse is measured against as much light just before and after it, and so is every other
    stretch of that length in steps of a third of it. Where those scatter more than their errors (by the root
    mean square, which knows of outliers), all errors are raised by that factor: what Pont, Zucker & Queloz
    2006 (MNRAS 373, 231) call red noise. A deep trough that meets a shallow one at some period is no
    repetition, so the deepest eclipse must not be the only one.
    """
    sums = _Sums(left)
    first = np.floor((left.time[0] - box.bjd0) / box.period)
    last = np.ceil((left.time[-1] - box.bjd0) / box.period)
    eclipses = sums.windows(box.bjd0 + box.period * np.arange(first, last + 1), box.duration)
    grid = np.arange(left.time[0], left.time[-1], _STRIDE * box.duration)
    cycles = (grid - box.bjd0) / box.period
    away = np.abs(cycles - np.rint(cycles)) * box.period > _AWAY * box.duration
    noise = sums.windows(grid[away], box.duration)
    count = eclipses.depth.size
    if count < 2 or noise.depth.size < _FEWEST_WINDOWS:
        return EventSignificance(0.0, count, 1.0)
    reduced = noise.depth / noise.error
    red = max(1.0, float(np.std(reduced)), 1.4826 * float(np.median(np.abs(reduced - np.median(reduced)))))
    others = np.arange(count) != int(np.argmax(eclipses.depth / eclipses.error))
    without_deepest = _mean_over_error(eclipses, others) * (count / (count - 1)) ** 0.5
    every = _mean_over_error(eclipses, np.ones(count, dtype=bool))
    mean = every / float((eclipses.error**-2).sum()) ** 0.5
    there = eclipses.depth + 2 * red * eclipses.error > 0.5 * mean
    return EventSignificance(max(min(every, without_deepest), 0.0) / red, int(there.sum()), red)


def wave_share(left: Remainder, box: Box) -> float:
    """Signal to noise of a sine wave over that of a box.

    The wave has the period of the box, half or twice of it. Above about 0.7 the light curve swings rather
    than dips: a box of a fifth of the cycle, the longest that is sought, gives 0.66, a sine wave more than 1.
    """
    weight = left.error**-2
    flux = left.flux - np.average(left.flux, weights=weight)
    gains = [0.0]
    for multiple in _HARMONICS:
        angle = 2 * np.pi * (left.time - left.time[0]) / (multiple * box.period)
        design = np.stack([np.ones_like(angle), np.cos(angle), np.sin(angle)])
        right = (design * weight) @ flux
        gains.append(float(right @ np.linalg.lstsq((design * weight) @ design.T, right, rcond=1e-12)[0]))
    return max(gains) ** 0.5 / box.power if box.power > 0 else 0.0


def _mean_over_error(windows: _Windows, used: npt.NDArray[np.bool_]) -> float:
    weight = windows.error[used] ** -2
    return float((weight * windows.depth[used]).sum() / weight.sum() ** 0.5)


class _Sums:
    """Running sums of a light curve, from which any window is measured at once."""

    def __init__(self, left: Remainder) -> None:
        weight = left.error**-2
        self._time = left.time
        self._weight = np.append(0.0, np.cumsum(weight))
        self._flux = np.append(0.0, np.cumsum(weight * left.flux))

    def windows(self, middle: FloatArray, duration: float) -> _Windows:
        """Measure windows of one duration, with sides as long."""
        edges = middle[:, None] + duration * np.array([-1.5, -0.5, 0.5, 1.5])
        place = np.searchsorted(self._time, edges)
        weight, flux = np.diff(self._weight[place], axis=1), np.diff(self._flux[place], axis=1)
        inside, beside = weight[:, 1], np.minimum(weight[:, 0], weight[:, 2])
        usual = float(np.median(inside[inside > 0])) if (inside > 0).any() else 1.0
        seen = (inside > _COVERED * usual) & (beside > _COVERED * usual)
        inside, sides = inside[seen], weight[seen, 0] + weight[seen, 2]
        depth = (flux[seen, 0] + flux[seen, 2]) / sides - flux[seen, 1] / inside
        return _Windows(middle[seen], depth, np.sqrt(1 / inside + 1 / sides))
