"""Batches: what people want done with lists of targets, and how far that is."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import astuple
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session, joinedload

from tessebs_core.database.schema import TIC, Batch, Product, Task, User
from tessebs_core.database.stores.tasks import state_now
from tessebs_core.database.stores.upserts import batches as cut
from tessebs_core.database.types import utc_now
from tessebs_core.errors import InputError
from tessebs_core.records import Ephemeris, Source
from tessebs_core.records.work import BatchChoices, BatchSummary, Choices, ListedTarget, Started
from tessebs_core.vocabulary import ProductState, TaskState, WorkKind

__all__ = [
    "add_batch",
    "batch_numbered",
    "choices_of",
    "counts_of",
    "held_among",
    "proposals_in",
    "summaries",
    "targets_with_files",
]


def add_batch(
    session: Session,
    user: User,
    targets: Sequence[ListedTarget],
    choices: Choices,
    *,
    kind: WorkKind,
    label: str,
    once: bool = True,
) -> Started:
    """Add a batch with a task for each target; the same list with the same choices is there already.

    Parameters
    ----------
    once : bool
        Whether the same is one batch for ever; else it is while anything of it is left, and anew after that.

    Raises
    ------
    InputError
        The list is empty.
    """
    if not targets:
        raise InputError("The list names no target. Give TIC numbers, for example one in each line.")
    digest = _digest(kind, choices, targets)
    while (known := session.scalar(select(Batch.id).where(Batch.digest == digest))) is not None:
        if once or _is_open(session, known):
            return Started(known, is_new=False)
        digest = hashlib.sha256(f"{digest} after batch {known}".encode()).hexdigest()
    batch = Batch(kind=kind, digest=digest, label=label[:255], user=user, parameters=choices.stored())
    session.add(batch)
    session.flush()
    now = utc_now()
    rows = (
        {
            "batch_id": batch.id,
            "kind": kind,
            "tess_id": each.tess_id,
            "position": position,
            "details": _details(each),
            "state": TaskState.WANTED,
            "attempts": 0,
            "step": "",
            "changed_at": now,
        }
        for position, each in enumerate(targets)
    )
    for some in cut(rows):
        session.execute(insert(Task), some)
    return Started(batch.id, is_new=True)


def _is_open(session: Session, batch_id: int) -> bool:
    """Whether anything of a batch is wanted or under way."""
    left = Task.state.in_((TaskState.WANTED, TaskState.RUNNING))
    return session.scalar(select(Task.id).where(Task.batch_id == batch_id, left).limit(1)) is not None


def batch_numbered(session: Session, batch_id: int) -> Batch:
    """A batch by its number.

    Raises
    ------
    InputError
        There is none.
    """
    found = session.get(Batch, batch_id)
    if found is None:
        raise InputError(f"There is no batch {batch_id}. `tessebs ingest --status` lists them.")
    return found


def choices_of(session: Session, batch_id: int) -> BatchChoices:
    """What is done with each target of a batch."""
    return BatchChoices.from_stored(batch_numbered(session, batch_id).parameters)


def summaries(
    session: Session, kind: WorkKind, *, most: int = 50, dead: str | None = None
) -> tuple[BatchSummary, ...]:
    """The newest batches of everybody, newest first, in two queries; what a ``dead`` owner has waits."""
    statement = select(Batch).where(Batch.kind == kind).options(joinedload(Batch.user, innerjoin=True))
    rows = session.scalars(statement.order_by(Batch.id.desc()).limit(most)).all()
    counts: dict[int, dict[TaskState, int]] = defaultdict(dict)
    state = state_now(dead)
    counting = (
        select(Task.batch_id, state.label("state_now"), func.count())
        .where(Task.batch_id.in_([row.id for row in rows]))
        .group_by(Task.batch_id, "state_now")
    )
    for batch_id, each, number in session.execute(counting):
        counts[batch_id][each] = number
    return tuple(
        BatchSummary(
            batch_id=row.id,
            label=row.label,
            username=row.user.username,
            date_added=row.date_added,
            choices=BatchChoices.from_stored(row.parameters),
            counts=counts[row.id],
        )
        for row in rows
    )


def counts_of(session: Session, batch_id: int) -> dict[TaskState, int]:
    """How many targets of a batch are in which state."""
    counting = select(Task.state, func.count()).where(Task.batch_id == batch_id).group_by(Task.state)
    return {row[0]: row[1] for row in session.execute(counting)}


def targets_with_files(session: Session) -> list[int]:
    """TIC numbers of all targets of which a light-curve file is held, ascending."""
    held = select(Product.id).where(Product.tic_id == TIC.id, Product.state == ProductState.HELD).exists()
    return list(session.scalars(select(TIC.tess_id).where(held).order_by(TIC.tess_id)))


def held_among(session: Session, tess_ids: Sequence[int]) -> tuple[int, ...]:
    """Those of the targets of which the catalogue holds a file, in the order given."""
    held: set[int] = set()
    for some in cut(sorted(set(tess_ids))):
        statement = (
            select(TIC.tess_id)
            .where(TIC.tess_id.in_(some))
            .where(
                select(Product.id)
                .where(Product.tic_id == TIC.id, Product.state == ProductState.HELD)
                .exists()
            )
        )
        held.update(session.scalars(statement))
    return tuple(each for each in tess_ids if each in held)


def proposals_in(details: Any) -> list[tuple[Ephemeris, Source]]:
    """The ephemerides that stood beside a target in its list."""
    return [(Ephemeris(*numbers), Source(*words)) for numbers, words in (details or {}).get("proposals", [])]


def _details(target: ListedTarget) -> dict[str, Any] | None:
    if not target.proposals:
        return None
    return {"proposals": [[list(astuple(one)), list(astuple(source))] for one, source in target.proposals]}


def _digest(kind: WorkKind, choices: Choices, targets: Sequence[ListedTarget]) -> str:
    """The same for the same targets in any order."""
    listed = sorted((each.tess_id, _details(each) or {}) for each in targets)
    content = json.dumps([kind, choices.stored(), listed], sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()
