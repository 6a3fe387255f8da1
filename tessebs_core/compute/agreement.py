"""Agreement of people from their votes: with the outcome, with each other, with what is known."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

import numpy as np

from tessebs_core.compute.consensus import (
    DEFAULT_RULE,
    ConsensusRule,
    position_of,
    said_of_signals,
    standings,
)
from tessebs_core.compute.krippendorff import nominal_alpha
from tessebs_core.records import Position, StoredDecision, StoredVote
from tessebs_core.records.agreement import (
    Agreement,
    Alpha,
    PairAgreement,
    PersonAgreement,
)
from tessebs_core.records.recall import KnownAnswer
from tessebs_core.records.shares import Share
from tessebs_core.vocabulary import Verdict

__all__ = ["agreement_of"]

_Said = Mapping[int, Mapping[str, frozenset[Position]]]
"""By ephemeris and person what a vote says: as it was cast, and as it is meant of the signal."""


def agreement_of(
    votes: Sequence[StoredVote],
    decisions: Iterable[StoredDecision] = (),
    known: Iterable[KnownAnswer] = (),
    *,
    rule: ConsensusRule = DEFAULT_RULE,
    generator: np.random.Generator | None = None,
) -> Agreement:
    """Compare the people who voted.

    Parameters
    ----------
    votes : sequence of StoredVote
        Each person's newest on each ephemeris. "Duplicate of n" counts as what its person says of n, so
        that two people who mean one orbit agree.
    decisions : iterable of StoredDecision
        Leads' adjudications.
    known : iterable of KnownAnswer
        The gold set.
    rule : ConsensusRule
        By which proposals are settled.
    generator : numpy.random.Generator, optional
        With it, alpha gets its interval.

    Returns
    -------
    Agreement
        People and pairs by name; shares count proposals.
    """
    meant = said_of_signals(votes)
    positions: defaultdict[int, dict[str, Position]] = defaultdict(dict)
    said: defaultdict[int, dict[str, frozenset[Position]]] = defaultdict(dict)
    for vote, signal in zip(votes, meant, strict=True):
        position = position_of(signal.judgement)
        positions[vote.ephemeris_id][vote.username] = position
        said[vote.ephemeris_id][vote.username] = frozenset({position, position_of(vote.judgement)})
    outcome = {
        key: each.position
        for key, each in standings(votes, decisions, rule, merged=False).items()
        if each.position is not None
    }
    answers = {each.ephemeris_id: _known_position(each) for each in known}
    counted = Counter(vote.username for vote in votes)
    settled, others = _with_outcome(said, outcome), _with_others(positions)
    recall, precision = _recall(positions, answers), _precision(positions, answers)
    people = tuple(
        PersonAgreement(
            name, counted[name], settled[name], others[name], recall=recall[name], precision=precision[name]
        )
        for name in sorted(counted)
    )
    return Agreement(people, _pairs(positions), _alpha(positions, generator))


def _known_position(known: KnownAnswer) -> Position:
    return known.verdict, known.period_multiple if known.verdict is Verdict.EB else None


class _Shares(defaultdict[str, Share]):
    def __init__(self) -> None:
        super().__init__(Share)

    def add(self, name: str, *, agrees: bool) -> None:
        self[name] = Share(self[name].count + agrees, self[name].of + 1)


def _with_outcome(said: _Said, outcome: Mapping[int, Position]) -> _Shares:
    shares = _Shares()
    for key, position in outcome.items():
        for name, own in said.get(key, {}).items():
            shares.add(name, agrees=position in own)
    return shares


def _with_others(positions: Mapping[int, Mapping[str, Position]]) -> _Shares:
    shares = _Shares()
    for each in positions.values():
        everyone = Counter(each.values())
        for name, own in each.items():
            others = everyone.copy()
            others[own] -= 1
            first, *rest = others.most_common(2)
            if first[1] > (rest[0][1] if rest else 0):
                shares.add(name, agrees=first[0] == own)
    return shares


def _recall(positions: Mapping[int, Mapping[str, Position]], known: Mapping[int, Position]) -> _Shares:
    shares = _Shares()
    for key, answer in known.items():
        if answer[0] is Verdict.EB:
            for name, own in positions.get(key, {}).items():
                shares.add(name, agrees=own == answer)
    return shares


def _precision(positions: Mapping[int, Mapping[str, Position]], known: Mapping[int, Position]) -> _Shares:
    shares = _Shares()
    for key, answer in known.items():
        for name, own in positions.get(key, {}).items():
            if own[0] is Verdict.EB:
                shares.add(name, agrees=own == answer)
    return shares


def _pairs(positions: Mapping[int, Mapping[str, Position]]) -> tuple[PairAgreement, ...]:
    both: Counter[tuple[str, str]] = Counter()
    same: Counter[tuple[str, str]] = Counter()
    for each in positions.values():
        for pair in combinations(sorted(each), 2):
            both[pair] += 1
            same[pair] += each[pair[0]] == each[pair[1]]
    return tuple(PairAgreement(*pair, Share(same[pair], both[pair])) for pair in sorted(both))


def _alpha(positions: Mapping[int, Mapping[str, Position]], generator: np.random.Generator | None) -> Alpha:
    labels: dict[Position, int] = {}
    units: list[int] = []
    codes: list[int] = []
    for key, each in positions.items():
        for position in each.values():
            units.append(key)
            codes.append(labels.setdefault(position, len(labels)))
    return nominal_alpha(np.array(units, dtype=int), np.array(codes, dtype=int), generator=generator)
