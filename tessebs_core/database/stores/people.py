"""The users of the catalogue with what they have done."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tessebs_core.database.schema import Comment, Decision, User, Vote
from tessebs_core.records.administration import PersonAtWork

__all__ = ["people_at_work"]


def people_at_work(session: Session) -> tuple[PersonAtWork, ...]:
    """Everybody by name, in four queries: votes are counted as they were cast, superseded ones too."""
    voted = {
        row[0]: (row[1], row[2])
        for row in session.execute(
            select(Vote.user_id, func.count(), func.max(Vote.cast_at)).group_by(Vote.user_id)
        )
    }
    decided = {
        row[0]: (row[1], row[2])
        for row in session.execute(
            select(Decision.user_id, func.count(), func.max(Decision.decided_at)).group_by(Decision.user_id)
        )
    }
    wrote = {
        row[0]: row[1]
        for row in session.execute(
            select(Comment.author, func.max(Comment.timestamp)).group_by(Comment.author)
        )
    }
    people = []
    for row in session.scalars(select(User).order_by(User.username)):
        votes, last_vote = voted.get(row.id, (0, None))
        decisions, last_decision = decided.get(row.id, (0, None))
        times = [each for each in (last_vote, last_decision, wrote.get(row.username)) if each is not None]
        people.append(
            PersonAtWork(
                str(row.id), row.username, row.display_name, row.role, row.date_added, votes, decisions,
                max(times, default=None),
            )
        )  # fmt: skip
    return tuple(people)
