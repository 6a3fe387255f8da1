"""Which proposals wait for votes: made anew for every target that was touched since."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, or_, select
from sqlalchemy.orm import Session

from tessebs_core.compute.consensus import DEFAULT_RULE, said_of_signals, standings
from tessebs_core.compute.queue_order import RETURNING, is_contested, priority_of, votes_missing
from tessebs_core.database.schema import (
    EB,
    TIC,
    Ephemeris,
    GoldAnswer,
    Report,
    Run,
    SectorCheck,
    Touched,
    Waiting,
)
from tessebs_core.database.stores.decisions import decisions_on
from tessebs_core.database.stores.runs import DERIVING
from tessebs_core.database.stores.votes import votes_on
from tessebs_core.records import Judgement, StoredDecision, StoredVote
from tessebs_core.vocabulary import CheckOutcome, EphemerisStatus, PeriodGrade

__all__ = ["catch_up", "is_behind"]


@dataclass(frozen=True)
class _Proposed:
    """A proposal that may wait: when it came, and why and since when it is back if it was accepted."""

    ephemeris_id: int
    date_added: datetime
    returned: CheckOutcome | None = None
    since: datetime | None = None


def is_behind(session: Session) -> bool:
    """Whether anything was said since the last `catch_up`."""
    return session.scalar(select(Touched.id).limit(1)) is not None


def catch_up(session: Session, most: int = 200) -> int:
    """Make the `Waiting` rows of targets that were touched anew; returns how many marks were worked off.

    Parameters
    ----------
    most : int
        Marks to work off at once, oldest first.
    """
    marks = session.execute(select(Touched.id, Touched.tic_id).order_by(Touched.id).limit(most)).all()
    tic_ids = sorted({mark.tic_id for mark in marks})
    # Whoever works on the same target waits here, and then reads votes at least as new.
    locked = select(TIC.id, TIC.tess_id).where(TIC.id.in_(tic_ids)).order_by(TIC.id).with_for_update()
    tess_ids: dict[int, int] = {row.id: row.tess_id for row in session.execute(locked)}
    proposed = _proposed(session, tess_ids)
    keys = [each.ephemeris_id for some in proposed.values() for each in some]
    votes, decisions = votes_on(session, keys), decisions_on(session, keys)
    grades = _grades(session, tess_ids)
    rows: list[dict[str, Any]] = []
    for tic_id, some in proposed.items():
        wanted = {each.ephemeris_id for each in some}
        open_ones = _open(
            some,
            [each for each in votes if each.ephemeris_id in wanted],
            [each for each in decisions if each.ephemeris_id in wanted],
        )
        rows += _rows(tic_id, tess_ids[tic_id], open_ones, grades.get(tic_id))
    session.execute(delete(Waiting).where(Waiting.tic_id.in_(tic_ids)))
    if rows:
        session.execute(insert(Waiting), rows)
    session.execute(delete(Touched).where(Touched.id.in_([mark.id for mark in marks])))
    return len(marks)


def _proposed(session: Session, tic_ids: Collection[int]) -> dict[int, list[_Proposed]]:
    """Proposals by target; known answers are left out, and what is accepted unless it has come back.

    So is what accepting and swapping derived from a settled proposal: nobody needs to judge it again.
    """
    statement = (
        select(Ephemeris.id, Ephemeris.tic_id, Ephemeris.date_added, EB.id.label("entry"))
        .outerjoin(EB, EB.ephemeris_id == Ephemeris.id)
        .outerjoin(GoldAnswer, GoldAnswer.ephemeris_id == Ephemeris.id)
        .outerjoin(Run, Run.id == Ephemeris.run_id)
        .where(
            Ephemeris.tic_id.in_(tic_ids),
            GoldAnswer.id.is_(None),
            or_(EB.id.is_not(None), Run.id.is_(None), Run.code.not_in(DERIVING)),
        )
        .order_by(Ephemeris.id)
    )
    found = session.execute(statement).all()
    checks = _checks(session, [row.entry for row in found if row.entry is not None])
    proposed: defaultdict[int, list[_Proposed]] = defaultdict(list)
    for row in found:
        check = checks.get(row.entry) if row.entry is not None else None
        if row.entry is None:
            proposed[row.tic_id].append(_Proposed(row.id, row.date_added))
        elif check is not None and check.ephemeris_id == row.id and check.outcome in RETURNING:
            proposed[row.tic_id].append(_Proposed(row.id, row.date_added, check.outcome, check.checked_at))
    return proposed


def _checks(session: Session, entries: Collection[int]) -> dict[int, SectorCheck]:
    """The newest check of each entry."""
    newest = (
        select(func.max(SectorCheck.id)).where(SectorCheck.eb_id.in_(entries)).group_by(SectorCheck.eb_id)
    )
    if not entries:
        return {}
    return {row.eb_id: row for row in session.scalars(select(SectorCheck).where(SectorCheck.id.in_(newest)))}


def _grades(session: Session, tic_ids: Collection[int]) -> dict[int, PeriodGrade]:
    statement = select(Report.tic_id, Report.grade).where(Report.tic_id.in_(tic_ids))
    return {row.tic_id: row.grade for row in session.execute(statement.order_by(Report.date_run, Report.id))}


def _open(
    proposed: Sequence[_Proposed], votes: Iterable[StoredVote], decisions: Iterable[StoredDecision]
) -> dict[_Proposed, list[Judgement]]:
    """The proposals of one target that are not settled, each with what people say of it."""
    since = {each.ephemeris_id: each.since for each in proposed}
    votes = [vote for vote in votes if _counts(vote.cast_at, since[vote.ephemeris_id])]
    stand = standings(
        votes, [each for each in decisions if _counts(each.decided_at, since[each.ephemeris_id])]
    )
    said: defaultdict[int, list[Judgement]] = defaultdict(list)
    for vote in said_of_signals(votes) if DEFAULT_RULE.through_duplicates else votes:
        said[vote.ephemeris_id].append(vote.judgement)
    settled = {key for key, each in stand.items() if each.status is EphemerisStatus.SETTLED}
    return {each: said[each.ephemeris_id] for each in proposed if each.ephemeris_id not in settled}


def _counts(said_at: datetime, since: datetime | None) -> bool:
    return since is None or said_at > since


def _rows(
    tic_id: int, tess_id: int, waiting: Mapping[_Proposed, Sequence[Judgement]], grade: PeriodGrade | None
) -> list[dict[str, Any]]:
    if not waiting:
        return []
    missing = min(votes_missing(said) for said in waiting.values())
    contested = any(is_contested(said) for said in waiting.values())
    returned = next((each.returned for each in waiting if each.returned is not None), None)
    shared = {
        "tic_id": tic_id,
        "tess_id": tess_id,
        "missing": missing,
        "contested": contested,
        "grade": grade,
        "newest": max(each.date_added for each in waiting),
        "returned": returned,
        "priority": priority_of(missing=missing, contested=contested, grade=grade, returned=returned),
    }
    return [{"ephemeris_id": each.ephemeris_id, "since": each.since, **shared} for each in waiting]
