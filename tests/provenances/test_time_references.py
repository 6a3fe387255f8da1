import pytest

from tessebs_core.errors import CorruptProduct
from tessebs_core.provenances import BUILT_IN

NAMES = [product.name for product in BUILT_IN]


def say(file, **cards):
    """Write cards where the file has others of their name, else into the table's header."""
    for name, value in cards.items():
        places = [each for each in (0, 1) if name in file.header(each)] or [1]
        for place in places:
            file.change(place, lambda _, header, name=name, value=value: header.set(name, value))
    return file


@pytest.mark.parametrize("name", NAMES)
def test_times_of_another_zero_point_are_refused_of_every_product(make, name):
    with pytest.raises(CorruptProduct, match="from BJD 2454833, not from"):
        say(make(name, days=1.0), BJDREFI=2454833).read()


@pytest.mark.parametrize(
    ("cards", "words"),
    [
        ({"BJDREFI": 2457000 - 2400000}, "from BJD 57000, not from"),
        ({"TIMEUNIT": "s"}, "times in 's', not in days"),
        ({"TIMESYS": "UTC"}, "times in UTC, not in TDB"),
        ({"TIMEREF": "LOCAL"}, "times of LOCAL, not of the barycentre"),
    ],
    ids=str,
)
def test_times_that_mean_something_else_are_refused(make, cards, words):
    file = say(make("SPOC", days=1.0), **cards)
    with pytest.raises(CorruptProduct, match=words):
        file.read()


def test_of_a_long_text_in_a_header_a_refusal_quotes_both_ends(make):
    with pytest.raises(CorruptProduct, match=r"times in TDB of no.* \.\.\. .*thing, not in TDB") as refused:
        say(make("QLP"), TIMESYS="TDB" + " of nothing" * 3000).read()
    assert len(str(refused.value)) < 400


def test_a_fraction_of_the_zero_point_counts_under_both_spellings(make):
    for number, card in enumerate(("BJDREFF", "BJDREFR")):
        file = say(make("QLP", sector=7 + number), **{card: 0.5})
        with pytest.raises(CorruptProduct, match=r"from BJD 2457000\.5, not from 2457000\."):
            file.read()


def test_the_zero_point_in_the_unit_of_the_column_counts(make):
    file = make("SPOC")
    file.path.write_bytes(file.path.read_bytes().replace(b"'BJD - 2457000, days'", b"'BJD - 2454833, days'"))
    with pytest.raises(CorruptProduct, match="2454833"):
        file.read()


def test_a_zero_point_that_is_no_number_is_refused_and_a_number_written_as_text_is_not(make):
    assert len(say(make("TASOC"), BJDREFI="2457000").read())
    with pytest.raises(CorruptProduct, match="which is no number"):
        say(make("TASOC", sector=8), BJDREFI="long ago").read()


def test_times_that_a_header_scales_are_refused(make):
    file = make("PATHOS")
    file.change(1, lambda _, header: header.set("TZERO1", 0.5))
    with pytest.raises(CorruptProduct, match="TIME is scaled"):
        file.read()
