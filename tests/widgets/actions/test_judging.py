import pytest

from tessebs_core.errors import BadVote, DatabaseUnavailable, InputError
from tessebs_core.records import Draft
from tessebs_core.vocabulary import PeriodMultiple, Reason, SignalFlag, Verdict
from tessebs_widgets.state import Kind
from tessebs_widgets.state.inspecting import Wanted
from tests.widgets.fakes import BARE, BINARY


def test_a_verdict_in_one_line_is_stored_on_the_selected_proposal(screen, desk):
    stored = screen.vote("eb", period="double")
    assert desk.votes == [stored]
    assert stored.ephemeris_id == screen.state.proposals[0].ephemeris_id
    assert stored.judgement.verdict is Verdict.EB
    assert stored.judgement.period_multiple is PeriodMultiple.DOUBLE


def test_the_period_on_the_screen_is_the_one_voted_for(screen):
    screen.halve()
    assert screen.vote("eb", "heartbeat").judgement.period_multiple is PeriodMultiple.HALF


def test_after_a_vote_the_screen_says_so_and_shows_it(screen):
    screen.vote("not-eb", "spots")
    assert screen.state.notice.kind is Kind.SAVED
    assert screen.state.notice.at is not None
    assert screen.state.proposal.own_vote.judgement.reason is Reason.SPOTS


def test_voting_again_supersedes_and_keeps_the_first(screen, desk):
    screen.vote("maybe", "transit-like")
    screen.vote("eb")
    assert len(desk.votes) == 2
    assert screen.state.proposal.own_vote.judgement.verdict is Verdict.EB


def test_an_eb_with_another_period_is_refused_and_nothing_is_stored(screen, desk):
    screen.set_period(3.1415)
    with pytest.raises(BadVote, match="propose"):
        screen.vote("eb")
    assert desk.votes == []


def test_an_unknown_word_is_refused_with_the_known_ones(screen):
    with pytest.raises(InputError, match="not-eb"):
        screen.vote("perhaps")


def test_a_comment_that_was_begun_is_stored_with_the_verdict(screen, desk):
    screen._editing.set_comment("V-shaped <b>eclipse</b>")
    screen.vote("eb")
    assert [each.text for each in desk.notes[BINARY]] == ["V-shaped <b>eclipse</b>"]
    assert screen.state.comment == ""
    assert desk.drafts[BINARY].comment == ""


def test_a_comment_that_fails_after_the_verdict_leaves_the_verdict_and_the_text(screen, desk, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise DatabaseUnavailable("No answer.")

    monkeypatch.setattr(desk, "add_comment", refuse)
    screen._editing.set_comment("V-shaped")
    screen.vote("eb")
    assert len(desk.votes) == 1
    assert screen.state.comment == "V-shaped"
    assert screen.state.notice.kind is Kind.WARNING


def test_a_vote_that_is_not_stored_raises_and_keeps_what_was_written(screen, desk):
    screen._editing.set_comment("V-shaped")
    desk.failing = DatabaseUnavailable("The database does not answer.")
    with pytest.raises(DatabaseUnavailable):
        screen.vote("eb")
    assert screen.state.comment == "V-shaped"
    assert screen.state.proposal.own_vote is None


def test_a_vote_on_another_targets_proposal_is_refused(screen):
    with pytest.raises(InputError):
        screen.vote("eb", ephemeris_id=4711)


def test_without_a_proposal_there_is_nothing_to_vote_on(screen):
    screen.open(BARE)
    with pytest.raises(InputError, match="Propose an ephemeris first"):
        screen.vote("not-eb", "no-signal")


def test_a_proposal_of_ones_own_is_selected_and_can_be_judged(screen, desk):
    screen.set_period(3.1415)
    ephemeris_id = screen.propose()
    assert screen.state.selected == ephemeris_id
    assert screen.state.multiple is PeriodMultiple.PERIOD
    assert (ephemeris_id, PeriodMultiple.DOUBLE) in screen.state.thumbnails
    assert screen.vote("eb").ephemeris_id == ephemeris_id


def test_a_proposal_ends_the_draft_of_it(screen, desk):
    screen.set_period(3.1415)
    ephemeris_id = screen.propose()
    assert desk.drafts[BINARY] == Draft(ephemeris_id=ephemeris_id, provenance="SPOC")


def test_flags_on_the_screen_go_with_an_eb_and_with_nothing_else(screen):
    screen.set_flags("pulscomp", "multi")
    assert screen.vote("eb").judgement.flags == {SignalFlag.PULSCOMP, SignalFlag.MULTI}
    screen.set_flags("pulscomp")
    assert screen.vote("maybe").judgement.flags == frozenset()
    assert screen.vote("eb", flags=[]).judgement.flags == frozenset()
    with pytest.raises(InputError, match="pulscomp"):
        screen.vote("eb", flags=["blue"])


def test_flags_are_kept_as_a_draft_until_they_are_cast(screen, desk):
    screen.set_flags("multi")
    assert desk.drafts[BINARY].flags == {SignalFlag.MULTI}
    screen.open(BINARY)
    assert screen.state.flags == {SignalFlag.MULTI}
    screen.vote("eb")
    assert desk.drafts[BINARY].flags == frozenset()
    assert screen.state.flags == {SignalFlag.MULTI}


def test_another_proposal_has_the_flags_of_its_own_vote(screen):
    first, second, _ = (each.ephemeris_id for each in screen.state.proposals)
    screen.vote("eb", flags=["heartbeat"])
    screen.set_flags("single")
    screen.select(second)
    assert screen.state.flags == frozenset()
    screen.select(first)
    assert screen.state.flags == {SignalFlag.HEARTBEAT}


def test_a_refused_eb_leads_to_the_period_then_to_the_proposal_and_no_further(screen):
    screen.set_multiple("other")
    screen._judging.ask_for_ephemeris()
    assert screen.state.wanted is Wanted.PERIOD
    screen.set_period(3.1415)
    assert screen.state.wanted is Wanted.PROPOSAL
    screen.propose()
    assert screen.state.wanted is Wanted.NOTHING


def test_a_manual_ephemeris_without_a_period_is_refused_and_leads_to_it(screen):
    screen.open(BARE)
    with pytest.raises(InputError, match="needs a period"):
        screen.propose()
    assert screen.state.wanted is Wanted.PERIOD
