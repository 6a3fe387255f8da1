import pytest

from tessebs_core.errors import DatabaseUnavailable, UnknownTarget
from tessebs_core.records import Draft
from tessebs_core.vocabulary import PeriodMultiple
from tessebs_widgets.actions.opening import first_selected
from tessebs_widgets.state import Kind, Loading, Phase
from tests.widgets.fakes import BARE, BINARY, NOISE, PERIODS


def shown(screen) -> int:
    return screen.state.candidate.target.tess_id


def test_the_first_candidate_comes_with_its_light_curve_and_its_fold(screen):
    assert screen.state.phase is Phase.READY
    assert screen.state.light_curve_loading is Loading.READY
    assert screen.state.periodogram_loading is Loading.READY
    assert screen.state.fold.period == PERIODS[BINARY]
    assert len(screen.state.thumbnails) == 9


def test_next_and_previous_walk_the_queue_and_the_way_back(screen):
    screen.next()
    assert shown(screen) == NOISE
    screen.previous()
    assert shown(screen) == BINARY
    screen.next()
    assert shown(screen) == NOISE


def test_leaving_proposals_unjudged_is_said(screen):
    screen.vote("eb")
    screen.next()
    assert screen.state.notice.kind is Kind.WARNING
    assert "2 of 3 proposals left unjudged" in screen.state.notice.text


def test_an_unknown_target_is_refused_and_the_screen_stays(screen):
    with pytest.raises(UnknownTarget):
        screen.open(5)
    assert shown(screen) == BINARY
    screen.next()
    assert shown(screen) == NOISE


def test_a_judged_queue_is_empty_and_previous_still_goes_back(screen, desk):
    desk.order = [BINARY]
    for each in screen.state.proposals:
        screen.vote("not-eb", ephemeris_id=each.ephemeris_id)
    screen.next()
    assert screen.state.phase is Phase.EMPTY
    screen.previous()
    assert shown(screen) == BINARY


def test_the_last_target_left_says_that_it_is_the_last(screen, desk):
    desk.order = [BINARY]
    screen.next()
    assert shown(screen) == BINARY
    assert "last" in screen.state.notice.text


def test_a_draft_comes_back_with_its_period_its_comment_and_its_product(screen, desk):
    desk.drafts[NOISE] = Draft(
        ephemeris_id=NOISE * 10 + 2, bjd0=1330.5, period=PERIODS[NOISE], comment="hm", provenance="QLP"
    )
    screen.next()
    assert (screen.state.fold.bjd0, screen.state.fold.period) == (1330.5, PERIODS[NOISE])
    assert screen.state.selected == NOISE * 10 + 2
    assert screen.state.multiple is PeriodMultiple.DOUBLE
    assert screen.state.comment == "hm"
    assert screen.state.provenance == "QLP"


def test_a_judged_proposal_gives_way_to_one_that_is_not(screen):
    second = screen.state.proposals[1]
    screen.vote("eb")
    screen.open(BINARY)
    assert screen.state.selected == second.ephemeris_id
    assert first_selected(screen.state.candidate).ephemeris_id == second.ephemeris_id


def test_a_proposal_judged_before_opens_at_the_multiple_voted_for(screen):
    first = screen.state.proposals[0]
    screen.vote("eb", period="double")
    screen.select(first.ephemeris_id)
    assert screen.state.multiple is PeriodMultiple.DOUBLE


def test_what_newer_data_brought_back_is_asked_again_though_it_was_judged(screen, desk):
    first, second, third = screen.state.proposals
    for each, multiple in ((third, "period"), (second, "period"), (first, "double")):
        screen.vote("eb", period=multiple, ephemeris_id=each.ephemeris_id, flags=["multi"])
    desk.back[first.ephemeris_id] = desk.votes[-1].vote_id
    screen.open(BINARY)
    assert [each.ephemeris_id for each in screen.state.unjudged] == [first.ephemeris_id]
    assert screen.state.selected == first.ephemeris_id
    assert screen.state.multiple is PeriodMultiple.PERIOD  # the vote of before does not choose
    assert screen.state.flags == frozenset()
    screen.vote("eb")
    assert screen.state.unjudged == ()


def test_a_target_without_light_curves_says_how_to_get_them(screen):
    screen.open(BARE)
    assert screen.state.light_curve_loading is Loading.NONE
    assert f"tessebs tic refresh {BARE}" in screen.state.light_curve_message


def test_a_database_that_fails_at_first_can_be_asked_again(screen, desk):
    desk.failing = DatabaseUnavailable("The database does not answer.")
    with pytest.raises(DatabaseUnavailable):
        screen.next()
    desk.failing = None
    screen.next()
    assert shown(screen) == NOISE
