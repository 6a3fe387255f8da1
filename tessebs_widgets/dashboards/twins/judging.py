"""What is said of the candidate and kept: verdicts, comments, proposals."""

from tessebs_core.records import Judgement, Note, StoredVote
from tessebs_core.vocabulary import PeriodMultiple, Reason, SignalFlag, Verdict
from tessebs_widgets.actions.judging import Judging
from tessebs_widgets.dashboards.twins.words import word_of
from tessebs_widgets.state import TriageState

__all__ = ["JudgingTwins"]


class JudgingTwins:
    """Judge, comment, propose; what the bar at the bottom does."""

    state: TriageState
    _judging: Judging

    def vote(
        self,
        verdict: Verdict | str,
        reason: Reason | str | None = None,
        *,
        period: PeriodMultiple | str | None = None,
        flags: frozenset[SignalFlag] = frozenset(),
        duplicate_of: int | None = None,
        blend_of: int | None = None,
        ephemeris_id: int | None = None,
    ) -> StoredVote:
        """Cast a verdict on the selected proposal, or on the one named; again supersedes.

        Examples
        --------
        ``vote('eb', period='double')``, ``vote('not-eb', 'spots')``, ``vote('duplicate', duplicate_of=7)``

        Raises
        ------
        BadVote
            The parts do not fit together.
        """
        judgement = Judgement(
            verdict=word_of(Verdict, verdict),
            reason=None if reason is None else word_of(Reason, reason),
            period_multiple=self.state.multiple if period is None else word_of(PeriodMultiple, period),
            flags=frozenset(flags),
            duplicate_of=duplicate_of,
            blend_of=blend_of,
        )
        return self._judging.vote(judgement, ephemeris_id=ephemeris_id)

    def comment(self, text: str) -> Note:
        """Store a comment on the target."""
        return self._judging.comment(text)

    def propose(self) -> int:
        """Propose the fold as an ephemeris of one's own; returns its id."""
        return self._judging.propose()
