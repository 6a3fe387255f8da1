"""Box least squares: the period, duration and time at which a light curve dips most significantly."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from tessebs_core.compute.box_depths import BoxDepths, Depth, box_depths
from tessebs_core.compute.box_grids import LONGEST_FRACTION
from tessebs_core.compute.box_trials import BoxPoints, refine_box, search_boxes
from tessebs_core.compute.peaks import find_peaks
from tessebs_core.compute.weights import point_to_point_scatter, stated_errors, usable_columns
from tessebs_core.errors import BadLightCurve
from tessebs_core.records import Ephemeris, FloatArray, Periodogram

__all__ = ["FEWEST_POINTS", "LONGEST_DEFAULT_PERIOD", "BoxSearch", "box_least_squares"]

FEWEST_POINTS = 20
"""A box with a period has four parameters, and its shape must be seen."""

LONGEST_DEFAULT_PERIOD = 50.0
"""Days; longer periods are searched when asked for."""

_REFINED_PEAKS = 8


@dataclass(frozen=True)
class BoxSearch:
    """A box least squares periodogram and its best box.

    Parameters
    ----------
    periodogram : Periodogram
        Signal to noise of the best box (depth over its uncertainty) at each frequency.
    minimum_period, maximum_period : float
        Range searched, days.
    minimum_eclipses : int
        Eclipses that had to be seen.
    period, bjd0, duration : float or None
        The best box, days; ``bjd0`` is the first mid-eclipse of the data's time range, BTJD.
    max_power : float or None
        Signal to noise of the best box on the unbinned points.
    bls_logp : float or None
        Gain in log-likelihood of the best box over a constant flux, with Gaussian errors.
    depth, depth_odd, depth_even, depth_half : float or None
        Relative flux; see `tessebs_core.compute.box_depths.box_depths`. Each with its ``_unc``.
    eclipses : int
        Eclipses of the best box that hold a point.

    Notes
    -----
    Every number is finite, or None where there is none: nothing dips in ``minimum_eclipses`` eclipses, or no
    odd eclipse was seen.
    """

    periodogram: Periodogram
    minimum_period: float
    maximum_period: float
    minimum_eclipses: int
    period: float | None = None
    bjd0: float | None = None
    duration: float | None = None
    max_power: float | None = None
    bls_logp: float | None = None
    depth: float | None = None
    depth_unc: float | None = None
    depth_odd: float | None = None
    depth_odd_unc: float | None = None
    depth_even: float | None = None
    depth_even_unc: float | None = None
    depth_half: float | None = None
    depth_half_unc: float | None = None
    eclipses: int = 0


def box_least_squares(
    time: FloatArray,
    flux: FloatArray,
    flux_err: FloatArray | None = None,
    *,
    minimum_period: float = 0.1,
    maximum_period: float | None = None,
    duration: float | None = None,
    minimum_eclipses: int = 2,
) -> BoxSearch:
    """Search a light curve for periodic dips.

    Parameters
    ----------
    time : ndarray of shape (n,)
        BTJD, days; finite and ascending.
    flux : ndarray of shape (n,)
        Relative flux, dimensionless; finite.
    flux_err : ndarray of shape (n,), optional
        One-sigma errors. Where one is not positive and finite, the point-to-point scatter serves for all
        points.
    minimum_period, maximum_period : float
        Range of periods, days. The longest is never beyond baseline / (minimum_eclipses - 1), which fits
        so many eclipses, and `LONGEST_DEFAULT_PERIOD` unless a longer one is asked for.
    duration : float, optional
        The only duration to try, days; periods below five durations are then left out.
    minimum_eclipses : int
        Eclipses of the best box that must hold a point; at least 1.

    Returns
    -------
    BoxSearch
        Periodogram and best box.

    Raises
    ------
    BadLightCurve
        Fewer than `FEWEST_POINTS` points, times out of order, values not finite, an empty range of
        periods, or a baseline so long that the trials are too many.

    Notes
    -----
    Statistic and folding: Kovacs, Zucker & Mazeh 2002, A&A 391, 369, with depth over its uncertainty as
    power; unlike a likelihood of the points in the box alone it does not grow without bound as the box fills
    the period, and boxes are at most a fifth of it. The search runs on bins of a quarter of the shortest
    duration sought: its power is 4 % (median) to 14 % (worst of 120 injected boxes) below that of the true
    box. Period and time are then refined on bins half as wide, which leaves 1 %, and the depths are those of
    the unbinned points. V-shaped eclipses are deeper and longer than their best box; drifts and jumps of the
    flux look like long eclipses and should be taken out before.

    Work is bounded: where the whole grid on all data would take more than a few seconds, periods up to a
    quarter of it are sought in the 60 days with most points, and the sixteen highest peaks are searched
    again, finely, on all data. Elsewhere such a periodogram shows the power of that stretch, scaled by
    the square root of the weight of all data over that of the stretch.
    """
    points, origin = _points(time, flux, flux_err)
    shortest, longest = _period_range(
        points.baseline, minimum_period, maximum_period, duration, minimum_eclipses
    )
    periodogram = search_boxes(points, shortest, longest, duration)
    nothing = BoxSearch(periodogram, shortest, longest, minimum_eclipses)
    for peak in find_peaks(periodogram, _REFINED_PEAKS, time=points.time):
        period, middle, width = refine_box(points, peak.period, duration)
        ephemeris = Ephemeris(middle, period)
        depths = box_depths(points.time, points.flux, points.weight, ephemeris, width)
        if depths.all is not None and depths.all.value > 0 and depths.eclipses >= minimum_eclipses:
            return _with_box(nothing, ephemeris, origin, width, depths)
    return nothing


def _points(time: FloatArray, flux: FloatArray, flux_err: FloatArray | None) -> tuple[BoxPoints, float]:
    time, flux = usable_columns(time, flux, FEWEST_POINTS)
    errors = stated_errors(flux_err)
    if errors is None:
        noise = point_to_point_scatter(flux) or float(np.std(flux)) or 1.0
        errors = np.full(flux.shape, noise)
    if errors.shape != flux.shape:
        raise BadLightCurve(f"{errors.size} errors for {flux.size} fluxes.")
    weight = errors**-2
    return BoxPoints(time - time[0], flux - np.average(flux, weights=weight), weight), float(time[0])


def _period_range(
    baseline: float, shortest: float, longest: float | None, duration: float | None, eclipses: int
) -> tuple[float, float]:
    if eclipses < 1 or not shortest > 0 or (duration is not None and not duration > 0):
        raise BadLightCurve("Shortest period, duration and number of eclipses must be positive.")
    longest = LONGEST_DEFAULT_PERIOD if longest is None else longest
    longest = min(longest, baseline / max(eclipses - 1, 1))
    if duration is not None:
        shortest = max(shortest, duration / LONGEST_FRACTION)
    if not shortest < longest:
        raise BadLightCurve(
            f"No period lies between {shortest:g} d and {longest:g} d (a baseline of {baseline:g} d and at "
            f"least {eclipses} eclipses). Give a shorter period or duration, fewer eclipses or more data."
        )
    return shortest, longest


def _with_box(
    search: BoxSearch, ephemeris: Ephemeris, origin: float, duration: float, depths: BoxDepths
) -> BoxSearch:
    measured: dict[str, Any] = {}
    for name in ("all", "odd", "even", "half"):
        depth: Depth | None = getattr(depths, name)
        if depth is not None:
            column = "depth" if name == "all" else f"depth_{name}"
            measured |= {column: depth.value, f"{column}_unc": depth.uncertainty}
    power = measured["depth"] / measured["depth_unc"]
    return replace(
        search,
        period=ephemeris.period,
        bjd0=origin + ephemeris.bjd0,
        duration=duration,
        max_power=power,
        bls_logp=0.5 * power**2,
        eclipses=depths.eclipses,
        **measured,
    )
