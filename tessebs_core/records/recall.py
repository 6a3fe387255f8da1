"""How a person does on targets whose answer is known."""

from dataclasses import dataclass

from tessebs_core.records.shares import Share
from tessebs_core.vocabulary import PeriodMultiple, Verdict

__all__ = ["Answered", "KnownAnswer", "Recall"]


@dataclass(frozen=True)
class KnownAnswer:
    """The known answer for one ephemeris, and where it is from."""

    tess_id: int
    ephemeris_id: int
    verdict: Verdict
    period_multiple: PeriodMultiple
    reference: str


@dataclass(frozen=True)
class Answered:
    """What is known of one ephemeris, and what a person said of it at first."""

    known: Verdict
    known_multiple: PeriodMultiple
    said: Verdict
    said_multiple: PeriodMultiple


@dataclass(frozen=True)
class Recall:
    """One person on the known answers, by the first vote on each: the one that was cast blind.

    Parameters
    ----------
    username : str
    recall : Share
        Known binaries that the person called `eb`.
    right_period : Share
        Of these, those with the known multiple of the period.
    false_positive : Share
        What is known to be no binary, and was called `eb`.
    """

    username: str
    recall: Share
    right_period: Share
    false_positive: Share
