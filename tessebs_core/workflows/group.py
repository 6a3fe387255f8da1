"""What the group's screen shows: who looks and how far all have come, and a person's history."""

from sqlalchemy.orm import Session

from tessebs_core.database.stores import group_choices, history
from tessebs_core.errors import NotPermitted
from tessebs_core.records.group_views import PastVote, Standpoint
from tessebs_core.workflows import permissions
from tessebs_core.workflows.queue import progress
from tessebs_core.workflows.workspace import Workspace

__all__ = ["history_of", "standpoint"]


def standpoint(workspace: Workspace, username: str) -> Standpoint:
    """Say who looks, what they may do, and how far the work has come."""
    counted = progress(workspace, username)
    role, blind = workspace.database.read(
        lambda session: (permissions.role_of(session, username), group_choices.is_first_look_blind(session))
    )
    return Standpoint(username, role, blind, counted)


def history_of(workspace: Workspace, username: str, person: str, *, limit: int = 100) -> tuple[PastVote, ...]:
    """Give a person's votes, newest first, those superseded too.

    Raises
    ------
    NotPermitted
        Somebody else's history is for leads: to others it would show votes before their own first look.
    """

    def work(session: Session) -> tuple[PastVote, ...]:
        if person != username and not permissions.may_lead(session, username):
            raise NotPermitted(f"Only leads see the history of others; yours is that of {username}.")
        return history.past_votes(session, person, limit=limit)

    return workspace.database.read(work)
