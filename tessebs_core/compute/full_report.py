"""Everything that can be said of one light curve: period, eclipses, times, a further signal."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from tessebs_core.compute.eclipse_numbers import Which
from tessebs_core.compute.eclipse_times import EclipseTimes, eclipse_times
from tessebs_core.compute.eclipses import Eclipses, measure_eclipses
from tessebs_core.compute.further_signals import FurtherSignal, search_further_signal
from tessebs_core.compute.period_report import STEPS, period_report
from tessebs_core.errors import BadLightCurve, Cancelled
from tessebs_core.records import Ephemeris, LightCurve, Source
from tessebs_core.records.periods import PeriodReport
from tessebs_core.records.reporting import Report, Step, silent

__all__ = ["FullReport", "full_report"]


@dataclass(frozen=True, eq=False)
class FullReport:
    """The report on one light curve.

    Parameters
    ----------
    decision : PeriodReport
        Period, grade, reasons, evidence, alias groups.
    eclipses : Eclipses or None
        Widths, depths and positions by both models; None without an ephemeris, or where too little of
        the cycle is covered to fit one.
    times : tuple of EclipseTimes
        Times of the primaries and of the secondaries, as far as there are any.
    further : FurtherSignal or None
        What the box search finds after the first signal is taken out; None where it was not asked for
        or too little is left to search.
    """

    decision: PeriodReport
    eclipses: Eclipses | None = None
    times: tuple[EclipseTimes, ...] = ()
    further: FurtherSignal | None = None


def full_report(
    light_curve: LightCurve,
    proposals: Sequence[tuple[Ephemeris, Source | None]] = (),
    *,
    further: bool = False,
    report: Report = silent,
    cancelled: Callable[[], bool] = lambda: False,
) -> FullReport:
    """Decide on the period, measure and time the eclipses and, if asked, look for a further signal.

    Parameters
    ----------
    light_curve : LightCurve
        One product's; all sectors that there are.
    proposals : sequence of (Ephemeris, Source or None)
        What others found.
    further : bool
        Take the first signal out and search what is left.
    report, cancelled : callable
        As in `tessebs_core.compute.period_report.period_report`.

    Raises
    ------
    BadLightCurve
        Too few points, or too short a baseline.
    Cancelled
        The work was stopped on request.
    """
    steps = len(STEPS) + 1

    def tell(step: Step) -> None:
        report(replace(step, total=steps))

    decision = period_report(light_curve, proposals, report=tell, cancelled=cancelled)
    if decision.ephemeris is None:
        return FullReport(decision)
    if cancelled():
        raise Cancelled("The report was stopped; nothing was changed.")
    report(Step(steps - 1, steps, "measuring eclipses"))
    columns = light_curve.time, light_curve.flux, decision.ephemeris
    try:
        eclipses = measure_eclipses(*columns, light_curve.flux_err)
    except BadLightCurve:  # a fold that covers too little: the decision stands
        return FullReport(decision)
    second = _further_signal(light_curve, eclipses) if further else None
    return FullReport(decision, eclipses, _times(light_curve, eclipses), second)


def _times(light_curve: LightCurve, eclipses: Eclipses) -> tuple[EclipseTimes, ...]:
    gaussian = eclipses.two_gaussian
    seen = [
        which
        for which, shape in ((Which.PRIMARY, gaussian.primary), (Which.SECONDARY, gaussian.secondary))
        if shape is not None
    ]
    return tuple(
        eclipse_times(
            light_curve.time,
            light_curve.flux,
            eclipses.ephemeris,
            gaussian,
            light_curve.flux_err,
            which=which,
        )
        for which in seen
    )


def _further_signal(light_curve: LightCurve, eclipses: Eclipses) -> FurtherSignal | None:
    try:
        return search_further_signal(
            light_curve.time,
            light_curve.flux,
            eclipses.ephemeris,
            eclipses.two_gaussian,
            light_curve.flux_err,
        )
    except BadLightCurve:  # too little is left
        return None
