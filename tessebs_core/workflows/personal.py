"""What is one person's own: settings of the screens, and what they judged last."""

from typing import Any

from sqlalchemy.orm import Session

from tessebs_core.database.stores.own_votes import judged_by
from tessebs_core.database.stores.settings import save_setting, settings_of
from tessebs_core.database.stores.users import ensure_user
from tessebs_core.errors import UnknownProvenance
from tessebs_core.provenances.registry import known_provenances
from tessebs_core.records.preferences import Judged, Preferences
from tessebs_core.workflows.workspace import Workspace

__all__ = ["load_preferences", "own_history", "save_preference"]


def own_history(
    workspace: Workspace, username: str, *, before: int | None = None, count: int = 20
) -> tuple[Judged, ...]:
    """Give a person's last judgements that count, newest first.

    Parameters
    ----------
    before : int, optional
        Only those older than this ``vote_id``: the next page.
    count : int
        At most so many, 1 to 200.
    """
    wanted = min(max(count, 1), 200)
    return workspace.database.read(lambda session: judged_by(session, username, before=before, count=wanted))


def load_preferences(workspace: Workspace, username: str) -> Preferences:
    """Give a person's choices for the screens; the defaults for somebody new."""
    return Preferences.from_stored(workspace.database.read(lambda session: settings_of(session, username)))


def save_preference(workspace: Workspace, username: str, name: str, value: Any) -> Preferences:
    """Keep one choice of a person; returns all.

    Raises
    ------
    InputError
        There is no such choice, or it cannot have this value.
    UnknownProvenance
        A product of this name is not known.
    """
    checked = Preferences().changed(name, value)
    known = {each.name for each in known_provenances()}
    if unknown := [each for each in checked.provenances if each not in known]:
        raise UnknownProvenance(f"{unknown[0]!r} is no product: one of {', '.join(sorted(known))}.")

    def work(session: Session) -> dict[str, Any]:
        ensure_user(session, username)
        save_setting(session, username, name, checked.stored(name))
        return settings_of(session, username)

    return Preferences.from_stored(workspace.database.write(work, repeatable=True))
