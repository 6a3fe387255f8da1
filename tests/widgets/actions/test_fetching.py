from pathlib import Path

import pytest

from tessebs_core.errors import CorruptProduct, InputError
from tessebs_core.vocabulary import PeriodogramMethod
from tessebs_widgets.actions.background import Immediate
from tessebs_widgets.dashboards import Triage
from tessebs_widgets.state import Loading
from tessebs_widgets.state.guarding import UNEXPECTED
from tests.widgets.fakes import BINARY, NOISE, FakeDesk


class Patient(Immediate):
    """Keeps work until told to do it, oldest first."""

    def __init__(self):
        self.waiting = []

    def run(self, work, then, failed):
        self.waiting.append((work, then, failed))

    def step(self):
        super().run(*self.waiting.pop(0))


def test_the_screen_is_there_before_its_light_curve():
    background = Patient()
    screen = Triage(FakeDesk(), background)
    screen.next()
    assert screen.state.candidate is not None
    assert screen.state.light_curve_loading is Loading.WAITING
    background.step()
    assert screen.state.light_curve_loading is Loading.READY


def test_a_light_curve_that_comes_too_late_is_not_shown_on_another_target():
    background = Patient()
    screen = Triage(FakeDesk(), background)
    screen.next()
    screen.next()
    background.step()
    assert screen.state.candidate.target.tess_id == NOISE
    assert screen.state.light_curve is None
    background.step()
    assert screen.state.light_curve.tess_id == NOISE


def test_the_next_candidates_light_curve_is_fetched_ahead(screen, desk):
    asked = len(desk.calls)
    assert ("light_curve", "SPOC") in desk.calls
    screen.next()
    later = [name for name, _ in desk.calls[asked:]]
    assert later.count("light_curve") == 0
    assert screen.state.light_curve.tess_id == NOISE


def test_another_product_is_loaded_and_remembered(screen, desk):
    screen.set_provenance("QLP")
    assert screen.state.light_curve.provenance == "QLP"
    assert desk.drafts[BINARY].provenance == "QLP"


def test_a_product_that_is_not_held_is_refused(screen):
    with pytest.raises(InputError, match="SPOC, QLP"):
        screen.set_provenance("TASOC")
    assert screen.state.provenance == "SPOC"


def test_a_light_curve_that_cannot_be_read_says_why(screen, desk):
    desk.light_curve_error = CorruptProduct(Path("tic0000001001.fits"), "the table has no rows")
    screen.set_provenance("QLP")
    assert screen.state.light_curve_loading is Loading.NONE
    assert "the table has no rows" in screen.state.light_curve_message


def test_what_nobody_expected_is_said_without_its_words(screen, desk):
    desk.light_curve_error = RuntimeError("secret/path")
    screen.set_provenance("QLP")
    assert screen.state.light_curve_message == UNEXPECTED


def test_a_box_search_that_is_not_held_says_so_and_the_other_comes_back(screen):
    screen.set_method(PeriodogramMethod.BOX_LEAST_SQUARES)
    assert screen.state.periodogram_loading is Loading.NONE
    assert "box-least-squares" in screen.state.periodogram_message
    screen.set_method("lomb-scargle")
    assert screen.state.periodogram_loading is Loading.READY


def test_only_a_few_light_curves_are_kept(screen):
    for _ in range(4):
        screen.set_provenance("QLP")
        screen.set_provenance("SPOC")
        screen.next()
    assert len(screen._fetching._held) <= 3
