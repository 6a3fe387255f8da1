"""Box least squares: the periods, durations and times at which a light curve dips most significantly."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from tessebs_core.compute.box_depths import BoxDepths, Depth, box_depths
from tessebs_core.compute.box_grids import LONGEST_FRACTION
from tessebs_core.compute.box_trials import BoxPoints, refine_box, search_all, search_stretch, side_by_side
from tessebs_core.compute.peaks import find_peaks, harmonics_among
from tessebs_core.compute.weights import point_to_point_scatter, stated_errors, usable_columns
from tessebs_core.errors import BadLightCurve
from tessebs_core.records import Ephemeris, FloatArray, Harmonic, Periodogram

__all__ = ["FEWEST_POINTS", "LONGEST_DEFAULT_PERIOD", "Box", "BoxSearch", "box_least_squares"]

FEWEST_POINTS = 20
"""A box with a period has four parameters, and its shape must be seen."""

LONGEST_DEFAULT_PERIOD = 50.0
"""Days; longer periods are searched when asked for."""

_SPARE_PEAKS = 6  # measured where so many higher ones prove to be no boxes


@dataclass(frozen=True)
class Box:
    """One box of a search.

    Parameters
    ----------
    period, bjd0, duration : float
        Days; ``bjd0`` is the first mid-eclipse of the data's time range, BTJD.
    power : float
        Signal to noise on the unbinned points.
    depth : float
        Relative flux.
    eclipses : int
        Eclipses that hold a point.
    harmonic : Harmonic, optional
        Set where the period is a small multiple or fraction of that of a stronger box.
    """

    period: float
    bjd0: float
    duration: float
    power: float
    depth: float
    eclipses: int
    harmonic: Harmonic | None = None


@dataclass(frozen=True)
class BoxSearch:
    """A box least squares periodogram and its best boxes.

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
    rising : bool
        Brightenings were sought: a depth is the height of one.
    peaks : tuple of Box
        The best boxes, highest power first; the first is the one described above.

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
    rising: bool = False
    peaks: tuple[Box, ...] = ()


def box_least_squares(
    time: FloatArray,
    flux: FloatArray,
    flux_err: FloatArray | None = None,
    *,
    minimum_period: float = 0.1,
    maximum_period: float | None = None,
    duration: float | None = None,
    minimum_eclipses: int = 2,
    rising: bool = False,
    quick: bool = False,
    boxes: int = 3,
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
        Eclipses of a box that must hold a point; at least 1.
    rising : bool
        Seek brightenings instead of dips.
    quick : bool
        For a person who waits: seek periods up to 15 d in the 60 days with most points, and search again
        with all data only around the sixteen highest peaks; longer periods are sought in all data. Away from
        those peaks the periodogram shows the power of that stretch, scaled by the square root of the weight
        of all data over that of the stretch. Faint eclipses of long baselines need the whole search. Without
        effect on less than 120 days.
    boxes : int
        At most so many best boxes.

    Returns
    -------
    BoxSearch
        Periodogram and best boxes.

    Raises
    ------
    BadLightCurve
        Fewer than `FEWEST_POINTS` points, times out of order, values not finite, an empty range of
        periods, or a baseline so long that the trials are too many.

    Notes
    -----
    The statistic is the signal to noise of a box, its depth over its uncertainty [1]_; unlike a likelihood of
    the points in the box alone it does not grow without bound as the box fills the period, and boxes are at
    most a fifth of it. Trial frequencies are spaced by the shortest duration and the baseline [2]_, and
    durations are those of dwarfs to giants at each period: `tessebs_core.compute.box_grids`. Data are folded
    by adding rows of bins in leaves, blocks of leaves and all data, a fast folding [3]_ that follows gaps
    and any grid of frequencies: `tessebs_core.compute.box_levels`. All cores are used.

    Binning cannot change the answer. Bins of all trials are whole multiples of one fine bin, so summing the
    points into fine bins first changes no sum. Each trial's profile is that of the true points, each moved by
    at most 2.5 bins (0.6 rms), of which the shortest box has three: at the peak of a box with sharp edges the
    search has 93 % of its true power (median of 250 one to five times the shortest; least 84 %, at the
    shortest), at that of a smooth eclipse more. Period, time and duration of each peak are then sought again
    on bins as narrow as a sixteenth of the shortest duration (99 %), and power, depths and order of the boxes
    are those of the unbinned points.

    More durations and periods tried mean higher noise: of faint boxes, those of the duration that one search
    knows beforehand are found more often with ``duration``. Periods beyond half the baseline, of which two
    eclipses at most are seen, are the commonest false peaks: ``maximum_period`` leaves them out.

    V-shaped eclipses are deeper and longer than their best box; drifts and jumps of the flux look like long
    eclipses and should be taken out before.

    References
    ----------
    .. [1] Kovacs, Zucker & Mazeh 2002, A&A 391, 369.
    .. [2] Ofir 2014, A&A 561, A138.
    .. [3] Staelin 1969, Proc. IEEE 57, 724.
    """
    points, origin = _points(time, flux, flux_err, rising=rising)
    shortest, longest = _period_range(
        points.baseline, minimum_period, maximum_period, duration, minimum_eclipses
    )
    search = search_stretch if quick else search_all
    periodogram = search(points, shortest, longest, duration)
    nothing = BoxSearch(periodogram, shortest, longest, minimum_eclipses, rising=rising)
    peaks = find_peaks(periodogram, boxes + _SPARE_PEAKS, time=points.time)
    found: list[_Measured] = []
    for some in (peaks[:boxes], peaks[boxes:]):
        if len(found) < boxes:
            measured = side_by_side(lambda peak: _measure(points, peak.period, duration), some)
            found += [
                each for each in measured if each.power > 0 and each.depths.eclipses >= minimum_eclipses
            ]
    found.sort(key=lambda each: -each.power)
    return _with_boxes(nothing, found[:boxes], origin, points.baseline) if found else nothing


@dataclass(frozen=True)
class _Measured:
    """A box on the unbinned points; its time is in days from the first of them."""

    ephemeris: Ephemeris
    duration: float
    depths: BoxDepths

    @property
    def power(self) -> float:
        """Depth over its uncertainty; 0 without a depth."""
        depth = self.depths.all
        return 0.0 if depth is None else depth.value / depth.uncertainty


def _measure(points: BoxPoints, period: float, duration: float | None) -> _Measured:
    period, middle, width = refine_box(points, period, duration)
    ephemeris = Ephemeris(middle, period)
    depths = box_depths(points.time, points.flux, points.weight, ephemeris, width)
    return _Measured(ephemeris, width, depths)


def _points(
    time: FloatArray, flux: FloatArray, flux_err: FloatArray | None, *, rising: bool
) -> tuple[BoxPoints, float]:
    time, flux = usable_columns(time, flux, FEWEST_POINTS)
    errors = stated_errors(flux_err)
    if errors is None:
        noise = point_to_point_scatter(flux) or float(np.std(flux)) or 1.0
        errors = np.full(flux.shape, noise)
    if errors.shape != flux.shape:
        raise BadLightCurve(f"{errors.size} errors for {flux.size} fluxes.")
    weight = errors**-2
    flux = flux - np.average(flux, weights=weight)
    return BoxPoints(time - time[0], -flux if rising else flux, weight), float(time[0])


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


def _with_boxes(search: BoxSearch, found: Sequence[_Measured], origin: float, baseline: float) -> BoxSearch:
    """Describe the best box in full and the others in short."""
    best = found[0]
    measured: dict[str, Any] = {}
    for name in ("all", "odd", "even", "half"):
        depth: Depth | None = getattr(best.depths, name)
        if depth is not None:
            column = "depth" if name == "all" else f"depth_{name}"
            measured |= {column: depth.value, f"{column}_unc": depth.uncertainty}
    return replace(
        search,
        period=best.ephemeris.period,
        bjd0=origin + best.ephemeris.bjd0,
        duration=best.duration,
        max_power=best.power,
        bls_logp=0.5 * best.power**2,
        eclipses=best.depths.eclipses,
        peaks=_boxes(found, origin, baseline),
        **measured,
    )


def _boxes(found: Sequence[_Measured], origin: float, baseline: float) -> tuple[Box, ...]:
    frequency = np.array([1 / each.ephemeris.period for each in found])
    harmonics = harmonics_among(frequency, np.full(len(found), 1 / baseline))
    return tuple(
        Box(
            period=each.ephemeris.period,
            bjd0=origin + each.ephemeris.bjd0,
            duration=each.duration,
            power=each.power,
            depth=each.depths.all.value if each.depths.all else 0.0,
            eclipses=each.depths.eclipses,
            harmonic=harmonic,
        )
        for each, harmonic in zip(found, harmonics, strict=True)
    )
