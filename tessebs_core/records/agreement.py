"""How far people agree with each other, with what was settled, and with what is known."""

from dataclasses import dataclass

from tessebs_core.records.shares import Share

__all__ = ["Agreement", "Alpha", "PairAgreement", "PersonAgreement"]


@dataclass(frozen=True)
class PersonAgreement:
    """One person's votes, each proposal's newest; `tessebs_core.records.recall` has the first, blind ones.

    Parameters
    ----------
    username : str
    votes : int
        Proposals judged.
    with_settled : Share
        Of those that are settled, by votes or by a lead, those that this person judged the same way.
    with_others : Share
        Of those where one position leads among the other people's votes, those judged that way.
    recall : Share
        Of the known binaries that this person judged, those called one at the right period.
    precision : Share
        Of what this person called a binary among the known answers, those that are one at that period.
    """

    username: str
    votes: int
    with_settled: Share
    with_others: Share
    recall: Share
    precision: Share


@dataclass(frozen=True)
class PairAgreement:
    """Two people: of the proposals that both judged, those judged the same way."""

    one: str
    other: str
    share: Share


@dataclass(frozen=True)
class Alpha:
    """Krippendorff's alpha for nominal data: 1 is agreement, 0 what chance would give.

    Parameters
    ----------
    value : float or None
        None where it is not defined: nobody judged what somebody else did, or all said one thing only.
    units : int
        Proposals that at least two people judged.
    low, high : float or None
        Bounds of the 95 % interval by bootstrap over the proposals, where it was asked for.
    """

    value: float | None
    units: int
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Agreement:
    """The whole group; people and pairs by name."""

    people: tuple[PersonAgreement, ...]
    pairs: tuple[PairAgreement, ...]
    alpha: Alpha
