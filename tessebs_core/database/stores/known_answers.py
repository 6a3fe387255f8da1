"""Known answers, and what people said there; see `tessebs_core.database.schema.queue.GoldAnswer`."""

from collections import defaultdict

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tessebs_core.database.schema import TIC, Ephemeris, GoldAnswer, User, Vote
from tessebs_core.errors import InputError
from tessebs_core.records import Judgement
from tessebs_core.records.recall import Answered, KnownAnswer

__all__ = ["add_answer", "answers", "first_answers", "remove_answer"]


def add_answer(session: Session, ephemeris_id: int, answer: Judgement, reference: str) -> None:
    """Store the known answer for an ephemeris, in place of one that is there.

    Raises
    ------
    InputError
        There is no such ephemeris.
    """
    if session.get(Ephemeris, ephemeris_id) is None:
        raise InputError(f"There is no ephemeris {ephemeris_id}. Nothing was changed.")
    row = session.scalar(select(GoldAnswer).where(GoldAnswer.ephemeris_id == ephemeris_id))
    if row is None:
        row = GoldAnswer(ephemeris_id=ephemeris_id)
        session.add(row)
    row.verdict, row.period_multiple, row.reference = answer.verdict, answer.period_multiple, reference
    session.flush()


def remove_answer(session: Session, ephemeris_id: int) -> None:
    """Forget the known answer for an ephemeris.

    Raises
    ------
    InputError
        There is none.
    """
    row = session.scalar(select(GoldAnswer).where(GoldAnswer.ephemeris_id == ephemeris_id))
    if row is None:
        raise InputError(f"Ephemeris {ephemeris_id} has no known answer. Nothing was changed.")
    session.delete(row)
    session.flush()


def answers(session: Session) -> list[KnownAnswer]:
    """All known answers, by target."""
    statement = (
        select(TIC.tess_id, GoldAnswer)
        .join(Ephemeris, GoldAnswer.ephemeris_id == Ephemeris.id)
        .join(TIC, Ephemeris.tic_id == TIC.id)
        .order_by(TIC.tess_id, GoldAnswer.ephemeris_id)
    )
    return [
        KnownAnswer(tess_id, row.ephemeris_id, row.verdict, row.period_multiple, row.reference)
        for tess_id, row in session.execute(statement)
    ]


def first_answers(session: Session) -> dict[str, list[Answered]]:
    """What each person said at first of each ephemeris whose answer is known, by person."""
    first = (
        select(func.min(Vote.id))
        .join(GoldAnswer, GoldAnswer.ephemeris_id == Vote.ephemeris_id)
        .where(Vote.withdrawn.is_(False))
        .group_by(Vote.ephemeris_id, Vote.user_id)
    )
    statement = (
        select(User.username, GoldAnswer, Vote)
        .join(Vote, Vote.user_id == User.id)
        .join(GoldAnswer, GoldAnswer.ephemeris_id == Vote.ephemeris_id)
        .where(Vote.id.in_(first))
        .order_by(User.username, Vote.id)
    )
    found: defaultdict[str, list[Answered]] = defaultdict(list)
    for username, known, vote in session.execute(statement):
        answered = Answered(known.verdict, known.period_multiple, vote.verdict, vote.period_multiple)
        found[username].append(answered)
    return dict(found)
