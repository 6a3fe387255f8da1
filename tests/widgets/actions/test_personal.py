import pytest

from tessebs_core.errors import InputError
from tessebs_core.records.preferences import Preferences
from tessebs_core.vocabulary import PeriodMultiple, PeriodogramMethod, Theme
from tessebs_widgets.actions.personal import PAGE
from tessebs_widgets.state import Kind
from tests.widgets.fakes import BINARY, NOISE, PERIODS, parts_of, send


def shown(screen) -> int:
    return screen.state.candidate.target.tess_id


def test_a_setting_changed_in_the_dialog_is_kept(screen, desk):
    view = parts_of(screen).Settings
    send(view, "set", name="theme", value="dark")
    send(view, "set", name="auto_advance", value=True)
    send(view, "set", name="provenances", value="QLP, SPOC,")
    assert desk.chosen == Preferences(("QLP", "SPOC"), theme=Theme.DARK, auto_advance=True)
    assert view.shown["theme"] == "dark"
    assert view.shown["provenances"] == "QLP, SPOC"


@pytest.mark.parametrize(("name", "value"), [("theme", "green"), ("__class__", "x"), ("method", None)])
def test_what_is_no_setting_is_said(screen, desk, name, value):
    send(parts_of(screen).Settings, "set", name=name, value=value)
    assert screen.state.notice.kind is Kind.ERROR
    assert desk.chosen == Preferences()


def test_the_settings_hold_from_the_start(screen, desk):
    desk.chosen = Preferences(
        ("QLP",), method=PeriodogramMethod.BOX_LEAST_SQUARES, first_fold=PeriodMultiple.DOUBLE
    )
    screen._personal.load()
    screen.open(NOISE)
    assert screen.state.provenance == "QLP"
    assert screen.state.method is PeriodogramMethod.BOX_LEAST_SQUARES
    assert screen.state.multiple is PeriodMultiple.DOUBLE
    assert screen.state.fold.period == pytest.approx(2 * PERIODS[NOISE])


def test_after_the_last_verdict_the_next_target_comes_where_it_is_wanted(screen):
    screen.set("auto_advance", True)
    first, second, third = (each.ephemeris_id for each in screen.state.proposals)
    screen.vote("eb", ephemeris_id=first)
    screen.vote("eb", ephemeris_id=second)
    assert shown(screen) == BINARY
    screen.vote("maybe", ephemeris_id=third)
    assert shown(screen) == NOISE
    assert screen.state.notice.kind is Kind.SAVED
    assert screen.state.notice.text.startswith(f"TIC {BINARY}: maybe")


def test_without_the_warning_next_goes_at_once(screen):
    screen.set("warn_unjudged", False)
    send(parts_of(screen).Header, "next")
    assert shown(screen) == NOISE


def test_an_unknown_setting_is_refused_in_python_too(screen):
    with pytest.raises(InputError, match="auto_advance"):
        screen.set("autoadvance", True)


def test_the_history_reopens_a_target_and_is_paged(screen):
    view = parts_of(screen).History
    first = screen.state.proposals[0].ephemeris_id
    for _ in range(PAGE + 3):
        screen.vote("eb", ephemeris_id=first)
    screen.next()
    send(view, "show")
    assert len(view.shown["rows"]) == PAGE
    assert view.shown["rows"][0]["tic"] == str(BINARY)
    assert view.shown["rows"][0]["said"] == "eb, P"
    assert view.shown["newest"]
    send(view, "show", before=view.shown["older"])
    assert len(view.shown["rows"]) == 3
    assert view.shown["older"] is None
    send(view, "reopen", TIC=str(BINARY))
    assert shown(screen) == BINARY
    assert screen.history()[0].tess_id == BINARY
