"""Several processes and threads at once on few rows: nothing is lost, nothing is doubled."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context

import pytest
from sqlalchemy import func, select

from tessebs_core.database.connection import Database
from tessebs_core.database.migrations import check_current
from tessebs_core.database.schema import EphemerisSource, Provenance, User, Vote
from tessebs_core.database.stores.ephemerides import propose_ephemeris
from tessebs_core.database.stores.users import ensure_user
from tessebs_core.database.stores.votes import votes_on
from tessebs_core.records import Ephemeris, Source
from tests.support.children import upgrade_at, vote_at
from tests.support.rows import REVIEWERS, with_proposals

VOTES_EACH = 25


def url_of(database: Database) -> str:
    return database.engine.url.render_as_string(hide_password=False)


@pytest.fixture(scope="module")
def processes() -> Iterator[ProcessPoolExecutor]:
    """Three processes of their own, started once: starting one costs a second."""
    with ProcessPoolExecutor(3, mp_context=get_context("spawn")) as pool:
        yield pool


def test_no_vote_of_several_processes_on_the_same_rows_is_lost(
    database: Database, processes: ProcessPoolExecutor
) -> None:
    hot = with_proposals(database, count=2)
    waiting = [
        processes.submit(vote_at, url_of(database), name, hot, [f"{name} {n}" for n in range(VOTES_EACH)])
        for name in REVIEWERS
    ]
    for each in waiting:
        each.result()
    stored = database.read(lambda session: session.scalars(select(Vote.request_id)).all())
    assert sorted(stored) == sorted(f"{name} {n}" for name in REVIEWERS for n in range(VOTES_EACH))
    current = database.read(lambda session: votes_on(session, hot))
    assert len(current) == len(hot) * len(REVIEWERS)


def test_the_same_requests_from_several_processes_are_stored_once(
    database: Database, processes: ProcessPoolExecutor
) -> None:
    hot = with_proposals(database, count=2)
    requests = [f"click {n}" for n in range(VOTES_EACH)]
    waiting = [processes.submit(vote_at, url_of(database), REVIEWERS[0], hot, requests) for _ in range(3)]
    for each in waiting:
        each.result()
    stored = database.read(lambda session: session.scalars(select(Vote.request_id)).all())
    assert sorted(stored) == sorted(requests)


def test_processes_that_upgrade_at_once_do_no_harm(
    empty_database: Database, processes: ProcessPoolExecutor
) -> None:
    waiting = [processes.submit(upgrade_at, url_of(empty_database)) for _ in range(3)]
    for each in waiting:
        each.result()
    check_current(empty_database)


def at_once(work: Callable[[], object], times: int = 6) -> list[object]:
    """Run ``work`` in threads that begin together."""
    gate = threading.Barrier(times)

    def begin() -> object:
        gate.wait()
        return work()

    with ThreadPoolExecutor(times) as pool:
        return [each.result() for each in [pool.submit(begin) for _ in range(times)]]


def test_a_person_who_arrives_in_many_threads_is_one(database: Database) -> None:
    keys = at_once(lambda: database.write(lambda session: ensure_user(session, "reviewer-1").id))
    assert len(set(keys)) == 1
    assert database.read(lambda session: session.scalar(select(func.count(User.id)))) == 1


def test_a_proposal_made_in_many_threads_is_one(database: Database) -> None:
    with_proposals(database, 10)

    def propose() -> int:
        return database.write(
            lambda session: (
                propose_ephemeris(session, 10, Ephemeris(1325.3, 2.5), Source("QATS"), provenance="QLP").id
            )
        )

    assert len(set(at_once(propose))) == 1
    assert database.read(lambda session: session.scalar(select(func.count(EphemerisSource.id)))) == 2
    assert database.read(lambda session: session.scalar(select(func.count(Provenance.id)))) == 1
