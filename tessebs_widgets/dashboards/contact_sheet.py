"""The contact sheet: views and actions put together."""

import os
from typing import TYPE_CHECKING, Any

import ipywidgets as ipw

from tessebs_core.records import StoredVote
from tessebs_core.vocabulary import PeriodMultiple, Reason, Verdict
from tessebs_widgets.actions.background import Background, background_here
from tessebs_widgets.actions.leafing import Leafing
from tessebs_widgets.actions.sheet_desk import SheetDesk
from tessebs_widgets.actions.sheet_judging import SheetJudging
from tessebs_widgets.actions.sheet_pictures import SheetPictures
from tessebs_widgets.dashboards.opening import opening, visitor
from tessebs_widgets.dashboards.twins.words import word_of
from tessebs_widgets.plots.thumbnails import sheet_thumbnails
from tessebs_widgets.state.contact_sheet import ContactSheetState
from tessebs_widgets.views.contact_sheet import ContactSheetView, SheetActions, SheetScreen
from tessebs_widgets.views.sheet_header import SheetHeader

if TYPE_CHECKING:
    from tessebs_core.workflows.workspace import Workspace

__all__ = ["ContactSheet", "contact_sheet"]


class ContactSheet:
    """Judge many targets at a glance: twenty folded pictures, the surest periods first.

    ``state`` holds all that is shown and can be observed, ``widget`` is what is shown. Every method is
    what a key or a button does.

    Parameters
    ----------
    desk : SheetDesk
        One reviewer at one workspace.
    background : Background, optional
        How work is run beside the screen.

    Examples
    --------
    ::

        sheet = contact_sheet()
        sheet.vote(126602778, "eb", period="double")
        sheet.undo()
        sheet.next()
    """

    def __init__(self, desk: SheetDesk, background: Background | None = None) -> None:
        self.state = ContactSheetState(username=desk.username)
        background = background or background_here()
        pictures = SheetPictures(self.state, desk, background, sheet_thumbnails)
        self._leafing = Leafing(self.state, desk, background, pictures)
        self._judging = SheetJudging(self.state, desk, background)
        self._arrived = False
        self.widget = ipw.Box(self._parts()).add_class("tessebs").add_class("te-sheet")

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """Show the sheet where a notebook shows its last value."""
        return self.widget._repr_mimebundle_(**kwargs)

    def vote(
        self,
        tess_id: int | None,
        verdict: Verdict | str,
        reason: Reason | str | None = None,
        *,
        period: PeriodMultiple | str | None = None,
    ) -> StoredVote:
        """Cast a verdict on a target of this page, or for None on the one in focus; again supersedes.

        Raises
        ------
        InputError
            It is not on this page, or a word is none of the list.
        BadVote
            The parts do not fit together.
        """
        said = word_of(Verdict, verdict)
        because = None if reason is None else word_of(Reason, reason)
        if period is not None:
            self._judging.set_multiple(word_of(PeriodMultiple, period), tess_id)
        return self._judging.vote(said, because, tess_id=tess_id)

    def undo(self) -> int | None:
        """Take back the last vote of this session; returns its target, None if there is none."""
        return self._judging.undo()

    def set_multiple(self, period: PeriodMultiple | str, tess_id: int | None = None) -> None:
        """Fold a target on P/2, P or 2P, and vote for that."""
        self._judging.set_multiple(word_of(PeriodMultiple, period), tess_id)

    def focus(self, tess_id: int) -> None:
        """Let keys act on a target of this page."""
        self._judging.focus(tess_id)

    def move(self, step: int) -> None:
        """Let keys act on the tile ``step`` places further."""
        self._judging.move(step)

    def next(self) -> None:
        """Show the next twenty."""
        self._leafing.open_next()

    def previous(self) -> None:
        """Show the page before."""
        self._leafing.open_previous()

    def refresh(self) -> None:
        """Read the votes on this page again."""
        self._leafing.refresh()

    def _parts(self) -> list[ipw.Widget]:
        judging = self._judging
        return [
            SheetScreen(self.state, arrive=self._arrive, title="tessEBs contact sheet"),
            SheetHeader(self.state, go_next=self.next, go_back=self.previous),
            ContactSheetView(
                self.state,
                SheetActions(
                    vote=lambda tess_id, verdict, reason, request: judging.vote(
                        verdict, reason, tess_id=tess_id, request_id=request
                    ),
                    undo=lambda request: judging.undo(request_id=request),
                    set_multiple=lambda tess_id, multiple: judging.set_multiple(multiple, tess_id),
                    focus=judging.focus,
                    move=judging.move,
                    look_again=self.refresh,
                ),
            ),
        ]

    def _arrive(self, tess_id: int | None) -> None:
        """A page has connected; a kernel that was made ready before anybody came reads the queue again."""
        if not self._arrived and os.environ.get("VOILA_PREHEAT") == "True":
            self._leafing.open_first()
        self._arrived = True
        if tess_id in {each.tess_id for each in self.state.tiles if not each.is_judged}:
            self.focus(tess_id)


def contact_sheet(username: str | None = None, workspace: "Workspace | None" = None) -> ContactSheet:
    """Open the contact sheet, in a notebook cell or in Voilà.

    Parameters
    ----------
    username : str, optional
        Who judges; the name of the login if left out.
    workspace : Workspace, optional
        The catalogue; the one that ``TESSEBS_*`` variables name if left out.

    Notes
    -----
    What cannot be opened is said on the screen, not raised: in Voilà nobody would see it.
    """
    sheet = ContactSheet(SheetDesk(username or visitor(), workspace))
    with opening(sheet.state):
        sheet.next()
    return sheet
