"""A second binary in the light: box least squares after the first signal is masked or subtracted."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from tessebs_core.compute.box_least_squares import BoxSearch, box_least_squares
from tessebs_core.compute.phase_profiles import phase_profile, wrapped
from tessebs_core.compute.phases import orbital_phase
from tessebs_core.compute.two_gaussian import TwoGaussianFit
from tessebs_core.errors import BadLightCurve
from tessebs_core.records import Ephemeris, FloatArray

__all__ = ["FurtherSignal", "Removal", "outside_eclipses", "search_further_signal", "without_signal"]

_SIGNIFICANT = 9.0
"""Signal to noise of the best box, on white noise, above which a further signal is called one."""

_STANDS_OUT = 6.0
"""The same against the scatter of boxes of that length elsewhere in the fold, which knows of spots."""

_FLATTENED_OVER = 0.8  # days: boxes of a third of it survive, spots and drifts do not
_STEP = 1 / 24  # days

_MASKED_AT_MOST = 0.25  # of the cycle; beyond it too little would be left, and the signal is subtracted
_MARGIN = 1.1  # masks are so much wider than the eclipses
_FEWEST_BOXES = 4
_LARGEST_PART = 6  # ratios of small numbers up to this are harmonics


class Removal(StrEnum):
    """How the first signal is taken out."""

    MASK = "mask"
    SUBTRACT = "subtract"


@dataclass(frozen=True, eq=False)
class FurtherSignal:
    """What is left after the first signal.

    Parameters
    ----------
    search : BoxSearch
        Of the remaining light curve.
    removal : Removal
        How the first signal was taken out.
    significant : bool
        Whether the best box has a signal to noise of nine, stands out of correlated noise, and is no
        remainder of the first signal.
    stands_out : float
        Depth of the best box over the scatter of boxes of that length at other phases.
    ratio : Fraction or None
        Its period over the first one where they are commensurable within the resolution: a remainder
        of the first signal, or chance.
    remark : str
        In words.
    """

    search: BoxSearch
    removal: Removal
    significant: bool
    stands_out: float
    ratio: Fraction | None
    remark: str


def outside_eclipses(
    time: FloatArray, ephemeris: Ephemeris, eclipses: TwoGaussianFit
) -> npt.NDArray[np.bool_]:
    """Points outside all eclipses of a signal; widths as in the two-Gaussian model, plus a tenth."""
    phase = orbital_phase(time, ephemeris)
    outside = np.ones(time.shape, dtype=bool)
    for shape in (eclipses.primary, eclipses.secondary):
        if shape is not None and shape.width:
            outside &= np.abs(wrapped(phase - shape.position)) > 0.5 * _MARGIN * shape.width
    return outside


def without_signal(
    time: FloatArray, flux: FloatArray, ephemeris: Ephemeris, flux_err: FloatArray | None = None
) -> FloatArray:
    """Subtract the folded light curve.

    Parameters
    ----------
    time, flux : ndarray of shape (n,)
        BTJD in days, ascending, and relative flux; finite.
    ephemeris : Ephemeris
        Of the signal to take out.
    flux_err : ndarray of shape (n,), optional
        One-sigma errors, for weights.

    Returns
    -------
    ndarray of shape (n,)
        Flux minus the mean folded curve, plus the median flux.

    Notes
    -----
    The mean folded curve follows eclipses of any shape, and whatever else repeats with the orbit. With few
    cycles it also takes up part of other signals: a part of about one over the number of cycles.
    """
    profile = phase_profile(time, flux, ephemeris, flux_err)
    curve = np.interp(orbital_phase(time, ephemeris), profile.phase, profile.flux, period=1.0)
    return np.asarray(flux - curve + np.median(flux))


def search_further_signal(
    time: FloatArray,
    flux: FloatArray,
    ephemeris: Ephemeris,
    eclipses: TwoGaussianFit,
    flux_err: FloatArray | None = None,
    *,
    removal: Removal | None = None,
    minimum_period: float = 0.2,
    maximum_period: float | None = None,
) -> FurtherSignal:
    """Search for another eclipsing signal.

    Parameters
    ----------
    time, flux : ndarray of shape (n,)
        BTJD in days, ascending, and relative flux; finite.
    ephemeris, eclipses : Ephemeris, TwoGaussianFit
        The first signal.
    flux_err : ndarray of shape (n,), optional
        One-sigma errors, for weights.
    removal : Removal, optional
        Without it the eclipses are masked where they fill less than a quarter of the cycle and no
        ellipsoidal variation was found; otherwise the folded curve is subtracted.
    minimum_period, maximum_period : float, optional
        Range of periods, days.

    Raises
    ------
    BadLightCurve
        Too few points are left, or the range of periods is empty.

    Notes
    -----
    What is left is flattened by a running median of 0.8 d, which takes spots and drifts, and searched by
    `tessebs_core.compute.box_least_squares.box_least_squares`. A box is called a further signal when its
    signal to noise is at least nine on white noise and at least six against the means of boxes of its length
    at all other phases of the same fold (correlated noise; compare Pont, Zucker & Queloz 2006, MNRAS 373,
    231), and when its period is not the first one times a ratio of numbers up to six. Within the resolution
    of the baseline such a ratio may also be chance, so it is shown. Eclipses longer than a third of a day are
    lost, and so are boxes that fill more than a seventh of their period: too few others are left to compare.
    """
    if removal is None:
        filled = sum(
            shape.width or 0.0 for shape in (eclipses.primary, eclipses.secondary) if shape is not None
        )
        few = filled < _MASKED_AT_MOST and not eclipses.ellipsoidal
        removal = Removal.MASK if few else Removal.SUBTRACT
    kept = np.ones(time.shape, dtype=bool)
    if removal is Removal.MASK:
        kept = outside_eclipses(time, ephemeris, eclipses)
        if not kept.any():
            raise BadLightCurve(
                "The eclipses fill the whole cycle: subtract the signal instead of masking it."
            )
    else:
        flux = without_signal(time, flux, ephemeris, flux_err)
    time_left, flux_left = time[kept], _flattened(time[kept], flux[kept])
    search = box_least_squares(
        time_left, flux_left, None if flux_err is None else flux_err[kept],
        minimum_period=minimum_period, maximum_period=maximum_period,
    )  # fmt: skip
    return _judged(search, removal, _pink(search, time_left, flux_left), ephemeris, float(time[-1] - time[0]))


def _flattened(time: FloatArray, flux: FloatArray) -> FloatArray:
    """Flux minus its running median, computed on hourly medians."""
    from scipy.ndimage import median_filter

    hour = np.floor((time - time[0]) / _STEP).astype(np.int64)
    order = np.lexsort((flux, hour))
    starts = np.flatnonzero(np.diff(hour, prepend=-1))
    middle = starts + np.diff(np.append(starts, hour.size)) // 2
    trend = median_filter(flux[order][middle], round(_FLATTENED_OVER / _STEP), mode="nearest")
    return np.asarray(flux - np.interp(time, time[middle], trend) + np.median(flux))


def _pink(search: BoxSearch, time: FloatArray, flux: FloatArray) -> float:
    """Depth of the best box over the scatter of equal boxes elsewhere; 0 for too few of them."""
    if search.period is None or search.duration is None or search.bjd0 is None or search.depth is None:
        return 0.0
    boxes = int(search.period / search.duration)
    place = np.floor((orbital_phase(time, Ephemeris(search.bjd0, search.period)) % 1.0) * boxes + 0.5)
    place = place.astype(np.int64) % boxes  # box 0 is centred on the eclipse
    count = np.bincount(place, minlength=boxes)
    mean = np.bincount(place, flux, boxes) / np.maximum(count, 1)
    others = mean[2:-1][count[2:-1] > 0.3 * np.median(count)]
    if others.size < _FEWEST_BOXES:
        return 0.0
    scatter = max(1.4826 * float(np.median(np.abs(others - np.median(others)))), float(np.std(others)) / 2)
    return search.depth / scatter if scatter > 0 else float("inf")


def _judged(
    search: BoxSearch, removal: Removal, stands_out: float, ephemeris: Ephemeris, baseline: float
) -> FurtherSignal:
    if search.period is None or search.max_power is None or search.duration is None:
        return FurtherSignal(search, removal, False, stands_out, None, "nothing else dips periodically")
    ratio = _harmonic(search.period, ephemeris.period, search.duration / baseline)
    found = (
        f"P = {search.period:.6g} d, signal to noise {search.max_power:.1f} (white), {stands_out:.1f} (all)"
    )
    significant = False
    if search.max_power >= _SIGNIFICANT and ratio is not None:
        remark = f"{found}, {ratio} of the first period: probably what is left of the first signal"
    elif search.max_power >= _SIGNIFICANT and stands_out >= _STANDS_OUT:
        significant, remark = True, f"further signal: {found}"
    else:
        remark = f"no further signal: the best box has {found}"
    return FurtherSignal(search, removal, significant, stands_out, ratio, remark)


def _harmonic(period: float, first: float, resolution: float) -> Fraction | None:
    """Ratio of small numbers that two periods have, within a relative ``resolution``."""
    ratio = Fraction(period / first).limit_denominator(_LARGEST_PART)
    if not 0 < ratio.numerator <= _LARGEST_PART:
        return None
    return ratio if abs(period - float(ratio) * first) < resolution * period else None
