"""When a proposed ephemeris is settled: a pure rule over votes and decisions."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from tessebs_core.records import Judgement, StoredVote
from tessebs_core.vocabulary import EphemerisStatus, PeriodMultiple, Verdict

__all__ = ["DEFAULT_RULE", "ConsensusRule", "Position", "agreed_position", "status_of"]

Position = tuple[Verdict, PeriodMultiple | None]
"""What two people must share to agree: the verdict and, for `eb`, the period multiple."""


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
    """

    version: str
    needed: int
    margin: int


DEFAULT_RULE = ConsensusRule(version="1", needed=3, margin=2)
"""Three agreeing votes, no dissent within two: 3 : 0 settles, 3 : 1 is a conflict, 4 : 1 settles."""


def agreed_position(votes: Iterable[StoredVote], rule: ConsensusRule = DEFAULT_RULE) -> Position | None:
    """Return the position that the votes settle on, None where they do not."""
    tally = _tally(votes).most_common(2)
    if not tally:
        return None
    (position, count), *others = tally
    runner_up = others[0][1] if others else 0
    settled = count >= rule.needed and count - runner_up > rule.margin
    return position if settled else None


def status_of(
    votes: Iterable[StoredVote],
    decisions: Iterable[Judgement] = (),
    rule: ConsensusRule = DEFAULT_RULE,
) -> EphemerisStatus:
    """Say where one proposal stands.

    Parameters
    ----------
    votes : iterable of StoredVote
        All votes on one ephemeris in any order; the newest of each person counts.
    decisions : iterable of Judgement
        A lead's adjudications of it; any of them settles it, whatever the votes say.
    rule : ConsensusRule
        The rule to judge by.

    Returns
    -------
    EphemerisStatus
        ``settled``; ``conflict`` when as many people as could settle it have voted and do not agree;
        else ``open``.

    Raises
    ------
    ValueError
        The votes are on more than one ephemeris.
    """
    if any(True for _ in decisions):
        return EphemerisStatus.SETTLED
    votes = list(votes)
    if agreed_position(votes, rule) is not None:
        return EphemerisStatus.SETTLED
    tally = _tally(votes)
    disagree = len(tally) > 1 and tally.total() >= rule.needed
    return EphemerisStatus.CONFLICT if disagree else EphemerisStatus.OPEN


def _tally(votes: Iterable[StoredVote]) -> Counter[Position]:
    newest: dict[str, StoredVote] = {}
    ephemerides = set()
    for vote in sorted(votes, key=lambda each: (each.cast_at, each.vote_id)):
        newest[vote.username] = vote
        ephemerides.add(vote.ephemeris_id)
    if len(ephemerides) > 1:
        raise ValueError(f"Votes on several ephemerides: {sorted(ephemerides)}.")
    return Counter(_position(vote.judgement) for vote in newest.values())


def _position(judgement: Judgement) -> Position:
    is_eb = judgement.verdict is Verdict.EB
    return judgement.verdict, judgement.period_multiple if is_eb else None
