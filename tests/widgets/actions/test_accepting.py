import pytest

from tessebs_core.errors import Cancelled, InputError, StorageError
from tessebs_core.records import SignalBoard
from tessebs_widgets.state import Kind
from tests.widgets.fakes import BINARY, FakeDesk, parts_of, send
from tests.widgets.signal_fakes import offer

FIRST = BINARY * 10 + 1


@pytest.fixture
def desk() -> FakeDesk:
    """The first proposal is settled as an EB."""
    made = FakeDesk()
    made.board = SignalBoard((), {FIRST: offer(FIRST)})
    return made


def test_a_settled_proposal_offers_its_acceptance(screen):
    shown = parts_of(screen).AcceptBar.shown
    assert (shown["accept"], shown["can_accept"]) == ("Accept as signal 1", True)
    assert shown["words"] == "Settled as EB at P = 2.3456780 d, ambiguous"


def test_a_proposal_that_is_not_settled_offers_nothing(screen):
    screen.select(BINARY * 10 + 2)
    assert parts_of(screen).AcceptBar.shown["words"] == ""
    with pytest.raises(InputError, match="not settled"):
        screen.accept()


def test_accepting_answers_in_words_and_shows_the_signal(screen):
    assert screen.accept() == 7
    assert screen.state.notice.text == f"TIC {BINARY}: in the catalogue as signal 1."
    shown = parts_of(screen).AcceptBar.shown
    assert (shown["signal"], shown["can_swap"], shown["step"]) == (1, True, None)


def test_an_update_names_its_signal(screen, desk):
    desk.board = SignalBoard((), {FIRST: offer(FIRST, signal_id=2, updates=True)})
    screen.refresh()
    assert parts_of(screen).AcceptBar.shown["accept"] == "Update signal 2"
    screen.accept()
    assert ("accept", (FIRST, 2)) in desk.calls


def test_what_may_not_be_accepted_says_why(screen, desk):
    refusal = "settled by a lead's decision; a lead accepts it"
    desk.board = SignalBoard((), {FIRST: offer(FIRST, refusal=refusal)})
    screen.refresh()
    assert parts_of(screen).AcceptBar.shown["refusal"] == refusal
    with pytest.raises(InputError, match="a lead accepts it"):
        screen.accept()


def test_a_failure_is_said_and_can_be_repeated(screen, desk):
    desk.accept_error = StorageError("No room.")
    assert screen.accept() is None
    assert (screen.state.notice.kind, screen.state.notice.text) == (Kind.ERROR, "No room.")
    assert screen.state.accept_step is None
    desk.accept_error = None
    assert screen.accept() == 7


def test_undo_takes_the_signal_out_again(screen, desk):
    screen.accept()
    screen.withdraw()
    assert ("withdraw", (7, False)) in desk.calls
    assert parts_of(screen).AcceptBar.shown["accept"] == "Accept as signal 1"


def test_swapping_is_for_what_stands_in_the_catalogue(screen, desk):
    with pytest.raises(InputError, match="no signal of the catalogue"):
        screen.swap()
    screen.accept()
    assert screen.swap() == 99
    assert ("swap", 7) in desk.calls


def test_buttons_need_a_request_id(screen, desk):
    bar = parts_of(screen).AcceptBar
    send(bar, "accept")
    assert screen.state.notice.kind is Kind.ERROR
    send(bar, "accept", request_id="0123456789abcdef")
    assert ("accept", (FIRST, None)) in desk.calls


def test_stopping_is_answered_in_words(screen, desk):
    desk.accept_error = Cancelled("Stopped; nothing was changed.")
    screen.accept()
    assert (screen.state.notice.kind, screen.state.notice.text) == (
        Kind.INFO,
        "Stopped; nothing was changed.",
    )


def test_what_stands_in_the_catalogue_is_marked_and_not_left_unjudged(screen):
    unjudged = len(screen.state.unjudged)
    screen.accept()
    assert parts_of(screen).Proposals.shown["proposals"][0]["signal"] == 1
    assert len(screen.state.unjudged) == unjudged - 1
