import pytest

from tessebs_core.errors import BadVote, DatabaseUnavailable, InputError, StaleForm
from tessebs_core.records import Draft, Judgement
from tessebs_core.vocabulary import PeriodMultiple, Reason, SignalFlag, Verdict
from tessebs_widgets.state import Kind
from tessebs_widgets.state.inspecting import Wanted
from tests.widgets.fakes import BARE, BINARY, NOISE


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


def test_a_comment_stored_later_says_nothing_of_the_verdict_before(screen):
    screen._editing.set_comment("V-shaped")
    screen.vote("eb")
    assert screen.state.notice.text.endswith("; comment")
    screen.comment("or U-shaped")
    assert screen.state.notice.text == "comment"


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


@pytest.fixture
def grouped(desk, screen):
    """The first candidate with its proposals at P and P/2 told to be one signal."""
    desk.grouped = True
    screen.refresh()
    return screen


def test_a_verdict_is_on_the_whole_group_and_the_screen_says_so(grouped, desk):
    first, half, other = (each.ephemeris_id for each in grouped.state.proposals)
    grouped.vote("eb", period="double")
    assert [(each.ephemeris_id, each.judgement.verdict) for each in desk.votes] == [
        (first, Verdict.EB), (half, Verdict.DUPLICATE),
    ]  # fmt: skip
    assert grouped.state.notice.text == "eb, double; 1 duplicate marked - undo U"
    assert [each.ephemeris_id for each in grouped.state.unjudged] == [other]


def test_one_proposal_alone_is_judged_where_that_is_asked(grouped, desk):
    grouped.vote("eb", group=False)
    assert len(desk.votes) == 1
    grouped.undo()
    grouped.set_group(False)
    grouped.vote("eb")
    assert len(desk.votes) == 1
    assert grouped.vote("eb", group=True)
    assert len(desk.votes) == 3


def test_undo_takes_the_whole_click_back(grouped, desk):
    grouped.vote("eb")
    undone = grouped.undo()
    assert desk.votes == []
    assert len(undone.now) == 2
    assert grouped.state.notice.text == f"undone: 2 verdicts of TIC {BINARY} taken back"
    assert grouped.state.proposal.own_vote is None


def test_undo_goes_back_to_the_target_that_it_undoes(screen):
    screen.vote("eb")
    screen.open(NOISE)
    screen.undo()
    assert screen.state.candidate.target.tess_id == BINARY


def test_undo_of_nothing_says_so(screen):
    assert screen.undo() is None
    assert screen.state.notice.text == "There is nothing left to undo."


NOT_EB = Judgement(Verdict.NOT_EB)


def in_another_window(desk, screen, judgement=NOT_EB):
    """The same person judges the selected proposal elsewhere."""
    return desk._add(screen.state.selected, judgement, "elsewhere", "elsewhere")


def test_a_verdict_on_what_another_window_judged_is_refused_and_both_are_shown(screen, desk):
    stored = in_another_window(desk, screen)
    with pytest.raises(StaleForm):
        screen.vote("eb", period="double")
    refused = screen.state.refused
    assert (refused.stored, refused.wanted.words) == (stored, "eb, double")
    assert desk.votes == [stored]
    assert screen.state.proposal.own_vote == stored


def test_vote_anyway_replaces_what_the_other_window_stored(screen, desk):
    in_another_window(desk, screen)
    with pytest.raises(StaleForm):
        screen.vote("eb")
    assert screen.vote_anyway().judgement.verdict is Verdict.EB
    assert screen.state.refused is None
    assert len(desk.votes) == 2


def test_vote_anyway_is_refused_again_when_it_has_changed_once_more(screen, desk):
    in_another_window(desk, screen)
    with pytest.raises(StaleForm):
        screen.vote("eb")
    again = in_another_window(desk, screen, Judgement(Verdict.MAYBE))
    with pytest.raises(StaleForm):
        screen.vote_anyway()
    assert screen.state.refused.stored == again


def test_keeping_what_is_stored_forgets_the_verdict(screen, desk):
    stored = in_another_window(desk, screen)
    with pytest.raises(StaleForm):
        screen.vote("eb")
    screen._judging.keep_stored()
    assert screen.state.refused is None
    assert desk.votes == [stored]
    with pytest.raises(InputError, match="waits"):
        screen.vote_anyway()
