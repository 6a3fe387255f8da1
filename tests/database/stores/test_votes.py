"""Votes as they are cast, superseded, taken back and read."""

import pytest
from sqlalchemy import select

from tessebs_core.database.connection import Database
from tessebs_core.database.schema import Vote
from tessebs_core.database.stores.votes import cast_vote, votes_on
from tessebs_core.errors import BadVote, DatabaseError, NotPermitted
from tessebs_core.records import Judgement, StoredVote
from tessebs_core.vocabulary import PeriodMultiple, Reason, SignalFlag, Verdict
from tests.support.rows import REVIEWERS, statements_sent, take_back, with_proposals

EB = Judgement(Verdict.EB)
NOT_EB = Judgement(Verdict.NOT_EB, Reason.SPOTS)


def cast(
    database: Database,
    ephemeris_id: int,
    request_id: str,
    judgement: Judgement = EB,
    username: str = REVIEWERS[0],
) -> StoredVote:
    return database.write(
        lambda session: cast_vote(
            session, ephemeris_id, username, judgement, request_id=request_id, rule_version="1"
        )
    )


def current(database: Database, *ephemeris_ids: int) -> list[StoredVote]:
    return database.read(lambda session: votes_on(session, ephemeris_ids))


@pytest.mark.parametrize(
    "judgement",
    [
        EB,
        Judgement(Verdict.EB, Reason.HEARTBEAT, PeriodMultiple.DOUBLE, frozenset(SignalFlag)),
        Judgement(Verdict.NOT_EB, Reason.BLEND, blend_of=10005000540),
        Judgement(Verdict.DUPLICATE, period_multiple=PeriodMultiple.HALF, duplicate_of=2),
    ],
)
def test_a_vote_comes_back_as_it_was_cast(database: Database, judgement: Judgement) -> None:
    first, _ = with_proposals(database, count=2)
    stored = cast(database, first, "r1", judgement)
    assert stored.judgement == judgement
    assert current(database, first) == [stored]


def test_a_repeated_click_is_one_vote(database: Database) -> None:
    (ephemeris_id,) = with_proposals(database)
    first = cast(database, ephemeris_id, "r1")
    assert cast(database, ephemeris_id, "r1") == first
    assert current(database, ephemeris_id) == [first]


def test_the_newest_vote_of_a_person_counts_and_the_older_stays(database: Database) -> None:
    (ephemeris_id,) = with_proposals(database)
    first = cast(database, ephemeris_id, "r1", EB)
    other = cast(database, ephemeris_id, "r2", EB, REVIEWERS[1])
    second = cast(database, ephemeris_id, "r3", NOT_EB)
    assert current(database, ephemeris_id) == [other, second]
    rows = database.read(lambda session: list(session.scalars(select(Vote).order_by(Vote.id))))
    assert [row.id for row in rows] == [first.vote_id, other.vote_id, second.vote_id]
    assert rows[2].supersedes_id == first.vote_id


def test_a_vote_taken_back_does_not_count(database: Database) -> None:
    (ephemeris_id,) = with_proposals(database)
    cast(database, ephemeris_id, "r1")
    take_back(database, REVIEWERS[0], "r2")
    assert current(database, ephemeris_id) == []
    again = cast(database, ephemeris_id, "r3", NOT_EB)
    assert current(database, ephemeris_id) == [again]
    assert len(database.read(lambda session: session.scalars(select(Vote)).all())) == 3


@pytest.mark.parametrize(("which", "username"), [(0, REVIEWERS[1]), (1, REVIEWERS[0])])
def test_a_request_id_of_another_vote_is_refused(database: Database, which: int, username: str) -> None:
    proposals = with_proposals(database, count=2)
    cast(database, proposals[0], "r1")
    with pytest.raises(BadVote, match="belongs to another vote"):
        cast(database, proposals[which], "r1", username=username)


def test_somebody_unknown_cannot_vote(database: Database) -> None:
    (ephemeris_id,) = with_proposals(database)
    with pytest.raises(NotPermitted, match="nobody-known"):
        cast(database, ephemeris_id, "r1", username="nobody-known")


def test_a_name_in_other_letters_is_somebody_else(database: Database) -> None:
    (ephemeris_id,) = with_proposals(database)
    with pytest.raises(NotPermitted):
        cast(database, ephemeris_id, "r1", username=REVIEWERS[0].upper())


def test_a_vote_on_nothing_is_refused(database: Database) -> None:
    with_proposals(database)
    with pytest.raises(DatabaseError, match=r"(?i)foreign key"):
        cast(database, 999, "r1")


def test_votes_are_read_in_one_query_however_many(database: Database) -> None:
    proposals = with_proposals(database, count=4)
    for ephemeris_id in proposals:
        for name in REVIEWERS:
            cast(database, ephemeris_id, f"{ephemeris_id} {name}", username=name)
    with statements_sent(database) as sent:
        found = current(database, *proposals)
    assert (len(found), len(sent)) == (12, 1)


def test_no_ephemerides_have_no_votes(database: Database) -> None:
    assert current(database) == []
