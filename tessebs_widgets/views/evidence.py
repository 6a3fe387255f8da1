"""The evidence card: what the numerical engine says of P/2, P and 2P, and the grade beside the phase plot."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tessebs_core.records.periods import FoldEvidence, PeriodReport
from tessebs_core.vocabulary import PeriodGrade, PeriodMultiple
from tessebs_widgets.assets import script
from tessebs_widgets.state import Loading, TriageState
from tessebs_widgets.state.evidence import EvidenceColumn, drift, evidence_columns
from tessebs_widgets.views.base import View
from tessebs_widgets.views.evidence_rows import ROWS
from tessebs_widgets.views.messages import word
from tessebs_widgets.views.numbers import ranges, shown_period, with_error

__all__ = ["EvidenceActions", "EvidenceCard", "GradeChip"]

GRADES = {
    PeriodGrade.CERTAIN: ("certain", 3),
    PeriodGrade.LIKELY: ("likely", 2),
    PeriodGrade.AMBIGUOUS: ("ambiguous", 1),
    PeriodGrade.NO_ECLIPSES: ("no eclipses", 0),
}
"""Words and how many of three dots are filled: no grade is told by its colour alone."""

_DRIFTS = 0.1  # cycles over the light curve, from which on a fold is smeared for the eye


@dataclass(frozen=True)
class EvidenceActions:
    """What the card's buttons do."""

    report: Callable[[], object]
    cancel: Callable[[], None]
    adopt: Callable[[], None]
    set_multiple: Callable[[PeriodMultiple], None]


class EvidenceCard(View):
    """Show ``state.report`` for the folds of the selected proposal, or how far it has come."""

    _esm = script("dom", "evidence")
    watches = (
        "candidate", "selected", "multiple", "light_curve", "light_curve_loading", "report", "report_loading",
        "report_step", "report_message",
    )  # fmt: skip

    def __init__(self, state: TriageState, actions: EvidenceActions) -> None:
        super().__init__(
            state,
            {
                "report": lambda _: actions.report(),
                "cancel": lambda _: actions.cancel(),
                "adopt": lambda _: actions.adopt(),
                "multiple": lambda message: actions.set_multiple(word(message, "multiple", PeriodMultiple)),
            },
        )
        self.add_class("te-evidence")

    def describe(self) -> dict[str, Any]:
        """The report in words and as a table, or why there is none."""
        state = self._state
        described: dict[str, Any] = {"loading": str(state.report_loading), "words": _words(state)}
        described["step"] = _step(state)
        described["can_report"] = state.light_curve is not None
        if state.report is not None:
            described |= _described(state, state.report)
        return described


class GradeChip(View):
    """Show the grade and the period of the report in one line, always."""

    _esm = script("dom", "grade_chip")
    watches = ("light_curve_loading", "report", "report_loading", "report_step", "report_message", "tab")

    def __init__(self, state: TriageState, *, show: Callable[[], None]) -> None:
        super().__init__(state, {"show": lambda _: show()})
        self.add_class("te-grade-chip")

    def describe(self) -> dict[str, Any]:
        """Grade, dots and period; while the report is under way, how far it is."""
        state, report = self._state, self._state.report
        if report is None:
            step = _step(state)
            waiting = state.report_loading is Loading.WAITING and state.light_curve_loading is Loading.READY
            label = (
                f"report {step['done']}/{step['total']}" if step else "report…" if waiting else "no report"
            )
            return {
                "label": label,
                "grade": "",
                "dots": 0,
                "help": _words(state) or "the report is under way",
            }
        grade, dots = GRADES[report.grade]
        period = "" if report.period is None else f" {shown_period(report.period)} d"
        return {
            "label": f"{grade}{period}",
            "grade": str(report.grade),
            "dots": dots,
            "help": f"show the evidence: {'; '.join(report.reasons)}",
        }


def _words(state: TriageState) -> str:
    if state.light_curve_loading is Loading.NONE:
        return "No report without a light curve."
    return state.report_message if state.report_loading is Loading.NONE else ""


def _step(state: TriageState) -> dict[str, Any] | None:
    step = state.report_step
    return step and {"done": step.done + 1, "total": step.total, "text": step.text}


def _described(state: TriageState, report: PeriodReport) -> dict[str, Any]:
    proposed = state.proposal.ephemeris.period if state.proposal else None
    columns = evidence_columns(report, proposed)
    grade, dots = GRADES[report.grade]
    return {
        "grade": str(report.grade),
        "grade_words": grade,
        "dots": dots,
        "ephemeris": _ephemeris(report),
        "alternative": "" if report.alternative is None else f"or {shown_period(report.alternative)} d",
        "reasons": list(report.reasons),
        "note": _note(state, report, columns, proposed),
        "columns": [_head(state, each) for each in columns],
        "rows": [
            {
                "label": row.label,
                "help": row.help,
                "cells": [_cell(row.cell, each.evidence) for each in columns],
            }
            for row in ROWS
        ],
    }


def _ephemeris(report: PeriodReport) -> Mapping[str, str] | None:
    found = report.ephemeris
    if found is None:
        return None
    plain = [
        f"{name} = {value:.9g}{'' if error is None else f' ± {error:.2g}'} {unit}"
        for name, value, error, unit in (
            ("P", found.period, found.period_uncert, "d"),
            ("t0", found.bjd0, found.bjd0_uncert, "BTJD"),
        )
    ]
    return {
        "period": with_error(found.period, found.period_uncert, 7),
        "t0": with_error(found.bjd0, found.bjd0_uncert, 5),
        "help": ", ".join(plain),
    }


def _head(state: TriageState, column: EvidenceColumn) -> dict[str, Any]:
    return {
        "label": column.label,
        "period": f"{column.period:.5g} d",
        "multiple": None if column.multiple is None else str(column.multiple),
        "reported": column.reported,
        "chosen": column.multiple is not None and column.multiple is state.multiple,
    }


def _cell(
    text: Callable[[FoldEvidence], tuple[str, bool]], evidence: FoldEvidence | None
) -> dict[str, str | bool]:
    words, speaks = ("", False) if evidence is None else text(evidence)
    return {"text": words or "–", "strong": speaks}


def _note(
    state: TriageState, report: PeriodReport, columns: tuple[EvidenceColumn, ...], proposed: float | None
) -> str:
    sectors = ranges(report.sectors)
    words = [f"{report.provenance}, sector{'s' if len(report.sectors) > 1 else ''} {sectors}"]
    if report.ephemeris is not None:
        words.append("shaded: the reported period")
    if proposed is not None and report.evidence:
        cycles = drift(report, proposed, state.baseline)
        if columns and columns[0].multiple is None:
            words.append("columns are multiples of the reported period: the proposal is none of them")
        elif cycles > _DRIFTS:
            words.append(f"the proposal drifts by {cycles:.1f} cycles from the fold measured here")
    return "; ".join(words)
