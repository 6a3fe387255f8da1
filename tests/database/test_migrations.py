"""The schema goes up and down on both engines with data in place."""

import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, select, text
from sqlalchemy.orm import Session

from tessebs_core.database import migrations
from tessebs_core.database.connection import Database
from tessebs_core.database.migrations import (
    HEAD,
    check_current,
    configuration,
    downgrade,
    draft_revision,
    upgrade,
)
from tessebs_core.database.migrations.exclusion import exclusive_connection
from tessebs_core.database.schema import Base, Ephemeris, Vote
from tessebs_core.database.stores.drafts import load_draft, save_draft
from tessebs_core.database.stores.votes import cast_vote
from tessebs_core.errors import DatabaseError, DatabaseOutOfDate, DatabaseUnavailable
from tessebs_core.records import Draft, Judgement
from tessebs_core.vocabulary import SignalFlag, Verdict
from tests.support.mariadb import MariaServer, running_server
from tests.support.rows import REVIEWERS, with_proposals


def vote(database: Database, ephemeris_id: int) -> None:
    database.write(
        lambda session: cast_vote(
            session, ephemeris_id, REVIEWERS[0], Judgement(Verdict.EB), request_id="r", rule_version="1"
        )
    )


def test_the_newest_revision_is_the_one_that_the_code_needs(database: Database) -> None:
    with database.engine.connect() as connection:
        scripts = ScriptDirectory.from_config(configuration(connection))
    assert scripts.get_heads() == [HEAD]


def test_autogeneration_finds_nothing_to_change(database: Database) -> None:
    with exclusive_connection(database) as connection:
        config = configuration(connection)
        config.stdout = io.StringIO()
        command.check(config)


def test_the_schema_goes_up_and_down_and_up_with_data_in_place(empty_database: Database) -> None:
    for _ in range(2):
        upgrade(empty_database)
        check_current(empty_database)
        (ephemeris_id,) = with_proposals(empty_database)
        vote(empty_database, ephemeris_id)
        downgrade(empty_database, "base")
        assert inspect(empty_database.engine).get_table_names() == ["alembic_version"]
    upgrade(empty_database)
    check_current(empty_database)


def test_a_vote_of_the_first_schema_stays_and_stays_append_only(database: Database) -> None:
    (ephemeris_id,) = with_proposals(database)
    vote(database, ephemeris_id)
    downgrade(database, "0001")
    upgrade(database)
    assert database.read(lambda session: session.scalars(select(Vote.action)).all()) == [None]
    with pytest.raises(DatabaseError, match="append-only"):
        database.write(lambda session: session.execute(text("DELETE FROM `Vote`")))


def test_a_draft_of_the_schema_before_is_kept_and_may_then_hold_flags(database: Database) -> None:
    with_proposals(database)
    draft = Draft(bjd0=1325.5, period=2.5, comment="begun")
    flagged = replace(draft, flags=frozenset({SignalFlag.PULSCOMP}), bjd0_uncert=1e-4, period_uncert=1e-6)
    for before, after in ((draft, draft), (flagged, draft)):
        database.write(lambda session, before=before: save_draft(session, REVIEWERS[0], 126602778, before))
        downgrade(database, "0002")
        upgrade(database)
        assert database.read(lambda session: load_draft(session, REVIEWERS[0], 126602778)) == after


def test_upgrading_again_keeps_the_data(database: Database) -> None:
    (ephemeris_id,) = with_proposals(database)
    upgrade(database)
    assert database.read(lambda session: session.scalars(select(Ephemeris.id)).all()) == [ephemeris_id]


@pytest.mark.mariadb
def test_no_column_of_mariadb_is_single_precision_or_compares_loosely(migrated_mariadb_url: str) -> None:
    database = Database.open(migrated_mariadb_url)
    columns = text(
        "SELECT table_name, column_name, data_type, collation_name, datetime_precision "
        "FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name <> 'alembic_version'"
    )
    found = database.read(lambda session: session.execute(columns).all())
    engines = text("SELECT DISTINCT engine FROM information_schema.tables WHERE table_schema = DATABASE()")
    assert database.read(lambda session: session.scalars(engines).all()) == ["InnoDB"]
    database.dispose()
    assert len(found) == sum(len(table.columns) for table in Base.metadata.sorted_tables)
    assert {kind for _, _, kind, _, _ in found} == {
        "int", "bigint", "tinyint", "double", "date", "datetime", "varchar", "longtext",
    }  # fmt: skip
    assert {collation for _, _, _, collation, _ in found} == {None, "utf8mb4_nopad_bin"}
    assert {precision for _, _, kind, _, precision in found if kind == "datetime"} == {6}


def test_a_database_without_tables_is_told(empty_database: Database) -> None:
    with pytest.raises(DatabaseOutOfDate, match=r"no tables yet. Run `tessebs db upgrade`"):
        check_current(empty_database)


def test_an_older_schema_is_told(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrations, "HEAD", "9999")
    with pytest.raises(DatabaseOutOfDate, match=f"are of revision {HEAD}, this code needs 9999"):
        check_current(database)


@pytest.fixture
def newer(empty_database: Database) -> Database:
    """A database of a revision that this code has never heard of."""
    upgrade(empty_database)
    marked = text("UPDATE alembic_version SET version_num = '9999'")
    empty_database.write(lambda session: session.execute(marked))
    return empty_database


@pytest.mark.parametrize("verb", [check_current, upgrade])
def test_a_newer_schema_is_told_and_left_alone(newer: Database, verb: object) -> None:
    with pytest.raises(DatabaseOutOfDate, match="a newer one has made them"):
        verb(newer)  # type: ignore[operator]
    assert "TIC" in inspect(newer.engine).get_table_names()


def test_a_server_that_is_not_there_is_told() -> None:
    with pytest.raises(DatabaseUnavailable):
        upgrade(Database.open("mariadb://user:secret@127.0.0.1:1/tessebs"))


@pytest.mark.mariadb
def test_an_upgrade_that_died_half_way_is_completed_by_the_next(mariadb_url: str) -> None:
    database = Database.open(mariadb_url)
    upgrade(database)
    for statement in (
        "DELETE FROM alembic_version",
        "DROP TABLE Draft",
        "DROP TRIGGER Vote_no_delete",
        "DROP INDEX ix_Ephemeris_period ON Ephemeris",
    ):
        database.write(lambda session, sql=statement: session.execute(text(sql)))
    upgrade(database)
    check_current(database)
    with exclusive_connection(database) as connection:
        config = configuration(connection)
        config.stdout = io.StringIO()
        command.check(config)
    triggers = database.read(lambda session: session.execute(text("SHOW TRIGGERS")).all())
    database.dispose()
    assert len(triggers) == 18


def test_an_upgrade_that_dies_on_sqlite_leaves_nothing(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database.open(sqlite_url)
    real = command.upgrade

    def die(*_: object) -> None:
        raise DatabaseError("the power failed here")

    monkeypatch.setattr(command, "upgrade", lambda *given: die(real(*given)))
    with pytest.raises(DatabaseError, match="the power failed"):
        upgrade(database)
    monkeypatch.undo()
    assert inspect(database.engine).get_table_names() == []
    upgrade(database)
    check_current(database)
    database.dispose()


def test_a_draft_for_new_tables_is_written(empty_database: Database, tmp_path: Path) -> None:
    upgrade(empty_database)
    path = draft_revision(empty_database, "Nothing yet", tmp_path)
    assert path == tmp_path / f"v{int(HEAD) + 1:04d}_nothing_yet.py"
    assert re.search(rf"^down_revision = '{HEAD}'$", path.read_text(), re.MULTILINE)
    check_current(empty_database)


@pytest.mark.mariadb
def test_a_server_that_lowers_table_names_works(mariadb_server: MariaServer) -> None:
    del mariadb_server  # only to be skipped or to fail in the same way where there is none
    with running_server("--lower-case-table-names=1") as server:
        server.run("CREATE DATABASE tessebs")
        database = Database.open(server.url("tessebs"))
        upgrade(database)
        check_current(database)
        (ephemeris_id,) = with_proposals(database)
        vote(database, ephemeris_id)

        def change(session: Session) -> None:
            session.execute(text("UPDATE vote SET verdict = 'not-eb'"))

        with pytest.raises(DatabaseError, match="append-only"):
            database.write(change)
        assert database.read(lambda session: session.scalars(select(Vote.verdict)).all()) == [Verdict.EB]
        downgrade(database, "base")
        database.dispose()
