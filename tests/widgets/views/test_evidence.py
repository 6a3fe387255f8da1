"""The evidence card and the grade beside the phase plot: what they say, and what they do."""

import pytest

from tessebs_core.errors import BadLightCurve
from tessebs_core.records.reporting import Step
from tessebs_core.vocabulary import PeriodGrade, PeriodMultiple
from tessebs_widgets.state import Loading, Tab
from tests.widgets.fakes import BARE, BINARY, PERIODS, parts_of, period_report, send


def row(card, label: str) -> list[str]:
    [found] = [each for each in card.shown["rows"] if each["label"] == label]
    return [each["text"] for each in found["cells"]]


def strong(card, label: str) -> list[bool]:
    [found] = [each for each in card.shown["rows"] if each["label"] == label]
    return [each["strong"] for each in found["cells"]]


def test_the_folds_of_the_proposal_stand_side_by_side(screen):
    screen.report()
    card = parts_of(screen).EvidenceCard
    heads = card.shown["columns"]
    assert [each["label"] for each in heads] == ["P/2", "P", "2P"]
    assert [each["reported"] for each in heads] == [False, True, False]
    assert [each["chosen"] for each in heads] == [False, True, False]
    assert row(card, "odd/even depth") == ["-31.0 σ", "0.4 σ", "0.4 σ"]
    assert strong(card, "odd/even depth") == [True, False, False]
    assert row(card, "odd/even time") == ["-0.2 σ", "-0.2 σ", "-0.2 σ"]
    assert row(card, "2nd dip")[1] == "11.00 % at 0.500"
    assert row(card, "2nd dip sigma")[1] == "22.0 σ"
    assert row(card, "eclipses") == ["40", "20", "10"]
    assert row(card, "phases seen")[1] == "98 %"
    assert row(card, "BIC") == ["+5\u202f000", "0", "+120"]
    assert row(card, "predicts") == ["40.0 %", "90.0 %", "90.0 %"]


def test_another_proposal_has_other_columns(screen):
    screen.report()
    screen.select(screen.state.proposals[1].ephemeris_id)  # at half the period
    card = parts_of(screen).EvidenceCard
    assert [each["reported"] for each in card.shown["columns"]] == [False, False, True]
    assert row(card, "BIC") == ["–", "+5\u202f000", "0"]


def test_the_ephemeris_has_its_uncertainties(screen):
    screen.report()
    shown = parts_of(screen).EvidenceCard.shown["ephemeris"]
    assert shown["period"] == "2.3456780(20)"
    assert shown["t0"] == "1326.10000(10)"
    assert "± 2e-06 d" in shown["help"]


def test_the_grade_and_its_reasons_are_in_words(screen):
    screen.report()
    shown = parts_of(screen).EvidenceCard.shown
    assert (shown["grade_words"], shown["dots"]) == ("certain", 3)
    assert shown["reasons"] == ["a secondary eclipse at phase 0.5 of 22.0 sigma"]
    assert parts_of(screen).GradeChip.shown["label"] == "certain 2.3456780 d"


def test_no_eclipses_is_an_answer(screen, desk, monkeypatch):
    monkeypatch.setattr(desk, "report", lambda *_, **__: period_report(grade=PeriodGrade.NO_ECLIPSES))
    screen.report()
    assert parts_of(screen).GradeChip.shown["label"] == "no eclipses"
    shown = parts_of(screen).EvidenceCard.shown
    assert shown["ephemeris"] is None
    assert shown["rows"]


def test_a_proposal_of_another_signal_is_said_to_be_one(screen):
    screen.report()
    screen.set_period(1.234 * PERIODS[BINARY])
    screen.propose()
    shown = parts_of(screen).EvidenceCard.shown
    assert "none of them" in shown["note"]
    assert [each["multiple"] for each in shown["columns"]] == [None, None, None]


def test_what_is_under_way_says_how_far_it_is(screen):
    screen.state.report_loading = Loading.WAITING
    screen.state.report_step = Step(1, 6, "searching periods")
    assert parts_of(screen).EvidenceCard.shown["step"] == {
        "done": 2,
        "total": 6,
        "text": "searching periods",
    }
    assert parts_of(screen).GradeChip.shown["label"] == "report 2/6"


def test_a_failure_is_in_the_card_and_not_in_the_notice(screen, desk):
    desk.report_error = BadLightCurve("Three hours of data hold no period.")
    send(parts_of(screen).EvidenceCard, "report")
    assert parts_of(screen).EvidenceCard.shown["words"] == "Three hours of data hold no period."
    assert parts_of(screen).GradeChip.shown["label"] == "no report"
    assert screen.state.notice is None


def test_a_target_without_a_light_curve_has_no_report(screen):
    screen.open(BARE)
    assert parts_of(screen).EvidenceCard.shown["words"] == "No report without a light curve."


def test_the_buttons_of_the_card_report_adopt_and_choose_the_multiple(screen):
    card = parts_of(screen).EvidenceCard
    send(card, "report")
    send(card, "multiple", multiple="double")
    assert screen.state.multiple is PeriodMultiple.DOUBLE
    send(card, "adopt")
    assert screen.state.fold.period == PERIODS[BINARY]
    send(card, "multiple", multiple="all of them")
    assert "all of them" in screen.state.notice.text


@pytest.mark.parametrize("tab", list(Tab))
def test_a_tab_brings_its_card_to_the_top(screen, tab):
    send(parts_of(screen).Tabs, "show", tab=str(tab))
    assert screen.state.tab is tab
    assert parts_of(screen).Tabs.shown["tab"] == str(tab)


def test_the_grade_leads_to_the_evidence(screen):
    send(parts_of(screen).GradeChip, "show")
    assert screen.state.tab is Tab.EVIDENCE
