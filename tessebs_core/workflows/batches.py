"""Ingest batches as people meet them: preview a list, start, look, retry, cancel."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from tessebs_core.compute.target_lists import read_targets
from tessebs_core.database.stores import batches, runners, tasks
from tessebs_core.database.stores.products import products_of
from tessebs_core.database.types import utc_now
from tessebs_core.errors import NotPermitted
from tessebs_core.records.work import (
    BatchChoices,
    BatchSummary,
    FileFate,
    Preview,
    RunnerStatus,
    Started,
    TargetList,
    TargetTask,
)
from tessebs_core.vocabulary import Role, TaskState, WorkKind
from tessebs_core.workflows import permissions
from tessebs_core.workflows.runner import is_dead, runner_name
from tessebs_core.workflows.workspace import Workspace

__all__ = [
    "cancel_batch",
    "files_of",
    "list_batches",
    "list_tasks",
    "preview_list",
    "retry_batch",
    "role_of",
    "runner_status",
    "start_batch",
    "try_now",
]

_KIND = WorkKind.INGEST


def role_of(workspace: Workspace, username: str) -> Role:
    """What a person may do; somebody new is a member as soon as they do something."""
    return workspace.database.read(lambda session: permissions.role_of(session, username)) or Role.MEMBER


def preview_list(workspace: Workspace, username: str, text: str, *, label: str = "list") -> Preview:
    """Read a list of targets and look which of them are here; nothing is changed.

    Raises
    ------
    InputError
        The list is too large.
    """
    listed = read_targets(text, author=username, label=label[:64] or "list")
    tess_ids = [each.tess_id for each in listed.targets]
    held = workspace.database.read(lambda session: batches.held_among(session, tess_ids))
    return Preview(listed, held, proposals=sum(len(each.proposals) for each in listed.targets))


def start_batch(
    workspace: Workspace,
    username: str,
    listed: TargetList,
    choices: BatchChoices | None = None,
    *,
    label: str = "list",
) -> Started:
    """Want a list of targets; a runner begins with them, see `tessebs_core.workflows.runner_process`.

    While anything of it is left, the same list with the same choices is one batch, whoever asks: asking again
    adds nothing. When all of it has ended it is a new batch: MAST is asked anew, and files that are here are
    not fetched twice, so that the targets get the sectors that were observed since.

    Raises
    ------
    NotPermitted
        A viewer may only look.
    InputError
        The list is empty.
    """

    def work(session: Session) -> Started:
        user = permissions.require_member(session, username)
        return batches.add_batch(
            session, user, listed.targets, choices or BatchChoices(), kind=_KIND, label=label, once=False
        )

    return workspace.database.write(work, repeatable=True)


def list_batches(workspace: Workspace, *, most: int = 50) -> tuple[BatchSummary, ...]:
    """The newest batches of everybody, newest first."""

    def work(session: Session) -> tuple[BatchSummary, ...]:
        return batches.summaries(session, _KIND, most=most, dead=_dead_runner(session, workspace))

    return workspace.database.read(work)


def list_tasks(
    workspace: Workspace,
    batch_id: int,
    states: Collection[TaskState] | None = None,
    *,
    first: int = 0,
    most: int = 100,
) -> tuple[TargetTask, ...]:
    """The targets of a batch in the order of its list, of some states if named."""

    def work(session: Session) -> tuple[TargetTask, ...]:
        dead = _dead_runner(session, workspace)
        return tasks.tasks_of(session, batch_id, states, first=first, most=most, dead=dead)

    return workspace.database.read(work)


def files_of(workspace: Workspace, tess_id: int) -> tuple[FileFate, ...]:
    """The light-curve files of a target and how each is; none for a target that is not here yet."""

    def work(session: Session) -> tuple[FileFate, ...]:
        return tuple(
            FileFate(
                row.file_name, row.provenance.name, row.sector, row.held_size or row.size, str(row.state),
                row.error or "",
            )
            for row in products_of(session, tess_id)
        )  # fmt: skip

    return workspace.database.read(work)


def retry_batch(
    workspace: Workspace, username: str, batch_id: int, task_ids: Collection[int] | None = None
) -> int:
    """Want again what failed or was cancelled of a batch, or some targets of it; returns how many.

    Raises
    ------
    NotPermitted
        A viewer may only look.
    InputError
        There is no such batch.
    """

    def work(session: Session) -> int:
        permissions.require_member(session, username)
        batches.batch_numbered(session, batch_id)
        return tasks.want_again(session, batch_id, task_ids)

    return workspace.database.write(work, repeatable=True)


def cancel_batch(
    workspace: Workspace, username: str, batch_id: int, task_ids: Collection[int] | None = None
) -> int:
    """Cancel what is not finished of a batch, or some targets of it; returns how many.

    What is under way stops after the file at hand; what has arrived is kept.

    Raises
    ------
    NotPermitted
        It is somebody else's, and this person is no lead.
    InputError
        There is no such batch.
    """

    def work(session: Session) -> int:
        user = permissions.require_member(session, username)
        batch = batches.batch_numbered(session, batch_id)
        if batch.user_id != user.id and not permissions.may_lead(session, username):
            raise NotPermitted(
                f"Batch {batch_id} is {batch.user.username}'s. Only they or a lead can cancel it."
            )
        return tasks.cancel_tasks(session, batch_id, task_ids)

    return workspace.database.write(work, repeatable=True)


def runner_status(workspace: Workspace) -> RunnerStatus:
    """Who works on what is wanted, whether they are alive, and what holds them up."""

    def work(session: Session) -> RunnerStatus:
        waiting = tasks.count_open(session, _KIND)
        row = runners.find_runner(session, runner_name(workspace))
        if row is None:
            return RunnerStatus(waiting=waiting)
        return RunnerStatus(
            alive=not is_dead(row, utc_now()),
            host=row.host,
            pid=row.pid,
            heard=row.heard_at,
            words=row.message or "",
            paused_until=row.paused_until,
            waiting=waiting,
        )

    return workspace.database.read(work)


def try_now(workspace: Workspace, username: str) -> None:
    """End the pause of the runner, and let what was put off be tried again at once.

    Raises
    ------
    NotPermitted
        A viewer may only look.
    """

    def work(session: Session) -> None:
        permissions.require_member(session, username)
        runners.wake_runner(session, runner_name(workspace))
        tasks.want_now(session, _KIND)

    workspace.database.write(work, repeatable=True)


def _dead_runner(session: Session, workspace: Workspace) -> str | None:
    """The runner of the data folder if it has died: what it had in hand is under way no more."""
    row = runners.find_runner(session, runner_name(workspace))
    return row.owner if row is not None and is_dead(row, utc_now()) else None
