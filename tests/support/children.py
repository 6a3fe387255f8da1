"""What child processes of the migration and concurrency tests do; a child imports it by name."""

from tessebs_core.database.connection import Database
from tessebs_core.database.migrations import upgrade
from tessebs_core.database.stores.votes import cast_vote
from tessebs_core.records import Judgement
from tessebs_core.vocabulary import Verdict


def upgrade_at(url: str) -> None:
    """Bring a database up to date."""
    database = Database.open(url)
    upgrade(database)
    database.dispose()


def vote_at(url: str, username: str, ephemeris_ids: list[int], requests: list[str]) -> None:
    """Cast one vote for each request id, going round the ephemerides."""
    database = Database.open(url)
    for number, request_id in enumerate(requests):
        ephemeris_id = ephemeris_ids[number % len(ephemeris_ids)]
        database.write(
            lambda session, ephemeris_id=ephemeris_id, request_id=request_id: cast_vote(
                session, ephemeris_id, username, Judgement(Verdict.EB),
                request_id=request_id, rule_version="1",
            ),
            repeatable=True,
        )  # fmt: skip
    database.dispose()
