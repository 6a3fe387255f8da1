"""Who may do what."""

from sqlalchemy.orm import Session

from tessebs_core.database.stores import people, users
from tessebs_core.errors import InputError
from tessebs_core.records.administration import PersonAtWork
from tessebs_core.vocabulary import Role
from tessebs_core.workflows.permissions import check_lead, keep_an_admin, require_admin_if_any, role_of
from tessebs_core.workflows.workspace import Workspace

__all__ = ["people_at_work", "role_now", "set_role"]

_LONGEST_NAME = 64


def set_role(workspace: Workspace, username: str, role: Role, *, acting: str | None = None) -> None:
    """Give a person a role; one who is new is added with it.

    Parameters
    ----------
    acting : str, optional
        Who gives it: an admin, once there is one. None for whoever has the administrator's account of the
        database, which needs nobody's permission.

    Raises
    ------
    InputError
        The name is empty or too long, or nobody would be left who is an admin.
    NotPermitted
        There are admins, and who acts is none of them.
    """
    name = username.strip()
    if not name or len(name) > _LONGEST_NAME:
        raise InputError(f"A user's name has 1 to {_LONGEST_NAME} characters; this has {len(name)}.")

    def work(session: Session) -> None:
        if acting is not None:
            require_admin_if_any(session, acting)
        users.give_role(session, name, role)
        keep_an_admin(session)

    workspace.database.write(work, repeatable=True)


def people_at_work(workspace: Workspace, username: str) -> tuple[PersonAtWork, ...]:
    """Everybody by name with role, number of votes and last activity.

    Raises
    ------
    NotPermitted
        Only leads and admins see it.
    """

    def work(session: Session) -> tuple[PersonAtWork, ...]:
        check_lead(session, username)
        return people.people_at_work(session)

    return workspace.database.read(work)


def role_now(workspace: Workspace, username: str) -> Role | None:
    """What a person may do now; None for somebody who is not known yet."""
    return workspace.database.read(lambda session: role_of(session, username))
