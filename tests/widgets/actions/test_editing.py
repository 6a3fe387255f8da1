import pytest

from tessebs_core.errors import BadEphemeris, InputError
from tessebs_core.vocabulary import PeriodMultiple
from tessebs_widgets.actions.editing import period_step
from tests.widgets.fakes import BARE, BINARY, PERIODS


def test_a_fine_step_moves_the_last_eclipse_by_a_hundredth_of_a_cycle():
    period, baseline = 2.0, 700.0
    step = period_step(period, baseline)
    drift = baseline / period - baseline / (period + step)
    assert drift == pytest.approx(0.01, rel=1e-3)


def test_a_fine_step_of_a_period_beyond_the_light_curve_is_a_hundredth_of_it():
    assert period_step(100.0, 27.0) == pytest.approx(1.0)


def test_choosing_twice_the_period_folds_on_it_and_votes_for_it(screen):
    screen.set_multiple("double")
    assert screen.state.fold.period == pytest.approx(2 * PERIODS[BINARY])
    assert screen.state.multiple is PeriodMultiple.DOUBLE


def test_halving_the_period_makes_the_vote_one_for_half(screen):
    screen.halve()
    assert screen.state.multiple is PeriodMultiple.HALF
    screen.double()
    assert screen.state.multiple is PeriodMultiple.PERIOD


def test_a_period_that_is_no_multiple_is_another(screen):
    screen.set_period(3.1415)
    assert screen.state.multiple is PeriodMultiple.OTHER


def test_other_leaves_the_fold_alone(screen):
    before = screen.state.fold
    screen.set_multiple("other")
    assert screen.state.fold == before


def test_adopting_goes_back_to_the_proposal(screen):
    screen.set_period(3.1415)
    screen.shift_t0(0.3)
    screen.adopt()
    assert screen.state.fold.ephemeris.period == PERIODS[BINARY]
    assert not screen.state.is_edited


def test_every_edit_is_in_the_draft(screen, desk):
    screen.set_period(3.1415)
    assert desk.drafts[BINARY].period == 3.1415
    screen.shift_t0(0.25)
    assert desk.drafts[BINARY].bjd0 == pytest.approx(1326.1 + 0.25 * 3.1415)


def test_a_draft_that_cannot_be_kept_is_said(screen, desk):
    desk.failing = InputError("The disk is full.")
    screen.set_period(3.1415)
    assert screen.state.notice.text == "The disk is full."
    assert screen.state.fold.period == 3.1415


@pytest.mark.parametrize("period", [0.0, -1.0, float("nan"), float("inf")])
def test_a_period_that_cannot_be_is_refused_and_changes_nothing(screen, period):
    before = screen.state.fold
    with pytest.raises(BadEphemeris):
        screen.set_period(period)
    assert screen.state.fold == before


def test_without_any_ephemeris_a_step_says_what_to_do(screen):
    screen.open(BARE)
    with pytest.raises(BadEphemeris, match="type a period"):
        screen.step_period()


def test_selecting_what_is_not_on_the_screen_is_refused(screen):
    with pytest.raises(InputError, match="999"):
        screen.select(999)


def test_stepping_through_proposals_goes_round(screen):
    first, second, third = (each.ephemeris_id for each in screen.state.proposals)
    seen = []
    for _ in range(3):
        screen._editing.select_by(1)
        seen.append(screen.state.selected)
    assert seen == [second, third, first]
