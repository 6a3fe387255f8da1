"""Votes and decisions are never changed or deleted, whoever tries."""

from collections.abc import Callable

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.orm import Session

from tessebs_core.database.connection import Database
from tessebs_core.database.schema import Decision, Ephemeris, User, Vote
from tessebs_core.errors import DatabaseError
from tessebs_core.vocabulary import PeriodMultiple, Verdict
from tests.support.rows import with_proposals

KINDS = [Vote, Decision]


@pytest.fixture(params=KINDS, ids=["Vote", "Decision"])
def kind(request: pytest.FixtureRequest, database: Database) -> type[Vote] | type[Decision]:
    """A kind of judgement, of which one row is stored."""
    (ephemeris_id,) = with_proposals(database)
    row = request.param(
        ephemeris_id=ephemeris_id, user_id=1, verdict=Verdict.EB, period_multiple=PeriodMultiple.PERIOD,
        request_id="first", rule_version="1",
    )  # fmt: skip
    database.write(lambda session: session.add(row))
    return request.param


def quoted(database: Database, name: str) -> str:
    return f'"{name}"' if database.is_sqlite else f"`{name}`"


def verdicts(database: Database, kind: type[Vote] | type[Decision]) -> list[Verdict]:
    return list(database.read(lambda session: session.scalars(select(kind.verdict)).all()))


def change_row(session: Session, kind: type[Vote] | type[Decision]) -> None:
    session.scalars(select(kind)).one().verdict = Verdict.NOT_EB


def delete_row(session: Session, kind: type[Vote] | type[Decision]) -> None:
    session.delete(session.scalars(select(kind)).one())


def change_in_bulk(session: Session, kind: type[Vote] | type[Decision]) -> None:
    session.execute(update(kind).values(verdict=Verdict.NOT_EB))


def delete_in_bulk(session: Session, kind: type[Vote] | type[Decision]) -> None:
    session.execute(delete(kind))


@pytest.mark.parametrize("attempt", [change_row, delete_row, change_in_bulk, delete_in_bulk])
def test_a_judgement_cannot_be_changed_or_deleted(
    database: Database, kind: type[Vote], attempt: Callable[[Session, type[Vote]], None]
) -> None:
    with pytest.raises(DatabaseError, match="append-only"):
        database.write(lambda session: attempt(session, kind))
    assert verdicts(database, kind) == [Verdict.EB]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {table} SET verdict = 'not-eb'",
        "DELETE FROM {table}",
        "REPLACE INTO {table} SELECT * FROM {table}",
    ],
)
def test_raw_sql_is_refused_too(database: Database, kind: type[Vote], statement: str) -> None:
    sql = text(statement.format(table=quoted(database, kind.__tablename__)))
    with pytest.raises(DatabaseError, match="append-only"):
        database.write(lambda session: session.execute(sql))
    assert verdicts(database, kind) == [Verdict.EB]


def test_a_request_id_is_stored_once(database: Database, kind: type[Vote]) -> None:
    again = kind(
        ephemeris_id=1, user_id=1, verdict=Verdict.MAYBE, period_multiple=PeriodMultiple.PERIOD,
        request_id="first", rule_version="1",
    )  # fmt: skip
    with pytest.raises(DatabaseError, match="refused"):
        database.write(lambda session: session.add(again))
    assert verdicts(database, kind) == [Verdict.EB]


@pytest.mark.parametrize("parent", [Ephemeris, User])
def test_what_was_judged_and_who_judged_cannot_be_deleted(
    database: Database, kind: type[Vote], parent: type[Ephemeris] | type[User]
) -> None:
    with pytest.raises(DatabaseError, match=r"(?i)foreign key"):
        database.write(lambda session: session.execute(delete(parent).where(parent.id == 1)))
    assert verdicts(database, kind) == [Verdict.EB]
