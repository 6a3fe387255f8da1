"""Many rows are added under keys that are chosen beforehand, and nobody else gets the same."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tessebs_core.database.base import Base
from tessebs_core.database.connection import Database
from tessebs_core.database.schema import Comment, Origin
from tessebs_core.database.stores.legacy_rows import RowWriter
from tessebs_core.database.types import utc_now

COMMENTS = Base.metadata.tables["Comment"]


def add_comments(writer: RowWriter, texts: str) -> list[int]:
    nothing = dict.fromkeys(("ephemeris_id", "eb_id", "tic_id", "request_id"))
    return [writer.add(COMMENTS, author="ada", text=text, timestamp=utc_now(), **nothing) for text in texts]


def test_keys_go_on_from_those_that_are_there(database: Database) -> None:
    database.write(lambda session: session.add(Origin(id=7, name="WG4")))

    def work(session: Session) -> list[int]:
        writer = RowWriter(session)
        keys = [writer.add(Base.metadata.tables["Origin"], name=name) for name in ("a", "b")]
        writer.flush()
        assert writer.added == {"Origin": 2}
        return keys

    assert database.write(work) == [8, 9]
    names = database.read(lambda session: session.execute(select(Origin.id, Origin.name)).all())
    assert sorted(names) == [(7, "WG4"), (8, "a"), (9, "b")]


@pytest.mark.mariadb
def test_who_writes_between_two_batches_gets_keys_that_are_left_out(migrated_mariadb_url: str) -> None:
    database = Database.open(migrated_mariadb_url)
    others: list[int] = []

    def somebody(session: Session) -> None:
        row = Comment(author="ben", text="meanwhile")
        session.add(row)
        session.flush()
        others.append(row.id)

    def work(session: Session) -> list[int]:
        writer = RowWriter(session)
        keys = []
        for texts in ("abc", "def"):
            keys += add_comments(writer, texts)
            writer.flush()
            database.write(somebody)
            database.write(somebody)
        return keys

    keys = database.write(work)
    texts = database.read(lambda session: dict(session.execute(select(Comment.id, Comment.text)).all()))
    assert texts == {**dict(zip(keys, "abcdef", strict=True)), **dict.fromkeys(others, "meanwhile")}
    assert len(others) == 4
    database.dispose()
