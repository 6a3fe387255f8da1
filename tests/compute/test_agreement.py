from datetime import UTC, datetime

import numpy as np
import pytest

from tessebs_core.compute.agreement import agreement_of
from tessebs_core.records import Judgement, StoredDecision, StoredVote
from tessebs_core.records.agreement import PersonAgreement
from tessebs_core.records.recall import KnownAnswer
from tessebs_core.records.shares import Share
from tessebs_core.vocabulary import PeriodMultiple, Verdict

EB = Judgement(Verdict.EB)
EB_DOUBLE = Judgement(Verdict.EB, period_multiple=PeriodMultiple.DOUBLE)
NO = Judgement(Verdict.NOT_EB)
START = datetime(2026, 1, 1, tzinfo=UTC)


def known(key: int, verdict: Verdict = Verdict.EB) -> KnownAnswer:
    return KnownAnswer(1, key, verdict, PeriodMultiple.PERIOD, "a spectrum")


def votes(**of_person: dict[int, Judgement]) -> list[StoredVote]:
    return [
        StoredVote(number, key, name, judgement, START, f"{name} {key}")
        for number, (name, key, judgement) in enumerate(
            (name, key, each) for name, said in of_person.items() for key, each in said.items()
        )
    ]


def person(name: str, *args: object, **kwargs: object) -> PersonAgreement:
    found = {each.username: each for each in agreement_of(*args, **kwargs).people}  # type: ignore[arg-type]
    return found[name]


CAST = votes(
    ada={1: EB, 2: EB, 3: NO},
    ben={1: EB, 2: NO, 3: NO},
    cleo={1: EB, 2: EB_DOUBLE, 3: NO},
    dora={1: NO},
)  # 1 is in conflict, 3 : 1; 2 too; 3 is settled


def test_agreement_with_what_is_settled_counts_only_what_is() -> None:
    assert person("ada", CAST).with_settled == Share(1, 1)
    assert person("dora", CAST).with_settled == Share(0, 0)
    assert person("dora", CAST).with_settled.value is None


def test_a_leads_decision_is_an_outcome_too() -> None:
    decided = [StoredDecision(1, 1, "lea", NO, "a blend", START, "d1")]
    assert person("dora", CAST, decided).with_settled == Share(1, 1)
    assert person("ada", CAST, decided).with_settled == Share(1, 2)


def test_the_majority_is_that_of_the_others_and_a_tie_counts_for_nobody() -> None:
    assert person("dora", CAST).with_others == Share(0, 1)
    assert person("ada", CAST).with_others == Share(2, 2)  # the others tie on the second


def test_pairs_count_what_both_judged() -> None:
    pairs = {(each.one, each.other): each.share for each in agreement_of(CAST).pairs}
    assert pairs[("ada", "ben")] == Share(2, 3)
    assert pairs[("ben", "dora")] == Share(0, 1)
    assert len(pairs) == 6


def test_known_answers_give_recall_and_precision() -> None:
    answers = [known(1), known(2, Verdict.NOT_EB), known(9)]
    ada = person("ada", CAST, (), answers)
    assert (ada.recall, ada.precision) == (Share(1, 1), Share(1, 2))
    cleo = person("cleo", CAST, (), answers)
    assert (cleo.recall, cleo.precision) == (Share(1, 1), Share(1, 2))
    assert person("dora", CAST, (), answers).recall == Share(0, 1)


def test_a_binary_at_the_wrong_multiple_is_not_recalled() -> None:
    answers = [known(2)]
    assert person("cleo", CAST, (), answers).recall == Share(0, 1)


def test_people_who_mean_one_orbit_agree_whichever_proposal_they_judged() -> None:
    cast = votes(
        ada={1: EB, 2: Judgement(Verdict.DUPLICATE, None, PeriodMultiple.DOUBLE, duplicate_of=1)},
        ben={2: EB_DOUBLE, 1: Judgement(Verdict.DUPLICATE, None, PeriodMultiple.PERIOD, duplicate_of=2)},
    )
    (pair,) = agreement_of(cast).pairs
    assert pair.share == Share(2, 2)


def test_who_says_duplicate_agrees_with_a_lead_who_says_duplicate() -> None:
    duplicate = Judgement(Verdict.DUPLICATE, duplicate_of=1)
    cast = votes(ada={1: EB, 2: duplicate})
    decided = [StoredDecision(1, 2, "lea", duplicate, "the same", START, "d1")]
    assert person("ada", cast, decided).with_settled == Share(1, 1)


def test_nobody_agrees_with_nobody() -> None:
    nothing = agreement_of([])
    assert (nothing.people, nothing.pairs, nothing.alpha.value) == ((), (), None)


@pytest.mark.parametrize("error", [0.05, 0.2])
def test_agreement_with_the_settled_finds_each_persons_error_rate(error: float) -> None:
    """Seven people on 600 binaries, one of them at the error rate asked for, the others at 2 %."""
    random = np.random.default_rng(3)
    names = [f"p{number}" for number in range(7)]
    rates = dict.fromkeys(names, 0.02) | {"p0": error}
    cast = votes(
        **{name: {key: NO if random.random() < rates[name] else EB for key in range(600)} for name in names}
    )
    found = person("p0", cast).with_settled.value
    assert found == pytest.approx(1 - error, abs=0.03)  # 600 votes: 1.6 % one sigma at 20 %
