"""One template moved onto each eclipse of a light curve, by least squares."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tessebs_core.compute.timing_templates import TimingTemplate
from tessebs_core.records import Ephemeris, FloatArray

__all__ = ["Columns", "EclipseFit", "EclipseWindow", "are_moving", "fit_eclipses", "timing_noise"]

_FEWEST_IN_ECLIPSE = 4  # with three, half of the times only lay within one sigma
_STEPS = 8  # Gauss-Newton; a second or third step is usually the last
_ATTEMPTS = 5  # at leaving wild points out
_CLIP = 4.5  # sigma
_BRIGHT = 1.5  # sigma, to which a flare is followed down from its peak
_FLARE = 2  # points beyond the clip in a row of bright ones: one alone is a cosmic ray
_COVERED = 0.6  # of what the better half of the eclipse holds, or the eclipse is half seen
_MOVING = 4.0  # mean squared shift, in sigma, from which eclipses are aligned before the template is made
_RED = (0.15, 0.25, 0.35)  # of the width: lengths over which correlated noise is looked for
_FEWEST_MEANS = 20


class Columns(NamedTuple):
    """Points of the light curve; weights relative."""

    time: FloatArray
    flux: FloatArray
    weight: FloatArray


@dataclass(frozen=True, eq=False)
class EclipseWindow:
    """Points of one eclipse: phase from its middle, flux, weight."""

    cycle: int
    phase: FloatArray
    flux: FloatArray
    weight: FloatArray
    whole: bool


@dataclass(frozen=True, eq=False)
class EclipseFit:
    """One eclipse with its shift (phase) and depth ratio; residuals are NaN where points were left out."""

    window: EclipseWindow
    shift: float
    shift_unc: float  # for points of weight 1 with a scatter of 1
    depth: float
    residuals: FloatArray
    kept: int


def fit_eclipses(columns: Columns, ephemeris: Ephemeris, template: TimingTemplate) -> list[EclipseFit]:
    """Fit every eclipse that holds points on both sides of its middle, in time order."""
    fits = (_fitted(window, template) for window in _windows(columns, ephemeris, template))
    return [fit for fit in fits if fit is not None]


def are_moving(fits: list[EclipseFit], template: TimingTemplate) -> bool:
    """Whether whole eclipses move by more than their uncertainty, so that folding has smeared them."""
    whole = [fit for fit in fits if fit.window.whole]
    if len(whole) < 3:
        return False
    noise, red_noise = timing_noise(whole, template)
    shift = np.array([fit.shift for fit in whole])
    unc = np.array([fit.shift_unc for fit in whole]) * noise * red_noise
    return bool(
        np.mean(((shift - np.median(shift)) / unc) ** 2) > _MOVING and np.median(unc) < 0.03 * template.width
    )


def _windows(columns: Columns, ephemeris: Ephemeris, template: TimingTemplate) -> Iterator[EclipseWindow]:
    """Points around each eclipse that holds enough of them."""
    time, flux, weight = columns
    cycles = (time - ephemeris.bjd0) / ephemeris.period - template.phase
    number = np.floor(cycles + 0.5)
    away = cycles - number
    near = np.abs(away) < template.half_window
    number, away, flux, weight = number[near], away[near], flux[near], weight[near]
    starts = np.flatnonzero(np.diff(number, prepend=np.inf) != 0)
    for begin, end in zip(starts, np.append(starts[1:], number.size), strict=True):
        here = slice(int(begin), int(end))
        inside = away[here][np.abs(away[here]) < 0.5 * template.width]
        left, right = int((inside < 0).sum()), int((inside >= 0).sum())
        if inside.size < _FEWEST_IN_ECLIPSE or min(left, right) == 0 or end - begin < 2 * _FEWEST_IN_ECLIPSE:
            continue
        before, after = (
            int((away[here] < -0.5 * template.width).sum()),
            int((away[here] > 0.5 * template.width).sum()),
        )
        whole = min(left, right) > _COVERED * max(left, right) and min(before, after) > 0
        yield EclipseWindow(int(number[begin]), away[here], flux[here], weight[here], whole)


def _fitted(window: EclipseWindow, template: TimingTemplate) -> EclipseFit | None:
    """Fit one eclipse, leave out wild points, and fit again."""
    weight = window.weight
    start = 0.0
    for attempt in range(_ATTEMPTS):
        solved = _moved(window, template, weight, start)
        if solved is None:
            if attempt:
                return None
            start = _coarse_shift(window, template, weight)
            continue
        shift, unc, depth, residuals = solved
        used = weight > 0
        scatter = 1.4826 * float(np.median(np.abs(residuals[used]) * np.sqrt(window.weight[used])))
        wild = _standing_out(residuals * np.sqrt(window.weight), scatter)
        if not (wild & used).any() or attempt == _ATTEMPTS - 1 or scatter == 0:
            break
        weight, start = np.where(wild, 0.0, window.weight), shift
    kept = int((weight > 0).sum())
    return EclipseFit(window, shift, unc, depth, np.where(weight > 0, residuals, np.nan), kept)


def _standing_out(residuals: FloatArray, scatter: float) -> npt.NDArray[np.bool_]:
    """Wild points; and where several in a row are too bright, the flare that they are the peak of.

    A flare falls off slowly, so that what is left of it below the scatter would still move the eclipse: it is
    taken to last from the first point that is bright to as long again after the last.
    """
    wild = np.abs(residuals) > _CLIP * scatter
    bright = residuals > _BRIGHT * scatter
    edges = np.flatnonzero(np.diff(bright, prepend=False, append=False))
    for begin, end in zip(edges[::2], edges[1::2], strict=True):
        if wild[begin:end].sum() >= _FLARE:
            wild[max(0, begin - 1) : 2 * end - begin] = True
    return wild


def _moved(
    window: EclipseWindow, template: TimingTemplate, weight: FloatArray, shift: float
) -> tuple[float, float, float, FloatArray] | None:
    """Shift, its uncertainty for unit scatter, depth ratio, residuals; None where it does not settle."""
    root = np.sqrt(weight)
    scaled = window.phase / template.half_window
    depth = 1.0
    for _ in range(_STEPS):
        curve, slope = template.at(window.phase - shift)
        columns = [np.ones_like(curve), -depth * slope]
        if window.whole:
            columns += [curve, scaled]
            target = window.flux
        else:
            target = window.flux - curve
        design = np.stack(columns, axis=1)
        weighted = design * root[:, None]
        normal = weighted.T @ weighted
        try:
            inverse = np.linalg.inv(normal)
        except np.linalg.LinAlgError:
            return None
        solved = inverse @ (weighted.T @ (root * target))
        step = float(solved[1])
        depth = float(solved[2]) if window.whole else 1.0
        shift += step
        if not (abs(shift) < template.width and depth > 0.1 and inverse[1, 1] > 0):
            return None
        if abs(step) < 1e-3 * np.sqrt(inverse[1, 1]) * template.depth or abs(step) < 1e-7:
            break
    return shift, float(np.sqrt(inverse[1, 1])), depth, target - design @ solved


def _coarse_shift(window: EclipseWindow, template: TimingTemplate, weight: FloatArray) -> float:
    """Best of 41 shifts within half a width, level alone fitted."""
    shifts = np.linspace(-0.5, 0.5, 41) * template.width
    rest = window.flux - np.stack([template.at(window.phase - each)[0] for each in shifts])
    level = np.average(rest, axis=1, weights=weight)
    return float(shifts[np.argmin((weight * (rest - level[:, None]) ** 2).sum(axis=1))])


def timing_noise(fits: list[EclipseFit], template: TimingTemplate) -> tuple[float, float]:
    """Scatter of a point of weight 1, and the factor for correlated noise."""
    scaled = [fit.residuals * np.sqrt(fit.window.weight) for fit in fits]
    free = sum(max(1, fit.kept - (4 if fit.window.whole else 2)) for fit in fits)
    noise = float(np.sqrt(sum(float(np.nansum(each**2)) for each in scaled) / free))
    if noise == 0:
        return noise, 1.0
    pairs = [(fit.window.phase, each) for fit, each in zip(fits, scaled, strict=True) if fit.window.whole]
    return noise, max(1.0, *(_excess(pairs, length * template.width, noise) for length in _RED))


def _excess(pairs: list[tuple[FloatArray, FloatArray]], length: float, noise: float) -> float:
    """Scatter of means over stretches of phase, over that of white noise; 1 unless it stands out."""
    ratios: list[float] = []
    for phase, scaled in pairs:
        good = np.isfinite(scaled)
        place = np.floor(phase[good] / length).astype(np.int64)
        place -= place.min()
        count = np.bincount(place)
        full = count >= 2
        if full.sum() < 4:
            continue
        sums = np.bincount(place, scaled[good])[full]
        left = max(0.3, 1 - 4 / full.sum())  # of the scatter of the means; the fit has taken the rest
        ratios += list(sums**2 / count[full] / left)
    if len(ratios) < _FEWEST_MEANS:
        return 1.0
    factor = float(np.sqrt(np.mean(ratios))) / noise
    return factor if factor > 1 + 3 / np.sqrt(len(ratios)) else 1.0  # four sigma of white noise
