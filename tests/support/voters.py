"""Processes that vote: started together, each telling on a pipe what the database has acknowledged.

A fork server that has the workflows loaded starts them in milliseconds; nothing waits for a time to pass.
"""

import signal
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Barrier, Event
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import text

from tessebs_core.archive.client import Archive, ArchiveEndpoints
from tessebs_core.database.connection import Database
from tessebs_core.errors import DatabaseUnavailable
from tessebs_core.records import DataFolder, Judgement
from tessebs_core.vocabulary import PeriodMultiple, Verdict
from tessebs_core.workflows.judging import cast_vote
from tessebs_core.workflows.workspace import Workspace

PATIENCE_S = 240.0
_SAID = (
    Judgement(Verdict.EB),
    Judgement(Verdict.EB, period_multiple=PeriodMultiple.DOUBLE),
    Judgement(Verdict.NOT_EB),
)


@dataclass(frozen=True)
class Round:
    """What one process votes: ``requests`` in order, going round the ephemerides."""

    name: str
    username: str
    ephemeris_ids: Sequence[int]
    requests: Sequence[str]


class Word(NamedTuple):
    """What a process says: acknowledged, or failed and why."""

    name: str
    kind: str
    request: str


class Signs(NamedTuple):
    """What all processes look at: when to begin, and whether the server is up."""

    together: Barrier
    up: Event


Cast = Callable[[Workspace, str, int, Judgement, str], object]


def cast_properly(workspace: Workspace, username: str, key: int, judgement: Judgement, request: str) -> None:
    """The workflow that the screens call."""
    cast_vote(workspace, username, key, judgement, request_id=request)


def cast_naively(workspace: Workspace, username: str, key: int, judgement: Judgement, request: str) -> None:
    """Read all votes on a candidate, add one, and write them back, as if nobody else did."""
    address = {"key": key}
    stored = workspace.database.read(
        lambda session: session.execute(text("SELECT votes FROM Naive WHERE id = :key"), address).scalar_one()
    )
    added = {**address, "votes": f"{stored} {request}".strip()}
    workspace.database.write(
        lambda session: session.execute(text("UPDATE Naive SET votes = :votes WHERE id = :key"), added)
    )


def workspace_at(url: str) -> Workspace:
    """A workspace of which only the database is used."""
    return Workspace(
        Database.open(url), DataFolder(Path("nowhere")), Archive(ArchiveEndpoints("http://127.0.0.1:9"))
    )


def vote_round(url: str, own: Round, cast: Cast, says: Connection, signs: Signs) -> None:
    """Cast every vote of a round, pressing again when the database is away; runs in a process of its own."""
    workspace = workspace_at(url)
    signs.together.wait(PATIENCE_S)
    for number, request in enumerate(own.requests):
        key = own.ephemeris_ids[number % len(own.ephemeris_ids)]
        judgement = _SAID[number % len(_SAID)]
        while True:
            try:
                cast(workspace, own.username, key, judgement, request)
            except DatabaseUnavailable:
                if _is_up(signs.up):
                    continue
                says.send(Word(own.name, "failed", request))
            except Exception as error:  # noqa: BLE001 -- told to the test, which fails
                says.send(Word(own.name, f"failed: {error!r}", request))
            else:
                says.send(Word(own.name, "stored", request))
            break
    workspace.database.dispose()


def _is_up(up: Event) -> bool:
    """Wait for the server; who wakes up too late sees only its next fall, and goes on waiting."""
    give_up = time.monotonic() + PATIENCE_S
    while not up.wait(PATIENCE_S):
        if time.monotonic() > give_up:
            return False
    return True


class Voters:
    """Running processes, and what they say; iterate to hear it until all have ended."""

    def __init__(self, processes: dict[str, BaseProcess], heard: Connection, up: Event) -> None:
        self._processes = processes
        self._heard = heard
        self.up = up

    def __iter__(self) -> Iterator[Word]:
        while True:
            if not self._heard.poll(PATIENCE_S):
                raise AssertionError("the voters say nothing any more")
            try:
                yield self._heard.recv()
            except EOFError:
                return

    def kill(self, name: str) -> None:
        """End a process by SIGKILL."""
        process = self._processes[name]
        process.kill()
        process.join(PATIENCE_S)

    def exit_codes(self) -> dict[str, int | None]:
        """How each has ended."""
        for each in self._processes.values():
            each.join(PATIENCE_S)
        return {name: each.exitcode for name, each in self._processes.items()}


@contextmanager
def voting(url: str, rounds: Iterable[Round], cast: Cast = cast_properly) -> Iterator[Voters]:
    """Start a process for each round, all of them beginning together."""
    rounds = list(rounds)
    context = get_context("forkserver")
    context.set_forkserver_preload([__name__])
    heard, says = context.Pipe(duplex=False)
    signs = Signs(context.Barrier(len(rounds)), context.Event())
    signs.up.set()
    processes: dict[str, BaseProcess] = {
        each.name: context.Process(target=vote_round, args=(url, each, cast, says, signs), daemon=True)
        for each in rounds
    }
    for process in processes.values():
        process.start()
    says.close()
    try:
        yield Voters(processes, heard, signs.up)
    finally:
        for process in processes.values():
            process.kill()
            process.join()
        heard.close()


KILLED = -signal.SIGKILL


def lost_and_doubled(sent: Iterable[str], stored: Iterable[str]) -> tuple[list[str], list[str]]:
    """Requests that are not in the database, and those that are there more than once."""
    found = Counter(stored)
    return sorted(set(sent) - set(found)), sorted(each for each, count in found.items() if count > 1)
