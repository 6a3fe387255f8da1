"""When a proposed ephemeris is settled, and on what: pure rules over votes and decisions."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from tessebs_core.records import Judgement, Position, Standing, StoredDecision, StoredVote
from tessebs_core.vocabulary import EphemerisStatus, PeriodMultiple, Verdict

__all__ = [
    "DEFAULT_RULE",
    "RULES",
    "ConsensusRule",
    "Position",
    "agreed_position",
    "position_of",
    "said_of_signals",
    "standing_of",
    "standings",
]


@dataclass(frozen=True)
class ConsensusRule:
    """How many people must agree, and by how much they must outnumber any other position.

    Parameters
    ----------
    version : str
        Stored with every vote and release; another number is another rule.
    needed : int
        People who must share a position.
    margin : int
        Every other position must trail by more than so many people.
    through_duplicates : bool
        Whether "duplicate of n" counts as what the same person said of n, so that two people who mean
        one orbit agree, whichever of its proposals they judged.
    """

    version: str
    needed: int
    margin: int
    through_duplicates: bool = False


RULES: Mapping[str, ConsensusRule] = MappingProxyType(
    {
        rule.version: rule
        for rule in (
            ConsensusRule("1", needed=3, margin=2),
            ConsensusRule("2", needed=3, margin=2, through_duplicates=True),
        )
    }
)
"""Every rule that votes were ever cast under, by version: a rule is not changed, another follows it."""

DEFAULT_RULE = RULES["2"]
"""Three agreeing votes, no dissent within two: 3 : 0 settles, 3 : 1 is a conflict, 4 : 1 settles."""


def standings(
    votes: Iterable[StoredVote],
    decisions: Iterable[StoredDecision] = (),
    rule: ConsensusRule = DEFAULT_RULE,
    *,
    merged: bool = True,
) -> dict[int, Standing]:
    """Say where the proposals of a target stand.

    Parameters
    ----------
    votes : iterable of StoredVote
        All votes on the proposals of one target, or of several, in any order; the newest of each person
        on each proposal counts.
    decisions : iterable of StoredDecision
        Leads' adjudications; the newest on a proposal settles it, whatever the votes say.
    rule : ConsensusRule
        The rule to judge by.
    merged : bool
        Whether one proposal stands for all that are settled as one orbit; else each has its own position,
        also what a lead called a duplicate of a settled one.

    Returns
    -------
    dict of int to Standing
        By ``ephemeris_id``; proposals without vote and decision are left out and are open. Of several
        that are settled as one orbit one stands, and the others are settled as duplicates of it: one that a
        lead has decided before others, then the one with most votes of its own, the first of equals.
    """
    votes = _newest(votes)
    said = said_of_signals(votes) if rule.through_duplicates else votes
    on_each: defaultdict[int, list[StoredVote]] = defaultdict(list)
    for vote in said:
        on_each[vote.ephemeris_id].append(vote)
    decided: defaultdict[int, list[StoredDecision]] = defaultdict(list)
    for decision in decisions:
        decided[decision.ephemeris_id].append(decision)
    found = {each: standing_of(on_each[each], decided[each], rule) for each in sorted({*on_each, *decided})}
    if not rule.through_duplicates:
        return found
    if merged:
        return _one_for_each_orbit(found, votes)
    return {key: _as_signal(each, found) for key, each in found.items()}


def standing_of(
    votes: Iterable[StoredVote],
    decisions: Iterable[StoredDecision] = (),
    rule: ConsensusRule = DEFAULT_RULE,
) -> Standing:
    """Say where one proposal stands, by the votes and decisions on it alone; see `standings`.

    Returns
    -------
    Standing
        ``settled``; ``conflict`` when as many people as could settle it have voted and do not agree;
        else ``open``. A lead's newest decision settles it, whatever the votes say.

    Raises
    ------
    ValueError
        The votes are on more than one ephemeris.
    """
    newest = max(decisions, key=lambda each: (each.decided_at, each.decision_id), default=None)
    if newest is not None:
        judgement = newest.judgement
        return Standing(
            EphemerisStatus.SETTLED, position_of(judgement), newest,
            duplicate_of=judgement.duplicate_of, blend_of=judgement.blend_of,
        )  # fmt: skip
    votes = list(votes)
    agreed = agreed_position(votes, rule)
    if agreed is not None:
        return Standing(
            EphemerisStatus.SETTLED,
            agreed,
            duplicate_of=_original(votes, agreed),
            blend_of=_owner(votes, agreed),
        )
    tally = _tally(votes)
    disagree = len(tally) > 1 and tally.total() >= rule.needed
    return Standing(EphemerisStatus.CONFLICT if disagree else EphemerisStatus.OPEN)


def agreed_position(votes: Iterable[StoredVote], rule: ConsensusRule = DEFAULT_RULE) -> Position | None:
    """Return the position that the votes on one ephemeris settle on, None where they do not."""
    tally = _tally(votes).most_common(2)
    if not tally:
        return None
    (position, count), *others = tally
    runner_up = others[0][1] if others else 0
    settled = count >= rule.needed and count - runner_up > rule.margin
    return position if settled else None


def said_of_signals(votes: Iterable[StoredVote]) -> list[StoredVote]:
    """Put in place of "duplicate of n" what the same person says of n, of the proposal that is judged.

    A duplicate of a binary is one with the multiple that the duplicate was given. Who has not judged n, or
    calls it a duplicate itself, stays with "duplicate".
    """
    votes = list(votes)
    said = {(each.username, each.ephemeris_id): each.judgement for each in _newest(votes)}
    return [
        each if each.judgement.duplicate_of is None else replace(each, judgement=_meant(each, said))
        for each in votes
    ]


def position_of(judgement: Judgement) -> Position:
    """What two people must share to agree: the verdict and, for `eb`, the period multiple."""
    is_eb = judgement.verdict is Verdict.EB
    return judgement.verdict, judgement.period_multiple if is_eb else None


def _meant(vote: StoredVote, said: Mapping[tuple[str, int], Judgement]) -> Judgement:
    own = vote.judgement
    if own.duplicate_of is None:
        return own
    other = said.get((vote.username, own.duplicate_of))
    if other is None or other.verdict is Verdict.DUPLICATE:
        return own
    if other.verdict is Verdict.EB and own.period_multiple is PeriodMultiple.OTHER:
        return own  # no entry can come from this proposal: its period is no multiple that is voted on
    return replace(other, period_multiple=own.period_multiple)


def _one_for_each_orbit(found: Mapping[int, Standing], votes: Sequence[StoredVote]) -> dict[int, Standing]:
    """Let one proposal stand for all that most of their voters call duplicates of each other."""
    people: defaultdict[int, set[str]] = defaultdict(set)
    joined: defaultdict[tuple[int, int], set[str]] = defaultdict(set)
    direct: Counter[int] = Counter()
    for vote in votes:
        people[vote.ephemeris_id].add(vote.username)
        original = vote.judgement.duplicate_of
        if original is None:
            direct[vote.ephemeris_id] += 1
        else:
            joined[min(vote.ephemeris_id, original), max(vote.ephemeris_id, original)].add(vote.username)
    agreed = {each for each, standing in found.items() if _is_agreed_signal(standing)}
    pairs = [
        (one, other)
        for (one, other), who in joined.items()
        if {one, other} <= agreed and 2 * len(who) > len(people[one] & people[other])
    ]
    result = dict(found)
    for together in _connected(pairs):
        first = max(sorted(together), key=lambda each: (found[each].decision is not None, direct[each]))
        for each in together - {first}:
            result[each] = replace(found[each], position=(Verdict.DUPLICATE, None), duplicate_of=first)
    return result


def _as_signal(standing: Standing, found: Mapping[int, Standing]) -> Standing:
    """What a lead's "duplicate of n" says of the signal, once n is settled."""
    if standing.decision is None or standing.duplicate_of is None:
        return standing
    original = found.get(standing.duplicate_of)
    if original is None or original.position is None or original.position[0] is Verdict.DUPLICATE:
        return standing
    verdict = original.position[0]
    multiple = standing.decision.judgement.period_multiple if verdict is Verdict.EB else None
    return replace(standing, position=(verdict, multiple))


def _is_agreed_signal(standing: Standing) -> bool:
    return standing.position is not None and standing.position[0] is not Verdict.DUPLICATE


def _connected(pairs: Iterable[tuple[int, int]]) -> list[set[int]]:
    groups: list[set[int]] = []
    for pair in pairs:
        touched = [each for each in groups if each & set(pair)]
        groups = [each for each in groups if each not in touched] + [set(pair).union(*touched)]
    return groups


def _original(votes: Iterable[StoredVote], agreed: Position) -> int | None:
    """What most of those who say "duplicate" say that it repeats; the first of equals."""
    if agreed[0] is not Verdict.DUPLICATE:
        return None
    named = Counter(
        each.judgement.duplicate_of for each in _newest(votes) if each.judgement.duplicate_of is not None
    )
    return max(sorted(named), key=lambda each: named[each], default=None)


def _newest(votes: Iterable[StoredVote]) -> list[StoredVote]:
    """The newest vote of each person on each ephemeris."""
    newest: dict[tuple[int, str], StoredVote] = {}
    for vote in sorted(votes, key=lambda each: (each.cast_at, each.vote_id)):
        newest[vote.ephemeris_id, vote.username] = vote
    return list(newest.values())


def _tally(votes: Iterable[StoredVote]) -> Counter[Position]:
    newest = _newest(votes)
    ephemerides = {each.ephemeris_id for each in newest}
    if len(ephemerides) > 1:
        raise ValueError(f"Votes on several ephemerides: {sorted(ephemerides)}.")
    return Counter(position_of(vote.judgement) for vote in newest)


def _owner(votes: Iterable[StoredVote], agreed: Position) -> int | None:
    """The TIC that at least half of those who agree name as the source of a blend; None where they do not."""
    same = [each.judgement for each in _newest(votes) if position_of(each.judgement) == agreed]
    named = Counter(each.blend_of for each in same if each.blend_of is not None).most_common(2)
    if not named or 2 * named[0][1] < len(same) or (len(named) > 1 and named[0][1] == named[1][1]):
        return None
    return named[0][0]
