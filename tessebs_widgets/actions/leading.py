"""See how the group does, and decide for it."""

from uuid import uuid4

from tessebs_core.errors import InputError, StaleForm
from tessebs_core.records import Judgement, StoredDecision
from tessebs_core.records.agreement import Agreement
from tessebs_core.vocabulary import PeriodMultiple
from tessebs_widgets.actions.background import Background
from tessebs_widgets.actions.group_desk import GroupDesk
from tessebs_widgets.state.group import GroupState
from tessebs_widgets.state.guarding import guarded, words_for
from tessebs_widgets.state.notices import Kind, Notice
from tessebs_widgets.state.triage import Phase

__all__ = ["Leading"]


class Leading:
    """Read the group's work again, decide conflicts, look at histories."""

    def __init__(self, state: GroupState, desk: GroupDesk, background: Background) -> None:
        self._state = state
        self._desk = desk
        self._background = background

    def refresh(self) -> None:
        """Read everything again; the agreement, which takes longest, follows."""
        state, desk = self._state, self._desk
        with state.hold_trait_notifications():
            state.standpoint = desk.standpoint()
            state.conflicts = desk.conflicts()
            state.decided = desk.conflicts(decided=True)
            if state.conflict is None:
                state.chosen = state.conflicts[0].ephemeris_id if state.conflicts else None
            state.person = state.person or state.username
            state.history = desk.history(state.person)
            state.phase = Phase.READY
            state.agreement_loading = True
        self._background.run(desk.agreement, self._agreed, self._failed)

    def choose(self, ephemeris_id: int) -> None:
        """Look at a conflict.

        Raises
        ------
        InputError
            It is none of those shown.
        """
        if ephemeris_id not in {each.ephemeris_id for each in (*self._state.conflicts, *self._state.decided)}:
            raise InputError(f"Ephemeris {ephemeris_id} is no conflict on this screen. Refresh it.")
        self._state.chosen = ephemeris_id

    def set_multiple(self, multiple: PeriodMultiple) -> None:
        """Choose P/2, P or 2P for the decision on the conflict that is looked at."""
        self._state.multiple = multiple

    def decide(
        self,
        judgement: Judgement,
        note: str,
        *,
        ephemeris_id: int | None = None,
        group: bool = True,
        request_id: str | None = None,
    ) -> StoredDecision:
        """Settle a conflict, the chosen one if none is named; what means the same signal too.

        Raises
        ------
        InputError
            There is no such conflict on the screen.
        NotPermitted
            Only leads and admins decide.
        StaleForm
            Somebody has decided it since it was shown; the screen shows that decision now.
        """
        if ephemeris_id is not None:
            self.choose(ephemeris_id)
        conflict = self._state.conflict
        if conflict is None:
            raise InputError("No conflict is chosen; there may be none.")
        seen = None if conflict.decision is None else conflict.decision.decision_id
        try:
            stored = self._desk.decide(
                conflict.ephemeris_id, judgement, note,
                request_id=request_id or str(uuid4()), seen=seen, group=group,
            )  # fmt: skip
        except StaleForm:
            with guarded(self._state):
                self.refresh()
            raise
        with guarded(self._state):  # it is stored, whatever happens to the screen now
            self.refresh()
            self._state.chosen = self._state.conflicts[0].ephemeris_id if self._state.conflicts else None
        words = f"decided: TIC {conflict.tess_id}, {judgement.words}"
        self._state.notice = Notice(Kind.SAVED, words, stored.decided_at)
        return stored

    def show_history(self, person: str) -> None:
        """Show a person's votes, newest first.

        Raises
        ------
        NotPermitted
            Only leads see the history of others.
        """
        found = self._desk.history(person)
        with self._state.hold_trait_notifications():
            self._state.person, self._state.history = person, found

    def set_blind(self, *, blind: bool) -> None:
        """Switch the blind first look on or off, for everybody.

        Raises
        ------
        NotPermitted
            Only leads and admins may.
        """
        self._desk.set_blind(blind=blind)
        self.refresh()
        words = (
            "others' votes are hidden until one's own is cast" if blind else "others' votes are shown to all"
        )
        self._state.notice = Notice(Kind.INFO, f"From now on {words}.")

    def _agreed(self, agreement: Agreement) -> None:
        with self._state.hold_trait_notifications():
            self._state.agreement, self._state.agreement_loading = agreement, False

    def _failed(self, error: BaseException) -> None:
        self._state.agreement_loading = False
        self._state.notice = Notice(Kind.ERROR, words_for(error))
