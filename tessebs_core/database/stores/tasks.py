"""Tasks: the work on one target each, taken on lease, renewed, finished, put back, cancelled.

Every change by a worker names the worker as the owner of the lease: whoever has lost it changes nothing.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, CursorResult, and_, case, func, literal, or_, select, update
from sqlalchemy.orm import Session, aliased

from tessebs_core.database.schema import Task
from tessebs_core.database.types import utc_now
from tessebs_core.records.reporting import Step
from tessebs_core.records.work import TargetTask
from tessebs_core.vocabulary import TaskState, WorkKind

__all__ = [
    "TakenTask",
    "cancel_tasks",
    "count_open",
    "finish_task",
    "hand_back",
    "hand_back_run",
    "next_time",
    "put_off",
    "renew_leases",
    "state_now",
    "step_task",
    "take_task",
    "tasks_of",
    "want_again",
    "want_now",
]

_CANDIDATES = 8  # a few more than one, in case another worker is quicker
_LONGEST_STEP = 255
_OPEN = (TaskState.WANTED, TaskState.RUNNING)
_AGAIN = (TaskState.FAILED, TaskState.INCOMPLETE, TaskState.CANCELLED)


@dataclass(frozen=True)
class TakenTask:
    """A task on lease; ``attempt`` is 1 the first time."""

    task_id: int
    batch_id: int
    tess_id: int
    attempt: int
    details: Any


def take_task(
    session: Session,
    kind: WorkKind,
    owner: str,
    until: datetime,
    *,
    now: datetime,
    most_attempts: int,
    batch_id: int | None = None,
) -> TakenTask | None:
    """Take the first task of a kind, or of one batch, that nobody has on lease; None when there is none now.

    A task whose lease has expired is wanted again, or has failed when it was begun ``most_attempts`` times:
    it may be what kills who works on it. A target that somebody works on in another batch is left for later.
    """
    _expire(session, kind, now, most_attempts)
    other = aliased(Task)
    busy = select(other.id).where(other.tess_id == Task.tess_id, other.state == TaskState.RUNNING).exists()
    of_batch = () if batch_id is None else (Task.batch_id == batch_id,)
    statement = (
        select(Task)
        .where(Task.kind == kind, Task.state == TaskState.WANTED, *of_batch)
        .where(or_(Task.not_before.is_(None), Task.not_before <= now), ~busy)
        .order_by(Task.position, Task.id)
        .limit(_CANDIDATES)
    )
    for row in session.scalars(statement).all():
        taking = (
            update(Task)
            .where(Task.id == row.id, Task.state == TaskState.WANTED)
            .values(
                state=TaskState.RUNNING, lease_owner=owner, lease_until=until, attempts=Task.attempts + 1,
                not_before=None, step="", steps_done=None, steps_total=None, changed_at=now,
            )
        )  # fmt: skip
        if _changed(session, taking):
            return TakenTask(row.id, row.batch_id, row.tess_id, row.attempts + 1, row.details)
    return None


def renew_leases(session: Session, owner: str, until: datetime) -> None:
    """Keep what the owner has on lease for longer."""
    session.execute(_plain(update(Task).where(*_leased(owner)).values(lease_until=until)))


def step_task(session: Session, task_id: int, owner: str, step: Step) -> bool:
    """Say how far a task is; False when the lease is lost, or the task cancelled. No total: no counts."""
    counts = {"steps_done": step.done, "steps_total": step.total} if step.total else {}
    values = {"step": step.text[:_LONGEST_STEP], **counts, "changed_at": utc_now()}
    return _changed(session, update(Task).where(Task.id == task_id, *_leased(owner)).values(values))


def finish_task(
    session: Session, task_id: int, owner: str, state: TaskState, *, result: str = "", error: str = ""
) -> bool:
    """End a task in a state that is final; False when the lease is lost, or the task cancelled."""
    values = {**_FREED, "state": state, "result": result, "error": error, "step": "", "changed_at": utc_now()}
    return _changed(session, update(Task).where(Task.id == task_id, *_leased(owner)).values(values))


def put_off(
    session: Session, task_id: int, owner: str, error: str, not_before: datetime, *, counted: bool = True
) -> bool:
    """Let a task be tried again after a time, with what went wrong; an attempt may be not counted."""
    values: dict[str, Any] = {
        **_FREED, "state": TaskState.WANTED, "error": error, "step": "", "not_before": not_before,
        "changed_at": utc_now(),
    }  # fmt: skip
    if not counted:
        values["attempts"] = Task.attempts - 1
    return _changed(session, update(Task).where(Task.id == task_id, *_leased(owner)).values(values))


def hand_back(session: Session, owner: str, *, counted: bool) -> None:
    """Give back all that an owner has on lease: one that stops, or one that has died (which counts)."""
    _give_back(session, _leased(owner), counted=counted)


def hand_back_run(session: Session, run: str) -> None:
    """Give back all that owners whose names begin with ``run`` and a dash have on lease; nothing counts."""
    owned = (Task.state == TaskState.RUNNING, Task.lease_owner.startswith(f"{run}-", autoescape=True))
    _give_back(session, owned, counted=False)


def _give_back(session: Session, owned: tuple[ColumnElement[bool], ...], *, counted: bool) -> None:
    attempts = Task.attempts if counted else Task.attempts - 1
    values = {**_FREED, "state": TaskState.WANTED, "step": "", "attempts": attempts}
    session.execute(_plain(update(Task).where(*owned).values(values)))


def cancel_tasks(session: Session, batch_id: int, task_ids: Collection[int] | None = None) -> int:
    """Cancel what is not finished of a batch, or some tasks of it; returns how many."""
    values = {**_FREED, "state": TaskState.CANCELLED, "step": "", "not_before": None, "changed_at": utc_now()}
    return _change_some(session, batch_id, task_ids, _OPEN, values)


def want_again(
    session: Session,
    batch_id: int,
    task_ids: Collection[int] | None = None,
    states: Collection[TaskState] = _AGAIN,
) -> int:
    """Want again what failed or was cancelled of a batch, or some tasks of it; returns how many."""
    values = {
        **_FREED, "state": TaskState.WANTED, "attempts": 0, "not_before": None, "result": None, "error": None,
        "changed_at": utc_now(),
    }  # fmt: skip
    return _change_some(session, batch_id, task_ids, states, values)


def want_now(session: Session, kind: WorkKind) -> None:
    """Let what was put off be tried again at once."""
    put = update(Task).where(Task.kind == kind, Task.state == TaskState.WANTED, Task.not_before.is_not(None))
    session.execute(_plain(put.values(not_before=None)))


def count_open(session: Session, kind: WorkKind) -> int:
    """Count what is wanted or under way."""
    counting = select(func.count()).select_from(Task).where(Task.kind == kind, Task.state.in_(_OPEN))
    return session.scalar(counting) or 0


def next_time(session: Session, kind: WorkKind) -> datetime | None:
    """When the first of the tasks that were put off may be tried again; None when none was."""
    first = select(func.min(Task.not_before)).where(Task.kind == kind, Task.state == TaskState.WANTED)
    return session.scalar(first)


def tasks_of(
    session: Session,
    batch_id: int,
    states: Collection[TaskState] | None = None,
    *,
    first: int = 0,
    most: int = 100,
    dead: str | None = None,
) -> tuple[TargetTask, ...]:
    """Tasks of a batch in the order of its list, of some states if named.

    Parameters
    ----------
    dead : str, optional
        An owner who has died: what it has on lease waits, and says so.
    """
    statement = select(Task).where(Task.batch_id == batch_id)
    if states is not None:
        statement = statement.where(state_now(dead).in_(list(states)))
    rows: Sequence[Task] = session.scalars(
        statement.order_by(Task.position).offset(first).limit(most).execution_options(populate_existing=True)
    ).all()
    return tuple(_record(row, dead) for row in rows)


def state_now(dead: str | None) -> ColumnElement[TaskState]:
    """A task's state as a column; what an owner who has died has on lease waits."""
    if dead is None:
        return Task.state.expression
    waiting = literal(TaskState.WANTED, Task.state.type)
    return case((and_(*_leased(dead)), waiting), else_=Task.state)


def _expire(session: Session, kind: WorkKind, now: datetime, most_attempts: int) -> None:
    expired = (Task.kind == kind, Task.state == TaskState.RUNNING, Task.lease_until < now)
    died = "What worked on this target died %d times. Retry it alone; if it dies again, look into its log."
    poisoned = {
        **_FREED, "state": TaskState.FAILED, "step": "", "error": died % most_attempts, "changed_at": now,
    }  # fmt: skip
    session.execute(_plain(update(Task).where(*expired, Task.attempts >= most_attempts).values(poisoned)))
    again = {**_FREED, "state": TaskState.WANTED, "step": "", "changed_at": now}
    session.execute(_plain(update(Task).where(*expired).values(again)))


_FREED: dict[str, Any] = {"lease_owner": None, "lease_until": None, "steps_done": None, "steps_total": None}


def _leased(owner: str) -> tuple[ColumnElement[bool], ...]:
    return (Task.state == TaskState.RUNNING, Task.lease_owner == owner)


def _change_some(
    session: Session,
    batch_id: int,
    task_ids: Collection[int] | None,
    states: Collection[TaskState],
    values: dict[str, Any],
) -> int:
    statement = update(Task).where(Task.batch_id == batch_id, Task.state.in_(list(states)))
    if task_ids is not None:
        statement = statement.where(Task.id.in_(list(task_ids)))
    return _changed_rows(session, statement.values(values))


def _plain(statement: Any) -> Any:
    """Rows of the session need not notice: nothing that is changed so is read again in its transaction."""
    return statement.execution_options(synchronize_session=False)


def _changed(session: Session, statement: Any) -> bool:
    return _changed_rows(session, statement) == 1


def _changed_rows(session: Session, statement: Any) -> int:
    changed: CursorResult[Any] = session.execute(_plain(statement))  # type: ignore[assignment]
    return changed.rowcount


def _record(row: Task, dead: str | None) -> TargetTask:
    abandoned = dead is not None and row.state is TaskState.RUNNING and row.lease_owner == dead
    return TargetTask(
        task_id=row.id,
        batch_id=row.batch_id,
        tess_id=row.tess_id,
        state=TaskState.WANTED if abandoned else row.state,
        step=row.step,
        files_done=row.steps_done,
        files_total=row.steps_total,
        attempts=row.attempts,
        not_before=row.not_before,
        changed_at=row.changed_at,
        result=row.result or "",
        error=row.error or "",
        abandoned=abandoned,
    )
