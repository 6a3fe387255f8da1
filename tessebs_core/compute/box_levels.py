"""How a fold of much data is shared among neighbouring trials."""

from dataclasses import dataclass

import numpy as np

from tessebs_core.records import IntArray

__all__ = ["Levels", "flat", "share"]

_MANY_CYCLES = 20  # below so many, a level between leaves and all data costs more than it saves
_FEWER = 0.6  # blocks for each leaf; more of them are not worth their level


@dataclass(frozen=True)
class Levels:
    """Leaves of data, blocks of leaves, and how many trials share each.

    Parameters
    ----------
    leaves : ndarray of int64, shape (m, 3)
        First bin, one past the last bin, and place in the grid.
    blocks : ndarray of int64
        First leaf of each block, and one past the last leaf.
    mids, tops : int
        A leaf is folded once for ``mids * tops`` trials, a block added up once for ``tops``.
    """

    leaves: IntArray
    blocks: IntArray
    mids: int = 1
    tops: int = 1

    @property
    def group(self) -> int:
        """Trials that share the leaves."""
        return self.mids * self.tops


def flat(stretches: IntArray) -> Levels:
    """Fold all data anew at every trial."""
    return Levels(stretches, np.arange(stretches.shape[0] + 1))


def share(stretches: IntArray, period: float) -> Levels:
    """Choose levels that make the fewest row additions.

    Parameters
    ----------
    stretches : ndarray of int64, shape (m, 3)
        Data between gaps, in bins.
    period : float
        Longest period of the trials, in bins.

    Notes
    -----
    Let T be the time from end to end, P the period, and l and L the lengths of leaves and blocks. A piece is
    shared by as many trials as it is contained in T, so that the trial furthest from its frequency moves its
    ends no more than the nearest trial moves the ends of the data: a tenth of the shortest duration. A trial
    then costs l/P rows of data, L/l leaves and T/L blocks. Their sum is least where P, l, L and T are a
    geometric series: 3 (T/P)^(1/3) additions of a profile instead of T/P. Leaves end at gaps and blocks hold
    leaves alone: empty years cost nothing.
    """
    from tessebs_core.compute.box_kernels import cut_leaves, group_leaves

    length = float(stretches[-1, 1] - stretches[0, 0])
    if length > _MANY_CYCLES * period:
        leaves = cut_leaves(stretches, max(2 * period, (length * period * period) ** (1 / 3)))
        blocks = group_leaves(leaves, 1.1 * (length * length * period) ** (1 / 3))
        if blocks.size - 1 <= _FEWER * leaves.shape[0]:
            tops = max(1, int(length / _longest(leaves[blocks[:-1], 0], leaves[blocks[1:] - 1, 1])))
            mids = max(1, int(length / _longest(leaves[:, 0], leaves[:, 1]) / tops))
            return Levels(leaves, blocks, mids, tops)
    leaves = cut_leaves(stretches, max(2 * period, (length * period) ** 0.5))
    tops = max(1, int(length / _longest(leaves[:, 0], leaves[:, 1])))
    return Levels(leaves, np.arange(leaves.shape[0] + 1), 1, tops)


def _longest(first: IntArray, last: IntArray) -> float:
    return float((last - first).max())
