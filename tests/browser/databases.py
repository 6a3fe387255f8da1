"""Look into the database behind the app, straight at its tables."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text

from tessebs_core.database.connection import Database
from tessebs_core.database.stores.drafts import load_draft

VOTES = """
    SELECT Vote.verdict, Vote.reason, Vote.period_multiple
    FROM Vote JOIN Ephemeris ON Vote.ephemeris_id = Ephemeris.id JOIN TIC ON Ephemeris.tic_id = TIC.id
    WHERE TIC.tess_id = :tess_id AND Vote.duplicate_of_id IS NULL ORDER BY Vote.id"""


def votes_on(url: str, tess_id: int) -> list[tuple]:
    """Verdict, reason and multiple of the votes on a target, oldest first, straight from the table.

    Duplicates are left out: a verdict marks those of the same signal, see `tests/browser/test_judging.py`.
    """
    with closing_database(url) as database:
        rows = database.read(lambda session: session.execute(text(VOTES), {"tess_id": tess_id}).all())
        return [tuple(row) for row in rows]


def wait_for_draft(url: str, tess_id: int, **wanted: object) -> None:
    """Until the person's draft on a target is in the database."""
    with closing_database(url) as database:
        wait_until(
            lambda: database.read(lambda session: load_draft(session, "ada", tess_id)),
            lambda draft: draft and all(getattr(draft, name) == value for name, value in wanted.items()),
        )


def wait_until(look, is_so):
    """Look again and again until something is so; returns what was seen."""
    give_up = time.monotonic() + 30
    while not is_so(seen := look()):
        assert time.monotonic() < give_up, f"still {seen}"
        time.sleep(0.05)
    return seen


@contextmanager
def closing_database(url: str) -> Iterator[Database]:
    database = Database.open(url)
    try:
        yield database
    finally:
        database.dispose()
