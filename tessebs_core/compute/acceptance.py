"""What accepting a settled proposal means: its period multiple and its flags, from votes and decisions."""

from collections.abc import Iterable
from dataclasses import dataclass

from tessebs_core.compute.consensus import position_of
from tessebs_core.records import Judgement, Standing, StoredVote
from tessebs_core.vocabulary import PeriodMultiple, Reason, SignalFlag, Verdict

__all__ = ["FLAG_OF_REASON", "SettledBinary", "settled_binary"]

FLAG_OF_REASON: dict[Reason, SignalFlag] = {
    Reason.INSUFFICIENT_CYCLES: SignalFlag.INSUFFICIENT,
    Reason.AMBIGUOUS: SignalFlag.AMBIGUOUS,
    Reason.HEARTBEAT: SignalFlag.HEARTBEAT,
    Reason.MULTIPLE: SignalFlag.MULTI,
    Reason.SINGLE_ECLIPSE: SignalFlag.SINGLE,
}
"""Which flag of a catalogue entry a reason for the verdict `eb` becomes."""


@dataclass(frozen=True)
class SettledBinary:
    """A proposal that is settled as an eclipsing binary.

    Parameters
    ----------
    multiple : PeriodMultiple
        Orbital period over proposed period.
    flags : frozenset of SignalFlag
        What the entry is to be marked with.
    by_decision : bool
        A lead's decision settled it, not the votes.
    """

    multiple: PeriodMultiple
    flags: frozenset[SignalFlag]
    by_decision: bool


def settled_binary(standing: Standing, votes: Iterable[StoredVote]) -> SettledBinary | None:
    """Say as what binary a proposal is settled; None where it is open, or settled as something else.

    Parameters
    ----------
    standing : Standing
        Where the proposal stands, by votes and decisions.
    votes : iterable of StoredVote
        The votes that count on this proposal, duplicates read as what they mean
        (`tessebs_core.compute.consensus.said_of_signals`).

    Notes
    -----
    A decision's flags and reason are taken as they are. Of votes, a flag is taken when at least half of those
    people give it who agree on `eb` at this period, as a flag or by the reason that stands for it.
    """
    if standing.position is None or standing.position[0] is not Verdict.EB:
        return None
    multiple = standing.position[1]
    if multiple is None or multiple.factor is None:
        return None
    if standing.decision is not None:
        return SettledBinary(multiple, _flags(standing.decision.judgement), by_decision=True)
    same = [vote.judgement for vote in votes if position_of(vote.judgement) == standing.position]
    return SettledBinary(multiple, _shared_flags(same), by_decision=False)


def _flags(judgement: Judgement) -> frozenset[SignalFlag]:
    reason = FLAG_OF_REASON.get(judgement.reason) if judgement.reason is not None else None
    return judgement.flags if reason is None else judgement.flags | {reason}


def _shared_flags(judgements: Iterable[Judgement]) -> frozenset[SignalFlag]:
    given = [_flags(each) for each in judgements]
    return frozenset(flag for flag in SignalFlag if 2 * sum(flag in each for each in given) >= len(given))
