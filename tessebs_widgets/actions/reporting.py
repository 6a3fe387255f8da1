"""The report on the light curve shown: begun beside the screen, watched, stopped, adopted."""

from tessebs_core.errors import InputError
from tessebs_core.records import LightCurve
from tessebs_core.records.periods import PeriodReport
from tessebs_core.records.reporting import Report, Step
from tessebs_widgets.actions.background import Background
from tessebs_widgets.actions.editing import Editing
from tessebs_widgets.actions.fetching import Fetching
from tessebs_widgets.actions.long_work import LongWork, Outcome
from tessebs_widgets.actions.triage import Desk
from tessebs_widgets.state.folds import Fold
from tessebs_widgets.state.guarding import words_for
from tessebs_widgets.state.loading import Loading
from tessebs_widgets.state.triage import TriageState

__all__ = ["Reporting"]

_BREATH = 0.4  # seconds that a new target has for its first paint before a report begins
_CHEAP = 200_000  # points; a report on as many takes about a second
_STOPPED = "Stopped; nothing was changed."
_NOT_BEGUN = "Not begun yet."
_NOTHING = "There is no light curve to report on."

Key = tuple[int, str]


class Reporting:
    """Keep ``state.report`` that of the light curve on the screen; one report at a time.

    Where work is done beside the screen, the report begins by itself when the light curve is there,
    and that of the next candidate follows when it is cheap. Elsewhere it waits to be asked for.
    """

    def __init__(
        self, state: TriageState, desk: Desk, background: Background, fetching: Fetching, editing: Editing
    ) -> None:
        self._state = state
        self._desk = desk
        self._background = background
        self._fetching = fetching
        self._editing = editing
        self._work = LongWork(background)
        state.observe(self._look, names=["light_curve"])
        fetching.when_ahead(self._look_ahead)

    def report(self) -> PeriodReport | None:
        """Begin the report anew; returns it where it is done at once.

        Raises
        ------
        InputError
            There is no light curve.
        """
        if self._state.light_curve is None:
            raise InputError(_NOTHING)
        self._begin(self._state.light_curve, anew=True)
        return self._state.report

    def cancel(self) -> None:
        """Stop the report that is under way."""
        if self._state.report_loading is Loading.WAITING and self._state.light_curve is not None:
            self._work.stop()
            self._none(_STOPPED)

    def adopt(self) -> None:
        """Fold on the reported ephemeris.

        Raises
        ------
        InputError
            There is no report, or it found no period.
        """
        report = self._state.report
        if report is None or report.ephemeris is None:
            raise InputError("The report has no ephemeris to fold on.")
        self._editing.set_fold(Fold.on(report.ephemeris))

    def _look(self, _change: object = None) -> None:
        """Another light curve is on the screen, or none."""
        light_curve = self._state.light_curve
        key = None if light_curve is None else _key(light_curve)
        if self._work.key != key:
            self._work.stop()
        held = None if light_curve is None else self._fetching.report_on(light_curve)
        if light_curve is None or self._work.key is not None:
            self._wait()
        elif held is not None:
            self._put(held)
        elif self._background.beside:
            self._begin(light_curve, delay=_BREATH)
        else:
            self._none(_NOT_BEGUN)

    def _look_ahead(self, light_curve: LightCurve | None = None) -> None:
        """Report on what comes next, when nothing else is to be done and it is cheap."""
        coming = light_curve or self._fetching.ahead
        if coming is None or not self._background.beside or self._work.key is not None:
            return
        if coming.time.size <= _CHEAP and self._fetching.report_on(coming) is None:
            self._start(coming, delay=_BREATH)

    def _begin(self, light_curve: LightCurve, *, delay: float = 0.0, anew: bool = False) -> None:
        self._wait()
        self._start(light_curve, delay=delay, anew=anew)

    def _start(self, light_curve: LightCurve, *, delay: float, anew: bool = False) -> None:
        tess_id, provenance = _key(light_curve)

        def work(report: Report, cancelled: object) -> PeriodReport:
            return self._desk.report(tess_id, provenance, anew=anew, report=report, cancelled=cancelled)

        def stepped(step: Step) -> None:
            if self._is_shown(light_curve):
                self._state.report_step = step

        def then(found: PeriodReport) -> None:
            self._fetching.keep_report(light_curve, found)
            if self._is_shown(light_curve):
                self._put(found)

        def failed(error: BaseException) -> None:
            words = words_for(error)
            if self._is_shown(light_curve):
                self._none(words)

        self._work.start(_key(light_curve), work, Outcome(stepped, then, failed), delay=delay)

    def _is_shown(self, light_curve: LightCurve) -> bool:
        shown = self._state.light_curve
        return shown is not None and _key(shown) == _key(light_curve)

    def _wait(self) -> None:
        with self._state.hold_trait_notifications():
            self._state.report = self._state.report_step = None
            self._state.report_loading = Loading.WAITING

    def _put(self, report: PeriodReport) -> None:
        with self._state.hold_trait_notifications():
            self._state.report = report
            self._state.report_step = None
            self._state.report_loading = Loading.READY
        self._look_ahead()

    def _none(self, words: str) -> None:
        with self._state.hold_trait_notifications():
            self._state.report = self._state.report_step = None
            self._state.report_message = words
            self._state.report_loading = Loading.NONE


def _key(light_curve: LightCurve) -> Key:
    return light_curve.tess_id, light_curve.provenance
