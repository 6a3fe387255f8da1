import pytest

from tessebs_core.errors import InputError
from tessebs_widgets.state.rulers import Ruler
from tests.widgets.fakes import BARE, BINARY, PERIODS, parts_of, send

T0, PERIOD = 1326.1, PERIODS[BINARY]


def test_a_range_over_its_cycles_is_the_fold_with_phase_zero_at_its_start(screen, desk):
    assert screen.measure(1330.0, 1340.0, 4) == 2.5
    assert (screen.state.fold.bjd0, screen.state.fold.period) == (1330.0, 2.5)
    assert desk.drafts[BINARY].period == 2.5
    assert screen.state.ruler == Ruler(1330.0, 1340.0, 4)


def test_without_cycles_the_number_is_what_fits_the_period_at_hand(screen):
    screen.measure(T0, T0 + 10 * PERIOD * 1.0004)
    assert screen.state.ruler.cycles == 10
    assert screen.state.fold.period == pytest.approx(PERIOD * 1.0004)


def test_the_ruler_taken_by_a_key_lies_between_the_predicted_minima_in_view(screen):
    screen.zoom(1330.0, 1350.0)
    send(parts_of(screen).LightCurveHead, "toggle", word="ruler")
    ruler = screen.state.ruler
    assert 1330.0 <= ruler.start < ruler.end <= 1350.0
    assert ruler.period == pytest.approx(PERIOD)
    assert not screen.state.is_edited
    send(parts_of(screen).LightCurveHead, "toggle", word="ruler")
    assert not screen.state.measuring
    assert screen.state.ruler is None


def test_two_clicks_on_the_light_curve_are_the_two_ends(screen):
    screen.ruler()
    screen._measuring.click(1340.0)
    assert parts_of(screen).RulerBar.shown["words"].startswith("From BTJD 1340.00000")
    screen._measuring.click(1330.0)
    assert (screen.state.ruler.start, screen.state.ruler.end) == (1330.0, 1340.0)
    assert screen.state.fold.bjd0 == 1330.0


def test_clicks_and_ranges_mean_nothing_while_the_ruler_is_not_in_hand(screen):
    before = screen.state.fold
    screen._measuring.click(1330.0)
    screen._measuring.drag(1330.0, 1340.0)
    assert screen.state.fold == before
    assert screen.state.ruler is None


def test_a_range_that_is_drawn_is_measured_and_its_numbers_can_be_edited(screen):
    bar = parts_of(screen).RulerBar
    screen.ruler()
    screen._measuring.drag(1330.0, 1340.0)
    send(bar, "cycles", cycles="5")
    assert screen.state.fold.period == 2.0
    send(bar, "end", end="1341,0")
    assert screen.state.fold.period == pytest.approx(2.2)
    send(bar, "start", start="1331")
    assert screen.state.fold.bjd0 == 1331.0
    assert bar.shown["period"] == "2.0000000"


def test_steps_are_as_fine_as_the_view(screen):
    screen.measure(1330.0, 1340.0, 5)
    screen.zoom(1339.0, 1341.0)
    send(parts_of(screen).RulerBar, "step", part="end", steps=1)
    assert screen.state.ruler.end == pytest.approx(1340.0 + 2.0 / 500)
    screen.step_ruler(start=-1, cycles=1)
    assert screen.state.ruler.cycles == 6
    assert screen.state.fold.bjd0 == pytest.approx(1330.0 - 2.0 / 500)


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("cycles", {"cycles": "0"}), ("cycles", {"cycles": "two"}), ("end", {"end": "1300"}),
        ("start", {"start": None}), ("step", {"part": "middle", "steps": 1}),
        ("step", {"part": "end", "steps": 0.5}),
        ("step", {"part": "end", "steps": 1e9}),
    ],
)  # fmt: skip
def test_what_cannot_be_a_ruler_is_said_and_changes_nothing(screen, kind, fields):
    screen.measure(1330.0, 1340.0, 4)
    send(parts_of(screen).RulerBar, kind, **fields)
    assert screen.state.notice is not None
    assert screen.state.ruler == Ruler(1330.0, 1340.0, 4)


def test_steps_without_a_ruler_say_what_to_do(screen):
    with pytest.raises(InputError, match="draw a range"):
        screen.step_ruler(end=1)


def test_the_ruler_is_put_away_with_its_target_and_not_by_a_vote(screen):
    screen.measure(1330.0, 1340.0, 4)
    screen.propose()
    assert screen.state.ruler is not None
    screen.next()
    assert screen.state.ruler is None
    assert not screen.state.measuring


def test_without_a_light_curve_there_is_nothing_to_measure(screen):
    screen.open(BARE)
    with pytest.raises(InputError, match="no light curve"):
        screen.ruler()


@pytest.mark.parametrize(("start", "end"), [(1340.0, 1330.0), (1340.0, 1340.0), (float("nan"), 1340.0)])
def test_a_view_that_cannot_be_is_refused(screen, start, end):
    before = screen.state.time_view
    with pytest.raises(InputError):
        screen.zoom(start, end)
    assert screen.state.time_view == before
