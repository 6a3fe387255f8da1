"""Open candidates: the one asked for, the next, the one before; light curves come beside."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from tessebs_core.records import Candidate, LightCurve, Periodogram, Proposal
from tessebs_core.vocabulary import PeriodMultiple, PeriodogramMethod
from tessebs_widgets.actions.background import Background
from tessebs_widgets.actions.triage import Desk
from tessebs_widgets.state.folds import Fold, multiple_of
from tessebs_widgets.state.guarding import guarded, words_for
from tessebs_widgets.state.notices import Kind, Notice
from tessebs_widgets.state.thumbnails import Thumbnail
from tessebs_widgets.state.triage import Loading, Phase, TriageState

__all__ = ["Opening", "Pictures"]

Thumbnails = dict[tuple[int, PeriodMultiple], Thumbnail]
Pictures = Callable[[LightCurve, Iterable[Proposal]], Thumbnails]

_KEPT = 3  # light curves: the one shown, the one before, the one fetched ahead


@dataclass
class _Held:
    """One target's light curve of one product, and what was made of it."""

    light_curve: LightCurve
    periodograms: dict[PeriodogramMethod, Periodogram] = field(default_factory=dict)


class Opening:
    """Bring candidates and their light curves onto the screen."""

    def __init__(self, state: TriageState, desk: Desk, background: Background, pictures: Pictures) -> None:
        self._state = state
        self._desk = desk
        self._background = background
        self._pictures = pictures
        self._visited: list[int] = []
        self._at = -1
        self._held: dict[tuple[int, str], _Held] = {}

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

    def open_next(self) -> None:
        """Show what comes next: forward in what was visited, else the queue's next."""
        self._background.flush()
        if self._at + 1 < len(self._visited):
            self._at += 1
            self._show(self._desk.candidate(self._visited[self._at]))
            return
        current = self._visited[self._at] if self._visited and self._at >= 0 else None
        tess_id = self._desk.next_candidate(after=current)
        if tess_id is None:
            self._show_empty()
        elif tess_id == current and self._state.phase is Phase.READY:
            self._state.notice = Notice(Kind.INFO, "This is the last target left for you.")
        else:
            self.open(tess_id)

    def open_previous(self) -> None:
        """Show the target visited before."""
        self._background.flush()
        if self._state.phase is not Phase.EMPTY:
            if self._at <= 0:
                self._state.notice = Notice(Kind.INFO, "There is no earlier target in this session.")
                return
            self._at -= 1
        if self._at >= 0:
            self._show(self._desk.candidate(self._visited[self._at]))

    def refresh(self) -> None:
        """Read the candidate's proposals, votes and comments again; plots and edits stay."""
        if self._state.candidate is not None:
            with self._state.hold_trait_notifications():
                self._state.candidate = self._desk.candidate(self._state.candidate.target.tess_id)
                self._state.progress = self._desk.progress()

    def load_light_curve(self) -> None:
        """Load the light curve of the product in ``state.provenance``."""
        state = self._state
        if state.candidate is None:
            return
        if state.provenance is None:
            self._no_light_curve(_why_none(state.candidate))
            return
        tess_id, provenance = state.candidate.target.tess_id, state.provenance
        held = self._held.get((tess_id, provenance))
        if held is not None:
            self._put_light_curve(held)
            return
        with state.hold_trait_notifications():
            state.light_curve = state.periodogram = None
            state.light_curve_loading = state.periodogram_loading = Loading.WAITING
            state.thumbnails = {}

        def shown(light_curve: LightCurve) -> None:
            held = self._keep(tess_id, provenance, light_curve)
            if self._is_current(tess_id, provenance):
                with guarded(state):
                    self._put_light_curve(held)

        def failed(error: BaseException) -> None:
            if self._is_current(tess_id, provenance):
                self._no_light_curve(words_for(error))

        self._background.run(lambda: self._desk.light_curve(tess_id, provenance), shown, failed)

    def load_periodogram(self) -> None:
        """Load the periodogram of the light curve on the screen by ``state.method``."""
        state = self._state
        if state.light_curve is None:
            return
        light_curve, method = state.light_curve, state.method
        tess_id, provenance = light_curve.tess_id, light_curve.provenance
        held = self._held.get((tess_id, provenance)) or self._keep(tess_id, provenance, light_curve)
        if method in held.periodograms:
            self._put_periodogram(held.periodograms[method])
            return
        with state.hold_trait_notifications():
            state.periodogram = None
            state.periodogram_loading = Loading.WAITING

        def shown(periodogram: Periodogram) -> None:
            held.periodograms[method] = periodogram
            if self._is_current(tess_id, provenance) and state.method is method:
                with guarded(state):
                    self._put_periodogram(periodogram)

        def failed(error: BaseException) -> None:
            if self._is_current(tess_id, provenance) and state.method is method:
                with state.hold_trait_notifications():
                    state.periodogram_message = words_for(error)
                    state.periodogram_loading = Loading.NONE

        self._background.run(lambda: self._desk.periodogram(tess_id, provenance, method), shown, failed)

    def make_thumbnails(self) -> None:
        """Draw the small pictures of all proposals for the light curve on the screen."""
        light_curve, proposals = self._state.light_curve, self._state.proposals
        if light_curve is None:
            return

        def shown(thumbnails: Thumbnails) -> None:
            if self._state.light_curve is light_curve and self._state.proposals == proposals:
                self._state.thumbnails = thumbnails

        self._background.run(lambda: self._pictures(light_curve, proposals), shown, self._failed_aside)

    def fetch_ahead(self) -> None:
        """Read the next candidate's light curve, so that it is drawn at once when its turn comes."""
        if self._state.candidate is None or self._at + 1 < len(self._visited):
            return
        current = self._state.candidate.target.tess_id

        def work() -> tuple[LightCurve, Periodogram] | None:
            tess_id = self._desk.next_candidate(after=current)
            if tess_id is None or tess_id == current:
                return None
            provenance = first_provenance(self._desk.candidate(tess_id))
            if provenance is None or (tess_id, provenance) in self._held:
                return None
            return (
                self._desk.light_curve(tess_id, provenance),
                self._desk.periodogram(tess_id, provenance, PeriodogramMethod.LOMB_SCARGLE),
            )

        def keep(found: tuple[LightCurve, Periodogram] | None) -> None:
            if found is not None:
                light_curve, periodogram = found
                held = self._keep(light_curve.tess_id, light_curve.provenance, light_curve)
                held.periodograms[periodogram.method] = periodogram

        self._background.run(work, keep, words_for)

    def _show(self, candidate: Candidate) -> None:
        state, draft = self._state, candidate.draft
        selected = first_selected(candidate)
        with state.hold_trait_notifications():
            state.phase = Phase.READY
            state.candidate = candidate
            state.progress = self._desk.progress()
            state.can_go_back = self._at > 0
            state.selected = selected.ephemeris_id if selected else None
            state.multiple = _multiple_of(candidate, selected)
            state.fold = _fold_of(candidate, selected, state.multiple)
            state.provenance = first_provenance(candidate)
            state.sector = None
            state.comment = draft.comment
            state.light_curve = state.periodogram = None
            state.light_curve_loading = state.periodogram_loading = Loading.WAITING
            state.thumbnails = {}
            restored = draft.period is not None or bool(draft.comment)
            state.notice = Notice(Kind.INFO, "Your unfinished work is back.") if restored else None
        self.load_light_curve()

    def _show_empty(self) -> None:
        with self._state.hold_trait_notifications():
            self._state.phase = Phase.EMPTY
            self._state.progress = self._desk.progress()
            self._state.can_go_back = bool(self._visited)
            self._state.candidate = self._state.light_curve = self._state.periodogram = None
            self._state.fold = self._state.selected = self._state.notice = None

    def _put_light_curve(self, held: _Held) -> None:
        with self._state.hold_trait_notifications():
            self._state.light_curve = held.light_curve
            self._state.light_curve_loading = Loading.READY
        self.make_thumbnails()
        self.load_periodogram()
        self.fetch_ahead()

    def _put_periodogram(self, periodogram: Periodogram) -> None:
        with self._state.hold_trait_notifications():
            self._state.periodogram = periodogram
            self._state.periodogram_loading = Loading.READY

    def _no_light_curve(self, words: str) -> None:
        with self._state.hold_trait_notifications():
            self._state.light_curve = self._state.periodogram = None
            self._state.light_curve_message = self._state.periodogram_message = words
            self._state.light_curve_loading = self._state.periodogram_loading = Loading.NONE

    def _keep(self, tess_id: int, provenance: str, light_curve: LightCurve) -> _Held:
        held = self._held.setdefault((tess_id, provenance), _Held(light_curve))
        while len(self._held) > _KEPT:
            shown = self._state.light_curve
            oldest = next(key for key, each in self._held.items() if each.light_curve is not shown)
            if self._held[oldest] is held:
                break
            del self._held[oldest]
        return held

    def _is_current(self, tess_id: int, provenance: str) -> bool:
        candidate = self._state.candidate
        return (
            candidate is not None
            and candidate.target.tess_id == tess_id
            and self._state.provenance == provenance
        )

    def _failed_aside(self, error: BaseException) -> None:
        self._state.notice = Notice(Kind.ERROR, words_for(error))


def first_selected(candidate: Candidate) -> Proposal | None:
    """The proposal to judge first: that of unfinished work, else the first unjudged, else the first."""
    proposals, draft = candidate.proposals, candidate.draft
    begun = draft.period is not None or bool(draft.comment)
    drafted = [each for each in proposals if begun and each.ephemeris_id == draft.ephemeris_id]
    unjudged = [each for each in proposals if each.own_vote is None]
    return next(iter((*drafted, *unjudged, *proposals)), None)


def first_provenance(candidate: Candidate) -> str | None:
    """The product to show first: the draft's, else the one a proposal came from, else the first held."""
    wanted = (candidate.draft.provenance, *(each.provenance for each in candidate.proposals))
    held = candidate.provenances
    return next((each for each in (*wanted, *held) if each is not None and each in held), None)


def _multiple_of(candidate: Candidate, selected: Proposal | None) -> PeriodMultiple:
    if selected is None:
        return PeriodMultiple.PERIOD
    if candidate.draft.period is not None:
        return multiple_of(candidate.draft.period, selected.ephemeris.period)
    return selected.own_vote.judgement.period_multiple if selected.own_vote else PeriodMultiple.PERIOD


def _fold_of(candidate: Candidate, selected: Proposal | None, multiple: PeriodMultiple) -> Fold | None:
    draft = candidate.draft
    if draft.bjd0 is not None and draft.period is not None:
        return Fold(draft.bjd0, draft.period)
    if selected is None:
        return None
    return Fold.on(selected.ephemeris.times(multiple.factor or 1.0))


def _why_none(candidate: Candidate) -> str:
    tess_id = candidate.target.tess_id
    if candidate.failures:
        return f"No light curve of TIC {tess_id} could be had: {'; '.join(candidate.failures)}"
    return f"No light curve of TIC {tess_id} is here yet. `tessebs tic refresh {tess_id}` fetches them from MAST."
