"""Recall and false positives on targets whose answer is known, with their uncertainties."""

import math
from collections.abc import Sequence

from tessebs_core.records.recall import Answered, Recall
from tessebs_core.records.shares import Share
from tessebs_core.vocabulary import Verdict

__all__ = ["recall_of", "wilson_share"]

_SIGMAS = 1.959963984540054  # 95 % of a normal distribution lie within


def wilson_share(count: int, of: int, sigmas: float = _SIGMAS) -> Share:
    """A share of a sample with the interval of Wilson for the share of all.

    Parameters
    ----------
    count, of : int
        So many of so many.
    sigmas : float
        Of the normal distribution; 1.96 for 95 %.

    Notes
    -----
    Unlike the textbook interval it holds for few answers and for shares near 0 and 1, and never leaves them.

    References
    ----------
    Wilson 1927, J. Am. Stat. Assoc. 22, 209; Brown, Cai & DasGupta 2001, Stat. Sci. 16, 101.

    Examples
    --------
    >>> share = wilson_share(9, 10)
    >>> round(share.low, 3), round(share.high, 3)
    (0.596, 0.982)
    """
    if of == 0:
        return Share(0, 0)
    share, spread = count / of, sigmas**2 / of
    middle = (share + spread / 2) / (1 + spread)
    half = math.sqrt(share * (1 - share) * spread + spread**2 / 4) / (1 + spread)
    return Share(count, of, max(0.0, middle - half), min(1.0, middle + half))


def recall_of(username: str, answers: Sequence[Answered]) -> Recall:
    """Count what a person found and what they took for a binary; "duplicate" says neither and is left out."""
    counted = [each for each in answers if each.said is not Verdict.DUPLICATE]
    binaries = [each for each in counted if each.known is Verdict.EB]
    others = [each for each in counted if each.known is not Verdict.EB]
    found = [each for each in binaries if each.said is Verdict.EB]
    right = [each for each in found if each.said_multiple is each.known_multiple]
    wrong = [each for each in others if each.said is Verdict.EB]
    return Recall(
        username=username,
        recall=wilson_share(len(found), len(binaries)),
        right_period=wilson_share(len(right), len(found)),
        false_positive=wilson_share(len(wrong), len(others)),
    )
