"""Lines, parabolas and sines through times of eclipses."""

from collections.abc import Sequence

import numpy as np

from tessebs_core.records import Ephemeris, FloatArray
from tessebs_core.records.timing_diagrams import SineFit, TimedEclipse, Trend, TrendFit

__all__ = ["best_sine", "cannot_be_chance", "fit_trend", "residuals_of"]

_MOST_TRIALS = 2000


def fit_trend(eclipses: Sequence[TimedEclipse], ephemeris: Ephemeris, degree: int) -> TrendFit | None:
    """Fit a polynomial to the times that are used.

    Parameters
    ----------
    eclipses : sequence of TimedEclipse
        Primaries and secondaries; secondaries get an offset of their own.
    ephemeris : Ephemeris
        What they were computed with.
    degree : int
        1 for a line, 2 for a parabola.

    Returns
    -------
    TrendFit or None
        None with fewer different cycles than parameters.

    Notes
    -----
    With O-C = a + b E + c E**2 the period is P + b at ``centre`` and changes by 2 c for each cycle, so that
    dP/dt = 2 c / P. Weights are the stated uncertainties; where chi-squared exceeds its degrees of freedom,
    uncertainties of what follows are raised by the root of their ratio. (Sterken 2005, ASP Conf. 335, 3.)
    """
    used = [each for each in eclipses if each.used]
    kinds = {each.secondary for each in used}
    if len({each.cycle for each in used}) < degree + 1 or len(used) < degree + len(kinds):
        return None
    centre, design, value, error = _columns(used, degree)
    weighted = design / error[:, None]
    scale = np.linalg.norm(weighted, axis=0)
    inverse = np.linalg.pinv((weighted / scale).T @ (weighted / scale))
    covariance = inverse / np.outer(scale, scale)
    solved = covariance @ (weighted.T @ (value / error))
    rest = value - design @ solved
    chi_squared, free = float(((rest / error) ** 2).sum()), len(used) - design.shape[1]
    raised = max(1.0, (chi_squared / free) ** 0.5) if free > 0 else 1.0
    unc = np.sqrt(np.diag(covariance)) * raised
    period = ephemeris.period + float(solved[1])
    offset = design.shape[1] > degree + 1 and len(kinds) > 1
    return TrendFit(
        degree=degree,
        coefficients=tuple(float(each) for each in solved),
        covariance=tuple(tuple(float(each) for each in row) for row in covariance),
        centre=centre,
        ephemeris=Ephemeris(
            ephemeris.bjd0 + centre * ephemeris.period + float(solved[0]),
            period,
            float(unc[0]),
            float(unc[1]),
        ),
        change=Trend(2 * float(solved[2]) / period, 2 * float(unc[2]) / period) if degree > 1 else None,
        secondary_offset=Trend(float(solved[-1]), float(unc[-1])) if offset else None,
        chi_squared=chi_squared,
        degrees_of_freedom=free,
        bic=chi_squared + design.shape[1] * float(np.log(len(used))),
        scatter=float(np.sqrt(np.mean(rest**2))),
    )


def residuals_of(eclipses: Sequence[TimedEclipse], fit: TrendFit) -> FloatArray:
    """What a fit leaves of each eclipse, used or not, days."""
    offset = fit.secondary_offset.value if fit.secondary_offset else 0.0
    return np.array([each.o_minus_c - fit.at(each.cycle) - offset * each.secondary for each in eclipses])


def cannot_be_chance(rest: FloatArray, error: FloatArray) -> bool:
    """Whether what is left, in order of time, is larger than its uncertainties and goes in runs.

    Chi-squared must be half as large again as its degrees of freedom, and the correlation of neighbours
    beyond four sigma; ranks take the place of values, so that single wild ones do not make or hide it.
    """
    size = rest.size
    if size < 10 or float(np.mean((rest / error) ** 2)) < 1.5:
        return False
    ranks = np.argsort(np.argsort(rest / error)) - 0.5 * (size - 1)
    together = float((ranks[1:] * ranks[:-1]).sum() / (ranks**2).sum())
    return bool(together * size**0.5 > 4.0)


def best_sine(cycle: FloatArray, away: FloatArray, error: FloatArray, period: float) -> SineFit | None:
    """The sine on top of a line that lowers the Bayesian information criterion most, against the line alone.

    Parameters
    ----------
    cycle, away, error : ndarray
        Number of cycle (with fractions), O-C and its uncertainty, days.
    period : float
        Of the orbit, days.

    Returns
    -------
    SineFit or None
        None with fewer than eight times, or where no sine lowers the criterion by 10.

    Notes
    -----
    Periods from the time span down to four cycles, ten to a resolution element; frequency, amplitude and
    phase are three parameters.
    """
    span = float(np.ptp(cycle))
    if cycle.size < 8 or span < 8:
        return None
    line = [np.ones(cycle.size), (cycle - cycle.mean()) / span]
    start, _ = _left(line, away, error)
    best = (start, 0.0, 0.0)
    for frequency in np.arange(1.0 / span, 0.25, 0.1 / span)[:_MOST_TRIALS]:
        angle = 2 * np.pi * frequency * cycle
        left, solved = _left([*line, np.sin(angle), np.cos(angle)], away, error)
        if left < best[0]:
            best = (left, float(frequency), float(np.hypot(solved[2], solved[3])))
    gain = start - best[0] - 3 * float(np.log(cycle.size))
    return SineFit(period / best[1], best[2], gain) if gain > 10 else None


def _left(columns: Sequence[FloatArray], away: FloatArray, error: FloatArray) -> tuple[float, FloatArray]:
    """Chi-squared of the best sum of columns, and the factors of it."""
    design = np.stack(columns, axis=1) / error[:, None]
    solved = np.linalg.lstsq(design, away / error, rcond=None)[0]
    return float(((away / error - design @ solved) ** 2).sum()), np.asarray(solved, dtype=np.float64)


def _columns(used: Sequence[TimedEclipse], degree: int) -> tuple[int, FloatArray, FloatArray, FloatArray]:
    """Central cycle, design, O-C and its uncertainty."""
    cycle = np.array([each.cycle for each in used], dtype=np.float64)
    error = np.array([max(each.time_unc, 1e-9) for each in used])
    centre = int(np.round(np.average(cycle, weights=error**-2.0)))
    columns = [(cycle - centre) ** power for power in range(degree + 1)]
    secondary = np.array([float(each.secondary) for each in used])
    if 0 < secondary.sum() < secondary.size:
        columns.append(secondary)
    return centre, np.stack(columns, axis=1), np.array([each.o_minus_c for each in used]), error
