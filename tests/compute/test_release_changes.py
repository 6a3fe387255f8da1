"""What differs between two states of the catalogue, and why."""

from datetime import UTC, datetime

from tessebs_core.compute.release_changes import explained, line_changes
from tessebs_core.records.releases import ChangeReason, Difference, LineChange
from tessebs_core.vocabulary import ChangeKind
from tests.support.catalogue_lines import BARE, LINES, PLAIN, line

LATER, EARLIER = datetime(2026, 2, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)
KEY = (PLAIN.tess_id, 1)


def test_equal_lines_differ_in_nothing_whatever_their_order_and_their_keys() -> None:
    again = [each._replace(entry_id=each.entry_id + 7) for each in reversed(LINES)]
    assert line_changes(LINES, again) == []


def test_lines_are_added_removed_and_changed() -> None:
    changed = PLAIN._replace(period=2 * (PLAIN.period or 0), teff=None)
    found = line_changes([PLAIN, BARE], [changed, line(5, 2)])
    assert found == [
        LineChange(ChangeKind.ADDED, 5, 2),
        LineChange(
            ChangeKind.CHANGED, *KEY,
            (Difference("teff", 4925.1, None), Difference("period", 1.577347, 3.154694)),
        ),
        LineChange(ChangeKind.REMOVED, BARE.tess_id, 1),
    ]  # fmt: skip


def test_the_last_bit_and_the_sign_of_zero_are_differences() -> None:
    assert line_changes([line(1, ra=0.3)], [line(1, ra=0.1 + 0.2)])
    assert line_changes([line(1, ra=0.0)], [line(1, ra=-0.0)])


def changed(*columns: str) -> LineChange:
    return LineChange(ChangeKind.CHANGED, *KEY, tuple(Difference(each, 1, 2) for each in columns))


def test_a_reason_explains_what_it_can_have_changed_and_votes_led_to_it() -> None:
    accepted = ChangeReason(("period", "bjd0", "multi", "date_modified"), "accepted", "rita", LATER)
    vote = ChangeReason((), "judged", "otto", EARLIER)
    (found,) = explained([changed("period", "multi", "date_modified")], {KEY: [accepted, vote]})
    assert [(each.words, each.columns) for each in found.reasons] == [
        ("judged", ()),
        ("accepted", ("period", "multi", "date_modified")),
    ]


def test_what_says_less_of_the_same_is_left_out() -> None:
    happened = [ChangeReason(("period",), "accepted"), ChangeReason(("period",), "entry edited")]
    (found,) = explained([changed("period")], {KEY: happened})
    assert [each.words for each in found.reasons] == ["accepted"]


def test_what_nothing_explains_is_said_to_be_so() -> None:
    (found,) = explained([changed("teff", "sectors")], {KEY: [ChangeReason((), "judged", at=LATER)]})
    assert [each.columns for each in found.reasons] == [("sectors",), ("teff",)]
    assert "leaves no record" in found.reasons[0].words
    assert found.reasons[1].text == "nothing that is recorded explains it"


def test_why_a_line_came_or_went_is_who_confirmed_it_or_took_it_out() -> None:
    taken = ChangeReason(("in_catalog",), "taken out of the catalogue", "otto", LATER)
    for kind in (ChangeKind.ADDED, ChangeKind.REMOVED):
        (found,) = explained([LineChange(kind, *KEY)], {KEY: [taken]})
        assert [each.text for each in found.reasons] == [
            "taken out of the catalogue by otto on 2026-02-01 00:00:00 UTC"
        ]
