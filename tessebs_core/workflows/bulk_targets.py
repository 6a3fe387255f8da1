"""Which targets bulk work is for: what a search of the catalogue finds, a list, or all that are held."""

from tessebs_core.compute.target_lists import read_targets
from tessebs_core.database.stores.batches import targets_with_files
from tessebs_core.errors import BadSearch
from tessebs_core.records.search_addresses import search_from_address
from tessebs_core.records.searching import Search
from tessebs_core.records.work import ListedTarget, TargetList
from tessebs_core.workflows.saved_searches import saved_searches
from tessebs_core.workflows.searching import find_targets
from tessebs_core.workflows.workspace import Workspace

__all__ = ["all_targets", "listed_targets", "search_meant", "targets_of_search"]


def search_meant(workspace: Workspace, username: str, words: str) -> Search:
    """Understand a search as people write it.

    Parameters
    ----------
    words : str
        The address of a search of the catalogue screen or its part after ``?``
        (``period_min=1&period_max=2.5``), the name of a saved search of this person's, or a target's name.

    Raises
    ------
    BadSearch
        It is none of these.
    """
    words = words.strip()
    if not words:
        raise BadSearch(
            "query", "it is empty. Write a search as the catalogue's address has it, or use --all."
        )
    for each in saved_searches(workspace, username):
        if each.name.casefold() == " ".join(words.split()).casefold():
            return search_from_address(each.address)[0]
    if "=" in words:
        return search_from_address(words.rpartition("?")[2])[0]
    try:
        return Search(text=words)
    except BadSearch as error:
        raise BadSearch(
            "query",
            f"{words[:40]!r} is no condition such as period_min=1, no saved search of {username}'s, "
            f"and no target's name ({error}).",
        ) from error


def targets_of_search(workspace: Workspace, username: str, words: str) -> TargetList:
    """The targets whose entries a search finds, by TIC number.

    Raises
    ------
    BadSearch
        As in `search_meant`.
    """
    return _listed(find_targets(workspace, search_meant(workspace, username, words)))


def listed_targets(username: str, text: str, *, label: str) -> TargetList:
    """The targets of a list, as `tessebs_core.compute.target_lists.read_targets` reads it."""
    return read_targets(text, author=username, label=label[:64] or "list")


def all_targets(workspace: Workspace) -> TargetList:
    """All targets of which a light-curve file is held, by TIC number."""
    return _listed(workspace.database.read(targets_with_files))


def _listed(tess_ids: list[int]) -> TargetList:
    return TargetList(tuple(ListedTarget(each, line) for line, each in enumerate(tess_ids, start=1)))
