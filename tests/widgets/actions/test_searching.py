import pytest

from tessebs_core.errors import InputError
from tessebs_core.vocabulary import PeriodogramMethod
from tessebs_widgets.state import Loading
from tests.widgets.fakes import BINARY, NOISE, PERIODS, parts_of, send

LS = PeriodogramMethod.LOMB_SCARGLE


def searches(desk) -> list[tuple]:
    return [argument for name, argument in desk.calls if name == "periodogram"]


def test_the_peaks_in_view_are_the_highest_there_and_know_their_harmonics(screen):
    periods = [peak.period for peak in screen.state.peaks]
    assert periods[0] == pytest.approx(PERIODS[BINARY] / 2, rel=1e-3)
    assert len(periods) == 5
    assert screen.state.peaks[1].harmonic is not None
    parts_of(screen).PeriodogramPlot._zoomed({"x0": 2.0, "x1": 3.0})
    assert screen.state.peaks[0].period == pytest.approx(PERIODS[BINARY], rel=1e-3)
    assert all(2.0 <= peak.period <= 3.0 for peak in screen.state.peaks)


def test_a_peak_button_folds_on_its_peak(screen):
    view = parts_of(screen).PeakButtons
    assert [each["key"] for each in view.shown["peaks"]] == ["5", "6", "7", "8", "9"]
    send(view, "choose", rank=1)
    assert screen.state.fold.period == screen.state.peaks[0].period
    assert view.shown["peaks"][0]["chosen"]
    assert not view.shown["peaks"][1]["chosen"]


def test_a_button_says_period_power_and_what_it_is_to_a_higher_peak(screen):
    first, second = parts_of(screen).PeakButtons.shown["peaks"][:2]
    assert float(first["period"]) == pytest.approx(PERIODS[BINARY] / 2, rel=1e-3)
    assert "power 0.6" in first["title"]
    assert "false alarm probability" in first["title"]
    assert second["relation"] == "1/2 × 1"


def test_a_peak_that_is_not_there_is_refused(screen):
    with pytest.raises(InputError, match="no peak 6"):
        screen.choose_peak(6)


def test_differences_and_the_times_in_view_are_searched_when_switched_on(screen, desk):
    head = parts_of(screen).PeriodogramHead
    screen.zoom(1330.0, 1340.0)
    assert searches(desk)[-1] == (LS, False, None, None)
    send(head, "toggle", word="differences")
    assert searches(desk)[-1] == (LS, True, None, None)
    send(head, "toggle", word="in_view")
    assert searches(desk)[-1] == (LS, True, 1330.0, 1340.0)
    assert head.shown["note"] == "flux differences, BTJD 1330.0 to 1340.0"
    screen.zoom(1331.0, 1340.0)
    assert searches(desk)[-1] == (LS, True, 1331.0, 1340.0)
    screen.set_in_view(False)
    screen.set_differences(False)
    assert head.shown["note"] == "all data"


def test_what_was_searched_is_not_searched_again(screen, desk):
    before = len(searches(desk))
    screen.set_differences()
    screen.set_differences(False)
    screen.set_differences()
    assert len(searches(desk)) == before + 1


def test_a_view_of_everything_is_all_data(screen, desk):
    screen.set_in_view()
    assert screen.state.search.start is None
    screen.next()
    assert not screen.state.in_view
    assert screen.state.candidate.target.tess_id == NOISE


def test_an_unknown_switch_is_nothing(screen):
    send(parts_of(screen).PeriodogramHead, "toggle", word="__class__")
    assert not screen.state.differences


def test_a_periodogram_that_is_not_waited_for_does_not_appear(screen, monkeypatch):
    waiting = []
    monkeypatch.setattr(
        screen._fetching._background, "run", lambda work, then, failed: waiting.append((work, then))
    )
    screen.set_differences()
    assert screen.state.periodogram_loading is Loading.WAITING
    send(parts_of(screen).PeriodogramHead, "cancel")
    [(work, then)] = waiting
    then(work())
    assert screen.state.periodogram is None
    assert "Stopped" in parts_of(screen).PeriodogramHead.shown["message"]
    screen.set_differences()
    assert screen.state.periodogram is not None
