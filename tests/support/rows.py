"""Rows that many tests begin with, and a count of the statements sent."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event
from sqlalchemy.orm import Session

from tessebs_core.database.connection import Database
from tessebs_core.database.stores import actions
from tessebs_core.database.stores.ephemerides import propose_ephemeris
from tessebs_core.database.stores.targets import save_target
from tessebs_core.database.stores.users import ensure_user, user_named
from tessebs_core.records import Ephemeris, Source, TargetMetadata

REVIEWERS = ("reviewer-1", "reviewer-2", "reviewer-3")


def with_proposals(database: Database, tess_id: int = 126602778, count: int = 1) -> list[int]:
    """Add the reviewers and one target with ``count`` proposals; return the proposals' keys."""

    def work(session: Session) -> list[int]:
        for name in REVIEWERS:
            ensure_user(session, name)
        save_target(session, TargetMetadata(tess_id))
        return [
            propose_ephemeris(session, tess_id, Ephemeris(1325.3, 0.5 * number), Source("BLS", "1")).id
            for number in range(1, count + 1)
        ]

    return database.write(work)


def take_back(database: Database, username: str, request_id: str) -> None:
    """Undo a person's last vote."""

    def work(session: Session) -> None:
        user = user_named(session, username)
        last = actions.last_action(session, user)
        assert last is not None
        actions.undo_action(session, user, last, request_id=request_id, rule_version="1")

    database.write(work)


@contextmanager
def statements_sent(database: Database) -> Iterator[list[str]]:
    """Collect the statements that the engine sends, transaction control left out."""
    sent: list[str] = []

    def remember(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith("BEGIN"):
            sent.append(statement)

    event.listen(database.engine, "before_cursor_execute", remember)
    try:
        yield sent
    finally:
        event.remove(database.engine, "before_cursor_execute", remember)
