"""The part of a desk without a database that judges; see `tests.widgets.fakes`."""

from datetime import UTC, datetime

from tessebs_core.compute.proposal_groups import proposal_groups, repeats_of
from tessebs_core.errors import StaleForm
from tessebs_core.records import Judgement, StoredVote
from tessebs_core.records.group_votes import GroupVote, Undone

WHEN = datetime(2026, 3, 1, 14, 3, 12, tzinfo=UTC)


class FakeJudgingDesk:
    """Votes in a list; ``grouped`` says whether proposals of one signal are told to be such."""

    grouped = False

    def cast_vote(self, ephemeris_id: int, judgement: Judgement, *, request_id: str, seen: int | None):
        self._answer("cast_vote", ephemeris_id)
        for each in self.votes:
            if each.request_id == request_id:
                return each
        own = self._own(ephemeris_id)
        if (None if own is None else own.vote_id) != seen:
            raise StaleForm("This page is out of date, so nothing was saved.", stored=own, wanted=judgement)
        return self._add(ephemeris_id, judgement, request_id, request_id)

    def cast_group_vote(self, ephemeris_id: int, judgement: Judgement, *, request_id: str, seen: int | None):
        vote = self.cast_vote(ephemeris_id, judgement, request_id=request_id, seen=seen)
        if not self.grouped:
            return GroupVote(vote)
        proposals = next(
            {each.ephemeris_id: each.ephemeris for each in proposed}
            for proposed in self.proposed.values()
            if ephemeris_id in {each.ephemeris_id for each in proposed}
        )
        marked, left = [], []
        for key, repeat in repeats_of(ephemeris_id, judgement, proposals).items():
            if self._own(key) is None:
                marked.append(self._add(key, repeat, f"{request_id} {key}", request_id))
            else:
                left.append(key)
        return GroupVote(vote, tuple(marked), tuple(left))

    def undo_last(self, *, request_id: str):
        self._answer("undo_last", request_id)
        if not self.votes:
            return None
        action = self.votes[-1].action
        taken = [each for each in self.votes if each.action == action]
        self.votes = [each for each in self.votes if each.action != action]
        tess_id = taken[0].ephemeris_id // 10
        own = tuple((each.ephemeris_id, self._own(each.ephemeris_id)) for each in taken)
        return Undone(action, tess_id, tuple((key, each and each.judgement) for key, each in own), WHEN)

    def groups_of(self, tess_id: int):
        proposals = {each.ephemeris_id: each.ephemeris for each in self.proposed[tess_id]}
        return proposal_groups(proposals) if self.grouped else ()

    def _add(self, ephemeris_id: int, judgement: Judgement, request_id: str, action: str):
        vote = StoredVote(
            len(self.votes) + 1, ephemeris_id, self.username, judgement, WHEN, request_id, action
        )
        self.votes.append(vote)
        return vote
