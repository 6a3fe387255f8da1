"""The triage screen's way to the workflows that judge; a part of its desk."""

from tessebs_core.records import Judgement, StoredVote
from tessebs_core.records.group_votes import GroupVote, Undone
from tessebs_widgets.actions.workspace_desk import WorkspaceDesk

__all__ = ["JudgingDesk"]


class JudgingDesk(WorkspaceDesk):
    """Judge proposals, alone and with their group, and take a click back."""

    def cast_vote(
        self, ephemeris_id: int, judgement: Judgement, *, request_id: str, seen: int | None
    ) -> StoredVote:
        """Store a judgement; it is in the database when this returns. ``seen`` is the vote that was shown."""
        from tessebs_core.workflows.judging import cast_vote

        return cast_vote(
            self._workspace, self.username, ephemeris_id, judgement, request_id=request_id, seen=seen
        )

    def cast_group_vote(
        self, ephemeris_id: int, judgement: Judgement, *, request_id: str, seen: int | None
    ) -> GroupVote:
        """The same, and call the proposals of the same signal duplicates of it; one action."""
        from tessebs_core.workflows.judging import cast_group_vote

        return cast_group_vote(
            self._workspace, self.username, ephemeris_id, judgement, request_id=request_id, seen=seen
        )

    def undo_last(self, *, request_id: str) -> Undone | None:
        """Take back this person's newest click that is not undone; None when there is none."""
        from tessebs_core.workflows.judging import undo

        return undo(self._workspace, self.username, request_id=request_id)
