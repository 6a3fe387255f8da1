"""Overwriting what people curate leaves a trace, whoever does it; the trail itself never changes."""

import getpass

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from tessebs_core.database.connection import Database
from tessebs_core.database.schema import EB, TIC, Audit, Comment, User
from tessebs_core.database.schema.auditing import act_as, administer, is_secret
from tessebs_core.database.stores.comments import add_comment
from tessebs_core.database.stores.targets import save_target
from tessebs_core.database.stores.users import ensure_user, set_role
from tessebs_core.database.stores.votes import cast_vote
from tessebs_core.errors import DatabaseError
from tessebs_core.records import Judgement, TargetMetadata
from tessebs_core.vocabulary import AuditAction, Role, Verdict
from tests.support.rows import REVIEWERS, statements_sent, with_proposals

TESS_ID = 126602778


def trail(database: Database, table: str) -> list[Audit]:
    chosen = select(Audit).where(Audit.row_table == table).order_by(Audit.id)
    return database.read(lambda session: list(session.scalars(chosen)))


def test_a_refreshed_target_keeps_what_it_was_to_the_last_bit(database: Database) -> None:
    old, new, gaia = 0.1 + 0.2, 0.3, 2**62 + 1
    database.write(lambda session: save_target(session, TargetMetadata(TESS_ID, ra=old)))
    database.write(lambda session: save_target(session, TargetMetadata(TESS_ID, ra=new, gaia_id=gaia)))
    (edit,) = trail(database, "TIC")
    assert (edit.action, edit.username) == (AuditAction.EDIT, getpass.getuser())
    assert edit.before == {"ra": old, "gaia_id": None}
    assert edit.after == {"ra": new, "gaia_id": gaia}


def test_what_is_overwritten_unread_is_told_by_the_database(database: Database) -> None:
    database.write(lambda session: save_target(session, TargetMetadata(TESS_ID, Tmag=10.5)))

    def work(session: Session) -> None:
        row = session.scalars(select(TIC)).one()
        session.expire(row)
        row.Tmag = 9.5

    database.write(work)
    assert trail(database, "TIC")[0].before == {"Tmag": 10.5}


def test_setting_the_same_value_again_leaves_nothing(database: Database) -> None:
    for _ in range(2):
        database.write(lambda session: save_target(session, TargetMetadata(TESS_ID, Tmag=10.5)))
    assert trail(database, "TIC") == []


def test_who_acts_is_named_for_entries_people_and_comments(database: Database) -> None:
    with_proposals(database)
    database.write(lambda session: add_comment(session, TESS_ID, "ada", "<b>seen</b>"))

    def work(session: Session) -> None:
        act_as(session, "ada")
        set_role(session, REVIEWERS[0], Role.LEAD)
        session.add(EB(tic_id=session.scalars(select(TIC.id)).one()))
        session.delete(session.scalars(select(Comment)).one())

    database.write(work)
    *_, role = trail(database, "User")
    assert (role.username, role.before, role.after) == ("ada", {"role": "member"}, {"role": "lead"})
    assert [(each.username, each.action) for each in trail(database, "EB")] == [("ada", AuditAction.CREATE)]
    (gone,) = trail(database, "Comment")
    assert (gone.action, gone.before["text"], gone.after) == (AuditAction.DELETE, "<b>seen</b>", None)


def test_a_vote_sends_no_statement_more_than_without_the_trail(database: Database) -> None:
    (key,) = with_proposals(database)

    def vote(session: Session) -> None:
        act_as(session, REVIEWERS[0])
        cast_vote(
            session, key, REVIEWERS[0], Judgement(Verdict.EB), request_id="first-vote", rule_version="1"
        )

    with statements_sent(database) as sent:
        database.write(vote)
    assert not [each for each in sent if "Audit" in each]


def test_administration_leaves_a_trace_of_every_table_with_its_request(database: Database) -> None:
    with_proposals(database)

    def work(session: Session) -> None:
        administer(session, "ana", reason="a test", request_id="request-1")
        ensure_user(session, "new")
        save_target(session, TargetMetadata(1))

    database.write(work)
    found = [*trail(database, "User"), *trail(database, "TIC")]
    last = [(each.username, each.reason, each.request_id, each.step) for each in found[-2:]]
    assert last == [("ana", "a test", "request-1", 0), ("ana", "a test", "request-1", 1)]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {table} SET username = 'nobody'",
        "DELETE FROM {table}",
        "REPLACE INTO {table} SELECT * FROM {table}",
    ],
)
def test_the_trail_cannot_be_changed_even_by_raw_sql(database: Database, statement: str) -> None:
    database.write(lambda session: ensure_user(session, "ada"))
    quoted = '"Audit"' if database.is_sqlite else "`Audit`"
    with pytest.raises(DatabaseError, match="append-only"):
        database.write(lambda session: session.execute(text(statement.format(table=quoted))))
    assert len(trail(database, "User")) == 1


def change_row(session: Session) -> None:
    session.scalars(select(Audit)).one().reason = "another"


def delete_row(session: Session) -> None:
    session.delete(session.scalars(select(Audit)).one())


@pytest.mark.parametrize("attempt", [change_row, delete_row])
def test_the_trail_cannot_be_changed_by_rows(database: Database, attempt) -> None:
    database.write(lambda session: ensure_user(session, "ada"))
    with pytest.raises(DatabaseError, match="append-only"):
        database.write(attempt)


def test_names_that_promise_secrets_are_known() -> None:
    assert is_secret("api_token")
    assert is_secret("Password")
    assert not any(is_secret(column.name) for column in User.__table__.columns)
