import math

import pytest

from tessebs_core.errors import InputError
from tessebs_core.vocabulary import SignalFlag, Verdict
from tessebs_widgets.views import messages

NOT_WHOLE = [None, True, 0, -3, 1.5, "x", "1e3", "-1", "１２", [1], {"a": 1}, 2**63, "9" * 30, math.nan]
NOT_NUMBERS = [None, False, "abc", "nan", "inf", math.nan, math.inf, [1.0], {}, "1" * 60]


@pytest.mark.parametrize("value", NOT_WHOLE)
def test_what_is_no_positive_whole_number_is_refused(value):
    with pytest.raises(InputError):
        messages.whole({"TIC": value}, "TIC")


@pytest.mark.parametrize("value", [7, "7", " 7 "])
def test_a_whole_number_may_come_as_digits(value):
    assert messages.whole({"TIC": value}, "TIC") == 7


@pytest.mark.parametrize("value", NOT_NUMBERS)
def test_what_is_no_finite_number_is_refused(value):
    with pytest.raises(InputError):
        messages.number({"period": value}, "period")


@pytest.mark.parametrize("value", [2.5, "2.5", "2,5", " 2.5 "])
def test_a_number_may_come_as_it_is_typed(value):
    assert messages.number({"period": value}, "period") == 2.5


@pytest.mark.parametrize("value", [None, 3, "EB", "eb ", ["eb"], "__class__"])
def test_only_words_of_the_list_are_taken(value):
    with pytest.raises(InputError):
        messages.word({"verdict": value}, "verdict", Verdict)


@pytest.mark.parametrize("value", [None, "multi", ["multi", "eb"], ["multi"] * 7, [["multi"]], {"multi": 1}])
def test_only_lists_of_words_of_the_list_are_taken(value):
    with pytest.raises(InputError):
        messages.words({"flags": value}, "flags", SignalFlag)
    assert messages.words({"flags": ["multi", "multi"]}, "flags", SignalFlag) == {SignalFlag.MULTI}


@pytest.mark.parametrize("value", [None, 3, "x" * 11, ["a"]])
def test_text_has_a_length_and_is_text(value):
    with pytest.raises(InputError):
        messages.text({"text": value}, "text", longest=10)


def test_null_characters_are_dropped():
    assert messages.text({"text": "a\x00b"}, "text", longest=10) == "ab"


@pytest.mark.parametrize("value", [None, "short", "x" * 65, "'; drop table Vote; --", 12345678])
def test_a_request_needs_a_plain_id(value):
    with pytest.raises(InputError):
        messages.request_id({"request_id": value})
