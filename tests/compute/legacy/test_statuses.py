"""Every word of the legacy triage means one judgement, and what means none is said."""

import pytest

from tessebs_core.compute.legacy.statuses import judgement_of, read_status
from tessebs_core.errors import BadLegacyRow
from tessebs_core.vocabulary import PeriodMultiple


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("issue", "issue"),
        ("plot-issue", "issue"),
        ("issue:detrend", "issue, needs-detrending"),
        ("eb", "eb, period"),
        ("eb:insuff", "eb, insufficient-cycles, period"),
        ("eb:ambig", "eb, ambiguous, period"),
        ("maybe-eb", "maybe"),
        ("maybe-eb:sin", "maybe, sinusoidal"),
        ("maybe-eb:transit", "maybe, transit-like"),
        ("not-eb", "not-eb"),
        ("not-eb:no-signal", "not-eb, no-signal"),
        ("not-eb:pulsator", "not-eb, pulsator"),
        ("not-eb:spots", "not-eb, spots"),
        (" NOT-EB:Spots ", "not-eb, spots"),
    ],
)
def test_each_status_is_one_judgement(status: str, words: str) -> None:
    said = read_status(status, "period")
    assert said is not None
    assert judgement_of(said).words == words
    assert (said.spelling is None) == (status == status.strip().lower())


@pytest.mark.parametrize("multiple", PeriodMultiple)
def test_a_duplicate_keeps_what_it_repeats_and_its_multiple(multiple: PeriodMultiple) -> None:
    said = read_status("duplicate:1234567", str(multiple))
    assert said is not None
    assert (said.duplicate_of, judgement_of(said, 3).period_multiple) == (1234567, multiple)


@pytest.mark.parametrize("status", ["triage", "", "Triage "])
def test_what_nobody_has_judged_is_no_vote(status: str) -> None:
    assert read_status(status, "period") is None


@pytest.mark.parametrize(
    ("status", "period", "words"),
    [
        ("duplicate", "period", "does not say of which"),
        ("duplicate:-1", "period", "no word"),
        ("duplicate:1 OR 1", "period", "no word"),
        ("eb", "triple", "triage_period = 'triple'"),
        ("<script>", "period", "triage_status = '<script>'"),
    ],
)
def test_other_words_are_refused(status: str, period: str, words: str) -> None:
    with pytest.raises(BadLegacyRow, match=words):
        read_status(status, period)


def test_an_eclipsing_binary_of_another_period_is_no_vote_under_our_rules() -> None:
    said = read_status("eb", "other")
    assert said is not None
    with pytest.raises(BadLegacyRow, match="needs that ephemeris first"):
        judgement_of(said)
