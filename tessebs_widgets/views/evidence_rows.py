"""The rows of the evidence card: which quantity, how it is written, from when on it speaks."""

from collections.abc import Callable
from dataclasses import dataclass

from tessebs_core.records.periods import FoldEvidence

__all__ = ["ROWS", "EvidenceRow", "shown_depth"]

_DEPTH_DIFFERS, _TIME_DIFFERS, _SECONDARY = 4.0, 6.0, 4.1  # sigma, as the decision has them
_HARMS = 0.0


@dataclass(frozen=True)
class EvidenceRow:
    """One row; ``cell`` gives the text of one fold, and whether it is worth a second look."""

    label: str
    help: str
    cell: Callable[[FoldEvidence], tuple[str, bool]]


def shown_depth(depth: float) -> str:
    """A depth in per cent, or in parts per million where it is small.

    Examples
    --------
    >>> shown_depth(0.1234), shown_depth(0.0005)
    ('12.34 %', '500 ppm')
    """
    return f"{100 * depth:.2f} %" if abs(depth) >= 0.005 else f"{1e6 * depth:.0f} ppm"


def _predicted(each: FoldEvidence) -> tuple[str, bool]:
    return f"{100 * each.predicted:.1f} %", each.predicted < _HARMS


def _bic(each: FoldEvidence) -> tuple[str, bool]:
    if each.multiple == 1.0:
        return "0", False
    words = f"{each.bic / 1000:+,.0f} k" if abs(each.bic) >= 1e5 else f"{each.bic:+,.0f}"
    return words.replace(",", "\u202f"), each.bic < 0


def _odd_even_depth(each: FoldEvidence) -> tuple[str, bool]:
    return _sigma(each.odd_even_depth, _DEPTH_DIFFERS)


def _odd_even_time(each: FoldEvidence) -> tuple[str, bool]:
    return _sigma(each.odd_even_time, _TIME_DIFFERS)


def _secondary(each: FoldEvidence) -> tuple[str, bool]:
    if each.secondary is None:
        return "none", False
    return f"{shown_depth(each.secondary.depth)} at {each.secondary.phase:.3f}", False


def _secondary_sigma(each: FoldEvidence) -> tuple[str, bool]:
    return _sigma(each.secondary.significance if each.secondary else None, _SECONDARY)


def _sigma(value: float | None, speaks: float) -> tuple[str, bool]:
    if value is None:
        return "", False
    return f"{value:.1f} σ" if abs(value) < 1000 else f"{value:.0f} σ", abs(value) > speaks


ROWS = (
    EvidenceRow(
        "predicts", "share of the variance predicted in cycles that the fold has not seen", _predicted
    ),
    EvidenceRow(
        "BIC", "Bayesian information criterion less that of the reported period; below 0 is better", _bic
    ),
    EvidenceRow("depth", "depth of the deepest minimum", lambda each: (shown_depth(each.depth), False)),
    EvidenceRow("odd/even depth", "odd against even cycles: difference in depth", _odd_even_depth),
    EvidenceRow("odd/even time", "odd against even cycles: difference in time of minimum", _odd_even_time),
    EvidenceRow("2nd dip", "the most significant other dip: depth and phase after the primary", _secondary),
    EvidenceRow(
        "2nd dip sigma", "its depth in sigma; from about 4 on it is hardly by chance", _secondary_sigma
    ),
    EvidenceRow(
        "eclipses", "cycles in which the minimum was seen whole", lambda each: (str(each.eclipses), False)
    ),
    EvidenceRow(
        "phases seen",
        "share of the phases that hold points",
        lambda each: (f"{100 * each.coverage:.0f} %", False),
    ),
)
