"""Twenty processes of ten people on five hot candidates: nothing is lost, doubled or refused."""

from collections import Counter

import pytest
from sqlalchemy import select, text

from tessebs_core.database.connection import Database
from tessebs_core.database.schema import Vote
from tessebs_core.database.stores.users import ensure_user
from tessebs_core.database.stores.votes import votes_on
from tests.support.rows import with_proposals
from tests.support.voters import Round, cast_naively, cast_properly, lost_and_doubled, voting

PROCESSES, VOTES_EACH, HOT = 20, 200, 5
PEOPLE = PROCESSES // 2  # each in two windows


def address(database: Database) -> str:
    return database.engine.url.render_as_string(hide_password=False)


def rounds(keys: list[int], votes_each: int) -> list[Round]:
    return [
        Round(f"p{number}", f"voter-{number % PEOPLE}", keys, [f"p{number}-{n}" for n in range(votes_each)])
        for number in range(PROCESSES)
    ]


def hot_candidates(database: Database) -> list[int]:
    keys = with_proposals(database, count=HOT)
    database.write(lambda session: [ensure_user(session, f"voter-{n}") for n in range(PEOPLE)])
    return keys


def run(database: Database, wanted: list[Round], cast=cast_properly) -> None:
    with voting(address(database), wanted, cast) as voters:
        said = Counter(word.kind for word in voters)
        assert set(voters.exit_codes().values()) == {0}
    assert said == {"stored": sum(len(each.requests) for each in wanted)}


def audit(wanted: list[Round], stored: list[str]) -> None:
    lost, doubled = lost_and_doubled([each for one in wanted for each in one.requests], stored)
    assert (lost, doubled) == ([], [])


def test_no_vote_of_twenty_processes_on_five_candidates_is_lost_doubled_or_failed(database: Database) -> None:
    keys = hot_candidates(database)
    wanted = rounds(keys, VOTES_EACH)
    run(database, wanted)
    rows = database.read(lambda session: session.scalars(select(Vote).order_by(Vote.id)).all())
    audit(wanted, [row.request_id for row in rows])
    assert len(rows) == PROCESSES * VOTES_EACH
    newest: dict[tuple[int, int], int] = {}
    for row in rows:  # each vote supersedes the one before of its person, in whichever window that was cast
        assert row.supersedes_id == newest.get((row.ephemeris_id, row.user_id))
        newest[row.ephemeris_id, row.user_id] = row.id
    current = database.read(lambda session: votes_on(session, keys))
    assert {each.vote_id for each in current} == set(newest.values())
    assert len(current) == HOT * PEOPLE


def test_votes_that_are_read_changed_and_written_back_are_lost_and_the_same_audit_tells(
    database: Database,
) -> None:
    keys = hot_candidates(database)
    wanted = rounds(keys, 20)
    with database.engine.begin() as connection:
        connection.execute(text("CREATE TABLE Naive (id INTEGER PRIMARY KEY, votes TEXT)"))
        for key in keys:
            connection.execute(text("INSERT INTO Naive VALUES (:key, '')"), {"key": key})
    try:
        run(database, wanted, cast_naively)
        held = database.read(lambda session: session.execute(text("SELECT votes FROM Naive")).scalars().all())
    finally:
        with database.engine.begin() as connection:
            connection.execute(text("DROP TABLE Naive"))
    with pytest.raises(AssertionError):
        audit(wanted, [each for votes in held for each in votes.split()])
