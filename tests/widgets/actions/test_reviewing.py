import pytest

from tessebs_core.errors import InputError
from tessebs_core.records import Ephemeris
from tessebs_core.records.signals import CatalogueSignal
from tessebs_widgets.actions import reviewing
from tessebs_widgets.dashboards import Triage
from tessebs_widgets.state import Loading
from tests.widgets.actions.test_reporting import Beside
from tests.widgets.fakes import BARE, BINARY, DOUBTED, MISSING, PERIODS

ENTRY = 31


@pytest.fixture
def entered(desk) -> int:
    """The first target has a catalogue entry."""
    found = Ephemeris(1326.1, PERIODS[BINARY])
    desk.entered[BINARY] = [CatalogueSignal(ENTRY, 1, True, ephemeris_id=10011, ephemeris=found)]
    return ENTRY


def test_the_eclipses_of_an_entry_are_measured_and_those_that_pass_are_accepted(screen, entered):
    found = screen.review_eclipses()
    assert screen.state.entry == entered
    assert not found.of(DOUBTED).accepted
    assert sum(each.accepted for each in found.numbers) == 11


def test_a_person_has_the_last_word_on_each_number(screen, entered):
    screen.review_eclipses()
    screen.accept_number(DOUBTED)
    screen.accept_number("prim_width_2g", accepted=False)
    review = screen.state.review
    assert review.of(DOUBTED).accepted
    assert review.of(DOUBTED).reviewer == "ada"
    assert review.of(DOUBTED).reason == "too shallow"
    assert not next(each for each in review.numbers if each.number == "prim_width_2g").accepted


def test_what_is_stored_is_what_is_on_the_screen(screen, desk, entered):
    screen.review_eclipses()
    screen.accept_number(DOUBTED)
    screen.store_eclipses()
    assert desk.stored_reviews == [(ENTRY, screen.state.review, "SPOC")]
    assert "12 of 13 numbers" in screen.state.notice.text


def test_a_number_that_was_not_measured_cannot_be_accepted(screen, entered):
    screen.review_eclipses()
    with pytest.raises(InputError, match="no value"):
        screen.accept_number(MISSING)
    with pytest.raises(InputError, match="no number of an eclipse"):
        screen.accept_number("prim_colour")


def test_without_an_entry_the_fold_is_measured_and_nothing_can_be_stored(screen, desk):
    screen.review_eclipses()
    assert ("review_eclipses", None) in desk.calls
    with pytest.raises(InputError, match="no catalogue entry"):
        screen.store_eclipses()
    assert desk.stored_reviews == []


def test_an_entry_of_another_target_is_refused(screen, entered):
    screen.next()
    screen.review_eclipses(entered)
    assert screen.state.review_loading is Loading.NONE
    assert "no entry 31" in screen.state.review_message


def test_a_word_on_an_entry_that_is_no_longer_shown_is_refused(screen, entered):
    screen.review_eclipses()
    with pytest.raises(InputError, match="moved on"):
        screen._reviewing.set_accepted(DOUBTED, True, entry_id=ENTRY + 1)


def test_without_a_light_curve_there_is_nothing_to_measure(screen):
    screen.open(BARE)
    with pytest.raises(InputError, match="nothing to measure"):
        screen.review_eclipses()


def test_the_card_on_top_is_measured_and_an_entry_does_not_follow_the_fold(desk, entered, monkeypatch):
    monkeypatch.setattr(reviewing, "_REST", 0.0)
    beside = Beside()
    screen = Triage(desk, beside)
    screen.next()
    screen.show_tab("eclipses")
    beside.finish()
    screen.accept_number(DOUBTED)
    screen.double()
    beside.finish()
    assert screen.state.review.of(DOUBTED).accepted
    screen.next()
    assert screen.state.review is None
    beside.finish()
    assert screen.state.entry is None
    assert screen.state.review is not None
