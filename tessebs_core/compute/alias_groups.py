"""Proposals that are one signal at different multiples of its period."""

import math
from collections.abc import Sequence
from fractions import Fraction

from tessebs_core.records import Ephemeris, Source
from tessebs_core.records.periods import AliasGroup, AliasMember

__all__ = ["alias_groups", "alias_ratio", "times_coincide"]

_RATIOS = tuple(
    Fraction(p, q) for p, q in ((1, 1), (1, 2), (2, 1), (1, 3), (3, 1), (2, 3), (3, 2), (1, 4), (4, 1))
)
_SIGMAS = 5.0
_TOLERANCE = 0.01  # of the period, where uncertainties are not stated
_WIDE_PHASE = 0.05  # cycles that minima of one signal may be apart


def alias_ratio(
    ephemeris: Ephemeris, reference: Ephemeris, *, baseline: float | None = None
) -> Fraction | None:
    """The small ratio p/q of two periods, or None.

    Parameters
    ----------
    ephemeris, reference : Ephemeris
        Compared by period alone.
    baseline : float, optional
        Length of the data, days: with it, the two must not drift apart by more than a tenth of a cycle over
        it, or by five sigma of their uncertainties where that is more; without it, by more than 1 %.
    """
    error = math.hypot(
        (ephemeris.period_uncert or 0.0) / ephemeris.period,
        (reference.period_uncert or 0.0) / reference.period,
    )
    allowed = _TOLERANCE
    if baseline is not None:
        allowed = min(_TOLERANCE, max(0.1 * min(ephemeris.period, reference.period) / baseline, 1e-6))
    allowed = max(allowed, min(_SIGMAS * error, 2 * _TOLERANCE))
    measured = ephemeris.period / reference.period
    best = min(_RATIOS, key=lambda each: abs(measured / float(each) - 1.0))
    return best if abs(measured / float(best) - 1.0) <= allowed else None


def times_coincide(ephemeris: Ephemeris, reference: Ephemeris, ratio: Fraction) -> bool:
    """Whether the zero point of one is among the minima of the other.

    The finest common grid of minima, P/q of the reference, is compared with ``bjd0`` of the proposal, at
    the reference's cycle next to it; the uncertainties of both zero points and of the period times the
    number of cycles between them are propagated, and a twentieth of the finer period is always allowed.
    """
    step = reference.period / ratio.denominator
    cycles = (ephemeris.bjd0 - reference.bjd0) / step
    apart = abs(cycles - math.floor(cycles + 0.5)) * step
    between = abs(ephemeris.bjd0 - reference.bjd0) / reference.period
    error = math.sqrt(
        (ephemeris.bjd0_uncert or 0.0) ** 2
        + (reference.bjd0_uncert or 0.0) ** 2
        + (between * (reference.period_uncert or 0.0)) ** 2
    )
    return apart <= max(_SIGMAS * error, _WIDE_PHASE * min(step, ephemeris.period))


def alias_groups(
    proposals: Sequence[tuple[Ephemeris, Source | None]],
    *,
    reference: Ephemeris | None = None,
    baseline: float | None = None,
) -> tuple[AliasGroup, ...]:
    """Group proposals by period ratio, and say whose minima agree.

    Parameters
    ----------
    proposals : sequence of (Ephemeris, Source or None)
        In any order.
    reference : Ephemeris, optional
        A period that is known, first in line as a reference: "3 sources at P, 1 at P/2" refers to it.
    baseline : float, optional
        See `alias_ratio`.

    Returns
    -------
    tuple of AliasGroup
        The reference's first, then larger groups before smaller ones. Every proposal is in one group; the
        reference itself is no member.
    """
    references: list[Ephemeris] = [] if reference is None else [reference]
    members: list[list[AliasMember]] = [[] for _ in references]
    for ephemeris, source in proposals:
        place, ratio = _first_alias(ephemeris, references, baseline)
        if place == len(references):
            references.append(ephemeris)
            members.append([])
        same = times_coincide(ephemeris, references[place], ratio)
        pair = (ratio.numerator, ratio.denominator)
        members[place].append(AliasMember(ephemeris, source, pair, same))
    groups = [AliasGroup(known, tuple(each)) for known, each in zip(references, members, strict=True) if each]
    return tuple(sorted(groups, key=lambda each: (each.ephemeris is not reference, -len(each.members))))


def _first_alias(
    ephemeris: Ephemeris, references: Sequence[Ephemeris], baseline: float | None
) -> tuple[int, Fraction]:
    """Place of the first reference with a small ratio, and the ratio; one past the last if none has."""
    for place, known in enumerate(references):
        ratio = alias_ratio(ephemeris, known, baseline=baseline)
        if ratio is not None:
            return place, ratio
    return len(references), Fraction(1)
