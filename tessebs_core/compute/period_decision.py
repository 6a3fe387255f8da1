"""P/2, P or 2P: the decision, its grade and its reasons."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tessebs_core.compute.curve_shapes import Shape, may_be_rotation, shape_of, why_no_eclipses
from tessebs_core.compute.fold_study import Comparison, FoldStudy, Look
from tessebs_core.compute.folded_dips import dip_at, fold, harmonics
from tessebs_core.compute.period_candidates import families
from tessebs_core.vocabulary import PeriodGrade

__all__ = ["Decision", "decide"]

_ODD_EVEN = 4.0  # sigma
_ODD_EVEN_TIME = 6.0
_LEAST_UNLIKE = 0.3  # odd against even, where the fold has two minima already: no orbit has four eclipses
_REDUCTIONS = (7.0, 5.0, 3.0, 2.0, 1.5)
_SECONDARY, _SURE_SECONDARY = 4.1, 7.0  # sigma, anywhere in phase
_HALF_PHASE = 3.0  # sigma, at one phase: no trials to pay for
_DEEPEST_TWIN = 0.56  # equal stars hide half of their light, and a little more by limb darkening
_DEEPEST_FLAT_TWIN = 0.45
_FLAT = 1.7  # exponent of the eclipse template; like stars have round or pointed bottoms, below 1.3
_FAINT = 0.15  # coherence
_LONGEST_WAVE = 0.8  # days; longer one-hump waves are no contact binaries at twice the period


@dataclass(frozen=True)
class Decision:
    """A period with its grade; ``zero`` is the phase-0 time of the deeper minimum, days from the origin."""

    period: float
    grade: PeriodGrade
    reasons: tuple[str, ...]
    alternative: float | None
    zero: float


def decide(study: FoldStudy, candidates: Sequence[float]) -> Decision | None:
    """Choose among the small multiples of all candidates.

    Parameters
    ----------
    study : FoldStudy
        The light curve.
    candidates : sequence of float
        Refined periods, days.

    Returns
    -------
    Decision or None
        None where there is no candidate.

    Notes
    -----
    1. Of all multiples (1/4 to 4) of all candidates, the one that best predicts cycles it has not seen is the
       start: `CrossValidation`.
    2. It is divided by 7, 5, 3, 2 and 1.5 as long as the shorter period predicts as well. That gives the
       shortest period of the light curve, which for an orbit is P, or P/2 when both eclipses are alike.
    3. Odd and even cycles that differ in depth, in time or in what they predict make it 2P. Where the fold
       has two minima already, they must differ by much: no orbit has four eclipses.
    4. Otherwise a second minimum or two humps make it P. One symmetric hump of less than 0.8 d is a contact
       binary seen at P/2. A single dip deeper than twins can have is P, as is one with a flat bottom; tides
       between the dips tell P from P/2 by their sign; and where nothing tells, twins (2P) are the more
       frequent answer, and it is ambiguous.
    """
    members = families(candidates, study.baseline, study.raw.step)
    if members.size == 0:
        return None
    predicted = [float(study.validation.chi2(each, study.resolution(each)).sum()) for each in members]
    base = _reduced(study, study.refined(float(members[int(np.argmin(predicted))])))
    look = study.look(base)
    shape = shape_of(study, look)
    if (reason := why_no_eclipses(shape)) is not None:
        return Decision(base, PeriodGrade.NO_ECLIPSES, (reason,), None, look.first.phase * base)
    period, grade, reason = _doubled(study, look, shape) or _single(study, look, shape)
    other = base if period > 1.5 * base else 2 * base
    alternative = None if grade is PeriodGrade.CERTAIN else other
    if not shape.is_narrow and base > _LONGEST_WAVE and shape.humps == 1 and period > base:
        grade, alternative = PeriodGrade.AMBIGUOUS, base
        reason += "; but so slow a wave may be spots"
    if shape.coherence < _FAINT:
        grade, alternative = PeriodGrade.AMBIGUOUS, other
        reason += "; but little of what varies repeats"
    if may_be_rotation(shape):
        grade, alternative = PeriodGrade.AMBIGUOUS, other
        reason += "; but so lopsided a curve of so short a period may be a spotted star's"
    if grade is PeriodGrade.CERTAIN and shape.eclipses < 3:
        grade, alternative = PeriodGrade.LIKELY, other
        reason += f", but only {shape.eclipses} minima were seen"
    return Decision(period, grade, (reason,), alternative, look.first.phase * base)


def _reduced(study: FoldStudy, period: float) -> float:
    """Divide a period while the shorter one predicts as well."""
    while True:
        for divisor in _REDUCTIONS:
            short = period / divisor
            if short < 0.1 or short < 6 * study.raw.step:
                continue
            comparison = study.compare(short, period)
            if divisor == 2:
                loses = _alternates(study.look(short), comparison)
            else:
                loses = comparison.is_significant and comparison.share > 0.30
            if not loses:
                period = study.refined(short)
                break
        else:
            return period


def _alternates(look: Look, doubled: Comparison) -> bool:
    """Whether a fold mixes unlike cycles: very unlike ones, where it has two minima already."""
    least = _LEAST_UNLIKE if _has_secondary(look) else 0.0
    unlike = look.odd_even
    predicts_better = doubled.is_significant and doubled.share > least
    return predicts_better or (abs(unlike.sigma) > _ODD_EVEN and abs(unlike.difference) > least)


def _has_secondary(look: Look) -> bool:
    return look.second is not None and look.second.significance > _SURE_SECONDARY


def _doubled(study: FoldStudy, look: Look, shape: Shape) -> tuple[float, PeriodGrade, str] | None:
    """Evidence that odd and even cycles differ."""
    base = look.curve.period
    if 2 * base > 0.95 * study.baseline:
        return None
    unlike = look.odd_even
    two_minima = shape.humps == 2 or _has_secondary(look)
    least = _LEAST_UNLIKE if two_minima else 0.0
    enough = min(unlike.odd, unlike.even) >= 2
    if abs(unlike.sigma) > _ODD_EVEN and abs(unlike.difference) > least:
        sure = enough and abs(unlike.sigma) > _ODD_EVEN + 1
        grade = PeriodGrade.CERTAIN if sure else PeriodGrade.LIKELY
        return 2 * base, grade, (
            f"odd and even minima at {base:.5g} d differ in depth by {abs(unlike.sigma):.1f} sigma, "
            "so they are primary and secondary"
        )  # fmt: skip
    late = study.odd_even_time(look) if shape.is_narrow and not two_minima else None
    if late is not None and abs(late.sigma) > _ODD_EVEN_TIME and min(late.odd, late.even) >= 2:
        return 2 * base, PeriodGrade.LIKELY, (
            f"odd and even minima at {base:.5g} d differ in time by {abs(late.sigma):.1f} sigma: "
            "an eccentric orbit"
        )  # fmt: skip
    better = study.compare(base, 2 * base) if 2 * base < 0.9 * study.baseline else None
    if better is not None and better.is_significant and better.share > least:
        grade = PeriodGrade.CERTAIN if enough and better.sigma > 4 else PeriodGrade.LIKELY
        return 2 * base, grade, (
            f"twice {base:.5g} d predicts unseen cycles better ({better.sigma:.1f} sigma): minima alternate"
        )  # fmt: skip
    return None


def _single(study: FoldStudy, look: Look, shape: Shape) -> tuple[float, PeriodGrade, str]:
    """Tell the orbit from half of it where nothing alternates."""
    base = look.curve.period
    if shape.humps == 2:
        grade = PeriodGrade.CERTAIN if shape.coherence > 0.95 else PeriodGrade.AMBIGUOUS
        return base, grade, "two humps and two minima in a cycle"
    if shape.is_narrow and shape.brightening > 0.35 and shape.coherence > 0.5:
        return base, PeriodGrade.LIKELY, "one brief brightening in a cycle: a heartbeat star"
    if not shape.is_narrow:
        return _one_hump(base, shape)
    second = look.second
    if second is not None and second.significance > _SECONDARY and second.depth > 0.0025 * look.first.depth:
        phase = (second.phase - look.first.phase) % 1.0
        grade = PeriodGrade.CERTAIN if second.significance > _SURE_SECONDARY else PeriodGrade.LIKELY
        return base, grade, f"a secondary eclipse at phase {phase:.3f} of {second.significance:.1f} sigma"
    if (sigma := dip_at(look.curve, look.first, 0.5)) > _HALF_PHASE:
        return base, PeriodGrade.LIKELY, f"a weak dip of {sigma:.1f} sigma at phase 0.5"
    return _lone_dip(study, look)


def _one_hump(base: float, shape: Shape) -> tuple[float, PeriodGrade, str]:
    if base < _LONGEST_WAVE:
        grade = PeriodGrade.CERTAIN if shape.coherence > 0.98 else PeriodGrade.AMBIGUOUS
        return 2 * base, grade, (
            f"one symmetric hump in {base:.5g} d: two like halves of a close binary's cycle"
        )  # fmt: skip
    return base, PeriodGrade.AMBIGUOUS, "one slow hump in a cycle and no eclipse"


def _lone_dip(study: FoldStudy, look: Look) -> tuple[float, PeriodGrade, str]:
    """One narrow dip in a cycle, and no other."""
    base, first = look.curve.period, look.first
    if first.depth > _DEEPEST_TWIN:
        return base, PeriodGrade.CERTAIN, "the eclipse is deeper than two like stars can have"
    waves = harmonics(fold(study.raw, base, study.resolution(base)), first, look.second)
    if waves is not None and waves.twice < -4 * waves.twice_unc and -waves.twice > 0.3 * abs(waves.once):
        return base, PeriodGrade.LIKELY, "tides swell the light twice in a cycle"
    if waves is not None and waves.once < -4 * waves.once_unc and first.width > 0.06:
        return 2 * base, PeriodGrade.LIKELY, "tides swell the light once between two like eclipses"
    if study.bottom(look) > _FLAT and first.depth < _DEEPEST_FLAT_TWIN:
        return base, PeriodGrade.LIKELY, "a flat bottom: a small body crosses a large one, and no twin"
    if 2 * base < 0.95 * study.baseline:
        return 2 * base, PeriodGrade.AMBIGUOUS, (
            "one eclipse in a cycle and nothing else: twins at twice the period, or a companion too faint "
            "to show a secondary eclipse"
        )  # fmt: skip
    return base, PeriodGrade.AMBIGUOUS, "one eclipse in a cycle, and the data do not reach twice the period"
