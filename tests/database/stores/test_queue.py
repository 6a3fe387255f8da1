"""Whose turn is which target, and how far everybody is."""

import pytest
from sqlalchemy.orm import Session

from tessebs_core.database.connection import Database
from tessebs_core.database.schema import Ephemeris
from tessebs_core.database.stores.queue import next_target, progress
from tessebs_core.database.stores.signals import enter_signal
from tessebs_core.database.stores.targets import save_target
from tessebs_core.database.stores.votes import cast_vote
from tessebs_core.database.stores.waiting import catch_up, is_behind
from tessebs_core.records import Judgement, Progress, TargetMetadata
from tessebs_core.vocabulary import Verdict
from tests.support.rows import take_back, with_proposals


class Queue:
    """Three targets with two proposals each, and short names for what is asked."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.proposals = {tess_id: with_proposals(database, tess_id, 2) for tess_id in (30, 10, 20)}
        self.requests = 0

    def vote(self, tess_id: int, which: int, username: str = "reviewer-1") -> None:
        self.requests += 1
        ephemeris_id = self.proposals[tess_id][which]
        self.database.write(
            lambda session: cast_vote(
                session, ephemeris_id, username, Judgement(Verdict.EB),
                request_id=str(self.requests), rule_version="1",
            )
        )  # fmt: skip

    def accept(self, tess_id: int, which: int) -> None:
        def work(session: Session) -> None:
            row = session.get(Ephemeris, self.proposals[tess_id][which])
            assert row is not None
            enter_signal(session, row, which + 1)

        self.database.write(work)

    def next(self, after: int | None = None, username: str = "reviewer-1") -> int | None:
        while self.database.read(is_behind):
            self.database.write(catch_up)
        return self.database.read(lambda session: next_target(session, username, after=after))

    def progress(self, username: str = "reviewer-1") -> Progress:
        while self.database.read(is_behind):
            self.database.write(catch_up)
        return self.database.read(lambda session: progress(session, username))


@pytest.fixture
def queue(database: Database) -> Queue:
    return Queue(database)


def test_an_empty_catalogue_has_nothing_to_judge(database: Database) -> None:
    assert database.read(lambda session: next_target(session, "reviewer-1")) is None
    assert database.read(lambda session: progress(session, "reviewer-1")) == Progress(0, 0, 0)


def test_the_queue_goes_by_number(queue: Queue) -> None:
    assert queue.next() == 10


def test_the_queue_goes_on_behind_a_target_and_wraps_round(queue: Queue) -> None:
    assert [queue.next(after=each) for each in (5, 10, 15, 20, 30, 99)] == [10, 20, 20, 30, 10, 10]


def test_a_target_stays_until_every_proposal_is_judged(queue: Queue) -> None:
    queue.vote(10, 0)
    assert queue.next() == 10
    queue.vote(10, 1)
    assert queue.next() == 20


def test_a_target_judged_by_somebody_else_stays(queue: Queue) -> None:
    queue.vote(10, 0, "reviewer-2")
    queue.vote(10, 1, "reviewer-2")
    assert queue.next() == 10


def test_somebody_unknown_has_everything_to_judge(queue: Queue) -> None:
    assert queue.next(username="nobody-known") == 10
    assert queue.progress("nobody-known") == Progress(mine=0, everyone=0, left=3)


def test_a_target_without_proposal_is_never_next(queue: Queue) -> None:
    queue.database.write(lambda session: save_target(session, TargetMetadata(1)))
    assert queue.next() == 10
    assert queue.progress().left == 3


def test_a_vote_taken_back_brings_its_target_back(queue: Queue) -> None:
    queue.vote(10, 0)
    queue.vote(10, 1)
    take_back(queue.database, "reviewer-1", "undo")
    assert queue.next() == 10
    assert queue.progress() == Progress(mine=0, everyone=0, left=3)
    queue.vote(10, 1)
    assert queue.next() == 20


def test_nothing_is_left_when_all_is_judged(queue: Queue) -> None:
    for tess_id in queue.proposals:
        queue.vote(tess_id, 0)
        queue.vote(tess_id, 1)
    assert queue.next() is None
    assert queue.next(after=20) is None
    assert queue.progress() == Progress(mine=3, everyone=3, left=0)


def test_two_people_can_judge_a_target_together(queue: Queue) -> None:
    queue.vote(10, 0, "reviewer-1")
    queue.vote(10, 1, "reviewer-2")
    assert queue.progress("reviewer-1") == Progress(mine=0, everyone=1, left=3)


def test_a_change_of_mind_counts_once(queue: Queue) -> None:
    for _ in range(3):
        queue.vote(10, 0)
        queue.vote(10, 0, "reviewer-2")
    assert queue.progress() == Progress(mine=0, everyone=0, left=3)
    queue.vote(10, 1)
    assert queue.progress() == Progress(mine=1, everyone=1, left=2)


def test_what_the_catalogue_has_accepted_need_not_be_judged(queue: Queue) -> None:
    queue.accept(10, 0)
    queue.accept(10, 1)
    queue.accept(20, 0)
    queue.vote(20, 1)
    assert queue.next() == 30
    assert queue.progress() == Progress(mine=1, everyone=1, left=1)
