from datetime import UTC, datetime, timedelta

import pytest

from tessebs_core.compute.queue_order import is_contested, priority_of, sort_key, votes_missing
from tessebs_core.records import Judgement
from tessebs_core.records.queue import Place
from tessebs_core.vocabulary import CheckOutcome, PeriodGrade, PeriodMultiple, QueueOrder, Verdict

NOW = datetime(2026, 3, 1, tzinfo=UTC)
EB, NO = Judgement(Verdict.EB), Judgement(Verdict.NOT_EB)
EB_DOUBLE = Judgement(Verdict.EB, period_multiple=PeriodMultiple.DOUBLE)


@pytest.mark.parametrize(
    ("said", "missing"),
    [([], 3), ([EB], 2), ([EB, EB], 1), ([EB, NO], 3), ([EB, EB, EB, NO], 1), ([EB, EB, NO], 2)],
)
def test_the_fewest_votes_that_could_settle_it(said: list[Judgement], missing: int) -> None:
    assert votes_missing(said) == missing


def test_another_period_is_a_disagreement() -> None:
    assert is_contested([EB, EB_DOUBLE])
    assert not is_contested([NO, Judgement(Verdict.NOT_EB, period_multiple=PeriodMultiple.DOUBLE)])


def test_what_came_back_comes_before_disagreement_before_nearly_settled_before_hard() -> None:
    ambiguous = {"grade": PeriodGrade.AMBIGUOUS}
    back = priority_of(missing=3, contested=False, grade=None, returned=CheckOutcome.DRIFTS)
    contested = priority_of(missing=1, contested=True, returned=None, **ambiguous)
    nearly = priority_of(missing=1, contested=False, returned=None, **ambiguous)
    begun = priority_of(missing=2, contested=False, returned=None, **ambiguous)
    hard = priority_of(missing=3, contested=False, returned=None, **ambiguous)
    easy = priority_of(missing=3, contested=False, grade=PeriodGrade.CERTAIN, returned=None)
    assert back > contested > nearly > begun > hard > easy


def _place(tess_id: int, **known: object) -> Place:
    usual: dict = {"priority": 20, "missing": 3, "contested": False, "grade": None, "newest": NOW}
    return Place(tess_id, **usual | known)


def _sorted(order: QueueOrder, *places: Place) -> list[int]:
    return [each.tess_id for each in sorted(places, key=lambda place: sort_key(order, place))]


def test_what_is_assigned_comes_first_of_all() -> None:
    assert _sorted(QueueOrder.PRIORITY, _place(1, priority=600), _place(2, assigned=True)) == [2, 1]


def test_ungraded_targets_are_last_by_grade_either_way() -> None:
    places = [
        _place(1),
        _place(2, grade=PeriodGrade.CERTAIN),
        _place(3, grade=PeriodGrade.AMBIGUOUS),
        _place(4, grade=PeriodGrade.NO_ECLIPSES),
    ]
    assert _sorted(QueueOrder.HARD, *places) == [3, 2, 4, 1]
    assert _sorted(QueueOrder.EASY, *places) == [4, 2, 3, 1]


def test_the_newest_first_and_the_number_among_equals() -> None:
    places = [_place(2), _place(1), _place(3, newest=NOW + timedelta(days=1))]
    assert _sorted(QueueOrder.NEW, *places) == [3, 1, 2]
