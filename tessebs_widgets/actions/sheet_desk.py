"""The contact sheet's way to the workflows."""

from collections.abc import Iterable

from tessebs_core.records import Judgement, LightCurve
from tessebs_core.records.contact_sheet import SheetEntry, SheetPlace
from tessebs_core.records.group_votes import GroupVote, Undone
from tessebs_widgets.actions.triage import Desk

__all__ = ["SheetDesk"]


class SheetDesk(Desk):
    """One reviewer at one workspace, with many targets at once."""

    def places(self, *, after: SheetPlace | None = None, count: int) -> tuple[SheetPlace, ...]:
        """The targets to show next."""
        from tessebs_core.workflows.contact_sheet import next_places

        return next_places(self._workspace, self.username, after=after, count=count)

    def entries(self, tess_ids: Iterable[int], *, keep: Iterable[int] = ()) -> tuple[SheetEntry, ...]:
        """What the sheet shows of targets."""
        from tessebs_core.workflows.contact_sheet import sheet_entries

        return sheet_entries(self._workspace, self.username, tess_ids, keep=keep)

    def light_curve_of(self, entry: SheetEntry) -> LightCurve:
        """What an entry is folded from."""
        from tessebs_core.workflows.contact_sheet import light_curve_of

        return light_curve_of(self._workspace, entry)

    def judge(
        self, ephemeris_id: int, judgement: Judgement, *, request_id: str, seen: int | None
    ) -> GroupVote:
        """Store a judgement, and call the proposals of the same signal duplicates of it; one action."""
        from tessebs_core.workflows.judging import cast_group_vote

        return cast_group_vote(
            self._workspace, self.username, ephemeris_id, judgement, request_id=request_id, seen=seen
        )

    def undo(self, action: str, *, request_id: str) -> Undone | None:
        """Take back all that one click said."""
        from tessebs_core.workflows.judging import undo

        return undo(self._workspace, self.username, request_id=request_id, action=action)
