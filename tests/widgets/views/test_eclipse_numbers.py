import pytest

from tests.widgets.actions.test_reviewing import ENTRY, entered
from tests.widgets.fakes import DOUBTED, MISSING, parts_of, send

__all__ = ["entered"]


@pytest.fixture
def card(screen, entered):
    made = parts_of(screen).EclipseNumbers
    send(made, "review")
    return made


def shown(card, name: str) -> dict:
    [found] = [each for row in card.shown["rows"] for each in row["numbers"] if each["number"] == name]
    return found


def test_every_number_has_a_box_and_every_doubt_its_reason(card):
    assert sum(len(row["numbers"]) for row in card.shown["rows"]) == 13
    assert shown(card, DOUBTED)["accepted"] is False
    assert shown(card, DOUBTED)["doubt"] == "too shallow"
    assert shown(card, MISSING)["measured"] is False
    assert card.shown["doubts"] == ["sec_depth_2g: too shallow"]


def test_a_box_is_a_persons_word_and_store_writes_it(card, desk):
    send(card, "accept", number=str(DOUBTED), accepted=True, entry=ENTRY)
    assert shown(card, DOUBTED) | {"value": ""} == {
        "number": "sec_depth_2g", "value": "", "measured": True, "accepted": True, "doubt": "too shallow",
        "reviewer": "ada",
    }  # fmt: skip
    send(card, "store", entry=ENTRY)
    assert [entry for entry, _, _ in desk.stored_reviews] == [ENTRY]


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("accept", {"number": "prim_colour", "accepted": True, "entry": ENTRY}),
        ("accept", {"number": None, "accepted": True, "entry": ENTRY}),
        ("accept", {"number": str(DOUBTED), "accepted": True, "entry": 4711}),
        ("store", {"entry": 4711}),
        ("store", {"entry": "1 or 1=1"}),
    ],
)
def test_a_message_that_means_nothing_changes_nothing(screen, card, desk, kind, fields):
    before = screen.state.review
    send(card, kind, **fields)
    assert screen.state.review == before
    assert desk.stored_reviews == []
    assert screen.state.notice.kind == "error"


def test_what_has_no_entry_says_so(screen):
    made = parts_of(screen).EclipseNumbers
    send(made, "review")
    assert made.shown["entry"] is None
    assert "no entry" in made.shown["note"]
