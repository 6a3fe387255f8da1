"""Which fold of a report is which fold of a proposal."""

from dataclasses import dataclass
from fractions import Fraction

from tessebs_core.records.periods import FoldEvidence, PeriodReport
from tessebs_core.vocabulary import PeriodMultiple

__all__ = ["EvidenceColumn", "drift", "evidence_columns", "nearest_ratio"]

_FOLDS = ((PeriodMultiple.HALF, "P/2"), (PeriodMultiple.PERIOD, "P"), (PeriodMultiple.DOUBLE, "2P"))
_REPORTED = ((0.5, "½ ×"), (1.0, "1 ×"), (2.0, "2 ×"))
_SAME = 0.01
"""Largest relative difference of periods that are meant to be one; see `drift` for what it does to a fold."""
_LARGEST = 4  # of the numbers in the ratio of two periods


@dataclass(frozen=True)
class EvidenceColumn:
    """One fold beside the pictures.

    Parameters
    ----------
    label : str
        Its multiple of the proposal, such as "P/2"; of the reported period where the two have no
        small ratio.
    multiple : PeriodMultiple or None
        What a verdict on the proposal would say of it; None where it has no word for that.
    period : float
        Days.
    evidence : FoldEvidence or None
        None where the light curve is too short, or the report did not look there.
    reported : bool
        Whether this is the reported period.
    """

    label: str
    multiple: PeriodMultiple | None
    period: float
    evidence: FoldEvidence | None
    reported: bool


def evidence_columns(report: PeriodReport, proposed: float | None) -> tuple[EvidenceColumn, ...]:
    """P/2, P and 2P of a proposal with the evidence for each, and the reported period where it is another.

    Parameters
    ----------
    report : PeriodReport
        Its evidence is for multiples of its own period.
    proposed : float or None
        The proposal's period, days; None for columns of the report's own.
    """
    found = _reported(report)
    ratio = None if proposed is None or found is None else nearest_ratio(found.period, proposed)
    if found is not None and proposed is not None and ratio is not None:
        columns = [_column(report, multiple, label, proposed) for multiple, label in _FOLDS]
        if not any(each.reported for each in columns):
            columns.append(EvidenceColumn(_multiple_of_p(ratio), None, found.period, found, True))
        return tuple(columns)
    return tuple(
        EvidenceColumn(label, None, each.period, each, multiple == 1.0)
        for multiple, label in _REPORTED
        for each in report.evidence
        if each.multiple == multiple
    )


def nearest_ratio(period: float, proposed: float) -> Fraction | None:
    """The small ratio of two periods, within 1 %; None where they have none."""
    ratio = Fraction(period / proposed).limit_denominator(_LARGEST)
    if not 0 < ratio.numerator <= _LARGEST or abs(period / proposed / float(ratio) - 1) > _SAME:
        return None
    return ratio


def drift(report: PeriodReport, proposed: float, baseline: float | None) -> float:
    """Cycles by which the proposal runs away from the report's fold over the light curve; 0 if unrelated."""
    found = _reported(report)
    ratio = None if found is None else nearest_ratio(found.period, proposed)
    if found is None or ratio is None or baseline is None:
        return 0.0
    return abs(proposed * float(ratio) / found.period - 1) * baseline / proposed


def _reported(report: PeriodReport) -> FoldEvidence | None:
    return next((each for each in report.evidence if each.multiple == 1.0), None)


def _multiple_of_p(ratio: Fraction) -> str:
    over, under = ratio.numerator, ratio.denominator
    return f"{'' if over == 1 else over}P{'' if under == 1 else f'/{under}'}"


def _column(report: PeriodReport, multiple: PeriodMultiple, label: str, proposed: float) -> EvidenceColumn:
    period = (multiple.factor or 1.0) * proposed
    near = [each for each in report.evidence if abs(each.period / period - 1) <= _SAME]
    found = min(near, key=lambda each: abs(each.period - period), default=None)
    return EvidenceColumn(
        label, multiple, found.period if found else period, found, found is not None and found.multiple == 1.0
    )
