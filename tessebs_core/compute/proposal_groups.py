"""A target's proposals drawn together by signal, and what a judgement of one says of the others."""

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction

from tessebs_core.compute.alias_groups import alias_ratio, times_coincide
from tessebs_core.records import Ephemeris, GroupMember, Judgement, ProposalGroup
from tessebs_core.vocabulary import PeriodMultiple, Verdict

__all__ = ["baseline_of", "proposal_groups", "repeats_of"]

_SECTOR_DAYS = 27.4
_MOST_PERIODS = 16  # of one member in another


def baseline_of(sectors: Sequence[int]) -> float | None:
    """Length of the data, days, as the numbers of its sectors tell it; None without sectors."""
    return (max(sectors) - min(sectors) + 1) * _SECTOR_DAYS if sectors else None


def proposal_groups(
    proposals: Mapping[int, Ephemeris], *, baseline: float | None = None
) -> tuple[ProposalGroup, ...]:
    """Group a target's proposals by signal.

    Parameters
    ----------
    proposals : mapping of int to Ephemeris
        By ``ephemeris_id``, oldest first.
    baseline : float, optional
        Length of the data, days; see `tessebs_core.compute.alias_groups.alias_ratio`.

    Returns
    -------
    tuple of ProposalGroup
        In the order of their first members; every proposal is in one. The period of a group is that of the
        member which most others share, the first of equals.
    """
    gathered: list[list[int]] = []
    for key, ephemeris in proposals.items():
        for keys in gathered:
            if alias_ratio(ephemeris, proposals[keys[0]], baseline=baseline) is not None:
                keys.append(key)
                break
        else:
            gathered.append([key])
    return tuple(_group({key: proposals[key] for key in keys}, baseline) for keys in gathered)


def repeats_of(
    judged: int, judgement: Judgement, proposals: Mapping[int, Ephemeris], *, baseline: float | None = None
) -> dict[int, Judgement]:
    """What a judgement of one proposal says of the others that mean the same signal.

    Parameters
    ----------
    judged : int
        ``ephemeris_id`` of the proposal that the judgement is on.
    proposals : mapping of int to Ephemeris
        The target's proposals by ``ephemeris_id``.

    Returns
    -------
    dict of int to Judgement
        By ``ephemeris_id``: duplicates of the one judged, with the multiple that their own period needs to
        come to the same orbit; ``other`` where that is not 1/2, 1 or 2. A proposal whose minima are not among
        those of the one judged is left out, since its zero point means something else.
    """
    if judgement.verdict is Verdict.DUPLICATE:
        return {}
    known = proposals[judged]
    found = {}
    for key, ephemeris in proposals.items():
        ratio = None if key == judged else alias_ratio(ephemeris, known, baseline=baseline)
        if ratio is not None and times_coincide(ephemeris, known, ratio):
            found[key] = Judgement(
                Verdict.DUPLICATE, period_multiple=_matching(judgement, ratio), duplicate_of=judged
            )
    return found


def _matching(judgement: Judgement, ratio: Fraction) -> PeriodMultiple:
    """The multiple of a period that is ``ratio`` of the one judged, so that both mean one orbit."""
    factor = judgement.period_multiple.factor
    if factor is None:
        return PeriodMultiple.OTHER
    wanted = Fraction(factor) / ratio
    fitting = (each for each in PeriodMultiple if each.factor is not None and Fraction(each.factor) == wanted)
    return next(fitting, PeriodMultiple.OTHER)


def _group(proposals: Mapping[int, Ephemeris], baseline: float | None) -> ProposalGroup:
    reference = _reference(list(proposals.values()), baseline)
    members = []
    for key, ephemeris in proposals.items():
        ratio = alias_ratio(ephemeris, reference, baseline=baseline)
        if ratio is None:  # each is near the first of the group, and these two are not near each other
            ratio = Fraction(ephemeris.period / reference.period).limit_denominator(_MOST_PERIODS)
        members.append(
            GroupMember(
                key, (ratio.numerator, ratio.denominator), times_coincide(ephemeris, reference, ratio)
            )
        )
    return ProposalGroup(reference.period, tuple(members))


def _reference(ephemerides: Sequence[Ephemeris], baseline: float | None) -> Ephemeris:
    """The member whose period, and among those whose minima, most others share; the first of equals."""
    ratios = [alias_ratio(each, ephemerides[0], baseline=baseline) for each in ephemerides]
    commonest = Counter(ratios).most_common(1)[0][0]
    sharing = [each for each, ratio in zip(ephemerides, ratios, strict=True) if ratio == commonest]
    return max(sharing, key=lambda known: sum(times_coincide(each, known, Fraction(1)) for each in sharing))
