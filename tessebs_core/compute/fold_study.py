"""A light curve made ready to be folded on many periods, all by the same rules."""

import math
from dataclasses import dataclass

from tessebs_core.compute.cross_validation import CrossValidation
from tessebs_core.compute.eclipse_cycles import (
    DEPTH,
    OFFSET,
    SHIFT,
    CycleFits,
    OddEven,
    fit_cycles,
    odd_even,
    profile_table,
)
from tessebs_core.compute.eclipse_templates import EclipseTemplate, fit_template
from tessebs_core.compute.folded_dips import Dip, FoldedCurve, fold, main_dip, second_dip
from tessebs_core.compute.period_candidates import refined, time_resolution
from tessebs_core.compute.search_points import SearchPoints, flattened

__all__ = ["Comparison", "FoldStudy", "Look"]

_NARROW = 0.08  # of the period: eclipses so short are judged without the slow variations beside them
_SHORT = 0.3  # days
_SECOND_SEEN = 6.0  # sigma from which the odd and even second dips are compared too


@dataclass(frozen=True)
class Comparison:
    """Whether a long period predicts better than a short one.

    Parameters
    ----------
    sigma : float
        Gain of the long one over its scatter among blocks of time.
    chi2 : float
        Gain in chi-squared, red noise counted.
    share : float
        Gain over all that the long one predicts.
    """

    sigma: float
    chi2: float
    share: float

    @property
    def is_significant(self) -> bool:
        """Whether the short period loses something real."""
        steady = self.sigma > 3.0 and self.chi2 > 12.0 and self.share > 0.0015
        return steady or (self.chi2 > 12.0 and self.share > 0.10) or (self.chi2 > 40.0 and self.share > 0.03)


@dataclass(frozen=True, eq=False)
class Look:
    """A fold and its dips; ``odd_even`` compares depths of odd and even cycles."""

    curve: FoldedCurve
    first: Dip
    second: Dip | None
    odd_even: OddEven


class FoldStudy:
    """Folds of one light curve.

    Parameters
    ----------
    points : SearchPoints
        Binned points.
    duration : float
        Of the eclipses to be resolved, days.
    period : float
        At which that duration was found, days.

    Notes
    -----
    Where eclipses are short, spots and drifts beside them must not choose between P and 3P: a copy flattened
    by a running median is used, except for the waves between the eclipses.
    """

    def __init__(self, points: SearchPoints, duration: float, period: float) -> None:
        self.raw = points
        self.duration = duration
        is_narrow = duration < _SHORT and duration < _NARROW * period and period > 1
        self.points = flattened(points, max(1.0, 6 * duration)) if is_narrow else points
        self.validation = CrossValidation(self.points)

    @property
    def baseline(self) -> float:
        """Days."""
        return self.raw.baseline

    def resolution(self, period: float) -> float:
        """Width of phase bins, days."""
        return time_resolution(self.duration, self.raw.step, period)

    def refined(self, period: float) -> float:
        """Refine a period that is nearly right."""
        return refined(self.points, period, self.resolution(period), reach=0.1)

    def compare(self, short: float, long: float) -> Comparison:
        """Compare two periods at the same time resolution, over the same blocks of time."""
        resolution = self.resolution(short)
        chi2_short = self.validation.chi2(short, resolution)
        chi2_long = self.validation.chi2(long, resolution)
        gain = chi2_short - chi2_long
        total = float(gain.sum())
        red = max(1.0, min(float(chi2_short.sum()), float(chi2_long.sum())) / self.points.time.size)
        predicted = max(float((self.validation.null - chi2_long).sum()), 1e-30)
        scatter = float(gain.std()) * math.sqrt(gain.size) + 1e-30
        return Comparison(total / scatter, total / red, total / predicted)

    def look(self, period: float) -> Look:
        """Fold, measure both dips, and compare odd with even cycles of the dip that differs more."""
        curve = fold(self.points, period, self.resolution(period))
        first = main_dip(curve)
        second = second_dip(curve, first)
        found = self._odd_even_depth(curve, first.phase, first.width)
        if second is not None and second.significance > _SECOND_SEEN:
            other = self._odd_even_depth(curve, second.phase, first.width)
            found = max(found, other, key=lambda each: abs(each.sigma))
        return Look(curve, first, second, found)

    def odd_even_time(self, look: Look) -> OddEven | None:
        """Compare times of odd and even minima; None where nothing symmetric dips."""
        fits = self._timed(look)
        if fits is None:
            return None
        return odd_even(fits.cycle, fits.value[:, -1], fits.error[:, -1])

    def bottom(self, look: Look) -> float:
        """Flatness of the main dip (see `EclipseTemplate`); 0 where it is not resolved."""
        template = self._template(look)
        if template is None or template.scale < 1.5 * self.raw.step:
            return 0.0
        return template.flatness

    def eclipses(self, look: Look) -> int:
        """Cycles in which the main dip was seen whole."""
        half = self._half_width(look.first.width, look.curve.mean.size)
        period = look.curve.period
        table = profile_table(look.curve, look.first.phase, half * period)
        zero = look.first.phase * period
        return int(
            fit_cycles(self.points, zero, period, half * period, table, columns=(OFFSET, DEPTH)).cycle.size
        )

    def _odd_even_depth(self, curve: FoldedCurve, phase: float, width: float) -> OddEven:
        half = self._half_width(width, curve.mean.size) * curve.period
        table = profile_table(curve, phase, half)
        fits = fit_cycles(
            self.points, phase * curve.period, curve.period, half, table, columns=(OFFSET, DEPTH)
        )
        return odd_even(fits.cycle, fits.value[:, 1], fits.error[:, 1])

    def _template(self, look: Look) -> EclipseTemplate | None:
        period = look.curve.period
        half = min(1.7 * look.first.width, 0.24) * period
        return fit_template(self.points, look.first.phase * period, period, half)

    def _timed(self, look: Look) -> CycleFits | None:
        template = self._template(look)
        if template is None:
            return None
        period, table = look.curve.period, (template.flux, template.slope)
        zero = look.first.phase * period
        return fit_cycles(
            self.points, zero, period, template.half_width, table, columns=(OFFSET, DEPTH, SHIFT)
        )

    @staticmethod
    def _half_width(width: float, bins: int) -> float:
        return min(0.25, max(1.2 * width, 3.0 / bins))
