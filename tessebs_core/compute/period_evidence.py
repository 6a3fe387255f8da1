"""What speaks for and against P/2, P, 2P and 3P, each folded on exactly the same ephemeris."""

import math
from collections.abc import Iterable

from tessebs_core.compute.fold_study import FoldStudy, Look
from tessebs_core.compute.folded_dips import FoldedCurve, fold, harmonics
from tessebs_core.records.periods import FoldEvidence, SecondaryEclipse

__all__ = ["MULTIPLES", "evidence_of"]

MULTIPLES = (0.5, 1.0, 2.0, 3.0)


def evidence_of(study: FoldStudy, period: float, also: Iterable[float] = ()) -> tuple[FoldEvidence, ...]:
    """Measure the folds at small multiples of a period, as far as the light curve reaches.

    Parameters
    ----------
    study : FoldStudy
        The light curve.
    period : float
        Days; the multiples are exact, so that no fold gains by a refinement of its own.
    also : iterable of float
        Multiples wanted beside `MULTIPLES`.

    Returns
    -------
    tuple of FoldEvidence
        By ascending period.

    Notes
    -----
    The Bayesian information criterion (Schwarz 1978, Ann. Stat. 6, 461) counts each phase bin of equal width
    in time as a parameter: 2P has twice as many as P, and must fit better by more than their number
    times the logarithm of the number of points. Chi-squared is divided by that of the better fold per point,
    where it exceeds 1.
    """
    resolution = study.resolution(period)
    longest = 0.95 * study.baseline
    chosen = [
        each
        for each in sorted({*MULTIPLES, *also})
        if 6 * study.raw.step < each * period <= longest or each == 1.0
    ]
    curves = {each: fold(study.points, each * period, resolution) for each in chosen}
    chi2 = {each: _chi2(study, curve) for each, curve in curves.items()}
    count = study.points.time.size
    red = max(1.0, min(chi2[each] for each in chosen if each in MULTIPLES) / count)
    bic = {each: chi2[each] / red + curves[each].mean.size * math.log(count) for each in chosen}
    return tuple(_evidence(study, each, each * period, bic[each] - bic[1.0]) for each in chosen)


def _chi2(study: FoldStudy, curve: FoldedCurve) -> float:
    """Chi-squared of the points about the bin means."""
    total = float((study.points.weight * study.points.flux**2).sum())
    return total - float((curve.weight * curve.mean**2).sum())


def _evidence(study: FoldStudy, multiple: float, period: float, bic: float) -> FoldEvidence:
    look = study.look(period)
    late = study.odd_even_time(look)
    waves = harmonics(fold(study.raw, period, study.resolution(period)), look.first, look.second)
    both = min(look.odd_even.odd, look.odd_even.even) > 0
    return FoldEvidence(
        multiple=multiple,
        period=period,
        predicted=study.validation.explained(period, study.resolution(period)),
        bic=bic,
        depth=look.first.depth,
        width=look.first.width * period,
        significance=look.first.significance,
        secondary=_secondary(look),
        odd_even_depth=look.odd_even.sigma if both else None,
        odd_even_time=late.sigma if late is not None and min(late.odd, late.even) > 0 else None,
        coverage=look.curve.coverage,
        eclipses=study.eclipses(look),
        ellipsoidal=None if waves is None else waves.twice,
        ellipsoidal_sigma=None if waves is None else waves.twice / max(waves.twice_unc, 1e-30),
    )


def _secondary(look: Look) -> SecondaryEclipse | None:
    second = look.second
    if second is None:
        return None
    phase = (second.phase - look.first.phase) % 1.0
    return SecondaryEclipse(phase, second.depth, second.width * look.curve.period, second.significance)
