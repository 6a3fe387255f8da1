"""Comments and drafts."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tessebs_core.database.connection import Database
from tessebs_core.database.schema import Comment, Draft
from tessebs_core.database.stores.comments import add_comment, comments_on
from tessebs_core.database.stores.drafts import load_draft, save_draft
from tessebs_core.database.stores.ephemerides import proposals_of
from tessebs_core.database.stores.signals import enter_signal
from tessebs_core.database.stores.users import ensure_user, user_named
from tessebs_core.errors import InputError, NotPermitted, UnknownTarget
from tessebs_core.records import Draft as DraftRecord
from tessebs_core.vocabulary import Role
from tests.support.rows import REVIEWERS, statements_sent, with_proposals

TIC_ID = 126602778
NAME = REVIEWERS[0]


def test_a_comment_comes_back_with_author_and_time(database: Database) -> None:
    with_proposals(database)
    note = database.write(lambda session: add_comment(session, TIC_ID, NAME, "a 🙂\n<b>", request_id="c1"))
    assert (note.author, note.text) == (NAME, "a 🙂\n<b>")
    assert note.timestamp.tzinfo is not None
    assert database.read(lambda session: comments_on(session, TIC_ID)) == (note,)


def test_a_repeated_click_is_one_comment(database: Database) -> None:
    with_proposals(database)
    notes = {
        database.write(lambda session: add_comment(session, TIC_ID, NAME, "once", request_id="c1"))
        for _ in range(2)
    }
    assert len(notes) == 1
    assert database.read(lambda session: session.scalar(select(func.count(Comment.id)))) == 1


def test_a_request_id_of_another_comment_is_refused(database: Database) -> None:
    with_proposals(database)
    database.write(lambda session: add_comment(session, TIC_ID, NAME, "mine", request_id="c1"))
    with pytest.raises(InputError, match="belongs to another comment"):
        database.write(lambda session: add_comment(session, TIC_ID, REVIEWERS[1], "no", request_id="c1"))


def test_comments_on_parts_of_a_target_are_its_comments(database: Database) -> None:
    with_proposals(database)
    with_proposals(database, tess_id=5)

    def work(session: Session) -> None:
        (proposal,) = proposals_of(session, TIC_ID)
        entry = enter_signal(session, proposal, 1)
        session.flush()
        session.add(Comment(author="old", text="on the ephemeris", ephemeris_id=proposal.id))
        session.flush()
        session.add(Comment(author="old", text="on the signal", eb_id=entry.id))
        session.flush()
        add_comment(session, TIC_ID, NAME, "on all", ephemeris_id=proposal.id, eb_id=entry.id)
        add_comment(session, 5, NAME, "on another target")

    database.write(work)
    with statements_sent(database) as sent:
        notes = database.read(lambda session: comments_on(session, TIC_ID))
    assert [note.text for note in notes] == ["on the ephemeris", "on the signal", "on all"]
    assert len(sent) == 2


def test_a_comment_on_an_unknown_target_is_refused(database: Database) -> None:
    with pytest.raises(UnknownTarget):
        database.write(lambda session: add_comment(session, 5, NAME, "where?", request_id="c1"))


def test_a_draft_comes_back_and_the_newest_replaces_the_older(database: Database) -> None:
    (ephemeris_id,) = with_proposals(database)
    for draft in (
        DraftRecord(),
        DraftRecord(ephemeris_id, 1325.29843157821, 0.7121198, "half a thought", "QLP"),
        DraftRecord(comment="another"),
    ):
        database.write(lambda session, draft=draft: save_draft(session, NAME, TIC_ID, draft))
        assert database.read(lambda session: load_draft(session, NAME, TIC_ID)) == draft
    assert database.read(lambda session: session.scalar(select(func.count(Draft.id)))) == 1


def test_a_draft_is_its_persons_own(database: Database) -> None:
    with_proposals(database)
    database.write(lambda session: save_draft(session, NAME, TIC_ID, DraftRecord(comment="mine")))
    assert database.read(lambda session: load_draft(session, REVIEWERS[1], TIC_ID)) is None


def test_a_draft_needs_a_person_and_a_target(database: Database) -> None:
    with_proposals(database)
    with pytest.raises(NotPermitted):
        database.write(lambda session: save_draft(session, "nobody-known", TIC_ID, DraftRecord()))
    with pytest.raises(UnknownTarget):
        database.write(lambda session: save_draft(session, NAME, 5, DraftRecord()))


def test_a_person_keeps_their_role(database: Database) -> None:
    database.write(lambda session: ensure_user(session, "lead-1", Role.LEAD))
    database.write(lambda session: ensure_user(session, "lead-1"))
    assert database.read(lambda session: user_named(session, "lead-1").role) is Role.LEAD
