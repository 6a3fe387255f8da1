"""What a person may know of proposals before their own word on them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tessebs_core.database.schema import Ephemeris, GoldAnswer, Run, User, Vote, Waiting
from tessebs_core.database.stores.group_choices import is_first_look_blind
from tessebs_core.database.stores.runs import ACCEPTING, DERIVING
from tessebs_core.database.stores.votes import is_current
from tessebs_core.records import Note

__all__ = ["FirstLook", "first_look"]


@dataclass(frozen=True)
class FirstLook:
    """What of some proposals one person may see.

    Parameters
    ----------
    known : frozenset of int
        Proposals of which they may know that the catalogue holds them.
    hidden : frozenset of int
        Proposals that only exist because another one was accepted, which they may not know.
    """

    known: frozenset[int]
    hidden: frozenset[int]

    def shows_entry(self, ephemeris_id: int | None, proposals: Iterable[int]) -> bool:
        """Whether they may know of an entry with this ephemeris, or with none, among these proposals."""
        return self.known.issuperset(proposals) if ephemeris_id is None else ephemeris_id in self.known

    def shows_note(self, note: Note, username: str, entries: Collection[int]) -> bool:
        """Whether they may read a comment, where they may know of these entries; always their own."""
        if note.author == username:
            return True
        if note.entry_id is not None and note.entry_id not in entries:
            return False
        return note.ephemeris_id is None or note.ephemeris_id in self.known


def first_look(session: Session, username: str, rows: Sequence[Ephemeris]) -> FirstLook:
    """Say what a person may see of proposals, by their own votes and by whether the first look is blind.

    What accepting or swapping derived from a proposal counts as judged with it. It is shown without that
    where it is asked about itself: newer data has brought it back, or its answer is known.

    Parameters
    ----------
    rows : sequence of Ephemeris
        All proposals of one or of several targets.
    """
    ids = [row.id for row in rows]
    if not is_first_look_blind(session):
        return FirstLook(frozenset(ids), frozenset())
    statement = (
        select(Vote.ephemeris_id)
        .join(Vote.user)
        .where(Vote.ephemeris_id.in_(ids), User.username == username, is_current(Vote))
    )
    known = set(session.scalars(statement))
    origins = _origins(session, rows)
    for derived in sorted(origins):  # what it was derived from is older
        if origins[derived] in known:
            known.add(derived)
    unknown = frozenset(origins) - known
    return FirstLook(frozenset(known), unknown - _asked(session, unknown))


def _origins(session: Session, rows: Sequence[Ephemeris]) -> dict[int, int | None]:
    """What each ephemeris was derived from that was derived at all."""
    run_ids = {row.run_id for row in rows if row.run_id is not None}
    if not run_ids:
        return {}
    statement = select(Run).where(Run.id.in_(run_ids), Run.code.in_(DERIVING))
    runs = {run.id: _origin(run.code, run.parameters) for run in session.scalars(statement)}
    return {row.id: runs[row.run_id] for row in rows if row.run_id in runs}


def _origin(code: str, parameters: dict[str, Any]) -> int | None:
    told = parameters if code == ACCEPTING else parameters["before"]
    found: int | None = told["ephemeris"]
    return found


def _asked(session: Session, ephemeris_ids: Collection[int]) -> frozenset[int]:
    if not ephemeris_ids:
        return frozenset()
    return frozenset(
        key
        for table in (Waiting, GoldAnswer)
        for key in session.scalars(select(table.ephemeris_id).where(table.ephemeris_id.in_(ephemeris_ids)))
    )
