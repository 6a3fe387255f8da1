"""Whose turn is which target: the order a person chose, claims, snoozes, assignments."""

import hashlib
from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import timedelta

from sqlalchemy.orm import Session

from tessebs_core.database.stores import attention, group_choices, queue, settings, users, waiting
from tessebs_core.database.types import utc_now
from tessebs_core.errors import AccountForbids, InputError
from tessebs_core.records import Progress
from tessebs_core.records.queue import Attention, Place
from tessebs_core.vocabulary import QueueOrder, Role
from tessebs_core.workflows import permissions
from tessebs_core.workflows.workspace import Workspace

__all__ = [
    "CLAIM_MINUTES",
    "assign",
    "claim",
    "keep_up",
    "look_at",
    "next_candidate",
    "order_of",
    "places",
    "progress",
    "release",
    "set_order",
    "set_settled_shown",
    "snooze",
    "unassign",
]

CLAIM_MINUTES = 10.0
"""How long a target counts as looked at after the last thing that was done on it."""

LONGEST_SNOOZE_DAYS = 3650.0

_ORDER, _SETTLED = "queue:order", "queue:settled"
_BATCHES_AT_ONCE = 5


def next_candidate(
    workspace: Workspace, username: str, *, after: int | None = None, skip: Collection[int] = ()
) -> int | None:
    """Return the ``tess_id`` that this person should judge next; None when nothing is left.

    The order is the person's choice (`set_order`). Targets whose proposals are all settled are not in the
    queue, unless the person wants them (`set_settled_shown`): then they follow at the end. Now and then a
    target with a known answer comes instead (`tessebs_core.workflows.known_answers`); nothing tells it apart.

    Parameters
    ----------
    after : int, optional
        The target at hand: by number the search begins behind it, in other orders it comes last.
    skip : collection of int
        Targets seen a moment ago; in other orders than by number they come when nothing else is left.
    """
    keep_up(workspace)

    def work(session: Session) -> int | None:
        chosen = settings.settings_of(session, username)
        share = group_choices.gold_share(session)
        turn = _by_chance(f"{username} {after}")
        answer = queue.unseen_answer(session, username, turn / share) if turn < share else None
        if answer is not None and answer != after and answer not in skip:
            return answer
        found = queue.next_target(session, username, order=_order(chosen), after=after, skip=skip)
        if found is None and chosen.get(_SETTLED) is True:
            found = queue.unjudged_target(session, username, after)
        return found

    return workspace.database.read(work)


def places(
    workspace: Workspace, username: str, order: QueueOrder | None = None, *, limit: int = 100
) -> list[Place]:
    """The beginning of a person's queue, in the order of their choice or in another."""
    keep_up(workspace)
    return workspace.database.read(
        lambda session: queue.places(
            session, username, order or _order(settings.settings_of(session, username)), limit=limit
        )
    )


def progress(workspace: Workspace, username: str) -> Progress:
    """Count the targets judged by this person, by anyone, and those left for this person."""
    keep_up(workspace)
    return workspace.database.read(lambda session: queue.progress(session, username))


def order_of(workspace: Workspace, username: str) -> QueueOrder:
    """The order that a person chose; by priority if none."""
    return workspace.database.read(lambda session: _order(settings.settings_of(session, username)))


def set_order(workspace: Workspace, username: str, order: QueueOrder) -> None:
    """Choose the order of a person's queue."""
    _choose(workspace, username, _ORDER, str(order))


def set_settled_shown(workspace: Workspace, username: str, *, shown: bool) -> None:
    """Choose whether settled targets follow when nothing else is left."""
    _choose(workspace, username, _SETTLED, shown)


def look_at(workspace: Workspace, username: str, tess_id: int, *, leaving: int | None = None) -> Attention:
    """Claim a target for some minutes, and tell who else is there and why it is here.

    A viewer is told, and claims nothing.

    Parameters
    ----------
    leaving : int, optional
        The target that the person looked at until now; others may have it again.

    Raises
    ------
    UnknownTarget
        The catalogue has no such TIC.
    """

    def work(session: Session) -> Attention:
        if permissions.role_of(session, username) is not Role.VIEWER:
            permissions.require_member(session, username)
            if leaving is not None and leaving != tess_id:
                attention.release(session, username, leaving)
            attention.claim(session, username, tess_id, CLAIM_MINUTES)
        return attention.attention_on(session, username, tess_id)

    return workspace.database.write(work, repeatable=True)


def claim(workspace: Workspace, username: str, tess_id: int, minutes: float = CLAIM_MINUTES) -> bool:
    """Claim a target, or renew the claim; returns whether nobody else has it.

    Raises
    ------
    NotPermitted
        A viewer claims nothing.
    UnknownTarget
        The catalogue has no such TIC.
    """

    def work(session: Session) -> bool:
        permissions.require_member(session, username)
        return attention.claim(session, username, tess_id, minutes)

    return workspace.database.write(work, repeatable=True)


def release(workspace: Workspace, username: str, tess_id: int) -> None:
    """Give a claim up; a viewer has none."""

    def work(session: Session) -> None:
        if permissions.role_of(session, username) is not Role.VIEWER:
            attention.release(session, username, tess_id)

    workspace.database.write(work, repeatable=True)


def snooze(workspace: Workspace, username: str, tess_id: int, *, days: float | None = None) -> None:
    """Put a target off for this person.

    Parameters
    ----------
    days : float, optional
        For so long; until it was seen in another sector if left out.

    Raises
    ------
    InputError
        Not a positive number of days, or more than ten years.
    NotPermitted
        A viewer has no queue to put it off in.
    UnknownTarget
        The catalogue has no such TIC.
    """
    if days is not None and not 0 < days <= LONGEST_SNOOZE_DAYS:
        raise InputError(
            f"A snooze lasts more than 0 and at most {LONGEST_SNOOZE_DAYS:.0f} days, not {days}."
        )
    until = utc_now() + timedelta(days=LONGEST_SNOOZE_DAYS if days is None else days)

    def work(session: Session) -> None:
        permissions.require_member(session, username)
        attention.snooze(session, username, tess_id, until, until_new_data=days is None)
        attention.release(session, username, tess_id)

    workspace.database.write(work, repeatable=True)


def assign(workspace: Workspace, lead: str, username: str, tess_ids: Sequence[int]) -> int:
    """Ask a person to judge targets; returns how many are new to them.

    Raises
    ------
    NotPermitted
        Only leads and admins may, or nobody of this name is known.
    UnknownTarget
        The catalogue has no such TIC; nothing was changed.
    """

    def work(session: Session) -> int:
        permissions.require_lead(session, lead)
        return attention.assign(session, lead, username, tess_ids)

    return workspace.database.write(work, repeatable=True)


def unassign(workspace: Workspace, lead: str, username: str, tess_ids: Sequence[int]) -> None:
    """Take assignments back; errors as in `assign`."""

    def work(session: Session) -> None:
        permissions.require_lead(session, lead)
        attention.unassign(session, username, tess_ids)

    workspace.database.write(work, repeatable=True)


def keep_up(workspace: Workspace) -> None:
    """Look at what was touched since; after a large import a part of it, so that nobody waits long."""
    with suppress(AccountForbids):  # an account that may only read leaves it to those that may write
        for _ in range(_BATCHES_AT_ONCE):
            if not workspace.database.read(waiting.is_behind):
                return
            workspace.database.write(waiting.catch_up, repeatable=True)


def _choose(workspace: Workspace, username: str, name: str, value: object) -> None:
    def work(session: Session) -> None:
        users.ensure_user(session, username)
        settings.save_setting(session, username, name, value)

    workspace.database.write(work, repeatable=True)


def _order(chosen: dict[str, object]) -> QueueOrder:
    word = chosen.get(_ORDER)
    return QueueOrder(word) if isinstance(word, str) and word in set(QueueOrder) else QueueOrder.PRIORITY


def _by_chance(seed: str) -> float:
    """A number from 0 to 1 that nobody guesses, the same again for the same seed: what is fetched ahead."""
    return int.from_bytes(hashlib.sha256(seed.encode()).digest()[:6]) / 2**48
