"""The group's screen, as values."""

from traitlets import Bool, HasTraits, Instance, Int, Unicode, UseEnum, observe

from tessebs_core.records.agreement import Agreement
from tessebs_core.records.conflicts import Conflict
from tessebs_core.records.group_views import PastVote, Standpoint
from tessebs_core.vocabulary import PeriodMultiple
from tessebs_widgets.state.notices import Notice
from tessebs_widgets.state.triage import Phase

__all__ = ["GroupState"]


class GroupState(HasTraits):
    """What one person sees of the group's work; knows no widget and no database."""

    username = Unicode()
    phase = UseEnum(Phase, default_value=Phase.STARTING)
    standpoint = Instance(Standpoint, allow_none=True)
    conflicts: tuple[Conflict, ...] = Instance(tuple, args=())
    decided: tuple[Conflict, ...] = Instance(tuple, args=())
    agreement = Instance(Agreement, allow_none=True)
    agreement_loading = Bool(False)
    person = Unicode(help="whose history is shown")
    history: tuple[PastVote, ...] = Instance(tuple, args=())
    chosen = Int(None, allow_none=True, help="ephemeris_id of the conflict that is looked at")
    multiple = UseEnum(PeriodMultiple, default_value=PeriodMultiple.PERIOD, help="what would be decided on")
    notice = Instance(Notice, allow_none=True)

    @observe("chosen")
    def _choose_anew(self, _change: object) -> None:
        """The multiple that was meant for one conflict is never meant for the next."""
        self.multiple = PeriodMultiple.PERIOD

    @property
    def conflict(self) -> Conflict | None:
        """The conflict that a decision would be on, decided before or not."""
        every = (*self.conflicts, *self.decided)
        return next((each for each in every if each.ephemeris_id == self.chosen), None)
