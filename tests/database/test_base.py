"""The tables as a whole."""

import pytest
from sqlalchemy import Double, Float, Table, UniqueConstraint
from sqlalchemy.dialects import mysql
from sqlalchemy.schema import CreateTable

from tessebs_core.database.connection import Database
from tessebs_core.database.schema import TIC, Base, Ephemeris, Vote
from tests.support.rows import statements_sent, with_proposals

TABLES = Base.metadata.sorted_tables


def test_every_table_of_the_design_is_there() -> None:
    wanted = {
        "TIC", "Sector", "Provenance", "Origin", "EB", "BLS_run", "EphemerisSource", "Ephemeris", "Comment",
        "Product", "User", "Vote", "Decision", "Run", "Release", "ReleasePart", "Draft",
        "Setting", "Report", "Claim", "Snooze", "Assignment", "GoldAnswer", "SectorCheck", "Touched",
        "Waiting", "Audit", "Batch", "Runner", "Task", "LegacyRow", "LegacySetAside",
        "Compared", "Credential",
    }  # fmt: skip
    links = {"TIC_sectors", "TIC_provenances", "EB_origins", "Ephemeris_sectors", "Run_sectors"}
    assert {table.name for table in TABLES} == wanted | links


def test_no_two_names_differ_in_case_only() -> None:
    # A server with lower_case_table_names=1 would take them for one table.
    assert len({table.name.lower() for table in TABLES}) == len(TABLES)
    for table in TABLES:
        assert len({column.name.lower() for column in table.columns}) == len(table.columns)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_no_number_is_single_precision_on_mariadb(table: Table) -> None:
    ddl = str(CreateTable(table).compile(dialect=mysql.dialect()))
    assert " FLOAT" not in ddl.upper()
    for column in table.columns:
        assert not isinstance(column.type, Float) or isinstance(column.type, Double)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_table_is_innodb_and_compares_letters_exactly(table: Table) -> None:
    ddl = str(CreateTable(table).compile(dialect=mysql.dialect()))
    assert "ENGINE=InnoDB" in ddl
    assert "CHARSET=utf8mb4" in ddl
    assert "COLLATE utf8mb4_nopad_bin" in ddl


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_constraint_has_a_name_that_mariadb_can_hold(table: Table) -> None:
    names = [each.name for each in table.constraints] + [each.name for each in table.indexes]
    assert all(name and len(name) <= 64 for name in names)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_foreign_key_has_an_index(table: Table) -> None:
    first = {next(iter(index.columns)).name for index in table.indexes}
    first |= {next(iter(table.primary_key.columns)).name}
    unique = [each for each in table.constraints if isinstance(each, UniqueConstraint)]
    first |= {next(iter(each.columns)).name for each in unique}
    assert {key.parent.name for key in table.foreign_keys} <= first


def test_a_row_shows_what_it_is() -> None:
    assert repr(TIC(tess_id=126602778, Tmag=9.5)) == "TIC(tess_id=126602778, Tmag=9.5)"
    assert repr(Vote(ephemeris_id=3)) == "Vote(ephemeris_id=3)"


def test_showing_a_row_sends_no_query(database: Database) -> None:
    (ephemeris_id,) = with_proposals(database)
    with database.reading_session() as session:
        row = session.get_one(Ephemeris, ephemeris_id)
        session.expire(row, ["period"])
        with statements_sent(database) as sent:
            assert repr(row) == f"Ephemeris(id={ephemeris_id}, bjd0=1325.3)"
        assert sent == []
