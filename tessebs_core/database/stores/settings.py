"""Settings: choices of a person for the screens, by name; see `tessebs_core.database.schema.people`."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tessebs_core.database.schema import Setting, User
from tessebs_core.database.stores.users import user_named
from tessebs_core.database.types import utc_now

__all__ = ["dated_settings", "save_setting", "settings_of"]


def save_setting(session: Session, username: str, name: str, value: Any) -> None:
    """Keep a person's choice in place of the one of this name before; other names stay as they are.

    Parameters
    ----------
    value : Any
        What JSON knows: a text, a number, a truth, a list or a dict of such. None forgets the choice.

    Raises
    ------
    NotPermitted
        Nobody of this name is known.
    InputError
        The value cannot be stored as JSON, or ``name`` has more than 64 characters.
    """
    user = user_named(session, username)
    row = session.scalar(select(Setting).where(Setting.user_id == user.id, Setting.name == name))
    if value is None:
        if row is not None:
            session.delete(row)
            session.flush()
        return
    if row is None:
        row = Setting(user_id=user.id, name=name)
        session.add(row)
    row.value = value
    row.saved_at = utc_now()
    session.flush()


def settings_of(session: Session, username: str) -> dict[str, Any]:
    """Give all choices of a person by name; none for somebody who is not known yet."""
    rows = session.execute(
        select(Setting.name, Setting.value).join(Setting.user).where(User.username == username)
    )
    return {row.name: row.value for row in rows}


def dated_settings(session: Session, username: str) -> list[tuple[str, Any, datetime]]:
    """Give all choices of a person: name, value, and when it was made."""
    statement = select(Setting.name, Setting.value, Setting.saved_at).join(Setting.user)
    found = session.execute(statement.where(User.username == username))
    return [(row.name, row.value, row.saved_at) for row in found]
