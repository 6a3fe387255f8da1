"""Predicted against observed eclipses in data that came after an ephemeris was settled."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tessebs_core.compute.refinement import predicted_time
from tessebs_core.errors import BadLightCurve
from tessebs_core.records import Ephemeris, FloatArray, IntArray
from tessebs_core.records.sector_checks import SectorCheckResult
from tessebs_core.vocabulary import CheckOutcome

__all__ = ["check_sectors"]

_SIGMAS = 4.0  # by which eclipses must be off, all uncertainties together
_OF_WIDTH = 0.1  # and by which fraction of the eclipse's width
_GONE = 0.3  # of the usual depth: what is surely below it is missed
_SEEN = 4.0  # depth in sigma from which a single eclipse is seen
_ENOUGH_CYCLES = 3  # that make "insufficient" sufficient
_SURE = 8.0  # depth in sigma from which a fold is a template
_FEWEST_POINTS = 3  # within the inner half of an eclipse
_PER_WIDTH = 20  # steps of the shifts tried, and bins of the template


@dataclass(frozen=True, eq=False)
class _Fit:
    """A template laid over points: shift (days), scale (1 for an unchanged depth), level, with one sigma."""

    shift: float
    shift_error: float
    scale: float
    scale_error: float
    level: float
    noise: float


def check_sectors(
    time: FloatArray,
    flux: FloatArray,
    ephemeris: Ephemeris,
    *,
    width: float,
    depth: float,
    new: npt.NDArray[np.bool_],
    insufficient: bool = False,
) -> SectorCheckResult:
    """Compare the eclipses in new data with what an ephemeris predicts.

    Parameters
    ----------
    time, flux : ndarray of shape (n,)
        All data: BTJD in days, and relative flux; finite.
    ephemeris : Ephemeris
        As settled; its uncertainties, where stated, are propagated to the new data.
    width, depth : float
        Of the primary: full width in days and relative flux; used where no eclipse is in the old data.
    new : ndarray of bool, shape (n,)
        Which points came after the ephemeris.
    insufficient : bool
        The entry says that too few cycles were covered.

    Returns
    -------
    SectorCheckResult
        ``no-eclipse`` where none falls on new points; ``missed`` where the depth is 4 sigma below 0.3 of the
        old one at every shift within reach; ``drifts`` where the best shift is off by 4 sigma of its own and
        the predicted uncertainty together and by a tenth of the width; ``sufficient`` where the entry was
        insufficient and at least three cycles are seen by now; else ``agrees``.

    Raises
    ------
    BadLightCurve
        Arrays of different lengths, or an eclipse without width or depth.

    Notes
    -----
    The old data, folded and averaged, are the template; where their eclipse does not stand out, it is a
    Gaussian of the stated width and depth. Level and scale of the template are fitted to the new points at
    every shift up to a width and four sigma of the prediction, at most a quarter of the period; a parabola
    through the least chi-squared gives the shift. Its uncertainty counts the scatter about the fit, and that
    of the template, as white noise. Spots make it larger: the tenth of a width is there for them. Of 150
    simulated binaries whose ephemeris held, at most one was said to drift (tests).
    """
    if not (time.shape == flux.shape == new.shape) or not (width > 0 and depth > 0):
        raise BadLightCurve("A check needs times, fluxes and marks of one length, and an eclipse.")
    cycle, away = _placed(time, ephemeris)
    fresh = _covered(cycle[new], away[new], width)
    if not fresh.size:
        return SectorCheckResult(CheckOutcome.NO_ECLIPSE, 0, 0, None, None, _OF_WIDTH * width, None, None, 0)
    stated = _gaussian(ephemeris.period, width, depth)
    known = _covered(cycle[~new], away[~new], width).size > 0
    if known and _stands_out(away[~new], flux[~new], stated, ephemeris.period):
        template = _folded(away[~new], flux[~new], ephemeris.period, width)
        inflation = math.sqrt(1 + new.sum() / (~new).sum())  # the template has noise too
    else:
        template, inflation = stated, 1.0
    predicted = max(predicted_time(ephemeris, int(each))[1] for each in (fresh[0], fresh[-1]))
    reach = min(0.25 * ephemeris.period, width + _SIGMAS * predicted)
    found = _laid(away[new], flux[new], template, reach, width, inflation=inflation)
    off = max(_SIGMAS * math.hypot(found.shift_error, predicted), _OF_WIDTH * width)
    gone = found.scale + _SIGMAS * found.scale_error < _GONE
    moved = found.shift if not gone else 0.0
    seen = _seen(cycle[new], away[new] - moved, flux[new], found, width)
    before = _seen(cycle[~new], away[~new], flux[~new], found, width) if known else np.zeros(0, np.int64)
    total = int(np.union1d(seen, before).size)
    if gone:
        outcome = CheckOutcome.MISSED
    elif abs(found.shift) > off and found.scale > _SIGMAS * found.scale_error:
        outcome = CheckOutcome.DRIFTS
    elif insufficient and seen.size and total >= _ENOUGH_CYCLES:
        outcome = CheckOutcome.SUFFICIENT
    else:
        outcome = CheckOutcome.AGREES
    return SectorCheckResult(
        outcome=outcome,
        predicted=int(fresh.size),
        observed=int(np.isin(fresh, seen).sum()),
        offset=None if gone else found.shift,
        offset_uncert=None if gone else found.shift_error,
        tolerated=off,
        depth=found.scale,
        depth_uncert=found.scale_error,
        cycles=total,
    )


def _placed(time: FloatArray, ephemeris: Ephemeris) -> tuple[IntArray, FloatArray]:
    """Cycle of each point, and its distance from that cycle's eclipse, days."""
    phase = (time - ephemeris.bjd0) / ephemeris.period
    cycle = np.floor(phase + 0.5)
    return cycle.astype(np.int64), (phase - cycle) * ephemeris.period


def _covered(cycle: IntArray, away: FloatArray, width: float) -> IntArray:
    """Cycles with points in the inner half of their eclipse."""
    numbers, counts = np.unique(cycle[np.abs(away) < 0.25 * width], return_counts=True)
    covered: IntArray = numbers[counts >= _FEWEST_POINTS]
    return covered


def _folded(away: FloatArray, flux: FloatArray, period: float, width: float) -> tuple[FloatArray, FloatArray]:
    """The mean light curve of a cycle less its level, in steps of the eclipse's width; gaps are bridged."""
    count = int(np.clip(_PER_WIDTH * period / width, 40, 4000))
    place = np.clip(((away / period + 0.5) * count).astype(np.int64), 0, count - 1)
    points = np.bincount(place, minlength=count)
    filled = np.flatnonzero(points)
    mean = np.bincount(place, flux, count)[filled] / points[filled]
    middle = ((filled + 0.5) / count - 0.5) * period
    return middle, mean - np.median(flux)


def _gaussian(period: float, width: float, depth: float) -> tuple[FloatArray, FloatArray]:
    away = np.linspace(-0.5, 0.5, 2001) * period
    return away, -depth * np.exp(-0.5 * (away / (width / 5.6)) ** 2)


def _stands_out(
    away: FloatArray, flux: FloatArray, stated: tuple[FloatArray, FloatArray], period: float
) -> bool:
    """Whether the eclipse is well above the noise, so that the fold can be a template."""
    chi2, scale, _, information = _scaled(away, flux, stated, period)
    return scale > _SURE * math.sqrt(chi2 / max(1, flux.size - 2) / information)


def _laid(
    away: FloatArray,
    flux: FloatArray,
    template: tuple[FloatArray, FloatArray],
    reach: float,
    width: float,
    *,
    inflation: float,
) -> _Fit:
    """Move the template over the points; level and scale are free at every shift."""
    period = float(template[0][-1] - template[0][0]) * template[0].size / (template[0].size - 1)
    steps = max(8, math.ceil(reach / width * _PER_WIDTH))
    shifts = np.linspace(-reach, reach, 2 * steps + 1)
    fits = [_scaled(away - shift, flux, template, period) for shift in shifts]
    chi2 = np.array([each[0] for each in fits])
    best = int(np.argmin(chi2))
    middle = min(max(best, 1), chi2.size - 2)
    left, centre, right = chi2[middle - 1 : middle + 2]
    bend = float(left - 2 * centre + right)
    step = float(shifts[1] - shifts[0])
    variance = float(chi2[best]) / max(1, flux.size - 3)
    shift = float(shifts[best])
    error = reach
    if bend > 0:
        vertex = 0.5 * float(left - right) / bend
        shift = float(shifts[middle]) + float(np.clip(vertex, -1, 1)) * step
        error = min(reach, inflation * step * math.sqrt(2 * variance / bend))
    _, scale, level, information = _scaled(away - shift, flux, template, period)
    scale_error = inflation * math.sqrt(variance / information)
    return _Fit(shift, error, scale, scale_error, level, math.sqrt(variance))


def _scaled(
    away: FloatArray, flux: FloatArray, template: tuple[FloatArray, FloatArray], period: float
) -> tuple[float, float, float, float]:
    """Chi-squared for unit errors, scale and level of the best fit, and what it knows of the scale."""
    model = np.interp(away, *template, period=period)
    deviation = model - model.mean()
    information = max(float(deviation @ deviation), 1e-30)
    scale = float(deviation @ flux) / information
    level = float(flux.mean()) - scale * float(model.mean())
    rest = flux - level - scale * model
    return float(rest @ rest), scale, level, information


def _seen(cycle: IntArray, away: FloatArray, flux: FloatArray, found: _Fit, width: float) -> IntArray:
    """Cycles whose eclipse stands out of the noise by itself."""
    inside = np.abs(away) < 0.25 * width
    numbers, place, counts = np.unique(cycle[inside], return_inverse=True, return_counts=True)
    lost = np.bincount(place, found.level - flux[inside], numbers.size) / np.maximum(counts, 1)
    seen: IntArray = numbers[(counts >= _FEWEST_POINTS) & (lost > _SEEN * found.noise / np.sqrt(counts))]
    return seen
