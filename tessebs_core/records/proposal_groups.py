"""Proposals of one target that are one signal at small multiples of one period."""

from collections import Counter
from dataclasses import dataclass

__all__ = ["GroupMember", "ProposalGroup", "ratio_words"]


@dataclass(frozen=True)
class GroupMember:
    """One proposal of a group.

    Parameters
    ----------
    ephemeris_id : int
    ratio : tuple of int
        (p, q): its period is p/q of the group's period.
    same_minimum : bool
        Its times of minimum are among the group's, within the propagated uncertainties.
    """

    ephemeris_id: int
    ratio: tuple[int, int]
    same_minimum: bool


@dataclass(frozen=True)
class ProposalGroup:
    """Proposals that are one signal; ``period`` (days) is the one that most of them have."""

    period: float
    members: tuple[GroupMember, ...]

    @property
    def ephemeris_ids(self) -> tuple[int, ...]:
        """The members' keys, in the order of the proposals."""
        return tuple(each.ephemeris_id for each in self.members)

    @property
    def words(self) -> str:
        """How many sources say what.

        Examples
        --------
        >>> one, half = GroupMember(1, (1, 1), True), GroupMember(2, (1, 2), True)
        >>> ProposalGroup(2.5, (one, one, one, half)).words
        '3 sources at P, 1 at P/2'
        """
        counts = Counter((each.ratio, each.same_minimum) for each in self.members)
        ranked = sorted(counts.items(), key=lambda each: (not each[0][1], -each[1], each[0][0] != (1, 1)))
        parts = [
            f"{count} {'' if at else 'source ' if count == 1 else 'sources '}at {ratio_words(ratio)}"
            + ("" if same else " from another minimum")
            for at, ((ratio, same), count) in enumerate(ranked)
        ]
        return ", ".join(parts)


def ratio_words(ratio: tuple[int, int]) -> str:
    """A multiple of a period as it is written.

    Examples
    --------
    >>> [ratio_words(each) for each in ((1, 1), (1, 2), (2, 1), (3, 2))]
    ['P', 'P/2', '2P', '3P/2']
    """
    over, under = ratio
    return f"{'' if over == 1 else over}P{'' if under == 1 else f'/{under}'}"
