"""The triage screen, and its one-line Python twins."""

import getpass
import os
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

import ipywidgets as ipw

from tessebs_core.errors import InputError
from tessebs_core.records import Judgement, Note, StoredVote
from tessebs_core.vocabulary import PeriodMultiple, PeriodogramMethod, Reason, SignalFlag, Verdict
from tessebs_widgets.actions.background import Background, background_here
from tessebs_widgets.actions.editing import Editing
from tessebs_widgets.actions.fetching import Fetching
from tessebs_widgets.actions.judging import Judging
from tessebs_widgets.actions.opening import Opening
from tessebs_widgets.actions.triage import Desk
from tessebs_widgets.dashboards.logs import log_to_file
from tessebs_widgets.plots import LightCurvePlot, PeriodogramPlot, PhasePlot, thumbnails_of
from tessebs_widgets.state import Kind, Notice, Phase, TriageState
from tessebs_widgets.state.guarding import guarded
from tessebs_widgets.views import EphemerisEditor, Header, Proposals, Screen, TargetCard, Verdicts
from tessebs_widgets.views.ephemeris_editor import EditorActions
from tessebs_widgets.views.plot_heads import LightCurveHead, PeriodogramHead, PhaseHead
from tessebs_widgets.views.verdicts import VerdictActions

if TYPE_CHECKING:
    from tessebs_core.workflows.workspace import Workspace

__all__ = ["Triage", "triage"]

Word = TypeVar("Word", bound=StrEnum)


class Triage:
    """Judge candidates: queue, target, light curve, periodogram, phase plot, verdict.

    ``state`` holds all that is shown and can be observed, ``widget`` is what is shown. Every method
    is what a button does.

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
        self._arrived = False
        self.widget = ipw.Box(self._parts()).add_class("tessebs")

    def next(self) -> None:
        """Show the queue's next candidate."""
        left = len(self.state.unjudged)
        before = self.state.candidate
        self._opening.open_next()
        after = self.state.candidate
        if before is not None and left and before is not after and self.state.notice is None:
            self.state.notice = Notice(
                Kind.WARNING,
                f"TIC {before.target.tess_id}: {left} of {len(before.proposals)} proposals left unjudged; "
                "it stays in your queue.",
            )

    def previous(self) -> None:
        """Show the target that was shown before."""
        self._opening.open_previous()

    def open(self, tess_id: int) -> None:
        """Show a target by its TIC number."""
        self._opening.open(tess_id)

    def refresh(self) -> None:
        """Read votes, comments and proposals of the target again."""
        self._opening.refresh()

    def vote(
        self,
        verdict: Verdict | str,
        reason: Reason | str | None = None,
        *,
        period: PeriodMultiple | str | None = None,
        flags: frozenset[SignalFlag] = frozenset(),
        duplicate_of: int | None = None,
        blend_of: int | None = None,
        ephemeris_id: int | None = None,
    ) -> StoredVote:
        """Cast a verdict on the selected proposal, or on the one named; again supersedes.

        Examples
        --------
        ``vote('eb', period='double')``, ``vote('not-eb', 'spots')``, ``vote('duplicate', duplicate_of=7)``

        Raises
        ------
        BadVote
            The parts do not fit together.
        """
        judgement = Judgement(
            verdict=_word(Verdict, verdict),
            reason=None if reason is None else _word(Reason, reason),
            period_multiple=self.state.multiple if period is None else _word(PeriodMultiple, period),
            flags=frozenset(flags),
            duplicate_of=duplicate_of,
            blend_of=blend_of,
        )
        return self._judging.vote(judgement, ephemeris_id=ephemeris_id)

    def comment(self, text: str) -> Note:
        """Store a comment on the target."""
        return self._judging.comment(text)

    def propose(self) -> int:
        """Propose the fold as an ephemeris of one's own; returns its id."""
        return self._judging.propose()

    def select(self, ephemeris_id: int, period: PeriodMultiple | str | None = None) -> None:
        """Take up a proposal and fold on it, at a multiple of its period."""
        self._editing.select(ephemeris_id, None if period is None else _word(PeriodMultiple, period))

    def adopt(self, ephemeris_id: int | None = None) -> None:
        """Fold on a proposal as it was proposed."""
        self._editing.adopt(ephemeris_id)

    def set_multiple(self, period: PeriodMultiple | str) -> None:
        """Fold on P/2, P or 2P of the selected proposal, and vote for that period."""
        self._editing.set_multiple(_word(PeriodMultiple, period))

    def set_period(self, period: float) -> None:
        """Fold on a period, days."""
        self._editing.set_period(period)

    def set_t0(self, bjd0: float) -> None:
        """Put phase 0 at a time, BTJD."""
        self._editing.set_t0(bjd0)

    def halve(self) -> None:
        """Halve the period."""
        self._editing.scale_period(0.5)

    def double(self) -> None:
        """Double the period."""
        self._editing.scale_period(2.0)

    def step_period(self, steps: float = 1.0) -> None:
        """Change the period by fine steps: 0.01 cycle over the light curve each."""
        self._editing.step_period(steps)

    def shift_t0(self, cycles: float) -> None:
        """Move phase 0 by a part of the period, or by whole periods."""
        self._editing.shift_t0(cycles)

    def set_provenance(self, provenance: str) -> None:
        """Show another product's light curve.

        Raises
        ------
        InputError
            It is not held for this target.
        """
        held = self.state.candidate.provenances if self.state.candidate else ()
        if provenance not in held:
            raise InputError(
                f"{provenance!r} is not held for this target; held: {', '.join(held) or 'none'}."
            )
        self.state.provenance = provenance
        self._fetching.load_light_curve()
        self._editing.keep_draft()

    def set_sector(self, sector: int | None) -> None:
        """Look at one sector of the light curve, or at all.

        Raises
        ------
        InputError
            The light curve has no such sector.
        """
        light_curve = self.state.light_curve
        if sector is not None and (light_curve is None or sector not in light_curve.sectors):
            raise InputError(f"The light curve has no sector {sector}.")
        self.state.sector = sector

    def set_method(self, method: PeriodogramMethod | str) -> None:
        """Show the Lomb-Scargle or the box-least-squares periodogram."""
        self.state.method = _word(PeriodogramMethod, method)
        self._fetching.load_periodogram()

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """Show the screen where a notebook shows its last value."""
        return self.widget._repr_mimebundle_(**kwargs)

    def _parts(self) -> list[ipw.Widget]:
        state, editing, judging = self.state, self._editing, self._judging
        left = ipw.Box(
            [
                TargetCard(state),
                Proposals(state, choose=editing.select, choose_by=editing.select_by, adopt=editing.adopt),
            ]
        ).add_class("te-left")
        return [
            Screen(state, arrive=self._arrive, title="tessEBs triage"),
            Header(state, go=self.open, go_next=self.next, go_back=self.previous),
            left,
            self._plots(),
            EphemerisEditor(
                state,
                EditorActions(
                    set_period=editing.set_period, set_t0=editing.set_t0, scale_period=editing.scale_period,
                    step_period=editing.step_period, shift_t0=editing.shift_t0, reset=editing.adopt,
                    propose=judging.propose,
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
                ),
            ),
        ]  # fmt: skip

    def _plots(self) -> ipw.Box:
        state, editing = self.state, self._editing
        phase = PhasePlot(state, shift_t0=editing.shift_t0)  # first to hear of a period step, first to paint
        heads = (
            LightCurveHead(state, set_provenance=self.set_provenance, set_sector=self.set_sector),
            PeriodogramHead(state, set_method=self.set_method),
            PhaseHead(state),
        )
        plots = (
            LightCurvePlot(state),
            PeriodogramPlot(state, set_period=editing.set_period),
            phase,
        )
        names = ("te-light-curve", "te-periodogram", "te-phase-panel")
        panels = [
            ipw.Box([head, plot]).add_class("te-panel").add_class(name)
            for head, plot, name in zip(heads, plots, names, strict=True)
        ]
        return ipw.Box(panels).add_class("te-plots")

    def _arrive(self, tess_id: int | None) -> None:
        """A page has connected: show what its address asks for.

        A kernel that was made ready before anybody came read its candidate and its draft then;
        both may have changed.
        """
        shown = self.state.candidate.target.tess_id if self.state.candidate else None
        stale = not self._arrived and os.environ.get("VOILA_PREHEAT") == "True"
        self._arrived = True
        if stale:
            self._opening.open_first(tess_id)
        elif tess_id is not None and tess_id != shown:
            self.open(tess_id)


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
    screen = Triage(Desk(username or getpass.getuser(), workspace))
    with guarded(screen.state):
        log_to_file()
        if tess_id is None:
            screen.next()
        else:
            screen.open(tess_id)
    if screen.state.phase is Phase.STARTING:
        screen.state.phase = Phase.FAILED
    return screen


def _word(words: type[Word], value: Word | str) -> Word:
    """Read a word of a closed list.

    Raises
    ------
    InputError
        It is not in the list.
    """
    try:
        return words(value)
    except ValueError as error:
        raise InputError(f"{value!r} is not one of {', '.join(words)}.") from error
