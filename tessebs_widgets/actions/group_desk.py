"""The group screen's way to the workflows."""

from tessebs_core.records import Judgement, StoredDecision
from tessebs_core.records.agreement import Agreement
from tessebs_core.records.conflicts import Conflict
from tessebs_core.records.group_views import PastVote, Standpoint
from tessebs_widgets.actions.workspace_desk import WorkspaceDesk

__all__ = ["GroupDesk"]

_SEED = 2011  # of the interval's bootstrap: the same votes give the same interval


class GroupDesk(WorkspaceDesk):
    """One person at one workspace."""

    def standpoint(self) -> Standpoint:
        """Who looks, what they may do, how far the work has come."""
        from tessebs_core.workflows.group import standpoint

        return standpoint(self._workspace, self.username)

    def conflicts(self, *, decided: bool = False) -> tuple[Conflict, ...]:
        """What people disagree on, and waits or was decided; what this person may see of it."""
        from tessebs_core.workflows.adjudication import conflicts

        if self.standpoint().role is None:
            return ()
        return conflicts(self._workspace, self.username, decided=decided)

    def agreement(self) -> Agreement:
        """How far people agree."""
        import numpy as np

        from tessebs_core.workflows.agreement import agreement

        return agreement(self._workspace, generator=np.random.default_rng(_SEED))

    def history(self, person: str) -> tuple[PastVote, ...]:
        """A person's votes, newest first."""
        from tessebs_core.workflows.group import history_of

        return history_of(self._workspace, self.username, person)

    def decide(
        self,
        ephemeris_id: int,
        judgement: Judgement,
        note: str,
        *,
        request_id: str,
        seen: int | None,
        group: bool,
    ) -> StoredDecision:
        """Settle a proposal as a lead."""
        from tessebs_core.workflows.adjudication import decide

        return decide(
            self._workspace, self.username, ephemeris_id, judgement, note,
            request_id=request_id, seen=seen, group=group,
        )  # fmt: skip

    def set_blind(self, *, blind: bool) -> None:
        """Switch the blind first look, for everybody."""
        from tessebs_core.workflows.adjudication import set_first_look_blind

        set_first_look_blind(self._workspace, self.username, blind=blind)
