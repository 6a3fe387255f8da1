"""Bulk work as people meet it: wanted, looked at, wanted again; see `tessebs_core.workflows.bulk_runs`."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from tessebs_core.database.stores import batches, tasks
from tessebs_core.errors import InputError
from tessebs_core.records.bulk import BulkProgress
from tessebs_core.records.work import BatchSummary, Choices, Started, TargetList, TargetTask
from tessebs_core.vocabulary import TaskState, WorkKind
from tessebs_core.workflows import permissions
from tessebs_core.workflows.workspace import Workspace

__all__ = ["bulk_batches", "bulk_failures", "bulk_progress", "require_worker", "start_bulk", "want_all_again"]

_AT_ONCE = 500
_FAILED = (TaskState.FAILED, TaskState.INCOMPLETE)
_ENDED = (TaskState.DONE, *_FAILED, TaskState.CANCELLED)


def start_bulk(
    workspace: Workspace, username: str, kind: WorkKind, listed: TargetList, choices: Choices, *, label: str
) -> Started:
    """Want something done with many targets; the same with the same targets is one batch, whoever asks.

    Raises
    ------
    NotPermitted
        A viewer may only look.
    InputError
        There is no target.
    """

    def work(session: Session) -> Started:
        user = permissions.require_member(session, username)
        return batches.add_batch(session, user, listed.targets, choices, kind=kind, label=label)

    return workspace.database.write(work, repeatable=True)


def require_worker(workspace: Workspace, username: str, kind: WorkKind, batch_id: int) -> None:
    """Ask whether a person may work on a batch.

    Raises
    ------
    NotPermitted
        A viewer may only look.
    InputError
        There is no such batch of this kind.
    """

    def work(session: Session) -> None:
        permissions.require_member(session, username)
        _of_kind(session, kind, batch_id)

    workspace.database.write(work, repeatable=True)


def want_all_again(workspace: Workspace, username: str, kind: WorkKind, batch_id: int) -> int:
    """Want everything of a batch again that has ended; what still holds will be left as it is.

    Returns
    -------
    int
        How many targets.

    Raises
    ------
    NotPermitted
        A viewer may only look.
    InputError
        There is no such batch of this kind.
    """

    def work(session: Session) -> int:
        permissions.require_member(session, username)
        _of_kind(session, kind, batch_id)
        return tasks.want_again(session, batch_id, states=_ENDED)

    return workspace.database.write(work, repeatable=True)


def bulk_batches(workspace: Workspace, kind: WorkKind, *, most: int = 50) -> tuple[BatchSummary, ...]:
    """The newest batches of a kind, newest first."""
    return workspace.database.read(lambda session: batches.summaries(session, kind, most=most))


def bulk_progress(workspace: Workspace, batch_id: int) -> BulkProgress:
    """How many targets of a batch are in which state."""
    return BulkProgress(
        batch_id, workspace.database.read(lambda session: batches.counts_of(session, batch_id))
    )


def bulk_failures(workspace: Workspace, batch_id: int) -> Iterator[TargetTask]:
    """What failed of a batch, wholly or in some files, in the order of its list; read some at a time."""
    first = 0

    def work(session: Session) -> tuple[TargetTask, ...]:
        return tasks.tasks_of(session, batch_id, _FAILED, first=first, most=_AT_ONCE)

    while some := workspace.database.read(work):
        yield from some
        first += len(some)


def _of_kind(session: Session, kind: WorkKind, batch_id: int) -> None:
    found = batches.batch_numbered(session, batch_id)
    if found.kind is not kind:
        raise InputError(f"Batch {batch_id} is one of {found.kind}: `tessebs bulk {found.kind} --resume`.")
