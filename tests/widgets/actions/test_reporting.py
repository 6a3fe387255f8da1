"""The report on the light curve shown: when it begins, what stops it, what becomes of it."""

import pytest

from tessebs_core.errors import BadLightCurve, InputError
from tessebs_core.vocabulary import PeriodGrade, PeriodMultiple
from tessebs_widgets.actions import reporting
from tessebs_widgets.actions.background import Immediate
from tessebs_widgets.dashboards import Triage
from tessebs_widgets.state import Loading
from tests.widgets.fakes import BARE, BINARY, NOISE, PERIODS, FakeDesk, period_report


class Beside(Immediate):
    """Short work at once; long work waits until told to be done."""

    beside = True

    def __init__(self):
        self.long = []

    def run_long(self, work, then, failed):
        self.long.append((work, then, failed))

    def finish(self):
        """Do all long work that waits, also what it calls for."""
        while self.long:
            self.run(*self.long.pop(0))


@pytest.fixture(autouse=True)
def _at_once(monkeypatch):
    monkeypatch.setattr(reporting, "_BREATH", 0.0)


@pytest.fixture
def beside() -> Beside:
    return Beside()


@pytest.fixture
def watched(desk, beside) -> Triage:
    """The screen on its first candidate, with the report under way."""
    made = Triage(desk, beside)
    made.next()
    return made


def reports(desk: FakeDesk) -> int:
    return [name for name, _ in desk.calls].count("report")


def test_the_report_begins_when_the_light_curve_is_there_and_comes_after_it(watched, beside):
    assert watched.state.light_curve_loading is Loading.READY
    assert watched.state.report_loading is Loading.WAITING
    beside.finish()
    assert watched.state.report == period_report()
    assert watched.state.report_loading is Loading.READY


def test_in_plain_python_the_report_waits_to_be_asked_for(screen, desk):
    assert reports(desk) == 0
    assert screen.report() == period_report()
    assert screen.state.report is not None


def test_its_steps_are_shown(watched, beside):
    seen = []
    watched.state.observe(lambda change: seen.append(change["new"]), names=["report_step"])
    beside.finish()
    assert [each.text for each in seen if each] == ["searching periods", "weighing evidence"]
    assert watched.state.report_step is None


def test_going_on_stops_the_report_and_begins_the_next(watched, beside, desk):
    watched.next()
    assert watched.state.report is None
    beside.finish()
    assert watched.state.report.tess_id == NOISE
    assert reports(desk) == 1


def test_a_report_that_was_stopped_says_so_and_can_begin_again(watched, beside, desk):
    watched.cancel_report()
    beside.finish()
    assert watched.state.report_loading is Loading.NONE
    assert "Stopped" in watched.state.report_message
    assert reports(desk) == 0
    watched.report()
    beside.finish()
    assert watched.state.report is not None


def test_the_next_candidates_report_is_made_ahead_and_shown_at_once(watched, beside, desk):
    beside.finish()
    assert reports(desk) == 2
    watched.next()
    assert watched.state.report.tess_id == NOISE
    assert reports(desk) == 2


def test_a_report_made_ahead_goes_on_when_its_turn_comes(watched, beside):
    watched.report()
    beside.run(*beside.long.pop())  # the first candidate's; that of the next follows
    watched.next()
    assert watched.state.report_loading is Loading.WAITING
    beside.finish()
    assert watched.state.report.tess_id == NOISE


def test_a_long_light_curve_is_not_reported_on_ahead(watched, beside, desk, monkeypatch):
    monkeypatch.setattr(reporting, "_CHEAP", 100)
    beside.finish()
    assert reports(desk) == 1


def test_the_report_is_kept_with_its_light_curve(watched, beside, desk):
    beside.finish()
    asked = reports(desk)
    watched.next()
    watched.previous()
    assert watched.state.report.tess_id == BINARY
    beside.finish()
    assert reports(desk) == asked


def test_another_product_has_a_report_of_its_own(watched, beside):
    beside.finish()
    watched.set_provenance("QLP")
    assert watched.state.report is None
    beside.finish()
    assert watched.state.report.provenance == "QLP"


def test_a_report_that_fails_says_why(screen, desk):
    desk.report_error = BadLightCurve("Three hours of data hold no period.")
    assert screen.report() is None
    assert screen.state.report_loading is Loading.NONE
    assert screen.state.report_message == "Three hours of data hold no period."


def test_the_reported_ephemeris_is_adopted_as_the_fold(screen):
    screen.select(screen.state.proposals[1].ephemeris_id)
    screen.report()
    screen.adopt_report()
    assert screen.state.fold.period == PERIODS[BINARY]
    assert screen.state.multiple is PeriodMultiple.DOUBLE


def test_without_an_ephemeris_there_is_nothing_to_adopt(screen, desk, monkeypatch):
    with pytest.raises(InputError, match="no ephemeris"):
        screen.adopt_report()
    none = period_report(grade=PeriodGrade.NO_ECLIPSES)
    monkeypatch.setattr(desk, "report", lambda *_, **__: none)
    screen.report()
    with pytest.raises(InputError, match="no ephemeris"):
        screen.adopt_report()


def test_without_a_light_curve_there_is_nothing_to_report_on(screen):
    screen.open(BARE)
    with pytest.raises(InputError, match="no light curve"):
        screen.report()
