"""The group's screen, as values."""

from traitlets import Bool, HasTraits, Instance, Int, Unicode, UseEnum

from tessebs_core.records.agreement import Agreement
from tessebs_core.records.conflicts import Conflict
from tessebs_core.records.group_views import PastVote, Standpoint
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
    notice = Instance(Notice, allow_none=True)

    @property
    def conflict(self) -> Conflict | None:
        """The conflict that a decision would be on, decided before or not."""
        every = (*self.conflicts, *self.decided)
        return next((each for each in every if each.ephemeris_id == self.chosen), None)
