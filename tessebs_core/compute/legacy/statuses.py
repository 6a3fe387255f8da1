"""The legacy site's triage statuses, a small language in a text column, as judgements."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tessebs_core.errors import BadLegacyRow, BadVote
from tessebs_core.records import Judgement
from tessebs_core.vocabulary import PeriodMultiple, Reason, Verdict

__all__ = ["LegacyVerdict", "judgement_of", "read_status"]

_STATUSES: Mapping[str, tuple[Verdict, Reason | None]] = MappingProxyType(
    {
        "issue": (Verdict.ISSUE, None),
        "plot-issue": (Verdict.ISSUE, None),
        "issue:detrend": (Verdict.ISSUE, Reason.NEEDS_DETRENDING),
        "eb": (Verdict.EB, None),
        "eb:insuff": (Verdict.EB, Reason.INSUFFICIENT_CYCLES),
        "eb:ambig": (Verdict.EB, Reason.AMBIGUOUS),
        "maybe-eb": (Verdict.MAYBE, None),
        "maybe-eb:sin": (Verdict.MAYBE, Reason.SINUSOIDAL),
        "maybe-eb:transit": (Verdict.MAYBE, Reason.TRANSIT_LIKE),
        "not-eb": (Verdict.NOT_EB, None),
        "not-eb:no-signal": (Verdict.NOT_EB, Reason.NO_SIGNAL),
        "not-eb:pulsator": (Verdict.NOT_EB, Reason.PULSATOR),
        "not-eb:spots": (Verdict.NOT_EB, Reason.SPOTS),
    }
)
_UNJUDGED = {"", "triage"}
_DUPLICATE = re.compile(r"duplicate:(\d{1,18})")


@dataclass(frozen=True)
class LegacyVerdict:
    """What a status says; ``duplicate_of`` is the legacy key of the ephemeris that is repeated."""

    verdict: Verdict
    reason: Reason | None
    period_multiple: PeriodMultiple
    duplicate_of: int | None = None
    spelling: str | None = None  # what was written, where it is not the usual word


def read_status(status: str, period: str) -> LegacyVerdict | None:
    """Read ``triage_status`` and ``triage_period``; capitals and blanks around them do not matter.

    Returns
    -------
    LegacyVerdict or None
        None for an ephemeris that nobody has judged.

    Raises
    ------
    BadLegacyRow
        A word is unknown, or a duplicate does not say of what.

    Examples
    --------
    >>> read_status("not-eb:spots", "period").reason
    <Reason.SPOTS: 'spots'>
    >>> read_status("duplicate:17", "double").duplicate_of
    17
    """
    word, multiple = status.strip().lower(), period.strip().lower()
    if word in _UNJUDGED:
        return None
    spelling = f"{status!r}, {period!r}" if (word, multiple) != (status, period) or not multiple else None
    try:
        factor = PeriodMultiple(multiple or "period")
    except ValueError as error:
        raise BadLegacyRow(f"triage_period = {period!r} is no word of the legacy site") from error
    if match := _DUPLICATE.fullmatch(word):
        return LegacyVerdict(Verdict.DUPLICATE, None, factor, int(match[1]), spelling)
    if word == "duplicate":
        raise BadLegacyRow("the vote 'duplicate' does not say of which ephemeris")
    if word not in _STATUSES:
        raise BadLegacyRow(f"triage_status = {status!r} is no word of the legacy site")
    verdict, reason = _STATUSES[word]
    return LegacyVerdict(verdict, reason, factor, None, spelling)


def judgement_of(said: LegacyVerdict, duplicate_of: int | None = None) -> Judgement:
    """The judgement that a status is under our rules.

    Parameters
    ----------
    duplicate_of : int, optional
        Our key of the ephemeris that is repeated.

    Raises
    ------
    BadLegacyRow
        Our rules do not allow it: an eclipsing binary with another period that is not given.
    """
    try:
        return Judgement(said.verdict, said.reason, said.period_multiple, duplicate_of=duplicate_of)
    except BadVote as error:
        raise BadLegacyRow(
            f"the vote '{said.verdict}' with period '{said.period_multiple}' is none under our rules: {error}"
        ) from error
