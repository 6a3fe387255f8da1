from datetime import UTC, datetime, timedelta

import pytest

from tessebs_core.errors import InputError
from tessebs_core.records.queue import Attention
from tessebs_core.vocabulary import QueueOrder
from tessebs_widgets.actions.background import Immediate
from tessebs_widgets.dashboards import Triage
from tests.widgets.fakes import BINARY, NOISE, FakeDesk, parts_of, send


def test_the_target_shown_is_claimed_and_the_one_left_is_let_go(screen, desk):
    screen.next()
    claims = [argument for name, argument in desk.calls if name == "look_at"]
    assert claims == [(BINARY, None), (NOISE, BINARY)]


def test_a_kernel_made_ready_ahead_claims_nothing_before_somebody_comes(desk, monkeypatch):
    monkeypatch.setenv("VOILA_PREHEAT", "True")
    screen = Triage(desk, Immediate())
    screen.next()
    assert "look_at" not in {name for name, _ in desk.calls}
    send(parts_of(screen).Screen, "arrive", tic=None)
    assert ("look_at", (BINARY, None)) in desk.calls


def test_who_else_is_here_and_who_asked_is_said_in_the_bar(desk):
    begun = datetime.now(UTC) - timedelta(minutes=2, seconds=5)
    desk.attention[BINARY] = Attention(claimed_by="ben", claimed_since=begun, assigned_by="lea")
    screen = Triage(desk, Immediate())
    screen.next()
    words = parts_of(screen).Header.shown["attention"]
    assert words == "ben is looking at this since 2 min; assigned to you by lea"


def test_snooze_puts_the_target_off_and_shows_the_next(screen, desk):
    screen.snooze(days=7)
    assert ("snooze", (BINARY, 7)) in desk.calls
    assert screen.state.candidate.target.tess_id == NOISE
    assert "put off for 7 d" in screen.state.notice.text


@pytest.mark.parametrize(("days", "stored"), [(1, 1.0), (None, None)])
def test_the_button_snoozes_for_the_time_chosen(screen, desk, days, stored):
    send(parts_of(screen).Header, "snooze", days=days)
    assert ("snooze", (BINARY, stored)) in desk.calls


def test_the_order_is_chosen_in_the_bar_and_by_a_line_of_python(screen, desk):
    assert parts_of(screen).Header.shown["order"] == "number"
    send(parts_of(screen).Header, "order", order="hard")
    assert desk.chosen_order is QueueOrder.HARD
    assert parts_of(screen).Header.shown["order"] == "hard"
    screen.set_order("new")
    assert desk.chosen_order is QueueOrder.NEW
    with pytest.raises(InputError):
        screen.set_order("random")


def test_an_order_that_is_none_is_refused_in_words(screen, desk):
    send(parts_of(screen).Header, "order", order="by-mood")
    assert desk.chosen_order is QueueOrder.NUMBER
    assert "by-mood" in screen.state.notice.text


def test_nothing_is_put_off_where_nothing_is_shown():
    empty = FakeDesk(order=())
    screen = Triage(empty, Immediate())
    screen.next()
    with pytest.raises(InputError, match="no target"):
        screen.snooze()
