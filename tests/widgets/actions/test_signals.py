import numpy as np
import pytest

from tessebs_core.errors import InputError
from tessebs_core.records import CatalogueSignal, Ephemeris, SignalBoard
from tessebs_widgets.state import Kind
from tessebs_widgets.state.signals import Method
from tests.widgets.fakes import BINARY, NOISE, PERIODS, FakeDesk, parts_of, send
from tests.widgets.signal_fakes import FOUND

KNOWN = Ephemeris(1326.1, PERIODS[BINARY])


@pytest.fixture
def desk() -> FakeDesk:
    """Signal 1 of the first target stands in the catalogue."""
    made = FakeDesk()
    made.board = SignalBoard((CatalogueSignal(7, 1, True, BINARY * 10 + 1, KNOWN),))
    return made


def test_a_masked_signal_is_gone_from_light_curve_and_periodogram(screen, desk):
    whole = screen.state.light_curve
    screen.mask(1)
    left = screen.state.light_curve
    assert left.flux.min() > whole.flux.min() + 0.05
    assert len(left) < len(whole)
    assert ("residual_periodogram", screen.state.method) in desk.calls
    assert screen.state.removed_words == "1 masked"


def test_a_subtracted_signal_leaves_all_points(screen):
    whole = screen.state.light_curve
    screen.subtract(1)
    assert len(screen.state.light_curve) == len(whole)
    assert np.std(screen.state.light_curve.flux) < 0.5 * np.std(whole.flux)


def test_what_is_put_back_is_the_light_curve_as_seen(screen):
    whole, power = screen.state.light_curve, screen.state.periodogram
    screen.mask(1)
    screen.as_seen(1)
    assert screen.state.light_curve is whole
    assert screen.state.periodogram is power


def test_another_product_is_shown_without_the_same_signals(screen):
    screen.mask(1)
    screen.set_provenance("QLP")
    assert screen.state.light_curve.provenance == "QLP"
    assert screen.state.light_curve.flux.min() > 0.9


def test_another_target_is_shown_as_seen(screen):
    screen.mask(1)
    screen.open(NOISE)
    assert screen.state.removed == {}
    assert screen.state.light_curve.flux.min() < 0.85


def test_the_plots_say_what_they_are_without(screen):
    parts = parts_of(screen)
    screen.subtract(1)
    assert parts.LightCurveHead.shown["title"] == "Light curve without 1 subtracted"
    assert parts.PhaseHead.shown["note"].startswith("without 1 subtracted")
    assert parts.PeriodogramHead.shown["note"].startswith("without 1 subtracted")


def test_before_any_signal_the_fold_can_be_taken_out(screen, desk):
    desk.board = SignalBoard()
    screen.refresh()
    screen.mask(0)
    assert screen.state.light_curve.flux.min() > 0.9
    assert parts_of(screen).SignalsCard.shown["signals"][0]["name"] == "the fold"


def test_a_signal_that_is_not_there_is_refused(screen):
    with pytest.raises(InputError, match="no signal 2"):
        screen.mask(2)


def test_a_search_takes_out_what_stands_in_the_catalogue(screen, desk):
    found = screen.search_further()
    assert found is screen.state.found
    assert ("search_further", ((KNOWN,), None)) in desk.calls
    assert screen.state.search_step is None


def test_a_search_takes_out_what_was_chosen_in_the_way_that_was_chosen(screen, desk):
    screen.subtract(1)
    screen.search_further()
    assert ("search_further", ((KNOWN,), Method.SUBTRACT)) in desk.calls


def test_what_was_found_is_promoted_and_selected(screen):
    screen.search_further()
    number = screen.promote()
    assert screen.state.selected == number
    assert screen.state.fold.period == FOUND.period
    assert screen.state.notice.kind is Kind.SAVED


def test_nothing_found_is_nothing_to_promote(screen):
    with pytest.raises(InputError, match="search again first"):
        screen.promote()


def test_one_key_goes_through_the_ways(screen):
    card = parts_of(screen).SignalsCard
    seen = []
    for _ in range(3):
        send(card, "step")
        seen.append(screen.state.removed_words)
    assert seen == ["1 masked", "1 subtracted", ""]


def test_nonsense_from_a_browser_is_refused_in_words(screen):
    card = parts_of(screen).SignalsCard
    for number, method in (("1", "mask"), (True, "mask"), (1, "burn"), (-1, "mask"), (10**9, "mask")):
        screen.state.notice = None
        send(card, "take_out", number=number, method=method)
        assert screen.state.notice.kind is Kind.ERROR
    assert screen.state.removed == {}


def test_the_fold_moves_to_the_secondary_where_it_is_measured(screen):
    before = screen.state.fold
    send(parts_of(screen).EphemerisEditor, "swap")
    assert screen.state.fold.bjd0 == pytest.approx(before.bjd0 + 0.43 * before.period)
    assert screen.state.fold.period == before.period


def test_without_a_second_eclipse_there_is_nothing_to_swap(screen, desk):
    desk.secondary = None
    with pytest.raises(InputError, match="No second eclipse"):
        screen.swap_fold()
