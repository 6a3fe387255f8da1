"""Known answers: what people are measured by and are not told."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from tessebs_core.database.schema import GoldAnswer
from tessebs_core.records.agreement import KnownAnswer
from tessebs_core.vocabulary import Verdict

__all__ = ["known_answers"]


def known_answers(session: Session) -> list[KnownAnswer]:
    """Give the whole gold set, by ephemeris."""
    rows = session.execute(
        select(GoldAnswer.ephemeris_id, GoldAnswer.verdict, GoldAnswer.period_multiple).order_by(
            GoldAnswer.ephemeris_id
        )
    )
    return [
        KnownAnswer(key, (verdict, multiple if verdict is Verdict.EB else None))
        for key, verdict, multiple in rows
    ]
