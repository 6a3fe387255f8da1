"""Find entries of the catalogue."""

from collections.abc import Sequence

from tessebs_core.database.stores.searches import every_entry, page_of_entries, targets_found
from tessebs_core.records.catalogue_columns import CHOSEN, columns_named
from tessebs_core.records.searching import FoundEntry, Search, SearchPage
from tessebs_core.workflows.queue import keep_up
from tessebs_core.workflows.workspace import Workspace

__all__ = ["find", "find_all", "find_targets"]


def find(workspace: Workspace, search: Search, columns: Sequence[str] = CHOSEN) -> SearchPage:
    """Give the page of a search that it asks for, in at most three queries.

    A page behind the last is empty and knows the count.

    Raises
    ------
    BadSearch
        There is no such column.
    """
    chosen = columns_named(columns)
    found = workspace.database.read(lambda session: page_of_entries(session, search, chosen))
    if found.behind and _asks_status(search, columns):
        keep_up(workspace)
        found = workspace.database.read(lambda session: page_of_entries(session, search, chosen))
    return SearchPage(found.entries, chosen, found.count, search.page, search.size)


def find_all(workspace: Workspace, search: Search, columns: Sequence[str] = CHOSEN) -> tuple[FoundEntry, ...]:
    """Give all entries that a search finds, in its order; its page and size do not count.

    Raises
    ------
    BadSearch
        There is no such column.
    """
    chosen = columns_named(columns)
    if _asks_status(search, columns):
        keep_up(workspace)
    return workspace.database.read(lambda session: every_entry(session, search, chosen))


def find_targets(workspace: Workspace, search: Search) -> list[int]:
    """Give the TIC numbers of the targets whose entries a search finds, each once, ascending."""
    if _asks_status(search, ()):
        keep_up(workspace)
    return workspace.database.read(lambda session: targets_found(session, search))


def _asks_status(search: Search, columns: Sequence[str]) -> bool:
    # What waits for votes is in the queue's notes, which must hear of the newest votes first.
    return search.status is not None or "status" in {*columns, *(each.column for each in search.order)}
