"""Runners: which process works on what is wanted, and whether it is alive."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from tessebs_core.database.schema import Runner
from tessebs_core.database.stores.tasks import hand_back

__all__ = [
    "RunnerMark",
    "claim_runner",
    "find_runner",
    "hear_runner",
    "lock_runner",
    "pause_runner",
    "release_runner",
    "wake_runner",
]


@dataclass(frozen=True)
class RunnerMark:
    """Who a runner is; ``owner`` is unique, ``born`` tells its process from a later one of the same pid."""

    owner: str
    host: str
    pid: int
    born: float


def find_runner(session: Session, name: str) -> Runner | None:
    """The runner of this name, dead or alive."""
    return session.scalar(select(Runner).where(Runner.name == name))


def lock_runner(session: Session, name: str) -> Runner | None:
    """The runner of this name; it can neither end nor begin before the transaction does."""
    return session.scalar(select(Runner).where(Runner.name == name).with_for_update())


def claim_runner(
    session: Session, name: str, mark: RunnerMark, until: datetime, *, now: datetime, dead: str | None
) -> bool:
    """Become the runner of this name, unless another is alive.

    Parameters
    ----------
    dead : str, optional
        Owner of a runner that is known to have died before its time is over.
    """
    row = lock_runner(session, name)
    if row is not None and row.owner not in {mark.owner, dead} and row.until >= now:
        return False
    if row is None:
        row = Runner(name=name)
        session.add(row)
    else:
        hand_back(session, row.owner, counted=True)  # what it had on lease is free at once
    row.owner, row.host, row.pid, row.born = mark.owner, mark.host, mark.pid, mark.born
    row.started_at = row.heard_at = now
    row.until, row.message, row.paused_until = until, None, None
    session.flush()
    return True


def hear_runner(session: Session, name: str, owner: str, until: datetime, *, now: datetime) -> bool:
    """Say that a runner is alive; False when another has taken its place."""
    row = lock_runner(session, name)
    if row is None or row.owner != owner:
        return False
    row.heard_at, row.until = now, until
    session.flush()
    return True


def pause_runner(session: Session, name: str, owner: str, message: str, until: datetime) -> None:
    """Say what holds a runner up, and until when."""
    row = lock_runner(session, name)
    if row is not None and row.owner == owner:
        row.message, row.paused_until = message, until
        session.flush()


def wake_runner(session: Session, name: str) -> None:
    """End a runner's pause."""
    row = lock_runner(session, name)
    if row is not None:
        row.message = row.paused_until = None
        session.flush()


def release_runner(session: Session, name: str, owner: str) -> None:
    """Be the runner no more."""
    session.execute(delete(Runner).where(Runner.name == name, Runner.owner == owner))
