"""A period report as plain lists and dicts, and back, without losing a bit."""

import math
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from tessebs_core.records.ephemerides import Ephemeris, Source
from tessebs_core.records.periods import (
    AliasGroup,
    AliasMember,
    CandidatePeriod,
    FoldEvidence,
    PeriodReport,
    SecondaryEclipse,
)
from tessebs_core.vocabulary import PeriodGrade

__all__ = ["contents_of", "report_from"]


def contents_of(report: PeriodReport) -> dict[str, Any]:
    """Everything of a report in values that JSON knows; what is not finite becomes its name."""
    contents: dict[str, Any] = _plain(asdict(report))
    return contents


def report_from(contents: Mapping[str, Any]) -> PeriodReport:
    """Make the report again that `contents_of` was given."""
    known = {name: _restored(value) for name, value in contents.items()}
    return PeriodReport(
        tess_id=known["tess_id"],
        provenance=known["provenance"],
        sectors=tuple(known["sectors"]),
        grade=PeriodGrade(known["grade"]),
        ephemeris=_made(Ephemeris, known["ephemeris"]),
        alternative=known["alternative"],
        reasons=tuple(known["reasons"]),
        evidence=tuple(
            FoldEvidence(**each | {"secondary": _made(SecondaryEclipse, each["secondary"])})
            for each in known["evidence"]
        ),
        candidates=tuple(CandidatePeriod(**each) for each in known["candidates"]),
        groups=tuple(
            AliasGroup(Ephemeris(**each["ephemeris"]), tuple(_member(one) for one in each["members"]))
            for each in known["groups"]
        ),
    )


def _member(known: Mapping[str, Any]) -> AliasMember:
    numerator, denominator = known["ratio"]
    return AliasMember(
        ephemeris=Ephemeris(**known["ephemeris"]),
        source=_made(Source, known["source"]),
        ratio=(numerator, denominator),
        same_minimum=known["same_minimum"],
    )


def _made(kind: Any, known: Mapping[str, Any] | None) -> Any:
    return None if known is None else kind(**known)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, float):  # numpy's is one too
        return float(value) if math.isfinite(value) else {"not finite": str(float(value))}
    return value


def _restored(value: Any) -> Any:
    if isinstance(value, dict):
        if value.keys() == {"not finite"}:
            return float(value["not finite"])
        return {name: _restored(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_restored(each) for each in value]
    return value
