"""What child processes of the tests do; a child imports it by name."""

import os
import signal
from pathlib import Path

from tessebs_core.archive.client import ArchiveEndpoints
from tessebs_core.database.connection import Database
from tessebs_core.database.migrations import upgrade
from tessebs_core.database.stores.votes import cast_vote
from tessebs_core.records import Judgement
from tessebs_core.storage import StagedFiles
from tessebs_core.vocabulary import Verdict
from tessebs_core.workflows.accepting import accept
from tests.support.sky import workspace_in


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


def accept_and_die(url: str, folder: str, ephemeris_id: int) -> None:
    """Accept a proposal as signal 1, and be killed when the figures are renamed and nothing is committed."""
    place = StagedFiles.place

    def placed_and_killed(staged: StagedFiles, names: dict[Path, Path], gone: object = ()) -> None:
        place(staged, names)
        os.kill(os.getpid(), signal.SIGKILL)

    StagedFiles.place = placed_and_killed  # type: ignore[method-assign]
    workspace = workspace_in(Path(folder), Database.open(url), ArchiveEndpoints("http://127.0.0.1:9"))
    accept(workspace, "rita", ephemeris_id, signal_id=1, request_id="accept-and-die")
