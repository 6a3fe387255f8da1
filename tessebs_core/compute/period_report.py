"""From a light curve to a period with its grade, its evidence and its uncertainty."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from tessebs_core.compute.alias_groups import alias_groups, alias_ratio
from tessebs_core.compute.fold_study import FoldStudy
from tessebs_core.compute.period_candidates import CandidateSearch, search_candidates
from tessebs_core.compute.period_decision import Decision, decide
from tessebs_core.compute.period_evidence import evidence_of
from tessebs_core.compute.refinement import refine_points
from tessebs_core.compute.search_points import SearchPoints, binned, search_points
from tessebs_core.errors import Cancelled
from tessebs_core.records import Ephemeris, LightCurve, Source
from tessebs_core.records.periods import CandidatePeriod, FoldEvidence, PeriodReport
from tessebs_core.records.reporting import Report, Step, silent
from tessebs_core.vocabulary import PeriodGrade

__all__ = ["STEPS", "period_report"]

_FOLDS = (Fraction(1, 2), Fraction(1), Fraction(2))
STEPS = (
    "weighing points",
    "searching periods",
    "choosing among multiples",
    "timing eclipses",
    "weighing evidence",
)


def _never() -> bool:
    return False


@dataclass
class _Progress:
    """Tells of each step, and stops between two."""

    report: Report
    cancelled: Callable[[], bool]
    done: int = 0

    def next(self) -> None:
        if self.cancelled():
            raise Cancelled("The period search was stopped; nothing was changed.")
        self.report(Step(self.done, len(STEPS), STEPS[self.done]))
        self.done += 1


def period_report(
    light_curve: LightCurve,
    proposals: Sequence[tuple[Ephemeris, Source | None]] = (),
    *,
    report: Report = silent,
    cancelled: Callable[[], bool] = _never,
) -> PeriodReport:
    """Find the orbital period of an eclipsing binary, and say how sure it is and why.

    Parameters
    ----------
    light_curve : LightCurve
        One product's; all sectors that there are.
    proposals : sequence of (Ephemeris, Source or None)
        What others found: further candidates, and grouped by alias in the report.
    report : callable
        Told of each step.
    cancelled : callable
        Asked before each step; True stops the work.

    Returns
    -------
    PeriodReport
        With a period, or with the grade ``no-eclipses`` and the reason.

    Raises
    ------
    BadLightCurve
        Too few points, or too short a baseline.
    Cancelled
        The work was stopped on request.

    Notes
    -----
    Candidates are the highest peaks of Lomb-Scargle, of box least squares (on the light curve, on a flattened
    copy, and for brightenings) and the proposals, each with its multiples from 1/4 to 4. The rules of the
    decision stand in `tessebs_core.compute.period_decision.decide`, the uncertainties in
    `tessebs_core.compute.refinement.refine_points`. One period is reported: a second binary in the
    light curve shows after the first is taken out.
    """
    progress = _Progress(report, cancelled)
    progress.next()
    points = search_points(light_curve)
    coarse = binned(points)
    progress.next()
    found = search_candidates(coarse, [ephemeris for ephemeris, _ in proposals])
    progress.next()
    study = FoldStudy(coarse, found.box.duration or 0.1, found.box.period or 1.0)
    decision = decide(study, found.periods)
    if decision is None:
        return _report(light_curve, proposals, found, None, None, ())
    progress.next()
    ephemeris = _ephemeris(points, coarse, decision)
    progress.next()
    evidence = evidence_of(
        study, decision.period, _asked_for(proposals, decision.period, light_curve.baseline)
    )
    return _report(light_curve, proposals, found, decision, ephemeris, evidence)


def _asked_for(
    proposals: Sequence[tuple[Ephemeris, Source | None]], period: float, baseline: float
) -> set[float]:
    """Multiples of the period at which half, whole and double of the proposals stand."""
    reference = Ephemeris(0.0, period)
    ratios = {alias_ratio(each, reference, baseline=baseline) for each, _ in proposals}
    return {float(ratio * factor) for ratio in ratios if ratio is not None for factor in _FOLDS}


def _ephemeris(points: SearchPoints, coarse: SearchPoints, decision: Decision) -> Ephemeris | None:
    """Time the minima: on all points, or, where they cannot be timed, as they were found."""
    if decision.grade is PeriodGrade.NO_ECLIPSES:
        return None
    rough = Ephemeris(coarse.origin + decision.zero, decision.period)
    better = refine_points(points, rough)
    return rough if better is None else better.ephemeris


def _report(  # noqa: PLR0917 -- the parts of one record, in its order
    light_curve: LightCurve,
    proposals: Sequence[tuple[Ephemeris, Source | None]],
    found: CandidateSearch,
    decision: Decision | None,
    ephemeris: Ephemeris | None,
    evidence: tuple[FoldEvidence, ...],
) -> PeriodReport:
    """Put the answer together."""
    candidates = tuple(
        CandidatePeriod(period, source) for period, source in zip(found.periods, found.sources, strict=True)
    )
    return PeriodReport(
        light_curve.tess_id,
        light_curve.provenance,
        light_curve.sectors,
        PeriodGrade.NO_ECLIPSES if decision is None else decision.grade,
        ephemeris,
        None if decision is None else decision.alternative,
        ("nothing repeats beyond the noise",) if decision is None else decision.reasons,
        evidence,
        candidates,
        alias_groups(proposals, reference=ephemeris, baseline=light_curve.baseline),
    )
