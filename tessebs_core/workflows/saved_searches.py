"""Searches that a person keeps, by name."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from tessebs_core.database.stores.settings import dated_settings, save_setting
from tessebs_core.database.stores.users import ensure_user
from tessebs_core.errors import BadSearch
from tessebs_core.records.catalogue_columns import CHOSEN
from tessebs_core.records.search_addresses import search_to_address
from tessebs_core.records.searching import SavedSearch, Search
from tessebs_core.workflows.workspace import Workspace

__all__ = ["forget_search", "save_search", "saved_searches"]

_PREFIX = "search:"
_LONGEST_NAME = 64 - len(_PREFIX)
_MOST = 100


def save_search(
    workspace: Workspace, username: str, name: str, search: Search, columns: Sequence[str] = CHOSEN
) -> tuple[SavedSearch, ...]:
    """Keep a search with its columns in place of the person's one of this name; returns all of theirs.

    Raises
    ------
    BadSearch
        The name is empty or has more than 57 characters, or there are a hundred already.
    """
    kept = " ".join(name.split())
    if not 0 < len(kept) <= _LONGEST_NAME or not kept.isprintable():
        raise BadSearch("name", f"a saved search has a name of 1 to {_LONGEST_NAME} characters.")

    def work(session: Session) -> tuple[SavedSearch, ...]:
        ensure_user(session, username)
        save_setting(session, username, _PREFIX + kept, search_to_address(search, columns))
        found = _searches(session, username)
        if len(found) > _MOST:
            raise BadSearch("name", f"{_MOST} searches are kept already; forget one first.")
        return found

    return workspace.database.write(work, repeatable=True)


def saved_searches(workspace: Workspace, username: str) -> tuple[SavedSearch, ...]:
    """Give a person's searches by name; `search_from_address` reads them."""
    return workspace.database.read(lambda session: _searches(session, username))


def forget_search(workspace: Workspace, username: str, name: str) -> tuple[SavedSearch, ...]:
    """Forget a person's search of this name, if there is one; returns those that are left."""

    def work(session: Session) -> tuple[SavedSearch, ...]:
        found = _searches(session, username)
        if all(each.name != name for each in found):
            return found
        save_setting(session, username, _PREFIX + name, None)
        return _searches(session, username)

    return workspace.database.write(work, repeatable=True)


def _searches(session: Session, username: str) -> tuple[SavedSearch, ...]:
    found = [
        SavedSearch(name.removeprefix(_PREFIX), value, saved_at)
        for name, value, saved_at in dated_settings(session, username)
        if name.startswith(_PREFIX) and isinstance(value, str)
    ]
    return tuple(sorted(found, key=lambda each: each.name.casefold()))
