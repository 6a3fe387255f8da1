"""The O-C diagram of one signal: which times count, what fits them, and what can go wrong with them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from tessebs_core.compute.eclipse_numbers import Which
from tessebs_core.compute.eclipse_times import EclipseTimes
from tessebs_core.compute.timing_trends import best_sine, cannot_be_chance, fit_trend, residuals_of
from tessebs_core.records import Ephemeris
from tessebs_core.records.timing_diagrams import (
    CycleGap,
    SineFit,
    TimedEclipse,
    TimingDiagram,
    Trend,
    TrendFit,
)

__all__ = ["Timed", "timing_diagram"]

_OUTLIER = 5.0  # sigma, of uncertainty and robust scatter together
_FEWEST = 5  # times of which outliers can be told
_MANY = 50  # times, of which no few can bend the fit
_WILD_PART = 5  # of the times, one in so many at most may be wild
_BETTER = 10.0  # by which BIC must fall for a parabola: "very strong" (Kass & Raftery 1995, JASA 90, 773)
_WIDE = 10.0  # cycles without an eclipse that make a gap
_SURE = 2.0  # sigma within which the count of cycles must hold: half a period
_MOSTLY = 0.7  # of the time covered, in one gap: two stretches fix offset and slope, and nothing beyond
_OTHER_REASONS = "off the line"  # said of a straight line; here the trend may be curved


@dataclass(frozen=True)
class Timed:
    """What was timed: the light curve's target, product and sectors, and the signal's number."""

    tess_id: int
    provenance: str
    sectors: tuple[int, ...]
    signal_id: int | None = None


def timing_diagram(
    timed: Timed,
    ephemeris: Ephemeris,
    times: Sequence[EclipseTimes],
    *,
    include: Collection[str] = (),
    exclude: Collection[str] = (),
) -> TimingDiagram:
    """Fit trends to times of eclipses, with doubtful ones marked and left out, never removed.

    Parameters
    ----------
    timed : Timed
        Whose times these are.
    ephemeris : Ephemeris
        What they were computed with.
    times : sequence of EclipseTimes
        Of primaries and secondaries (`tessebs_core.compute.eclipse_times.eclipse_times`).
    include, exclude : collection of str
        What a person has chosen, by `TimedEclipse.name`: used, or left out, whatever the remark.

    Returns
    -------
    TimingDiagram

    Notes
    -----
    Doubtful are eclipses that are half seen, of unusual depth, disturbed (a flare, a jump), or more than five
    sigma from the parabola through the others, uncertainty and robust scatter counted together. A parabola is
    preferred where it lowers the Bayesian information criterion by ten; the F test beside it tells how often
    scatter alone would do as much. Where what is left is larger than its uncertainties and goes in runs, the
    times follow neither: the best sine is told, as another body or the motion of apsides would make it.

    Cycles are counted by the ephemeris. Over a gap of ten cycles and more this is sure only while the time
    predicted from the better side of it is within half a period at two sigma; else the gap is told.
    """
    phase = next((each.phase for each in times if each.which is Which.SECONDARY and each.times), None)
    eclipses = sorted(_as_timed(times), key=lambda each: each.time)
    eclipses = _chosen(_marked(eclipses, ephemeris), include, exclude)
    linear, quadratic = (fit_trend(eclipses, ephemeris, degree) for degree in (1, 2))
    sigma, chance, preferred = _compared(linear, quadratic)
    best = quadratic if preferred == 2 else linear
    structure, neither = _structure(eclipses, ephemeris, quadratic or linear)
    gaps = _gaps(eclipses, ephemeris)
    return TimingDiagram(
        timed.tess_id, timed.signal_id, timed.provenance, timed.sectors, ephemeris, phase, tuple(eclipses),
        linear, quadratic, sigma, chance, preferred, structure, gaps,
        tuple(_remarks(eclipses, ephemeris, best, neither, gaps)),
    )  # fmt: skip


def _as_timed(times: Sequence[EclipseTimes]) -> list[TimedEclipse]:
    return [
        TimedEclipse(
            kind.which is Which.SECONDARY, each.cycle, each.time, each.time_unc, each.o_minus_c,
            each.depth_ratio, each.points, _own_remark(each.remark),
        )
        for kind in times
        for each in kind.times
    ]  # fmt: skip


def _own_remark(remark: str) -> str:
    return "; ".join(each for each in remark.split("; ") if each and each != _OTHER_REASONS)


def _marked(eclipses: Sequence[TimedEclipse], ephemeris: Ephemeris) -> list[TimedEclipse]:
    """With doubtful ones out of the fits, and wild ones among the others marked."""
    marked = [replace(each, used=not each.remark) for each in eclipses]
    for _ in range(max(_FEWEST, len(marked) // _WILD_PART)):
        used = np.array([each.used for each in marked])
        fit = fit_trend(marked, ephemeris, 2) if used.sum() >= _FEWEST else None
        if fit is None:
            break
        rest = residuals_of(marked, fit)
        rest = rest - np.median(rest[used])  # many wild times draw the fit away from the others
        error = np.array([each.time_unc for each in marked])
        scatter = 1.4826 * float(np.median(np.abs(rest[used])))
        away = np.abs(rest) / np.hypot(error, scatter)
        wild = used & (away > _OUTLIER)
        if not wild.any() or used.sum() - wild.sum() < _FEWEST:
            break
        # One at a time, as it may have bent the fit; of many times those at least half as far with it.
        worst = max(_OUTLIER, float(away[wild].max()) * (0.5 if used.sum() > _MANY else 1.0))
        for at in np.flatnonzero(wild & (away >= worst)):
            remark = f"{away[at]:.0f} sigma from the trend of the others"
            marked[at] = replace(marked[at], used=False, remark=remark)
    return marked


def _chosen(
    eclipses: Sequence[TimedEclipse], include: Collection[str], exclude: Collection[str]
) -> list[TimedEclipse]:
    return [
        replace(each, used=each.name in include, chosen=True)
        if each.name in include or each.name in exclude
        else each
        for each in eclipses
    ]


def _compared(
    linear: TrendFit | None, quadratic: TrendFit | None
) -> tuple[float | None, float | None, int | None]:
    """Significance of the quadratic term, its probability by chance, and the degree to prefer."""
    if linear is None:
        return None, None, None
    if quadratic is None or quadratic.change is None or quadratic.degrees_of_freedom < 1:
        return None, None, 1
    from scipy.special import fdtrc

    change = quadratic.change
    sigma = abs(change.value) / change.uncertainty if change.uncertainty > 0 else None
    # Chi-squared that falls short of its degrees of freedom speaks of generous uncertainties, not of a trend.
    left = max(quadratic.chi_squared / quadratic.degrees_of_freedom, 1e-12)
    ratio = max(0.0, linear.chi_squared - quadratic.chi_squared) / left
    chance = float(fdtrc(1, quadratic.degrees_of_freedom, ratio))
    scale = max(1.0, left)  # scatter beyond the uncertainties makes no trend either
    better = (linear.chi_squared - quadratic.chi_squared) / scale - (
        (quadratic.bic - quadratic.chi_squared) - (linear.bic - linear.chi_squared)
    )
    return sigma, chance, 2 if better > _BETTER else 1


def _structure(
    eclipses: Sequence[TimedEclipse], ephemeris: Ephemeris, fit: TrendFit | None
) -> tuple[SineFit | None, bool]:
    """The best sine through what is left, and whether the times follow neither line nor parabola."""
    used = [each for each in eclipses if each.used]
    if fit is None or not used:
        return None, False
    error = np.array([max(each.time_unc, 1e-9) for each in used])
    if not cannot_be_chance(residuals_of(used, fit), error):
        return None, False
    offset = fit.secondary_offset.value if fit.secondary_offset else 0.0
    away = np.array([each.o_minus_c - offset * each.secondary for each in used])
    cycle = np.array([(each.time - ephemeris.bjd0) / ephemeris.period for each in used])
    return best_sine(cycle, away, error, ephemeris.period), True


def _gaps(eclipses: Sequence[TimedEclipse], ephemeris: Ephemeris) -> tuple[CycleGap, ...]:
    """Gaps over which the count of cycles is not sure."""
    used = [each for each in eclipses if each.used]
    found = []
    for at in range(1, len(used)):
        before, after = used[:at], used[at:]
        cycles = (after[0].time - before[-1].time) / ephemeris.period
        if cycles < _WIDE:
            continue
        uncertainty = _uncertainty_across(before, after, cycles, ephemeris)
        if not _SURE * uncertainty < 0.5:
            found.append(CycleGap(before[-1].time, after[0].time, uncertainty))
    return tuple(found)


def _uncertainty_across(
    before: Sequence[TimedEclipse], after: Sequence[TimedEclipse], cycles: float, ephemeris: Ephemeris
) -> float:
    """One sigma of the time predicted over a gap from the better of its two sides, in cycles."""
    sides = [_rate(side, ephemeris) for side in (before, after)]
    known = [each for each in (*sides, ephemeris.period_uncert) if each is not None]
    if not known:
        return float("nan")
    return min(known) * cycles / ephemeris.period


def _rate(side: Sequence[TimedEclipse], ephemeris: Ephemeris) -> float | None:
    fit = fit_trend(side, ephemeris, 1)
    return None if fit is None else fit.ephemeris.period_uncert


def _remarks(
    eclipses: Sequence[TimedEclipse], ephemeris: Ephemeris, best: TrendFit | None, neither: bool,
    gaps: Sequence[CycleGap],
) -> list[str]:  # fmt: skip
    remarks = []
    if best is None:
        remarks.append("Fewer than two cycles were timed: there is nothing to fit.")
    if neither:
        remarks.append(
            "The times follow neither a line nor a parabola: what is left goes in runs. Another body, the "
            "motion of apsides, or spots may be the reason."
        )
    if best is not None and best.degree == 2 and _in_two_stretches(eclipses):
        remarks.append(
            "The parabola rests on the slopes within two short stretches alone, nothing between them was "
            "timed: spots that drift make such slopes too."
        )
    for gap in gaps:
        said = "is not known" if np.isnan(gap.uncertainty) else f"is {gap.uncertainty:.2f} cycles"
        remarks.append(
            f"Between BTJD {gap.start:.1f} and {gap.end:.1f} cycles may be miscounted: the uncertainty of "
            f"the time predicted across {said}."
        )
    slopes = _slopes(eclipses, ephemeris)
    if slopes is not None:
        remarks.append(
            f"Primaries and secondaries have periods that differ by {slopes.value * 86400:.2f} s, "
            f"{abs(slopes.value) / slopes.uncertainty:.0f} sigma: apsides move, perhaps."
        )
    return remarks


def _in_two_stretches(eclipses: Sequence[TimedEclipse]) -> bool:
    """Whether one gap takes most of the time that was covered."""
    time = np.array([each.time for each in eclipses if each.used])
    return bool(time.size > 1 and np.diff(time).max() > _MOSTLY * (time[-1] - time[0]))


def _slopes(eclipses: Sequence[TimedEclipse], ephemeris: Ephemeris) -> Trend | None:
    """Period of secondaries less that of primaries, where it is beyond four sigma, days."""
    fits = [
        fit_trend([each for each in eclipses if each.secondary is kind], ephemeris, 1)
        for kind in (False, True)
    ]
    if fits[0] is None or fits[1] is None or min(fit.degrees_of_freedom for fit in fits if fit) < 2:
        return None
    first, second = fits[0].ephemeris, fits[1].ephemeris
    apart = second.period - first.period
    unc = float(np.hypot(first.period_uncert or 0.0, second.period_uncert or 0.0))
    return Trend(apart, unc) if unc > 0 and abs(apart) > 4 * unc else None
