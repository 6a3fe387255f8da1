"""Altering a table that has children and triggers loses neither."""

import pytest
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import inspect, select, text

from tessebs_core.database.connection import Database
from tessebs_core.database.migrations import upgrade
from tessebs_core.database.migrations.exclusion import exclusive_connection
from tessebs_core.database.migrations.rebuilding import altered_table
from tessebs_core.database.schema import Ephemeris, Vote
from tessebs_core.database.stores.votes import cast_vote
from tessebs_core.errors import DatabaseError
from tessebs_core.records import Judgement
from tessebs_core.vocabulary import Verdict
from tests.support.rows import REVIEWERS, with_proposals


@pytest.fixture
def filled(empty_database: Database) -> Database:
    """A target with proposals, one of them judged, in a schema that may be changed."""
    database = empty_database
    upgrade(database)
    ephemeris_ids = with_proposals(database, count=3)
    database.write(
        lambda session: cast_vote(
            session, ephemeris_ids[0], REVIEWERS[0], Judgement(Verdict.EB), request_id="r", rule_version="1"
        )
    )
    return database


def widen(database: Database, table: str) -> None:
    """Add a column and, on SQLite, force the table to be copied."""
    with exclusive_connection(database) as connection:
        op = Operations(MigrationContext.configure(connection))
        with altered_table(op, table, recreate="always" if database.is_sqlite else "auto") as batch:
            batch.add_column(sa.Column("added", sa.Integer()))


def naming(connection: sa.Connection, table: str) -> list[str]:
    """Triggers that name a table."""
    found = text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE :words")
    return list(connection.execute(found, {"words": f"%{table}%"}).scalars())


def test_triggers_of_other_tables_that_name_it_are_there_afterwards(migrated_sqlite_url: str) -> None:
    database = Database.open(migrated_sqlite_url)
    before = database.read(lambda session: naming(session.connection(), "TIC"))
    widen(database, "TIC")
    assert database.read(lambda session: naming(session.connection(), "TIC")) == before != []
    database.dispose()


@pytest.mark.parametrize("parent", ["TIC", "Ephemeris", "User"])
def test_a_parent_keeps_its_children(filled: Database, parent: str) -> None:
    widen(filled, parent)
    assert "added" in {each["name"] for each in inspect(filled.engine).get_columns(parent)}
    assert len(filled.read(lambda session: session.scalars(select(Ephemeris.id)).all())) == 3
    assert len(filled.read(lambda session: session.scalars(select(Vote.id)).all())) == 1


def test_foreign_keys_are_enforced_again_afterwards(filled: Database) -> None:
    widen(filled, "TIC")
    with pytest.raises(DatabaseError, match=r"(?i)foreign key"):
        filled.write(lambda session: session.add(Ephemeris(tic_id=999, source_id=1, bjd0=1.0, period=1.0)))


def test_votes_are_still_append_only_afterwards(filled: Database) -> None:
    widen(filled, "Vote")
    name = '"Vote"' if filled.is_sqlite else "Vote"
    for statement in (f"UPDATE {name} SET verdict = 'not-eb'", f"DELETE FROM {name}"):
        with pytest.raises(DatabaseError, match="append-only"):
            filled.write(lambda session, sql=statement: session.execute(text(sql)))


def test_a_migration_that_would_orphan_rows_is_rolled_back(migrated_sqlite_url: str) -> None:
    database = Database.open(migrated_sqlite_url)
    with_proposals(database, count=2)
    with (
        pytest.raises(DatabaseError, match="refer to nothing"),
        exclusive_connection(database) as connection,
    ):
        connection.execute(text('DELETE FROM "EphemerisSource"'))
    assert database.read(lambda session: len(session.scalars(select(Ephemeris)).all())) == 2
    database.dispose()


def test_with_foreign_keys_on_the_children_would_be_lost(migrated_sqlite_url: str) -> None:
    # The trap itself, to prove that the tests above would see it.
    database = Database.open(migrated_sqlite_url)
    with_proposals(database, count=2)
    with database.engine.connect() as connection, connection.begin():
        for trigger in naming(connection, "TIC"):  # they would stop it earlier
            connection.execute(text(f'DROP TRIGGER "{trigger}"'))
        op = Operations(MigrationContext.configure(connection))
        with op.batch_alter_table("TIC", recreate="always") as batch:
            batch.add_column(sa.Column("added", sa.Integer()))
    assert database.read(lambda session: len(session.scalars(select(Ephemeris)).all())) == 0
    database.dispose()
