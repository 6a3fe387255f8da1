"""Pages of the catalogue for programs: JSON, CSV and VOTable."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from tessebs_core.errors import BadSearch
from tessebs_core.export.found_entries import entries_as_csv, entries_as_votable
from tessebs_core.records.search_addresses import search_to_address
from tessebs_core.records.searching import Search, SearchPage
from tessebs_core.vocabulary import PageFormat
from tessebs_core.workflows.searching import find
from tessebs_core.workflows.workspace import Workspace

__all__ = ["WrittenPage", "written_page"]


@dataclass(frozen=True)
class WrittenPage:
    """One page as bytes, how many entries are on all pages, and where its neighbours are.

    ``following`` and ``preceding`` are addresses' query parts, None where there is no such page.
    """

    body: bytes
    count: int
    following: str | None
    preceding: str | None


def written_page(
    workspace: Workspace, search: Search, columns: Sequence[str], form: PageFormat
) -> WrittenPage:
    """Find a page and write it.

    Raises
    ------
    BadSearch
        There is no such column, or the page is behind the last.
    """
    page = find(workspace, search, columns)
    if page.page > page.pages:
        raise BadSearch("page", f"there are {page.pages} pages of {page.size} entries.")
    following = _address(page.page + 1, search, columns, form) if page.page < page.pages else None
    preceding = _address(page.page - 1, search, columns, form) if page.page > 1 else None
    match form:
        case PageFormat.CSV:
            body = entries_as_csv(page.columns, page.entries)
        case PageFormat.VOTABLE:
            body = entries_as_votable(page.columns, page.entries)
        case _:
            body = _as_json(page, following)
    return WrittenPage(body, page.count, following, preceding)


def _address(page: int, search: Search, columns: Sequence[str], form: PageFormat) -> str:
    said = search_to_address(replace(search, page=page), columns)
    parts = [said] if said else []
    return "&".join(parts if form is PageFormat.JSON else [*parts, f"format={form}"])


def _as_json(page: SearchPage, following: str | None) -> bytes:
    names = [each.name for each in page.columns]
    content = {
        "count": page.count,
        "page": page.page,
        "pages": page.pages,
        "next": None if following is None else f"?{following}",
        "columns": [
            {"name": each.name, "unit": each.unit or None, "description": each.description}
            for each in page.columns
        ],
        "rows": [
            dict(zip(names, map(_plain, entry.values), strict=True)) for entry in page.entries
        ],
    }  # fmt: skip
    return json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(timespec="microseconds")
    return list(value) if isinstance(value, tuple) else value
