import pytest

from tessebs_core.errors import BadSearch
from tessebs_core.records.sky_positions import read_position

ORION = (15 * (5 + 35 / 60 + 17 / 3600), -(5 + 23 / 60 + 30 / 3600))


@pytest.mark.parametrize(
    "words",
    [
        "05 35 17 -05 23 30", "5:35:17 -5:23:30", "05:35:17.0,-05:23:30", "5h35m17s -5d23m30s",
        "05h 35m 17.0s  −05° 23′ 30″", "  05 35 17-05 23 30  ", "83.8208333333333 -5.3916666666667",
        "83.8208333333333,-5.3916666666667", "+83.8208333333333 ; -5.3916666666667",
        "5 35.2833333333333 -5 23.5",
    ],
)  # fmt: skip
def test_one_position_in_many_writings_is_one_position(words):
    assert read_position(words) == pytest.approx(ORION, abs=1e-9)


def test_a_declination_just_south_of_the_equator_keeps_its_sign():
    assert read_position("00 00 00 -00 00 30")[1] == pytest.approx(-30 / 3600)


@pytest.mark.parametrize(
    "words",
    ["", "M42", "83.8", "83.8 91", "-1 10", "361 0", "25 00 00 +10 00 00", "05 61 00 +10 00 00", "05 35 17",
     "05 35 60 +10 00 00", "nan nan", "1e400 3", "<b>1</b> 2", "٣ ٤", "1 2 " + "3" * 90],
)  # fmt: skip
def test_what_is_no_position_is_refused_with_its_field(words):
    with pytest.raises(BadSearch) as refused:
        read_position(words)
    assert refused.value.field == "cone"
