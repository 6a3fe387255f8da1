"""Proposals and catalogue entries in the database."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tessebs_core.database.connection import Database
from tessebs_core.database.schema import EB, EphemerisSource
from tessebs_core.database.stores.ephemerides import (
    ephemeris_record,
    proposals_of,
    propose_ephemeris,
    source_record,
)
from tessebs_core.database.stores.runs import save_run
from tessebs_core.database.stores.signals import enter_signal, origin_named, signals_of
from tessebs_core.database.stores.targets import save_target
from tessebs_core.errors import DatabaseError, UnknownTarget
from tessebs_core.records import Ephemeris, Source, TargetMetadata
from tests.support.rows import statements_sent

EPHEMERIS = Ephemeris(1325.29843157821, 0.7121198, 1e-4, 3e-7)
SOURCE = Source("QATS", "1.0", "a code", "2012ApJ...755....1B")


@pytest.fixture
def filled(database: Database) -> Database:
    """One target without proposals."""
    database.write(lambda session: save_target(session, TargetMetadata(10)))
    return database


def propose(database: Database, ephemeris: Ephemeris = EPHEMERIS, source: Source = SOURCE) -> int:
    return database.write(lambda session: propose_ephemeris(session, 10, ephemeris, source).id)


def test_a_proposal_comes_back_to_the_last_bit_with_all_it_came_from(filled: Database) -> None:
    def work(session: Session) -> None:
        run = save_run(session, code="qats", version="1", parameters={"pmax": 50})
        propose_ephemeris(session, 10, EPHEMERIS, SOURCE, provenance="SPOC", sectors=[27, 1], run=run)

    filled.write(work)
    with filled.reading_session() as session:
        (row,) = proposals_of(session, 10)
        assert ephemeris_record(row) == EPHEMERIS
        assert source_record(row.source) == SOURCE
        assert row.provenance is not None
        assert row.run is not None
        assert (row.provenance.name, row.run.code) == ("SPOC", "qats")
        assert [sector.sector_id for sector in row.sectors] == [1, 27]


@pytest.mark.parametrize("source", [SOURCE, Source("manual", None, "reviewer-1", None)])
@pytest.mark.parametrize("ephemeris", [EPHEMERIS, Ephemeris(1325.3, 2.5)])
def test_the_same_numbers_of_the_same_source_are_one_proposal(
    filled: Database, ephemeris: Ephemeris, source: Source
) -> None:
    assert propose(filled, ephemeris, source) == propose(filled, ephemeris, source)
    assert filled.read(lambda session: session.scalar(select(func.count(EphemerisSource.id)))) == 1


@pytest.mark.parametrize(
    "other",
    [
        replace(EPHEMERIS, bjd0=1325.2984315782102),
        replace(EPHEMERIS, period=0.7121198000000001),
        replace(EPHEMERIS, bjd0_uncert=None),
        replace(EPHEMERIS, period_uncert=4e-7),
    ],
)
def test_numbers_that_differ_in_the_last_bit_are_two_proposals(filled: Database, other: Ephemeris) -> None:
    assert propose(filled) != propose(filled, other)


@pytest.mark.parametrize(
    "other", [replace(SOURCE, version="1.1"), replace(SOURCE, model="qats"), replace(SOURCE, reference=None)]
)
def test_the_same_numbers_of_another_source_are_another_proposal(filled: Database, other: Source) -> None:
    assert propose(filled) != propose(filled, source=other)


def test_a_proposal_for_an_unknown_target_is_refused(filled: Database) -> None:
    with pytest.raises(UnknownTarget):
        filled.write(lambda session: propose_ephemeris(session, 11, EPHEMERIS, SOURCE))


def test_proposals_are_read_in_one_query_however_many(filled: Database) -> None:
    for number in range(1, 13):
        propose(filled, Ephemeris(1325.0, number), Source(f"code {number}"))
    with statements_sent(filled) as sent:
        rows = filled.read(lambda session: proposals_of(session, 10))
        found = [(row.period, row.source.model, row.provenance) for row in rows]
    assert found == [(number, f"code {number}", None) for number in range(1, 13)]
    assert len(sent) == 1


def test_an_entry_has_its_ephemeris_and_origins(filled: Database) -> None:
    def work(session: Session) -> None:
        row = enter_signal(session, propose_ephemeris(session, 10, EPHEMERIS, SOURCE), 1)
        row.origins = [origin_named(session, name) for name in ("WG4", "a survey", "WG4")][:2]

    filled.write(work)
    filled.write(work)
    with statements_sent(filled) as sent:
        (entry,) = filled.read(lambda session: signals_of(session, 10))
        assert entry.ephemeris is not None
        assert ephemeris_record(entry.ephemeris) == EPHEMERIS
    assert len(sent) == 1
    with filled.reading_session() as session:
        assert [each.name for each in session.scalars(select(EB)).one().origins] == ["WG4", "a survey"]


def test_signals_of_a_target_are_numbered(filled: Database) -> None:
    def work(session: Session) -> None:
        for number in (2, 1):
            enter_signal(session, propose_ephemeris(session, 10, Ephemeris(1.0, number), SOURCE), number)

    filled.write(work)
    assert [row.signal_id for row in filled.read(lambda session: signals_of(session, 10))] == [1, 2]


def test_an_accepted_ephemeris_cannot_be_deleted(filled: Database) -> None:
    def enter(session: Session) -> None:
        enter_signal(session, propose_ephemeris(session, 10, EPHEMERIS, SOURCE), 1)

    filled.write(enter)
    with pytest.raises(DatabaseError, match=r"(?i)foreign key"):
        filled.write(lambda session: session.delete(proposals_of(session, 10)[0]))
    assert len(filled.read(lambda session: signals_of(session, 10))) == 1
