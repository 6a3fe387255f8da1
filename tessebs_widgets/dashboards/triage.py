"""The triage screen: views, plots and actions put together."""

import os
from functools import partial
from typing import TYPE_CHECKING, Any

import ipywidgets as ipw

from tessebs_widgets.actions.accepting import Accepting
from tessebs_widgets.actions.background import Background, background_here
from tessebs_widgets.actions.comparing import Comparing
from tessebs_widgets.actions.editing import Editing
from tessebs_widgets.actions.fetching import Fetching
from tessebs_widgets.actions.judging import Judging
from tessebs_widgets.actions.leaving import Leaving
from tessebs_widgets.actions.measuring import Measuring
from tessebs_widgets.actions.opening import Opening
from tessebs_widgets.actions.owning import Owning
from tessebs_widgets.actions.personal import Personal
from tessebs_widgets.actions.queueing import Queueing
from tessebs_widgets.actions.refining import Refining
from tessebs_widgets.actions.reporting import Reporting
from tessebs_widgets.actions.reviewing import Reviewing
from tessebs_widgets.actions.searching import Searching
from tessebs_widgets.actions.signals import Signals
from tessebs_widgets.actions.triage import Desk
from tessebs_widgets.dashboards.opening import opening, visitor
from tessebs_widgets.dashboards.signal_parts import accept_actions, signal_actions
from tessebs_widgets.dashboards.twins import (
    FoldingTwins,
    InspectingTwins,
    JudgingTwins,
    LookingTwins,
    OpeningTwins,
    PersonalTwins,
    QueueingTwins,
    ReportingTwins,
    SignalTwins,
)
from tessebs_widgets.plots import LightCurvePlot, PeriodogramPlot, PhasePlot, thumbnails_of
from tessebs_widgets.state import Tab, TriageState
from tessebs_widgets.views import (
    EclipseNumbers,
    EphemerisEditor,
    EvidenceCard,
    GradeChip,
    Header,
    PeakButtons,
    ProductsCard,
    Proposals,
    RulerBar,
    Screen,
    Tabs,
    TargetCard,
    Verdicts,
)
from tessebs_widgets.views.accepting import AcceptBar
from tessebs_widgets.views.eclipse_numbers import ReviewActions
from tessebs_widgets.views.ephemeris_editor import EditorActions
from tessebs_widgets.views.evidence import EvidenceActions
from tessebs_widgets.views.header import HeaderActions
from tessebs_widgets.views.personal import History, Settings
from tessebs_widgets.views.plot_heads import LightCurveHead, PeriodogramHead, PhaseHead
from tessebs_widgets.views.refused_verdict import RefusedVerdict
from tessebs_widgets.views.ruler import RulerActions
from tessebs_widgets.views.signals import SignalsCard
from tessebs_widgets.views.verdicts import VerdictActions

if TYPE_CHECKING:
    from tessebs_core.workflows.workspace import Workspace

__all__ = ["Triage", "triage"]


class Triage(
    OpeningTwins,
    QueueingTwins,
    JudgingTwins,
    FoldingTwins,
    LookingTwins,
    InspectingTwins,
    ReportingTwins,
    SignalTwins,
    PersonalTwins,
):
    """Judge candidates: queue, target, light curve, periodogram, phase plot, verdict.

    ``state`` holds all that is shown and can be observed, ``widget`` is what is shown. Every method
    is what a button does; they stand in `tessebs_widgets.dashboards.twins`, by subject.

    Parameters
    ----------
    desk : Desk
        One reviewer at one workspace.
    background : Background, optional
        How work is run beside the screen.

    Examples
    --------
    ::

        screen = triage()
        screen.open(126602778)
        screen.vote("eb", period="double")
        screen.next()
    """

    def __init__(self, desk: Desk, background: Background | None = None) -> None:
        self.state = TriageState(username=desk.username)
        background = background or background_here()
        self._fetching = Fetching(self.state, desk, background, thumbnails_of)
        self._opening = Opening(self.state, desk, background, self._fetching)
        self._editing = Editing(self.state, desk, background)
        self._judging = Judging(self.state, desk, self._opening, self._editing, self._fetching)
        self._reporting = Reporting(self.state, desk, background, self._fetching, self._editing)
        self._signals = Signals(self.state, desk, background, self._opening, self._editing, self._fetching)
        self._accepting = Accepting(self.state, desk, background, self._opening, self._editing)
        self._measuring = Measuring(self.state, self._editing)
        self._searching = Searching(self.state, background, self._fetching, self._editing)
        self._refining = Refining(self.state, desk, background, self._editing)
        self._comparing = Comparing(self.state, desk, background)
        self._owning = Owning(self.state, desk, background)
        self._reviewing = Reviewing(self.state, desk, background)
        self._queueing = Queueing(self.state, desk, self._opening, background, is_here=not _is_ahead())
        self._personal = Personal(self.state, desk, self._opening)
        self._arrived = False
        self.widget = ipw.Box(self._parts()).add_class("tessebs")

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """Show the screen where a notebook shows its last value."""
        return self.widget._repr_mimebundle_(**kwargs)

    def _parts(self) -> list[ipw.Widget]:
        state, editing, judging = self.state, self._editing, self._judging
        leaving = Leaving(state, self._opening)
        return [
            Screen(state, arrive=self._arrive, select=editing.select, title="tessEBs triage"),
            RefusedVerdict(
                state,
                vote_anyway=lambda request: judging.vote_anyway(request_id=request),
                keep=judging.keep_stored,
            ),
            Header(
                state,
                HeaderActions(
                    go=self.open, go_next=leaving.next, go_back=leaving.previous,
                    set_order=self._queueing.set_order, snooze=self._queueing.snooze,
                ),
            ),
            History(state, show=self._personal.show_history, reopen=self._personal.reopen),
            Settings(state, keep=self._personal.set),
            self._left(),
            self._plots(),
            EphemerisEditor(
                state,
                EditorActions(
                    set_period=editing.set_period, set_t0=editing.set_t0, scale_period=editing.scale_period,
                    step_period=editing.step_period, shift_t0=editing.shift_t0, reset=editing.adopt,
                    propose=judging.propose, swap=self._signals.swap_fold, refine=self._refining.refine,
                ),
            ),
            Verdicts(
                state,
                VerdictActions(
                    vote=lambda judgement, ephemeris_id, request: judging.vote(
                        judgement, ephemeris_id=ephemeris_id, request_id=request
                    ),
                    comment=lambda text, request: judging.comment(text, request_id=request),
                    write=editing.set_comment,
                    set_multiple=editing.set_multiple,
                    set_flags=editing.set_flags,
                    ask_for_ephemeris=judging.ask_for_ephemeris,
                ),
            ),
        ]  # fmt: skip

    def _left(self) -> ipw.Box:
        state, editing, judging = self.state, self._editing, self._judging
        return ipw.Box(
            [
                TargetCard(state),
                Proposals(
                    state, choose=editing.select, choose_by=editing.select_by, adopt=editing.adopt,
                    set_group=judging.set_group, undo=lambda request: judging.undo(request_id=request),
                ),
                AcceptBar(state, accept_actions(self._accepting)),
            ]
        ).add_class("te-left")  # fmt: skip

    def _plots(self) -> ipw.Box:
        state, editing = self.state, self._editing
        phase = PhasePlot(state, shift_t0=editing.shift_t0)  # first to hear of a period step, first to paint
        grade = ipw.Box([PhaseHead(state), GradeChip(state, show=partial(self.show_tab, Tab.EVIDENCE))])
        panels = {
            "te-light-curve": [
                LightCurveHead(
                    state,
                    set_provenance=self.set_provenance,
                    set_sector=self.set_sector,
                    toggle_ruler=self._measuring.toggle,
                ),
                self._ruler_bar(),
                LightCurvePlot(state, click=self._measuring.click, drag=self._measuring.drag),
            ],
            "te-tabbed": [Tabs(state, show=self.show_tab), self._cards()],
            "te-phase-panel": [grade.add_class("te-head-row"), phase],
        }
        return ipw.Box(
            [ipw.Box(parts).add_class("te-panel").add_class(name) for name, parts in panels.items()]
        ).add_class("te-plots")

    def _cards(self) -> ipw.Box:
        """The cards that share the place below the light curve; `Tab` names them."""
        state, reporting, searching = self.state, self._reporting, self._searching
        reviewing = self._reviewing
        cards = {
            Tab.PERIODOGRAM: [
                PeriodogramHead(
                    state, set_method=self.set_method, set_differences=searching.set_differences,
                    set_in_view=searching.set_in_view, cancel=searching.cancel,
                ),
                PeakButtons(state, choose=searching.choose_peak),
                PeriodogramPlot(state, set_period=self._editing.set_period),
            ],
            Tab.EVIDENCE: [
                EvidenceCard(
                    state,
                    EvidenceActions(
                        report=reporting.report, cancel=reporting.cancel, adopt=reporting.adopt,
                        set_multiple=self._editing.set_multiple,
                    ),
                )
            ],
            Tab.SIGNALS: [SignalsCard(state, signal_actions(self._signals))],
            Tab.PRODUCTS: [
                ProductsCard(state, compare=self._comparing.compare, set_provenance=self.set_provenance)
            ],
            Tab.ECLIPSES: [
                EclipseNumbers(
                    state,
                    ReviewActions(
                        review=reviewing.review,
                        set_accepted=lambda number, accepted, entry: reviewing.set_accepted(
                            number, accepted, entry_id=entry
                        ),
                        store=lambda entry: reviewing.store(entry_id=entry),
                    ),
                )
            ],
        }  # fmt: skip
        places = [
            ipw.Box(parts).add_class("te-tab-place").add_class(f"te-for-{tab}")
            for tab, parts in cards.items()
        ]
        places[0].add_class("te-periodogram")
        return ipw.Box(places).add_class("te-tab-places")

    def _ruler_bar(self) -> RulerBar:
        measuring = self._measuring
        return RulerBar(
            self.state,
            RulerActions(
                set_start=lambda start: measuring.set_ends(start=start),
                set_end=lambda end: measuring.set_ends(end=end),
                set_cycles=measuring.set_cycles,
                step=lambda part, steps: measuring.step(**{part: steps}),
            ),
        )

    def _arrive(self, tess_id: int | None) -> None:
        """A page has connected: show what its address asks for.

        A kernel that was made ready before anybody came read its candidate and its draft then;
        both may have changed.
        """
        shown = self.state.candidate.target.tess_id if self.state.candidate else None
        stale = not self._arrived and _is_ahead()
        self._arrived = True
        if stale:
            self._personal.load()
            self._opening.open_first(tess_id)
        elif tess_id is not None and tess_id != shown:
            self.open(tess_id)
        self._queueing.arrive()


def _is_ahead() -> bool:
    """Whether this kernel is made ready before anybody comes."""
    return os.environ.get("VOILA_PREHEAT") == "True"


def triage(
    username: str | None = None, tess_id: int | None = None, workspace: "Workspace | None" = None
) -> Triage:
    """Open the triage screen, in a notebook cell or in Voilà.

    Parameters
    ----------
    username : str, optional
        Who judges; the name of the login if left out.
    tess_id : int, optional
        The target to begin with; the queue's next if left out.
    workspace : Workspace, optional
        The catalogue; the one that ``TESSEBS_*`` variables name if left out.

    Notes
    -----
    What cannot be opened is said on the screen, not raised: in Voilà nobody would see it.
    """
    screen = Triage(Desk(username or visitor(), workspace))
    with opening(screen.state):
        screen._personal.load()
        if tess_id is None:
            screen.next()
        else:
            screen.open(tess_id)
    return screen
