"""The target screen: views and actions put together."""

import os
from typing import TYPE_CHECKING, Any

import ipywidgets as ipw

from tessebs_widgets.actions.background import Background, background_here
from tessebs_widgets.actions.target_desk import TargetDesk
from tessebs_widgets.actions.target_sharing import TargetSharing
from tessebs_widgets.actions.target_showing import TargetShowing
from tessebs_widgets.actions.target_timing import TargetTiming
from tessebs_widgets.actions.target_working import TargetWorking
from tessebs_widgets.dashboards.opening import opening, visitor
from tessebs_widgets.dashboards.twins.target import TargetTwins
from tessebs_widgets.state.target import Section, TargetState
from tessebs_widgets.views.shared_signals import SharedCard
from tessebs_widgets.views.tables import Tables
from tessebs_widgets.views.target_facts import FactsActions, TargetFacts
from tessebs_widgets.views.target_figures import FigureActions, TargetFigures
from tessebs_widgets.views.target_header import TargetHeader, TargetScreen
from tessebs_widgets.views.target_notes import TargetNotes
from tessebs_widgets.views.target_sections import SectionTabs
from tessebs_widgets.views.target_tables import (
    ReleaseTable,
    ephemeris_tables,
    neighbour_tables,
    product_tables,
    signal_tables,
)
from tessebs_widgets.views.timing import TimingActions, TimingCard

if TYPE_CHECKING:
    from tessebs_core.workflows.workspace import Workspace

__all__ = ["Target", "target"]


class Target(TargetTwins):
    """See all of one target; refresh, syndicate, draw, comment.

    ``state`` holds all that is shown and can be observed, ``widget`` is what is shown. Every method is
    what a key or a button does.

    Parameters
    ----------
    desk : TargetDesk
        One person at one workspace.
    background : Background, optional
        How work is run beside the screen.

    Examples
    --------
    ::

        screen = target(126602778)
        screen.state.view.signals
        screen.refresh_metadata()
        screen.comment("the neighbour dips too", signal_id=1)
    """

    def __init__(self, desk: TargetDesk, background: Background | None = None) -> None:
        self.state = TargetState(username=desk.username)
        background = background or background_here()
        self._showing = TargetShowing(self.state, desk, background)
        self._working = TargetWorking(self.state, desk, background, self._showing)
        self._timing = TargetTiming(self.state, desk, background)
        self._sharing = TargetSharing(self.state, desk, background)
        self._arrived = False
        self.widget = ipw.Box(self._parts()).add_class("tessebs").add_class("te-target-screen")

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """Show the screen where a notebook shows its last value."""
        return self.widget._repr_mimebundle_(**kwargs)

    def _parts(self) -> list[ipw.Widget]:
        showing, working = self._showing, self._working
        sections = [SectionTabs(self.state, show=showing.show)]
        for section, parts in self._sections().items():
            sections.append(ipw.Box(parts).add_class("te-section").add_class(f"te-section-{section}"))
        return [
            TargetScreen(self.state, arrive=self._arrive, title="tessEBs target"),
            TargetHeader(self.state, open_target=showing.open, read_again=showing.read_again),
            TargetFacts(
                self.state,
                FactsActions(
                    refresh=working.refresh,
                    syndicate=working.syndicate,
                    figures=working.draw,
                    cancel=working.cancel,
                    again=working.again,
                ),
            ),
            ipw.Box(sections).add_class("te-target-sections"),
        ]

    def _sections(self) -> dict[Section, list[ipw.Widget]]:
        """What stands in each section, from top to bottom."""
        showing, state = self._showing, self.state
        figures = FigureActions(
            choose=showing.choose_product,
            figure_of=showing.figure_of,
            fetch=showing.fetch_figure,
            make=self._working.draw,
        )
        notes = TargetNotes(
            state,
            comment=lambda text, ephemeris, signal, request: showing.comment(
                text, ephemeris_id=ephemeris, signal_id=signal, request_id=request
            ),
            show=lambda: showing.show(Section.NOTES),
        )
        return {
            Section.SIGNALS: [Tables(state, signal_tables), ReleaseTable(state)],
            Section.EPHEMERIDES: [Tables(state, ephemeris_tables)],
            Section.FIGURES: [TargetFigures(state, figures)],
            Section.PRODUCTS: [Tables(state, product_tables)],
            Section.NOTES: [notes],
            Section.NEIGHBOURS: [Tables(state, neighbour_tables)],
            Section.TIMING: [TimingCard(state, self._timing_actions())],
            Section.SHARED: [SharedCard(state, search=self._sharing.search, cancel=self._sharing.cancel)],
        }

    def _timing_actions(self) -> TimingActions:
        timing = self._timing
        return TimingActions(time=timing.time, choose=timing.choose, cancel=timing.cancel)

    def _arrive(self, tess_id: int | None) -> None:
        """A page has connected, perhaps with a TIC in its address; a kernel made ready before reads anew."""
        if tess_id is not None:
            self.open(tess_id)
        elif not self._arrived and os.environ.get("VOILA_PREHEAT") == "True":
            self.refresh()
        self._arrived = True


def target(
    tess_id: int | None = None, username: str | None = None, workspace: "Workspace | None" = None
) -> Target:
    """Open the target screen, in a notebook cell or in Voilà.

    Parameters
    ----------
    tess_id : int, optional
        Which target; the screen asks for one if left out.
    username : str, optional
        Who looks; the name of the login if left out.
    workspace : Workspace, optional
        The catalogue; the one that ``TESSEBS_*`` variables name if left out.

    Notes
    -----
    What cannot be opened is said on the screen, not raised: in Voilà nobody would see it.
    """
    screen = Target(TargetDesk(username or visitor(), workspace))
    with opening(screen.state):
        if tess_id is None:
            screen._showing.wait()
        else:
            screen.open(tess_id)
    return screen
