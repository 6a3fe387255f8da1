"""What is said of the candidate and kept: verdicts, comments, proposals."""

from collections.abc import Iterable

from tessebs_core.records import Judgement, Note, StoredVote
from tessebs_core.records.blends import SharedSignal
from tessebs_core.records.group_votes import Undone
from tessebs_core.vocabulary import PeriodMultiple, Reason, SignalFlag, Verdict
from tessebs_widgets.actions.editing import Editing
from tessebs_widgets.actions.judging import Judging
from tessebs_widgets.actions.owning import Owning
from tessebs_widgets.dashboards.twins.words import word_of
from tessebs_widgets.state import TriageState

__all__ = ["JudgingTwins"]


class JudgingTwins:
    """Judge, comment, propose; what the bar at the bottom does."""

    state: TriageState
    _editing: Editing
    _judging: Judging
    _owning: Owning

    def vote(
        self,
        verdict: Verdict | str,
        reason: Reason | str | None = None,
        *,
        period: PeriodMultiple | str | None = None,
        flags: Iterable[SignalFlag | str] | None = None,
        duplicate_of: int | None = None,
        blend_of: int | None = None,
        ephemeris_id: int | None = None,
        group: bool | None = None,
    ) -> StoredVote:
        """Cast a verdict on the selected proposal, or on the one named; again supersedes.

        What is left out is as the screen shows it: the period multiple, for ``eb`` the flags, and whether the
        verdict is on the whole ``group``: then the proposals of the same signal become duplicates.

        Examples
        --------
        ``vote('eb', period='double')``, ``vote('eb', flags=['pulscomp'])``, ``vote('not-eb', 'spots')``,
        ``vote('duplicate', duplicate_of=7)``

        Raises
        ------
        BadVote
            The parts do not fit together.
        StaleForm
            Another vote of this person is stored than the screen showed; it names both.
        """
        said = word_of(Verdict, verdict)
        if flags is None:
            flags = self.state.flags if said is Verdict.EB else ()
        judgement = Judgement(
            verdict=said,
            reason=None if reason is None else word_of(Reason, reason),
            period_multiple=self.state.multiple if period is None else word_of(PeriodMultiple, period),
            flags=frozenset(word_of(SignalFlag, each) for each in flags),
            duplicate_of=duplicate_of,
            blend_of=blend_of,
        )
        return self._judging.vote(judgement, ephemeris_id=ephemeris_id, group=group)

    def vote_anyway(self) -> StoredVote:
        """Store the verdict that was refused, in place of the one that is stored."""
        return self._judging.vote_anyway()

    def undo(self) -> Undone | None:
        """Take back the newest click, whole; again goes one click further back. None when none is left."""
        return self._judging.undo()

    def suggest_owners(self) -> dict[int, SharedSignal]:
        """Search the neighbours for the source of the signals proposed.

        Returns
        -------
        dict of int to SharedSignal
            By ephemeris id, where another star is likely; its number stands in the field beside "blend".
        """
        return self._owning.search()

    def set_group(self, judges_group: bool) -> None:
        """Let a verdict be on all proposals of the same signal, or on one alone."""
        self._judging.set_group(judges_group)

    def set_flags(self, *flags: SignalFlag | str) -> None:
        """Choose the flags that go with a verdict of 'eb': ``set_flags('multi', 'pulscomp')``."""
        self._editing.set_flags(word_of(SignalFlag, each) for each in flags)

    def comment(self, text: str) -> Note:
        """Store a comment on the target."""
        return self._judging.comment(text)

    def propose(self) -> int:
        """Propose the fold as an ephemeris of one's own; returns its id."""
        return self._judging.propose()
