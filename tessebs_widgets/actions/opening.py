"""Open candidates: the one asked for, the next, the one before."""

from tessebs_core.records import Candidate, Proposal
from tessebs_core.vocabulary import PeriodMultiple
from tessebs_widgets.actions.background import Background
from tessebs_widgets.actions.fetching import Fetching, first_provenance
from tessebs_widgets.actions.triage import Desk
from tessebs_widgets.state.folds import Fold, multiple_of, voted_multiple
from tessebs_widgets.state.loading import Loading
from tessebs_widgets.state.notices import Kind, Notice
from tessebs_widgets.state.triage import Phase, TriageState

__all__ = ["Opening", "first_selected"]

_REMEMBERED = 200  # targets that the queue gives last because they were just seen


class Opening:
    """Bring candidates onto the screen; their light curves follow."""

    def __init__(self, state: TriageState, desk: Desk, background: Background, fetching: Fetching) -> None:
        self._state = state
        self._desk = desk
        self._background = background
        self._fetching = fetching
        self._visited: list[int] = []
        self._at = -1

    def open(self, tess_id: int) -> None:
        """Show a target; its light curve follows.

        Raises
        ------
        UnknownTarget
            The catalogue has no such TIC; what was shown stays.
        """
        self._background.flush()
        candidate = self._desk.candidate(tess_id)
        if self._at < 0 or self._visited[self._at] != tess_id:
            self._visited = [*self._visited[: self._at + 1], tess_id]
            self._at = len(self._visited) - 1
        self._show(candidate)

    def open_first(self, tess_id: int | None = None) -> None:
        """Show a target, or what the queue has first, as if nothing had been visited."""
        self._visited, self._at = [], -1
        if tess_id is None:
            self.open_next()
        else:
            self.open(tess_id)

    def open_next(self) -> None:
        """Show what comes next: forward in what was visited, else the queue's next."""
        self._background.flush()
        if self._at + 1 < len(self._visited):
            self._revisit(self._at + 1)
            return
        current = self._visited[self._at] if self._visited and self._at >= 0 else None
        tess_id = self._desk.next_candidate(after=current, skip=self._state.seen)
        if tess_id is None:
            self._show_empty()
        elif tess_id == current and self._state.phase is Phase.READY:
            self._state.notice = Notice(Kind.INFO, "This is the last target left for you.")
        else:
            self.open(tess_id)

    def open_previous(self) -> None:
        """Show the target visited before."""
        self._background.flush()
        before = self._at if self._state.phase is Phase.EMPTY else self._at - 1
        if before < 0:
            self._state.notice = Notice(Kind.INFO, "There is no earlier target in this session.")
        else:
            self._revisit(before)

    def refresh(self) -> None:
        """Read the candidate's proposals, votes and comments again; plots and edits stay."""
        if self._state.candidate is not None:
            with self._state.hold_trait_notifications():
                tess_id = self._state.candidate.target.tess_id
                self._state.candidate = self._desk.candidate(tess_id)
                self._state.board = self._desk.signals(tess_id)
                self._state.progress = self._desk.progress()

    def _revisit(self, place: int) -> None:
        candidate = self._desk.candidate(self._visited[place])
        self._at = place
        self._show(candidate)

    def _show(self, candidate: Candidate) -> None:
        state, draft = self._state, candidate.draft
        selected = first_selected(candidate)
        with state.hold_trait_notifications():
            state.phase = Phase.READY
            state.candidate = candidate
            state.board = self._desk.signals(candidate.target.tess_id)
            state.progress = self._desk.progress()
            state.can_go_back = self._at > 0
            state.seen = tuple(self._visited[-_REMEMBERED:])
            state.selected = selected.ephemeris_id if selected else None
            state.multiple = _multiple_of(candidate, selected, state.preferences.first_fold)
            state.fold = _fold_of(candidate, selected, state.multiple)
            state.flags = draft.flags or state.voted_flags
            state.provenance = first_provenance(candidate, state.preferences.provenances)
            state.sector = None
            state.in_view = False
            state.comment = draft.comment
            state.light_curve = state.periodogram = None
            state.light_curve_loading = state.periodogram_loading = Loading.WAITING
            state.thumbnails = {}
            state.notice = Notice(Kind.INFO, "Your unfinished work is back.") if draft.begun else None
        self._fetching.load_light_curve()

    def _show_empty(self) -> None:
        with self._state.hold_trait_notifications():
            self._state.phase = Phase.EMPTY
            self._state.progress = self._desk.progress()
            self._state.can_go_back = bool(self._visited)
            self._state.candidate = self._state.light_curve = self._state.periodogram = None
            self._state.fold = self._state.selected = self._state.notice = None


def first_selected(candidate: Candidate) -> Proposal | None:
    """The proposal to judge first: that of unfinished work, else the first unjudged, else the first."""
    proposals, draft = candidate.proposals, candidate.draft
    drafted = [each for each in proposals if draft.begun and each.ephemeris_id == draft.ephemeris_id]
    unjudged = [each for each in proposals if each.counted_vote is None]
    return next(iter((*drafted, *unjudged, *proposals)), None)


def _multiple_of(candidate: Candidate, selected: Proposal | None, first: PeriodMultiple) -> PeriodMultiple:
    if selected is None:
        return PeriodMultiple.PERIOD
    if candidate.draft.period is not None:
        return multiple_of(candidate.draft.period, selected.ephemeris.period)
    return voted_multiple(selected.counted_vote) if selected.counted_vote else first


def _fold_of(candidate: Candidate, selected: Proposal | None, multiple: PeriodMultiple) -> Fold | None:
    draft = candidate.draft
    if draft.bjd0 is not None and draft.period is not None:
        return Fold(draft.bjd0, draft.period, draft.bjd0_uncert, draft.period_uncert)
    if selected is None:
        return None
    return Fold.on(selected.ephemeris.times(multiple.factor or 1.0))
