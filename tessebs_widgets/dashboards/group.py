"""The group's screen: views and actions put together."""

import os
from typing import TYPE_CHECKING, Any

import ipywidgets as ipw

from tessebs_core.records import Judgement, StoredDecision
from tessebs_core.vocabulary import PeriodMultiple, Verdict
from tessebs_widgets.actions.background import Background, background_here
from tessebs_widgets.actions.group_desk import GroupDesk
from tessebs_widgets.actions.leading import Leading
from tessebs_widgets.dashboards.opening import opening, visitor
from tessebs_widgets.dashboards.twins.words import word_of
from tessebs_widgets.state.group import GroupState
from tessebs_widgets.views.group import GroupActions, GroupBoard, GroupScreen

if TYPE_CHECKING:
    from tessebs_core.workflows.workspace import Workspace

__all__ = ["Group", "group"]


class Group:
    """See how the group does: progress, agreement, conflicts, histories; decide as a lead.

    ``state`` holds all that is shown and can be observed, ``widget`` is what is shown. Every method is
    what a button does.

    Examples
    --------
    ::

        screen = group()
        screen.state.conflicts
        screen.decide("eb", "the secondary shows in QLP too", period="double")
    """

    def __init__(self, desk: GroupDesk, background: Background | None = None) -> None:
        self.state = GroupState(username=desk.username)
        self._leading = Leading(self.state, desk, background or background_here())
        self._arrived = False
        self.widget = ipw.Box(self._parts()).add_class("tessebs").add_class("te-group-screen")

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """Show the screen where a notebook shows its last value."""
        return self.widget._repr_mimebundle_(**kwargs)

    def decide(
        self,
        verdict: Verdict | str,
        note: str,
        *,
        period: PeriodMultiple | str = PeriodMultiple.PERIOD,
        duplicate_of: int | None = None,
        ephemeris_id: int | None = None,
        group: bool = True,
    ) -> StoredDecision:
        """Settle the chosen conflict, or the one named, with the reason in words.

        Parameters
        ----------
        group : bool
            The proposals that mean the same signal are settled too, as duplicates of this one.

        Raises
        ------
        NotPermitted
            Only leads and admins decide.
        BadVote
            The reason is missing, or the parts do not fit together.
        StaleForm
            Somebody has decided it since it was shown.
        """
        judgement = Judgement(
            word_of(Verdict, verdict),
            period_multiple=word_of(PeriodMultiple, period),
            duplicate_of=duplicate_of,
        )
        return self._leading.decide(judgement, note, ephemeris_id=ephemeris_id, group=group)

    def choose(self, ephemeris_id: int) -> None:
        """Look at a conflict."""
        self._leading.choose(ephemeris_id)

    def show_history(self, person: str) -> None:
        """Show a person's votes, newest first."""
        self._leading.show_history(person)

    def set_blind(self, blind: bool) -> None:
        """Switch the blind first look on or off, for everybody."""
        self._leading.set_blind(blind=blind)

    def refresh(self) -> None:
        """Read everything again."""
        self._leading.refresh()

    def _parts(self) -> list[ipw.Widget]:
        leading = self._leading
        return [
            GroupScreen(self.state, arrive=self._arrive, title="tessEBs group"),
            GroupBoard(
                self.state,
                GroupActions(
                    choose=leading.choose,
                    set_multiple=leading.set_multiple,
                    decide=lambda key, judgement, note, group, request: leading.decide(
                        judgement, note, ephemeris_id=key, group=group, request_id=request
                    ),
                    show_history=leading.show_history,
                    set_blind=lambda blind: leading.set_blind(blind=blind),
                    refresh=leading.refresh,
                ),
            ),
        ]

    def _arrive(self, tess_id: int | None) -> None:
        """A page has connected; a kernel that was made ready before anybody came reads everything again."""
        if not self._arrived and os.environ.get("VOILA_PREHEAT") == "True":
            self.refresh()
        self._arrived = True
        found = [each.ephemeris_id for each in self.state.conflicts if each.tess_id == tess_id]
        if found:
            self.choose(found[0])


def group(username: str | None = None, workspace: "Workspace | None" = None) -> Group:
    """Open the group's screen, in a notebook cell or in Voilà.

    Parameters
    ----------
    username : str, optional
        Who looks; the name of the login if left out.
    workspace : Workspace, optional
        The catalogue; the one that ``TESSEBS_*`` variables name if left out.

    Notes
    -----
    What cannot be opened is said on the screen, not raised: in Voilà nobody would see it.
    """
    screen = Group(GroupDesk(username or visitor(), workspace))
    with opening(screen.state):
        screen.refresh()
    return screen
