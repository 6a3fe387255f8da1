from tessebs_core.records import CatalogueSignal, Draft, SignalBoard
from tessebs_widgets.state import Fold, TriageState
from tests.widgets.fakes import BINARY, FakeDesk


def state_on_first_candidate() -> TriageState:
    candidate = FakeDesk().candidate(BINARY)
    proposal = candidate.proposals[0]
    return TriageState(candidate=candidate, selected=proposal.ephemeris_id, fold=Fold.on(proposal.ephemeris))


def test_a_fold_on_the_proposal_is_not_edited_and_not_drafted():
    state = state_on_first_candidate()
    assert not state.is_edited
    assert state.draft == Draft(ephemeris_id=state.selected)


def test_half_and_double_of_the_proposal_are_not_edits():
    state = state_on_first_candidate()
    period = state.proposal.ephemeris.period
    for factor in (0.5, 2.0):
        state.fold = state.fold.with_period(period * factor)
        assert not state.is_edited


def test_a_fine_step_is_an_edit_and_is_drafted():
    state = state_on_first_candidate()
    state.fold = state.fold.with_period(state.fold.period * (1 + 1e-7))
    assert state.is_edited
    assert state.draft.period == state.fold.period


def test_without_a_candidate_there_is_nothing_to_judge():
    state = TriageState()
    assert state.proposal is None
    assert state.unjudged == ()


def test_what_stands_in_the_catalogue_is_to_be_judged_until_the_board_tells_so():
    state = state_on_first_candidate()
    numbers = [each.ephemeris_id for each in state.proposals]
    assert [each.ephemeris_id for each in state.unjudged] == numbers
    state.board = SignalBoard((CatalogueSignal(7, 1, True, numbers[0]),))
    assert [each.ephemeris_id for each in state.unjudged] == numbers[1:]
