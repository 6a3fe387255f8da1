"""Writers and server are killed by SIGKILL while votes are written: what was acknowledged is there, once."""

import os
from collections import Counter
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from tessebs_core.database.connection import Database
from tessebs_core.database.migrations import upgrade
from tessebs_core.database.schema import Vote
from tessebs_core.database.stores.users import ensure_user
from tests.support.mariadb import MortalServer, ServerMissing, mortal_server
from tests.support.rows import with_proposals
from tests.support.voters import KILLED, Round, lost_and_doubled, voting

WRITERS, VOTES_EACH, HOT = 10, 60, 5


@pytest.fixture(scope="module")
def server() -> Iterator[MortalServer]:
    """A server of this module's own, which nobody else minds being killed."""
    try:
        with mortal_server("--innodb-flush-method=nosync", "--innodb-use-native-aio=0") as running:
            yield running
    except ServerMissing as missing:
        if os.environ.get("CI") or os.environ.get("TESSEBS_REQUIRE_ALL"):
            pytest.fail(f"MariaDB is required here: {missing}")
        pytest.skip(f"no MariaDB: {missing}")


def with_writers(url: str) -> list[int]:
    database = Database.open(url)
    keys = with_proposals(database, count=HOT)
    database.write(lambda session: [ensure_user(session, f"voter-{n}") for n in range(WRITERS)])
    database.dispose()
    return keys


def rounds(keys: list[int]) -> list[Round]:
    return [
        Round(f"w{number}", f"voter-{number}", keys, [f"w{number}-{n}" for n in range(VOTES_EACH)])
        for number in range(WRITERS)
    ]


def stored_at(url: str) -> list[str]:
    database = Database.open(url)
    try:
        return list(database.read(lambda session: session.scalars(select(Vote.request_id)).all()))
    finally:
        database.dispose()


def kill_every_writer(url: str, wanted: list[Round]) -> list[str]:
    """Let all writers vote, and kill each after another number of its votes; return what was acknowledged."""
    last = {each.name: 3 + 3 * number for number, each in enumerate(wanted)}
    acknowledged: list[str] = []
    counted: Counter[str] = Counter()
    with voting(url, wanted) as voters:
        for word in voters:
            assert word.kind == "stored"
            acknowledged.append(word.request)
            counted[word.name] += 1
            if counted[word.name] == last[word.name]:
                voters.kill(word.name)
        assert set(voters.exit_codes().values()) == {KILLED}
    return acknowledged


def finish(url: str, wanted: list[Round]) -> None:
    """The same people press everything again, what had been acknowledged too."""
    with voting(url, wanted) as voters:
        assert {word.kind for word in voters} == {"stored"}


def test_ten_writers_killed_while_writing_lose_nothing_that_was_acknowledged(database: Database) -> None:
    url = database.engine.url.render_as_string(hide_password=False)
    wanted = rounds(with_writers(url))
    acknowledged = kill_every_writer(url, wanted)
    stored = stored_at(url)
    assert lost_and_doubled(acknowledged, stored) == ([], [])
    assert len(acknowledged) < WRITERS * VOTES_EACH
    assert len(stored) - len(acknowledged) <= WRITERS  # at most the one that each was killed in
    finish(url, wanted)
    everything = [request for each in wanted for request in each.requests]
    assert sorted(stored_at(url)) == sorted(everything)


@pytest.mark.mariadb
def test_a_server_killed_five_times_while_ten_write_loses_nothing_that_was_acknowledged(
    server: MortalServer,
) -> None:
    server.run("CREATE DATABASE killed")
    url = server.url("killed")
    database = Database.open(url)
    upgrade(database)
    database.dispose()
    wanted = rounds(with_writers(url))
    total = WRITERS * VOTES_EACH
    falls = {total * part // 6 for part in range(1, 6)}
    acknowledged: list[str] = []
    with voting(url, wanted) as voters:
        for word in voters:
            assert word.kind == "stored"
            acknowledged.append(word.request)
            if len(acknowledged) in falls:
                voters.up.clear()
                server.kill()
                server.start()
                assert lost_and_doubled(acknowledged, stored_at(url)) == ([], [])
                voters.up.set()
        assert set(voters.exit_codes().values()) == {0}
    assert sorted(acknowledged) == sorted(request for each in wanted for request in each.requests)
    assert sorted(stored_at(url)) == sorted(acknowledged)
