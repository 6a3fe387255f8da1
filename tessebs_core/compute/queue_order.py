"""Which target comes first: pure scores and keys over what is known of a target's open proposals."""

from collections import Counter
from collections.abc import Sequence

from tessebs_core.compute.consensus import DEFAULT_RULE, ConsensusRule, position_of
from tessebs_core.records import Judgement
from tessebs_core.records.queue import Place
from tessebs_core.vocabulary import CheckOutcome, PeriodGrade, QueueOrder

__all__ = ["HARDNESS", "RETURNING", "is_contested", "priority_of", "sort_key", "votes_missing"]

RETURNING = (CheckOutcome.DRIFTS, CheckOutcome.MISSED, CheckOutcome.SUFFICIENT)
"""Outcomes of a check of newer data that bring an accepted ephemeris back."""

HARDNESS = {
    PeriodGrade.CERTAIN: 1,
    PeriodGrade.LIKELY: 2,
    PeriodGrade.AMBIGUOUS: 3,
    PeriodGrade.NO_ECLIPSES: 0,
}
"""How much a grade asks of a person; without eclipses most are rejected at a glance."""


def priority_of(
    *, missing: int, contested: bool, grade: PeriodGrade | None, returned: CheckOutcome | None
) -> int:
    """How soon a target should be judged by anybody; more is sooner.

    Parameters
    ----------
    missing : int
        Fewest votes that could settle one of its open proposals (`votes_missing`).
    contested : bool
        The votes on one of them disagree.
    grade : PeriodGrade or None
        Of the newest stored report.
    returned : CheckOutcome or None
        Why an accepted ephemeris has come back.

    Notes
    -----
    What has come back from a check of newer data first (400), then what is contested (200), then what needs
    one more vote (100) or two (50): finishing what others began settles most with the fewest votes. Among
    equals, hard ones first (10 for each step of `HARDNESS`; ungraded count as likely).
    """
    nearly = {1: 100, 2: 50}.get(missing, 0)
    hardness = 2 if grade is None else HARDNESS[grade]
    return 400 * (returned is not None) + 200 * contested + nearly + 10 * hardness


def sort_key(order: QueueOrder, place: Place) -> tuple[float, ...]:
    """What targets are sorted by, ascending; the number decides among equals.

    The database sorts by the same (`tessebs_core.database.stores.queue`); this says what is meant.
    """
    hardness = None if place.grade is None else HARDNESS[place.grade]
    keys: dict[QueueOrder, tuple[float, ...]] = {
        QueueOrder.PRIORITY: (not place.assigned, -place.priority),
        QueueOrder.NUMBER: (),
        QueueOrder.DISAGREEMENT: (not place.contested, place.missing),
        QueueOrder.HARD: (hardness is None, -(hardness or 0)),
        QueueOrder.EASY: (hardness is None, hardness or 0),
        QueueOrder.NEW: (-place.newest.timestamp(),),
    }
    return (*keys[order], place.tess_id)


def votes_missing(judgements: Sequence[Judgement], rule: ConsensusRule = DEFAULT_RULE) -> int:
    """Fewest further votes that could settle a proposal, at least 1.

    Parameters
    ----------
    judgements : sequence of Judgement
        What each person says of it now.
    """
    counts = [count for _, count in Counter(map(position_of, judgements)).most_common(2)]
    first, second = (*counts, 0, 0)[:2]
    return max(1, rule.needed - first, rule.margin + 1 - (first - second))


def is_contested(judgements: Sequence[Judgement]) -> bool:
    """Whether people say different things of a proposal."""
    return len(set(map(position_of, judgements))) > 1
