import pytest

from tessebs_widgets.state import Kind
from tessebs_widgets.state.inspecting import Leaving
from tests.widgets.fakes import BARE, BINARY, NOISE, parts_of, send


def shown(screen) -> int:
    return screen.state.candidate.target.tess_id


def press_next(screen) -> None:
    send(parts_of(screen).Header, "next")


def test_leaving_what_is_unjudged_warns_first_and_goes_the_second_time(screen):
    press_next(screen)
    assert shown(screen) == BINARY
    assert screen.state.notice.kind is Kind.WARNING
    assert "#1, #2, #3 are unjudged" in screen.state.notice.text
    assert parts_of(screen).Header.shown["leaving"] == "next"
    press_next(screen)
    assert shown(screen) == NOISE
    assert screen.state.notice is None


def test_what_is_done_after_the_warning_asks_again(screen):
    press_next(screen)
    screen.vote("eb")
    assert screen.state.leaving is Leaving.NOT
    press_next(screen)
    assert shown(screen) == BINARY
    assert "#2, #3 are unjudged" in screen.state.notice.text


@pytest.mark.parametrize("way", ["next", "previous"])
def test_the_other_way_warns_too(screen, way):
    screen.next()
    send(parts_of(screen).Header, "previous" if way == "next" else "next")
    send(parts_of(screen).Header, way)
    assert shown(screen) == NOISE
    assert screen.state.leaving is Leaving(way)


def test_a_target_that_is_judged_is_left_at_once(screen):
    for each in screen.state.proposals:
        screen.vote("eb", ephemeris_id=each.ephemeris_id)
    press_next(screen)
    assert shown(screen) == NOISE


def test_a_target_without_proposals_is_left_at_once(screen):
    screen.open(BARE)
    press_next(screen)
    assert shown(screen) != BARE
