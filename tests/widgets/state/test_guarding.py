import logging

from tessebs_core.errors import InputError
from tessebs_widgets.state import Kind, TriageState
from tessebs_widgets.state.guarding import UNEXPECTED, guarded


def test_an_error_of_ours_shows_its_words():
    state = TriageState()
    with guarded(state):
        raise InputError("Give a number.")
    assert (state.notice.kind, state.notice.text) == (Kind.ERROR, "Give a number.")


def test_an_unexpected_error_shows_none_of_its_words_and_is_logged_with_its_traceback(caplog):
    state = TriageState()
    with caplog.at_level(logging.ERROR, "tessebs_widgets"), guarded(state):
        raise KeyError("a secret")
    assert state.notice.text == UNEXPECTED
    assert "secret" not in state.notice.text
    assert caplog.records[0].exc_info[0] is KeyError
