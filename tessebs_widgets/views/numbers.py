"""How quantities are written on the screen."""

import math

from tessebs_core.records import Judgement, Proposal, StoredVote
from tessebs_core.vocabulary import PeriodMultiple

__all__ = [
    "MULTIPLE_LABELS",
    "ranges",
    "said_before",
    "said_in_words",
    "sexagesimal",
    "shown_period",
    "shown_t0",
    "shown_vote",
    "with_error",
]

MULTIPLE_LABELS = {
    PeriodMultiple.HALF: "P/2",
    PeriodMultiple.PERIOD: "P",
    PeriodMultiple.DOUBLE: "2P",
    PeriodMultiple.OTHER: "other",
}


def shown_period(period: float) -> str:
    """Period in days with seven decimals: a hundredth of a second."""
    return f"{period:.7f}"


def shown_t0(bjd0: float) -> str:
    """BTJD with five decimals: about a second."""
    return f"{bjd0:.5f}"


def with_error(value: float, error: float | None, decimals: int) -> str:
    """A value with its one-sigma error in the last two digits; with ``decimals`` where none is known.

    Examples
    --------
    >>> with_error(2.18249134, 3.1e-6, 7)
    '2.1824913(31)'
    >>> with_error(2.18249134, None, 5)
    '2.18249'
    """
    if error is None or not 0 < error < 1:
        return f"{value:.{decimals}f}"
    decimals = min(1 - math.floor(math.log10(error)), 10)
    return f"{value:.{decimals}f}({round(error * 10**decimals)})"


def shown_vote(vote: StoredVote) -> str:
    """A vote in words.

    The words of the vocabulary, so that the screen and Python say the same.
    """
    return said_in_words(vote.judgement)


def said_before(proposal: Proposal) -> str | None:
    """What one said of a proposal before newer data brought it back; None where there is no such vote."""
    if not proposal.is_back or proposal.own_vote is None:
        return None
    return shown_vote(proposal.own_vote)


def said_in_words(said: Judgement) -> str:
    """A judgement in the words of the vocabulary."""
    words = [str(said.verdict)]
    if said.reason is not None:
        words.append(str(said.reason).replace("-", " "))
    if said.blend_of is not None:
        words.append(f"of TIC {said.blend_of}")
    if said.duplicate_of is None:
        words.append(MULTIPLE_LABELS[said.period_multiple])
    words += [f"+{each}" for each in sorted(said.flags)]
    return ", ".join(words)


def sexagesimal(ra: float, dec: float) -> str:
    """ICRS coordinates as hours and degrees.

    Examples
    --------
    >>> sexagesimal(83.8221, -5.3911)
    '05:35:17.3 -05:23:28'
    """
    tenths = round(ra * 240.0 * 10.0) % 864_000
    seconds = round(abs(dec) * 3600.0)
    sign = "-" if dec < 0 else "+"
    return (
        f"{tenths // 36000:02d}:{tenths // 600 % 60:02d}:{tenths / 10 % 60:04.1f} "
        f"{sign}{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    )


def ranges(numbers: tuple[int, ...]) -> str:
    """Whole numbers with runs drawn together.

    Examples
    --------
    >>> ranges((1, 2, 3, 7))
    '1-3, 7'
    """
    runs: list[list[int]] = []
    for each in sorted(set(numbers)):
        if runs and each == runs[-1][-1] + 1:
            runs[-1].append(each)
        else:
            runs.append([each])
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs)
