"""Say something that is kept: a verdict, a comment, an ephemeris of one's own."""

from dataclasses import replace
from uuid import uuid4

from tessebs_core.errors import InputError, StaleForm, TessebsError
from tessebs_core.records import Judgement, Note, StoredVote
from tessebs_core.records.group_votes import GroupVote, Undone
from tessebs_core.vocabulary import PeriodMultiple
from tessebs_widgets.actions.editing import Editing
from tessebs_widgets.actions.fetching import Fetching
from tessebs_widgets.actions.opening import Opening
from tessebs_widgets.actions.triage import Desk
from tessebs_widgets.state.guarding import guarded
from tessebs_widgets.state.inspecting import Wanted
from tessebs_widgets.state.judging import Refused
from tessebs_widgets.state.notices import Kind, Notice
from tessebs_widgets.state.triage import TriageState

__all__ = ["Judging"]


class Judging:
    """Store what the reviewer says; the database has it when a method returns."""

    def __init__(
        self, state: TriageState, desk: Desk, opening: Opening, editing: Editing, fetching: Fetching
    ) -> None:
        self._state = state
        self._desk = desk
        self._opening = opening
        self._fetching = fetching
        self._editing = editing
        state.observe(self._lead_on, names=["candidate", "selected", "multiple", "fold"])

    def vote(
        self,
        judgement: Judgement,
        *,
        ephemeris_id: int | None = None,
        group: bool | None = None,
        request_id: str | None = None,
    ) -> StoredVote:
        """Store a judgement of a proposal, and the comment that was begun with it.

        A vote on a proposal judged before supersedes the earlier one.

        Parameters
        ----------
        ephemeris_id : int, optional
            The proposal; the selected one if left out.
        group : bool, optional
            Whether the proposals that mean the same signal become duplicates of it; as the screen's switch
            says if left out.
        request_id : str, optional
            The same id again is the same vote, stored once.

        Raises
        ------
        InputError
            No proposal is selected, or it is not one of the candidate on the screen.
        StaleForm
            Another vote of this person is stored than the screen showed; `vote_anyway` replaces it.
        """
        chosen = self._state.selected if ephemeris_id is None else ephemeris_id
        shown = {each.ephemeris_id: each.own_vote for each in self._state.proposals}
        if chosen is None or chosen not in shown:
            raise InputError("There is no proposal here to vote on. Propose an ephemeris first.")
        own = shown[chosen]
        return self._cast(
            Refused(chosen, judgement, own, self._state.judges_group if group is None else group),
            request_id or str(uuid4()),
        )

    def vote_anyway(self, *, request_id: str | None = None) -> StoredVote:
        """Store the verdict that was refused, in place of the one that is stored.

        Raises
        ------
        InputError
            None was refused.
        StaleForm
            It has changed once more.
        """
        if self._state.refused is None:
            raise InputError("No verdict waits to be stored anyway.")
        return self._cast(self._state.refused, request_id or str(uuid4()))

    def keep_stored(self) -> None:
        """Leave what is stored as it is, and forget the verdict that was refused."""
        self._state.refused = None

    def undo(self, *, request_id: str | None = None) -> Undone | None:
        """Take back the newest click of this person that is not undone, whole, and show its target.

        Returns
        -------
        Undone or None
            None when there is nothing left to undo.
        """
        undone = self._desk.undo_last(request_id=request_id or str(uuid4()))
        if undone is None:
            self._state.notice = Notice(Kind.INFO, "There is nothing left to undo.")
            return None
        candidate = self._state.candidate
        with guarded(self._state):  # it is undone, whatever happens to the screen now
            if candidate is None or candidate.target.tess_id != undone.tess_id:
                self._opening.open(undone.tess_id)
            else:
                self._opening.refresh()
        self._state.refused = None
        self._state.notice = Notice(Kind.SAVED, _undone(undone), undone.at)
        return undone

    def set_group(self, judges_group: bool) -> None:
        """Let a verdict be on all proposals of the same signal, or on one alone."""
        self._state.judges_group = judges_group

    def _cast(self, wanted: Refused, request_id: str) -> StoredVote:
        """Store a verdict if what it replaces is still there; else keep it for the person to choose."""
        seen = None if wanted.stored is None else wanted.stored.vote_id
        cast = self._desk.cast_group_vote if wanted.group else self._desk.cast_vote
        try:
            made = cast(wanted.ephemeris_id, wanted.wanted, request_id=request_id, seen=seen)
        except StaleForm as stale:
            stored = stale.stored if isinstance(stale.stored, StoredVote) else None
            with guarded(self._state):
                self._opening.refresh()
            self._state.refused = replace(wanted, stored=stored)
            raise
        result = made if isinstance(made, GroupVote) else GroupVote(made)
        self._state.refused = None
        with guarded(self._state):  # the vote is stored, whatever happens to the screen now
            self._opening.refresh()
        self._state.notice = Notice(Kind.SAVED, _described(result), result.vote.cast_at)
        if self._state.comment.strip():
            self._comment_too(request_id)
        self._editing.keep_draft()
        with guarded(self._state):
            self._go_on()
        return result.vote

    def _go_on(self) -> None:
        """After the last verdict, where the person likes it so; what was saved stays said."""
        state = self._state
        if state.preferences.auto_advance and state.candidate is not None and not state.unjudged:
            said, judged = state.notice, state.candidate.target.tess_id
            self._opening.open_next()
            if said is not None:
                state.notice = Notice(said.kind, f"TIC {judged}: {said.text}", said.at)

    def _comment_too(self, request_id: str) -> None:
        said = self._state.notice
        try:
            note = self.comment(self._state.comment, request_id=f"{request_id[:50]}-comment")
        except TessebsError as error:
            words = f"The verdict is saved, the comment is not: {error}"
            self._state.notice = Notice(Kind.WARNING, words)
        else:
            words = "comment" if said is None else f"{said.text}; comment"
            self._state.notice = Notice(Kind.SAVED, words, note.timestamp)

    def comment(self, text: str, *, request_id: str | None = None) -> Note:
        """Store a comment on the target shown, and clear the field.

        Raises
        ------
        InputError
            There is nothing to comment on, or the comment is empty or too long.
        """
        if self._state.candidate is None:
            raise InputError("There is no target to comment on.")
        tess_id = self._state.candidate.target.tess_id
        note = self._desk.add_comment(tess_id, text, request_id=request_id or str(uuid4()))
        if self._state.comment.strip() == text.strip():
            self._state.comment = ""
        self._opening.refresh()
        self._editing.keep_draft()
        self._state.notice = Notice(Kind.SAVED, "comment", note.timestamp)
        return note

    def ask_for_ephemeris(self) -> None:
        """Lead to what an EB with another period needs: that period, or its proposal."""
        state = self._state
        state.wanted = Wanted.NOTHING  # asked for again, it is shown again
        edited = state.fold is not None and state.is_edited
        state.wanted = Wanted.PROPOSAL if edited else Wanted.PERIOD

    def _lead_on(self, _change: object) -> None:
        """What was asked for is there, or is not needed any more."""
        state = self._state
        if state.wanted is Wanted.NOTHING:
            return
        needed = state.candidate is not None and (
            state.proposal is None or state.multiple is PeriodMultiple.OTHER
        )
        edited = state.fold is not None and state.is_edited
        state.wanted = Wanted.NOTHING if not needed else Wanted.PROPOSAL if edited else Wanted.PERIOD

    def propose(self) -> int:
        """Propose the fold as an ephemeris of one's own and select it; returns its id.

        Raises
        ------
        InputError
            There is no fold to propose.
        """
        if self._state.candidate is None:
            raise InputError("There is no target to propose an ephemeris for.")
        if self._state.fold is None:
            self.ask_for_ephemeris()
            raise InputError("A manual ephemeris needs a period: type it, or click a peak.")
        ephemeris_id = self._desk.propose(
            self._state.candidate.target.tess_id,
            self._state.fold.ephemeris,
            provenance=self._state.provenance,
        )
        self._opening.refresh()
        self._editing.select(ephemeris_id, PeriodMultiple.PERIOD)
        self._fetching.make_thumbnails()
        added = self._state.proposal.date_added if self._state.proposal else None
        self._state.notice = Notice(Kind.SAVED, "new ephemeris; a verdict is now on it", added)
        return ephemeris_id


def _described(made: GroupVote) -> str:
    judgement = made.vote.judgement
    words = [str(judgement.verdict)]
    if judgement.reason is not None:
        words.append(str(judgement.reason))
    if judgement.blend_of is not None:
        words.append(f"of TIC {judgement.blend_of}")
    words.append(str(judgement.period_multiple))
    parts = [", ".join(words)]
    if made.duplicates:
        count = len(made.duplicates)
        parts.append(f"{count} duplicate{'s' if count > 1 else ''} marked")
    if made.left:
        parts.append(f"{len(made.left)} that you judged otherwise stay{'s' if len(made.left) == 1 else ''}")
    return "; ".join(parts) + (" - undo U" if made.duplicates else "")


def _undone(undone: Undone) -> str:
    back = sum(judgement is not None for _, judgement in undone.now)
    count = len(undone.now)
    words = f"undone: {count} verdict{'s' if count > 1 else ''} of TIC {undone.tess_id} taken back"
    return f"{words}, {back} earlier one{'s' if back > 1 else ''} restored" if back else words
