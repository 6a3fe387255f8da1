"""Fetch light curves, periodograms and their small pictures, beside the screen and ahead of time."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from tessebs_core.records import Candidate, LightCurve, Periodogram, Proposal
from tessebs_core.records.periods import PeriodReport
from tessebs_core.vocabulary import PeriodMultiple, PeriodogramMethod
from tessebs_widgets.actions.background import Background
from tessebs_widgets.actions.triage import Desk
from tessebs_widgets.state.guarding import guarded, words_for
from tessebs_widgets.state.loading import Loading
from tessebs_widgets.state.notices import Kind, Notice
from tessebs_widgets.state.searches import SearchChoice
from tessebs_widgets.state.thumbnails import Thumbnail
from tessebs_widgets.state.triage import TriageState

__all__ = ["Fetching", "Pictures", "first_provenance"]

Thumbnails = dict[tuple[int, PeriodMultiple], Thumbnail]
Pictures = Callable[[LightCurve, Iterable[Proposal]], Thumbnails]

_KEPT = 3  # light curves: the one shown, the one before, the one fetched ahead


@dataclass
class _Held:
    """One target's light curve of one product, and what was made of it."""

    light_curve: LightCurve
    periodograms: dict[SearchChoice, Periodogram] = field(default_factory=dict)
    report: PeriodReport | None = None

    def keep(self, search: SearchChoice, periodogram: Periodogram) -> None:
        """Keep a periodogram; of those of a part of the time only the newest few."""
        self.periodograms[search] = periodogram
        parts = [each for each in self.periodograms if each.start is not None]
        for each in parts[:-_KEPT]:
            del self.periodograms[each]


class Fetching:
    """Bring the candidate's light curve and what is made of it onto the screen."""

    def __init__(self, state: TriageState, desk: Desk, background: Background, pictures: Pictures) -> None:
        self._state = state
        self._desk = desk
        self._background = background
        self._pictures = pictures
        self._held: dict[tuple[int, str], _Held] = {}
        self._made: _Held | None = None
        self._searching: SearchChoice | None = None
        self._came_ahead: Callable[[LightCurve], None] = lambda _: None
        self.ahead: LightCurve | None = None

    def when_ahead(self, came: Callable[[LightCurve], None]) -> None:
        """Call this with every light curve that was fetched ahead; `ahead` is the last one."""
        self._came_ahead = came

    def report_on(self, light_curve: LightCurve) -> PeriodReport | None:
        """The report that is kept with a light curve."""
        held = self._held.get((light_curve.tess_id, light_curve.provenance))
        return None if held is None else held.report

    def keep_report(self, light_curve: LightCurve, report: PeriodReport) -> None:
        """Keep a report as long as its light curve."""
        held = self._held.get((light_curve.tess_id, light_curve.provenance))
        if held is not None:
            held.report = report

    def show(self, light_curve: LightCurve) -> None:
        """Show a light curve that was made of a held one, or that one again."""
        held = self._held.get((light_curve.tess_id, light_curve.provenance))
        if held is None or held.light_curve is not light_curve:
            self._made = held = _Held(light_curve)
        self._put_light_curve(held)

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
        light_curve, search = state.light_curve, state.search
        tess_id, provenance = light_curve.tess_id, light_curve.provenance
        made = self._made if self._made is not None and self._made.light_curve is light_curve else None
        held = made or self._held.get((tess_id, provenance)) or self._keep(tess_id, provenance, light_curve)
        self._searching = search
        if search in held.periodograms:
            self._put_periodogram(held.periodograms[search])
            return
        with state.hold_trait_notifications():
            state.periodogram = None
            state.periodogram_loading = Loading.WAITING

        def is_wanted() -> bool:
            return state.light_curve is light_curve and self._searching == search

        def work() -> Periodogram:
            part = {"differences": search.differences, "start": search.start, "end": search.end}
            if made is not None:
                return self._desk.residual_periodogram(light_curve, search.method, **part)
            return self._desk.periodogram(tess_id, provenance, search.method, **part)

        def shown(periodogram: Periodogram) -> None:
            held.keep(search, periodogram)
            if is_wanted():
                with guarded(state):
                    self._put_periodogram(periodogram)

        def failed(error: BaseException) -> None:
            if is_wanted():
                self._no_periodogram(words_for(error))

        self._background.run(work, shown, failed)

    def cancel_periodogram(self) -> None:
        """Wait no longer for the periodogram; what is computed anyway is not shown."""
        if self._state.periodogram_loading is Loading.WAITING and self._state.light_curve is not None:
            self._searching = None
            self._no_periodogram("Stopped. Choose a periodogram above to begin again.")

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
        if self._state.candidate is None:
            return
        current = self._state.candidate.target.tess_id

        def work() -> tuple[LightCurve, Periodogram] | None:
            tess_id = self._desk.next_candidate(after=current, skip=self._state.seen)
            if tess_id is None or tess_id == current:
                return None
            provenance = first_provenance(self._desk.candidate(tess_id), self._state.preferences.provenances)
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
                held.keep(SearchChoice(periodogram.method), periodogram)
                self.ahead = light_curve
                self._came_ahead(light_curve)

        self._background.run(work, keep, _only_log)

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

    def _no_periodogram(self, words: str) -> None:
        with self._state.hold_trait_notifications():
            self._state.periodogram = None
            self._state.periodogram_message = words
            self._state.periodogram_loading = Loading.NONE

    def _no_light_curve(self, words: str) -> None:
        with self._state.hold_trait_notifications():
            self._state.light_curve = self._state.periodogram = None
            self._state.light_curve_message = words
            self._state.periodogram_message = "There is no periodogram without a light curve."
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


def first_provenance(candidate: Candidate, preferred: Iterable[str] = ()) -> str | None:
    """The product to show first: the draft's, a preferred one, one a proposal came from, the first held."""
    wanted = (candidate.draft.provenance, *preferred, *(each.provenance for each in candidate.proposals))
    held = candidate.provenances
    return next((each for each in (*wanted, *held) if each is not None and each in held), None)


def _why_none(candidate: Candidate) -> str:
    tess_id = candidate.target.tess_id
    if candidate.failures:
        return f"No light curve of TIC {tess_id} could be had: {'; '.join(candidate.failures)}"
    return (
        f"No light curve of TIC {tess_id} is here yet. "
        f"`tessebs tic refresh {tess_id}` fetches them from MAST."
    )


def _only_log(error: BaseException) -> None:
    """What fails ahead of time is said when its turn comes."""
    words_for(error)
